package cli_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	zs "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/projections/views"
)

// sick is a folder with a simulated year in which two cases got events that
// nobody can read: one at its end, and one a whole case.
func sick(t *testing.T) (dir string, id suggestion.CaseID, at eventstore.Position) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "d")
	if code, _, msg := call(t, "simulate", "--cases", "30", "--data", dir); code != 0 {
		t.Fatal(msg)
	}
	of, err := office.Open(t.Context(), office.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer of.Close()
	plant := func(stream eventstore.StreamID, v eventstore.Version, types ...string) eventstore.Position {
		var last eventstore.Position
		for i, typ := range types {
			done, err := of.Log.Append(t.Context(), stream, eventstore.Exact(v+eventstore.Version(i)), eventstore.Event{
				ID: eventstore.DeriveID(eventstore.ID{}, string(stream), fmt.Sprint(i)), Type: typ, Schema: 1, Data: []byte("{}"), Occurred: time.Now()})
			if err != nil {
				t.Fatal(err)
			}
			if last == 0 {
				last = done.Position()
			}
		}
		return last
	}
	for r, err := range of.Log.ReadAll(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if e, err := wire.Decode(r.Type, r.Schema, r.Data); err == nil {
			if reg, ok := e.(suggestion.Registered); ok && reg.Number == "0001" {
				id, _ = wire.CaseOf(string(r.Stream))
			}
		}
	}
	facts, err := of.History(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	at = plant(eventstore.StreamID(wire.CaseStream(id)), facts[len(facts)-1].Version, "suggestion.foretold", "suggestion.foretold")
	plant("suggestion-unborn", 0, "suggestion.foretold")
	return dir, id, at
}

func TestParkedCasesAreShownAndCounted(t *testing.T) {
	dir, id, at := sick(t)
	code, out, msg := call(t, "views", "status", "--data", dir)
	for _, want := range []string{"0001", string(id), fmt.Sprintf("位置%d", at), "suggestion.foretold", "本程序不认识这条记录", "unborn"} {
		if !strings.Contains(out, want) {
			t.Errorf("status lacks %q:\n%s", want, out)
		}
	}
	if code != 1 || !strings.Contains(msg, "共2件暂停更新") {
		t.Errorf("status: %d %s", code, msg)
	}
	code, out, _ = call(t, "views", "status", "--json", "--data", dir)
	var status struct {
		Views  []struct{ Rows int }
		Parked []struct {
			Consumer, Case, Cause string
			Waiting, Tries        int
		}
	}
	if err := json.Unmarshal([]byte(out), &status); err != nil || code != 1 || len(status.Views) != len(views.All()) || len(status.Parked) != 2 {
		t.Errorf("%d, %v, %+v", code, err, status)
	}
	for _, p := range status.Parked {
		if p.Consumer != "views" || p.Cause != "undecodable" || p.Waiting != map[string]int{string(id): 1}[p.Case] || p.Tries < 2 {
			t.Errorf("%+v", p)
		}
	}
	if code, out, _ := call(t, "views", "status", "--metrics", "--data", dir); code != 0 || !strings.Contains(out, `huiyin_parked_cases{consumer="views"} 2`) ||
		!strings.Contains(out, `huiyin_parked_cases{consumer="merge-handover"} 0`) {
		t.Errorf("metrics: %d\n%s", code, out)
	}
	for _, list := range []string{"list", "dissatisfied", "promises"} {
		if code, _, msg := call(t, "case", list, "--data", dir); code != 0 || !strings.Contains(msg, "另有2件暂停更新") {
			t.Errorf("%s: %d %s", list, code, msg)
		}
	}
	for _, verb := range []string{"show", "history", "replay"} {
		code, out, msg := call(t, "case", verb, "0001", "--data", dir)
		if code != 1 || len(out) < 100 || !strings.Contains(msg, "本件视图暂停更新") || !strings.Contains(msg, fmt.Sprintf("位置%d", at)) ||
			!strings.Contains(msg, "无法读取") || !strings.Contains(msg, "foretold") {
			t.Errorf("%s: %d %q\n%.300s", verb, code, msg, out)
		}
		code, out, msg = call(t, "case", verb, "unborn", "--data", dir)
		if code != 1 || !strings.Contains(msg, "第1条记录无法读取") {
			t.Errorf("%s of a case that never was: %d %q %q", verb, code, msg, out)
		}
	}
	if code, out, msg := call(t, "case", "replay", "0001", "--as-of", "2026-12-31", "--data", dir); code != 1 || !strings.Contains(out, "当时已知") {
		t.Errorf("replay as of: %d %s\n%s", code, msg, out)
	}
	if code, _, msg := call(t, "case", "show", "0002", "--data", dir); code != 0 || msg != "" {
		t.Errorf("another case: %d %s", code, msg)
	}
	if code, out, msg := call(t, "clock", "run", "--until", "2026-11-20", "--data", dir); !strings.Contains(out, "已记录") {
		t.Errorf("clock: %d %s\n%s", code, msg, out)
	}
	for _, args := range [][]string{{"views", "retry"}, {"views", "retry", "0001"}} {
		if code, out, msg := call(t, append(args, "--data", dir)...); code != 1 || !strings.Contains(msg, "仍暂停更新") || !strings.Contains(out, "0001") {
			t.Errorf("%v: %d %s\n%s", args, code, msg, out)
		}
	}
	if code, _, msg := call(t, "views", "retry", "0002", "--data", dir); code != 3 || !strings.Contains(msg, "没有暂停更新") {
		t.Errorf("retry of a sound case: %d %s", code, msg)
	}
	if code, _, _ := call(t, "views", "retry", "a", "b", "--data", dir); code != 2 {
		t.Errorf("retry of two: %d", code)
	}
}

// Damage in one case leaves all others to be seen, is told loudly, and heals when
// the file is mended.
func TestDamageIsToldLoudlyAndHeals(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "d")
	if code, _, msg := call(t, "simulate", "--cases", "120", "--data", dir); code != 0 {
		t.Fatal(msg)
	}
	code, before, _ := call(t, "views", "status", "--plain", "--data", dir)
	if code != 0 {
		t.Fatal(before)
	}
	sql := func(script string) {
		t.Helper()
		conn, err := zs.OpenConn(filepath.Join(dir, "events.db"), zs.OpenReadWrite)
		if err == nil {
			err = errors.Join(sqlitex.ExecuteScript(conn, script, nil), conn.Close())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	// An event of a case some way into the log: the last ones are looked at when
	// the folder is opened.
	sql(`DROP TRIGGER events_no_update; DROP TRIGGER events_no_delete;
		CREATE TABLE kept AS SELECT e.position, e.hash FROM events e JOIN streams s ON s.no = e.stream
			WHERE s.name LIKE 'suggestion-%' AND e.version = 5 LIMIT 1;
		UPDATE events SET hash = zeroblob(32) WHERE position = (SELECT position FROM kept);`)
	removeViews(t, dir)
	code, out, msg := call(t, "views", "status", "--data", dir)
	if code != 1 || !strings.Contains(msg, "其中1件数据损坏，请立即核查") || !strings.Contains(out, "数据损坏") {
		t.Errorf("status: %d %s\n%s", code, msg, out)
	}
	if code, out, msg := call(t, "case", "list", "--limit", "0", "--data", dir); code != 0 || !strings.Contains(msg, "数据损坏") || strings.Count(out, "\n") < 100 {
		t.Errorf("list: %d %s", code, msg)
	}
	sql(`UPDATE events SET hash = (SELECT hash FROM kept) WHERE position = (SELECT position FROM kept);`)
	if code, _, msg := call(t, "views", "retry", "--data", dir); code != 0 || !strings.Contains(msg, "1件已恢复更新") {
		t.Errorf("retry: %d %s", code, msg)
	}
	if code, after, msg := call(t, "views", "status", "--plain", "--data", dir); code != 0 || after != before {
		t.Errorf("healed: %d %s\n%s\n%s", code, msg, after, before)
	}
	if code, _, msg := call(t, "views", "retry", "--data", dir); code != 0 || !strings.Contains(msg, "没有暂停更新的件") {
		t.Errorf("retry of nothing: %d %s", code, msg)
	}
}

// removeViews makes the next command fold the log from its beginning.
func removeViews(t *testing.T, dir string) {
	t.Helper()
	for _, name := range []string{"views.db", "views.db-wal", "views.db-shm"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
}
