package importing

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/suggestion"
)

var today = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

func open(t testing.TB) *office.Office {
	t.Helper()
	o, err := office.Open(t.Context(), office.Options{Dir: t.TempDir(), Bulk: true, Clock: func() time.Time { return today }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.Close() })
	return o
}

func apply(t testing.TB, o *office.Office, text string) []Result {
	t.Helper()
	checked, err := Check(context.Background(), o, Lines(strings.NewReader(text)))
	if err != nil {
		t.Fatal(err)
	}
	results, err := Apply(context.Background(), o, Lines(strings.NewReader(text)), nil)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := asJSON(checked), asJSON(results); a != b {
		t.Fatalf("dry run and import differ:\n%s\n%s", a, b)
	}
	return results
}

func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func head(t testing.TB, o *office.Office) int {
	t.Helper()
	p, err := o.Log.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return int(p)
}

func load(t testing.TB, o *office.Office, id suggestion.CaseID) *suggestion.Suggestion {
	t.Helper()
	s, err := o.Load(t.Context(), id)
	if err != nil {
		t.Fatal(id, err)
	}
	return s
}

func readAll(t testing.TB, data []byte) []Row {
	t.Helper()
	var rows []Row
	if err := Read(bytes.NewReader(data), func(r Row) error { rows = append(rows, r); return nil }); err != nil {
		t.Fatal(err)
	}
	return rows
}

// base is a plain reply; with changes fields of it, nil meaning null.
func with(pairs ...any) string {
	row := map[string]any{"id": "S-1", "congress": "甲县第一届人民代表大会", "session": "第一次会议", "year": 2024, "number": "007",
		"title": "关于修路的建议", "deputies": []string{"张三"}, "deputies_total": 1, "lead_unit": "甲县交通运输局", "co_units": []string{},
		"replied_at": "2024-06-01", "doc_kind": "答复", "province": "湖南省", "level": "县"}
	for i := 0; i < len(pairs); i += 2 {
		row[pairs[i].(string)] = pairs[i+1]
	}
	return asJSON(row) + "\n"
}

// events counts the events of the case.
func events(t testing.TB, o *office.Office, id suggestion.CaseID) int {
	t.Helper()
	all, err := o.History(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}
