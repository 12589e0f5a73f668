package eventstore_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huiyin/eventstore"
)

func mustID(t testing.TB, s string) eventstore.ID {
	t.Helper()
	id, err := eventstore.ParseID(s)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// goldenRecords are the events whose bytes testdata holds for ever.
func goldenRecords(t testing.TB) map[string]eventstore.Recorded {
	at := time.Date(2026, 1, 2, 3, 4, 5, 6789, time.UTC)
	first := eventstore.Seal("suggestion-17", 1, at, [32]byte{}, eventstore.Event{
		ID: mustID(t, "0190a0c8-0000-8000-8000-000000000001"), Type: "suggestion.submitted", Schema: 1,
		Occurred: time.Date(2025, 12, 31, 23, 59, 59, 999_999_999, time.FixedZone("CST", 8*3600)),
		Data:     []byte(`{"title":"关于改善公交线路的建议"}`),
		Meta:     map[string]string{"command": "c-1", "actor": "代表 7"},
	})
	second := eventstore.Seal("suggestion-17", 2, at.Add(time.Hour), first.Hash, eventstore.Event{
		ID: mustID(t, "0190a0c8-0000-8000-8000-000000000002"), Type: "suggestion.replied", Schema: 3,
		Occurred: time.Date(1, 1, 1, 0, 0, 0, 1000, time.UTC),
		Meta:     map[string]string{"note": "said \"yes\"\nand\tleft \\ \x00\x1f\x7f\u2028😀", "empty": "", "a.b-c_D": "=="},
	})
	bare := eventstore.Seal("a/B:c@d+e%20~f_g-h.i", 1, time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, time.UTC), [32]byte{},
		eventstore.Event{ID: mustID(t, "ffffffff-ffff-ffff-ffff-ffffffffffff"), Type: "x", Schema: eventstore.MaxSchema,
			Occurred: time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC), Data: []byte("\n\ndata 3\n\n\x00\xff")})
	return map[string]eventstore.Recorded{"first": first, "second": second, "bare": bare}
}

func TestCanonicalBytesAreThoseOfTheGoldenFiles(t *testing.T) {
	for name, record := range goldenRecords(t) {
		want, err := os.ReadFile(filepath.Join("testdata", name+".event"))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(record.Canonical)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

// TestGoldenHashes reads what sha256sum wrote, so that the check needs nothing
// of this package.
func TestGoldenHashes(t *testing.T) {
	sums, err := os.ReadFile(filepath.Join("testdata", "SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	records := goldenRecords(t)
	lines := strings.Split(strings.TrimSpace(string(sums)), "\n")
	if len(lines) != len(records) {
		t.Fatalf("%d sums for %d records", len(lines), len(records))
	}
	for _, line := range lines {
		sum, file, _ := strings.Cut(line, "  ")
		record := records[strings.TrimSuffix(file, ".event")]
		if got := hex.EncodeToString(record.Hash[:]); got != sum {
			t.Errorf("%s: hash is %s, want %s", file, got, sum)
		}
	}
}

func TestGoldenFilesParseToTheirRecords(t *testing.T) {
	for name, record := range goldenRecords(t) {
		got, err := eventstore.ParseCanonical(record.Canonical)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(record, got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

// TestEveryOtherSpellingIsRefused holds the parser to one spelling per event.
func TestEveryOtherSpellingIsRefused(t *testing.T) {
	good := string(goldenRecords(t)["second"].Canonical)
	for _, c := range [][2]string{
		{"huiyin-event 1", "huiyin-event 2"},
		{"huiyin-event 1", "huiyin-event  1"},
		{"stream suggestion-17", "stream suggestion 17"},
		{"stream suggestion-17", "stream "},
		{"stream suggestion-17\nversion 2\n", "version 2\nstream suggestion-17\n"},
		{"version 2", "version 02"}, {"version 2", "version +2"}, {"version 2", "version -2"}, {"version 2", "version 0"},
		{"version 2", "version 1"}, {"version 2", "version 99999999999999999999"}, {"version 2", "version 2\r"},
		{"id 0190a0c8-", "id 0190A0C8-"}, {"id 0190a0c8-", "id 0190a0c8"},
		{"schema 3", "schema 0"}, {"schema 3", "schema 65537"}, {"schema 3", "schema 3 "},
		{"recorded 2026-01-02T04:04:05.000006Z", "recorded 2026-01-02T04:04:05Z"},
		{"recorded 2026-01-02T04:04:05.000006Z", "recorded 2026-02-30T04:04:05.000006Z"},
		{"recorded 2026-01-02T04:04:05.000006Z", "recorded 2026-01-02T24:04:05.000006Z"},
		{"recorded 2026-01-02T04:04:05.000006Z", "recorded 2026-13-02T04:04:05.000006Z"},
		{"recorded 2026-01-02T04:04:05.000006Z", "recorded 2026-01-02T04:04:60.000006Z"},
		{"recorded 2026-01-02T04:04:05.000006Z", "recorded 2026-01-00T04:04:05.000006Z"},
		{"recorded 2026-01-02T04:04:05.000006Z", "recorded 0000-01-02T04:04:05.000006Z"},
		{"recorded 2026-01-02T04:04:05.000006Z", "recorded 2026-01-02t04:04:05.000006Z"},
		{"recorded 2026-01-02T04:04:05.000006Z", "recorded 2026-01-02T04:04:05.000006+"},
		{"prev ", "prev -\nprev "}, {"prev ", "prev 0"},
		{"meta a.b-c_D=\"==\"\nmeta empty=\"\"\n", "meta empty=\"\"\nmeta a.b-c_D=\"==\"\n"},
		{"meta empty=\"\"\n", "meta empty=\"\"\nmeta empty=\"\"\n"},
		{"meta empty=\"\"", "meta empty=\"\\n\""}, {"meta empty=\"\"", "meta empty=\"\\u0041\""},
		{"meta empty=\"\"", "meta empty=\"\\/\""}, {"meta empty=\"\"", "meta empty=\""},
		{"meta empty=\"\"", "meta empty=\"\"\""}, {"meta empty=\"\"", "meta empty"},
		{"meta empty=\"\"", "meta em pty=\"\""}, {"meta empty=\"\"", "meta empty=\"\xff\""},
		{"meta empty=\"\"", "meta empty=\"\t\""}, {"meta empty=\"\"", "meta empty=\"\\u001F\""},
		{"data 0\n\n", "data 1\n\n"}, {"data 0\n\n", "data 0\n\n\n"}, {"data 0\n\n", "data 00\n\n"},
		{"data 0\n\n", "data 0\nmore\n\n"}, {"data 0\n\n", "data 0\n"}, {"data 0\n\n", "\n\n"},
	} {
		bad := strings.Replace(good, c[0], c[1], 1)
		if bad == good {
			t.Fatalf("%q is not in the record", c[0])
		}
		if r, err := eventstore.ParseCanonical([]byte(bad)); !errors.Is(err, eventstore.ErrCorrupt) {
			t.Errorf("%q for %q was accepted as %+v (%v)", c[1], c[0], r, err)
		}
	}
}

func FuzzParseCanonical(f *testing.F) {
	for _, record := range goldenRecords(f) {
		f.Add(record.Canonical)
	}
	f.Add([]byte("huiyin-event 1\n\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		r, err := eventstore.ParseCanonical(raw)
		if err != nil {
			if !errors.Is(err, eventstore.ErrCorrupt) {
				t.Fatalf("got %v, want ErrCorrupt", err)
			}
			return
		}
		if again := eventstore.AppendCanonical(nil, &r); !bytes.Equal(again, raw) {
			t.Fatalf("parsed\n%q\nencodes to\n%q", raw, again)
		}
		if r.Hash != sha256.Sum256(raw) {
			t.Fatal("hash is not that of the bytes")
		}
	})
}

func BenchmarkParseCanonical(b *testing.B) {
	raw := goldenRecords(b)["first"].Canonical
	b.ReportAllocs()
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, err := eventstore.ParseCanonical(raw); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSeal(b *testing.B) {
	r := goldenRecords(b)["first"]
	b.ReportAllocs()
	for b.Loop() {
		eventstore.Seal(r.Stream, r.Version, r.Recorded, r.Prev, r.Event)
	}
}
