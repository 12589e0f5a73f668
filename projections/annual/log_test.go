package annual_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/register"
	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/domain/zh"
	"huiyin/eventstore"
	"huiyin/eventstore/sqlite"
	"huiyin/projections/annual"
	"huiyin/projections/internal/rehearsal"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// desk is a log with the built-in rules in it.
func desk(t testing.TB) *rehearsal.Desk {
	t.Helper()
	clock := rehearsal.NewClock("2026-03-02")
	log, err := sqlite.Open(t.Context(), sqlite.Options{Dir: t.TempDir(), Clock: clock.Now, BulkLoad: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = log.Close() })
	d := rehearsal.New(t, log, clock)
	var events []wire.RegisterEvent
	for _, set := range ruleset.Builtin() {
		doc, _ := ruleset.Document(set.ID)
		events = append(events, wire.RuleSetAdopted{ID: set.ID, Jurisdiction: set.Jurisdiction, ValidFrom: set.ValidFrom, Digest: set.Digest, Content: string(doc)})
	}
	for i, e := range events {
		typ, schema, data, err := wire.EncodeRegister(e)
		if err != nil {
			t.Fatal(err)
		}
		put(t, d, wire.RulesStream, eventstore.Version(i), typ, schema, data)
	}
	return d
}

// put appends one raw event.
func put(t testing.TB, d *rehearsal.Desk, stream eventstore.StreamID, at eventstore.Version, typ string, schema int, data []byte) {
	t.Helper()
	id := eventstore.DeriveID(eventstore.ID{}, string(stream), fmt.Sprint(at))
	_, err := d.Log.Append(t.Context(), stream, eventstore.Exact(at), eventstore.Event{ID: eventstore.EventID(id, stream, 0), Type: typ, Schema: schema, Occurred: d.Now(), Data: data})
	if err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, log annual.Log, cut annual.Cut) *annual.Book {
	t.Helper()
	book, err := annual.Read(t.Context(), log, cut, nil)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

var units = annual.Roster{"Transport": {System: "government", Level: "省级"}, "Schools": {System: "government"}, "Water": {System: "mass_organisation"}}

// season plays a small year on three days of March.
func season(t testing.TB) *rehearsal.Desk {
	d := desk(t)
	rehearsal.Season(d, 30)
	return d
}

func report(t testing.TB, d *rehearsal.Desk, cut annual.Cut) *annual.Report {
	t.Helper()
	return annual.Compute(read(t, d.Log, cut), annual.Params{Decimals: 2, Seats: 50}, units)
}

func endOf(text string) time.Time { return calendar.EndOf(calendar.MustDate(text)) }

// TestGolden pins every form of a small report.
func TestGolden(t *testing.T) {
	r := report(t, season(t), annual.Cut{Until: endOf("2026-10-30")})
	digest, err := r.Digest()
	if err != nil {
		t.Fatal(err)
	}
	imprint := annual.Imprint{By: "何静", On: calendar.MustDate("2026-10-31"), At: endOf("2026-11-01"), Frozen: "1-2", Reason: "补记逾期反馈", Digest: digest}
	data, err := r.JSON()
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "report.json", data)
	var page, table bytes.Buffer
	if err := r.HTML(&page, imprint); err != nil {
		t.Fatal(err)
	}
	golden(t, "report.html", page.Bytes())
	out := csv.NewWriter(&table)
	g := r.Flat(imprint)
	if err := out.WriteAll(append([][]string{g.Heads}, g.Rows...)); err != nil {
		t.Fatal(err)
	}
	golden(t, "report.csv", table.Bytes())
	for _, text := range []string{page.String(), table.String(), string(data)} {
		if strings.ContainsAny(text, "⟦⟧") {
			t.Error("a word is missing:", text[strings.IndexAny(text, "⟦⟧"):][:60])
		}
	}
	if strings.Contains(page.String(), "<script") || strings.Contains(page.String(), "src=") || strings.Contains(page.String(), "http") {
		t.Error("the page needs something beside it")
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || !bytes.Equal(want, got) {
		t.Errorf("%s differs (%v): read it and run with -update", name, err)
	}
}

// TestAFrozenReportComesOutAgain: whatever is recorded later, the log up to the
// position and the day gives the same bytes.
func TestAFrozenReportComesOutAgain(t *testing.T) {
	d := season(t)
	cut := annual.Cut{Until: endOf("2026-03-02")}
	first := report(t, d, cut)
	digest, err := first.Digest()
	if err != nil {
		t.Fatal(err)
	}
	d.Set("2026-03-03")
	d.Register("later", "999", "Deputy1")
	d.Import("imported-later", "src-later", suggestion.Facts{Congress: "14", Session: "4", Year: 2026, Title: "Later"})
	frozen := annual.Cut{Position: eventstore.Position(first.Position), Until: cut.Until}
	if again, err := report(t, d, frozen).Digest(); err != nil || again != digest {
		t.Errorf("%s, frozen as %s (%v)", again, digest, err)
	}
	if again := report(t, d, cut); !reflect.DeepEqual(again.Numbers(), first.Numbers()) {
		t.Error("what came later changes the figures of the day")
	}
	now := report(t, d, annual.Cut{Until: endOf("2026-03-03")})
	if again, err := now.Digest(); err != nil || again == digest {
		t.Error("what came later is not in the report", err)
	}
	changes := annual.Changes(first.Numbers(), now.Numbers())
	if len(changes) == 0 {
		t.Fatal("no figure changed")
	}
	for _, c := range changes {
		if c.ID == "intake/total" && c.Old.Count+2 == c.New.Count {
			return
		}
	}
	t.Errorf("the total did not grow by two: %+v", changes)
}

// A day's report has what was recorded before its end at 24:00 in China.
func TestTheCutIsTheEndOfTheDayInChina(t *testing.T) {
	d := desk(t)
	d.At(endOf("2026-03-10").Add(-time.Second))
	d.Register("last-second", "1", "Deputy")
	d.At(endOf("2026-03-10"))
	d.Register("next-day", "2", "Deputy")
	for day, want := range map[string]int{"2026-03-09": 0, "2026-03-10": 1, "2026-03-11": 2} {
		if book := read(t, d.Log, annual.Cut{Until: endOf(day)}); len(book.Cases) != want {
			t.Errorf("%s has %d cases, want %d", day, len(book.Cases), want)
		}
	}
}

// A case with an event that this program cannot read is named and counted, and
// holds up nobody else.
func TestAnUnreadableEventSetsOneCaseAside(t *testing.T) {
	d := season(t)
	whole := read(t, d.Log, annual.Cut{Until: endOf("2026-10-30")})
	version := eventstore.Version(0)
	for _, r := range d.Records() {
		if string(r.Stream) == wire.CaseStream(rehearsal.ID(0)) {
			version = r.Version
		}
	}
	put(t, d, eventstore.StreamID(wire.CaseStream(rehearsal.ID(0))), version, "suggestion.levitated", 1, []byte("{}"))
	book := read(t, d.Log, annual.Cut{Until: endOf("2026-10-30")})
	if len(book.Unread) != 1 || book.Unread[0] != rehearsal.ID(0) || len(book.Cases) != len(whole.Cases)-1 {
		t.Errorf("unread %v, %d of %d cases", book.Unread, len(book.Cases), len(whole.Cases))
	}
	r := annual.Compute(book, annual.Params{}, units)
	if f, _ := r.Figure("scope/unread"); f.Count != 1 || len(f.Cases()) != 1 {
		t.Errorf("%+v", f)
	}
}

// The same cases give the same report whatever their order in the log was.
func TestCasesStandInOneOrder(t *testing.T) {
	book := read(t, season(t).Log, annual.Cut{Until: endOf("2026-10-30")})
	for i := 1; i < len(book.Cases); i++ {
		a, b := book.Cases[i-1].State, book.Cases[i].State
		if a.Congress > b.Congress || a.Congress == b.Congress && a.Session == b.Session && a.Number > b.Number {
			t.Fatalf("%s before %s", a.ID, b.ID)
		}
	}
}

func TestReadTellsHowFarItIsAndStopsWhenAsked(t *testing.T) {
	d := season(t)
	last := 0
	if _, err := annual.Read(t.Context(), d.Log, annual.Cut{Until: endOf("2026-10-30")}, func(done, total int) { last = done * 100 / total }); err != nil || last != 100 {
		t.Error(last, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := annual.Read(ctx, d.Log, annual.Cut{Until: endOf("2026-10-30")}, nil); err == nil {
		t.Error("a cancelled reading ended well")
	}
}

// A document can be read back by a program, and holds a definition for every
// figure.
func TestTheDocumentExplainsItself(t *testing.T) {
	r := report(t, season(t), annual.Cut{Until: endOf("2026-10-30")})
	known := map[string]bool{}
	for _, d := range r.Glossary {
		known[d.ID] = true
	}
	for _, f := range r.Figures() {
		if !known[f.Definition] || r.Name(f.ID) == f.ID {
			t.Errorf("%s has no definition or no name", f.ID)
		}
	}
	with, err := r.JSONWithCases()
	if err != nil || !bytes.Contains(with, []byte(`"cases": {`)) {
		t.Error(err)
	}
	if again := report(t, season(t), annual.Cut{Until: endOf("2026-10-30")}); !reflect.DeepEqual(again.Numbers(), r.Numbers()) {
		t.Error("two equal years give two reports")
	}
}

// Systems and successors come from the registers as the log had them when the
// report was made: what is entered later changes nothing that was published.
func TestUnitsComeFromTheRegisters(t *testing.T) {
	d := season(t)
	enter := func(id string, at eventstore.Version, e register.Event) {
		typ, schema, data, err := wire.EncodeEntry(e)
		if err != nil {
			t.Fatal(err)
		}
		put(t, d, eventstore.StreamID(wire.EntryStream(register.Ref{Kind: register.Units, ID: id})), at, typ, schema, data)
	}
	d.Set("2026-11-02")
	enter("u1", 0, register.UnitRegistered{ID: "u1", Facts: register.UnitFacts{Name: "Transport", System: "government", Level: "省"}})
	enter("u2", 0, register.UnitRegistered{ID: "u2", Facts: register.UnitFacts{Name: "Schools", System: "government", Level: "省"}})
	made, err := d.Log.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	enter("u3", 0, register.UnitRegistered{ID: "u3", Facts: register.UnitFacts{Name: "Water", System: "court"}})
	enter("u2", 1, register.UnitEnded{ID: "u2", From: calendar.MustDate("2026-05-01"), Manner: register.Merged, Into: []register.Link{{ID: "u1", Name: "Transport"}}})
	cut := annual.Cut{Position: made, Until: endOf("2026-10-30")}
	count := func(cut annual.Cut, naming annual.Naming, id string) int {
		book := read(t, d.Log, cut)
		f, _ := annual.Compute(book, annual.Params{Naming: naming}, book.Registered()).Figure(id)
		return f.Count
	}
	whole := annual.Cut{Until: cut.Until}
	transport, schools := count(cut, annual.Then, "units/Transport/cases"), count(cut, annual.Now, "units/Schools/cases")
	if got := count(cut, annual.Then, "system/government/cases"); got != transport+schools || schools == 0 {
		t.Errorf("%d cases of the government, want %d and %d", got, transport, schools)
	}
	if got := count(whole, annual.Now, "units/Transport/cases"); got != transport+schools {
		t.Errorf("%d cases of the successor, want %d", got, transport+schools)
	}
	if got := count(whole, annual.Then, "units/Schools/cases"); got != schools {
		t.Errorf("%d cases of the body of then, want %d", got, schools)
	}
	if a, b := count(cut, annual.Then, "system/court/cases"), count(whole, annual.Then, "system/court/cases"); a != 0 || b == 0 {
		t.Errorf("the court has %d and then %d", a, b)
	}
}

// Every system of the register has its word in the tables.
func TestSystemsHaveWords(t *testing.T) {
	for _, s := range register.Systems() {
		if !zh.Has("report.system." + string(s)) {
			t.Errorf("no word for %s", s)
		}
	}
}
