package asof_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	"pgregory.net/rapid"
	sqlite3 "zombiezen.com/go/sqlite"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/eventstore/sqlite"
	"huiyin/projections/asof"
	"huiyin/projections/follower"
	"huiyin/projections/internal/rehearsal"
	"huiyin/projections/views"
)

func TestMain(m *testing.M) {
	flag.Parse()
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
		_ = f.Value.Set("12") // each check is a log and several read files of its own
	}
	goleak.VerifyTestMain(m)
}

// past is a log of a few cases with the facts of each.
type past struct {
	log   eventstore.Store
	all   []eventstore.Recorded
	facts map[suggestion.CaseID][]asof.Fact
}

func openLog(t *rapid.T, dir string, clock *rehearsal.Clock) eventstore.Store {
	log, err := sqlite.Open(context.Background(), sqlite.Options{Dir: dir, Clock: clock.Now, BulkLoad: true})
	if err != nil {
		t.Fatal(err)
	}
	return log
}

func gather(t *rapid.T, tb testing.TB, log eventstore.Store) *past {
	p := &past{log: log, facts: map[suggestion.CaseID][]asof.Fact{}}
	for _, r := range rehearsal.Records(tb, log) {
		id, ok := wire.CaseOf(string(r.Stream))
		if !ok {
			continue
		}
		e, err := wire.Decode(r.Type, r.Schema, r.Data)
		if err != nil {
			t.Fatal(err)
		}
		p.all = append(p.all, r)
		p.facts[id] = append(p.facts[id], asof.Fact{Recorded: r, Event: e})
	}
	return p
}

// acts are tried on a case in any order; most are refused at most moments.
func acts(d *rehearsal.Desk, id suggestion.CaseID, pick func(n int) int) []func() error {
	unit := rehearsal.Units[pick(3)]
	try := func(a suggestion.Actor, c suggestion.Command) func() error {
		return func() error { return d.Try(id, a, c) }
	}
	who, grades := rehearsal.Deputy("Li"), []suggestion.Grade{suggestion.Satisfied, suggestion.Dissat}
	out := []func() error{
		try(who, suggestion.DraftSuggestion{Case: id, Kind: suggestion.OffSession, Congress: "14", Session: "4", Year: 2026,
			Title: "Title", Body: "Body", Evidence: "visited", Category: "transport"}),
		try(who, suggestion.Submit{}),
		try(rehearsal.Committee(), suggestion.BeginReview{}),
		try(rehearsal.Committee(), suggestion.Register{Number: string(id)}),
		try(rehearsal.Gov(), suggestion.Assign{Mode: suggestion.Single, Units: []suggestion.UnitPart{{Unit: unit, Part: suggestion.Lead}}}),
		try(rehearsal.By(lifecycle.CouncilOfChairpersons, "Chair"), suggestion.FixKey{Decision: "d"}),
	}
	s, err := d.Load(context.Background(), id)
	if err != nil || len(s.Lines) == 0 {
		return out
	}
	l := s.Lines[0]
	hand := func(r lifecycle.Role) suggestion.Actor { return rehearsal.Of(l.Unit, r) }
	return []func() error{
		try(hand(lifecycle.UnitCoordinator), suggestion.SignIn{Assignment: "a1"}),
		try(hand(lifecycle.UnitHandler), suggestion.RecordContact{Line: l.ID, Stage: "before", Way: "visit", With: []suggestion.Person{s.Lead}, Content: "met"}),
		try(who, suggestion.AnswerContact{Line: l.ID, Contact: suggestion.ContactID(fmt.Sprintf("%sk%d", l.ID, len(l.Contacts))), Confirm: true}),
		try(hand(lifecycle.UnitHandler), suggestion.DraftReply{Line: l.ID, Class: "B", Text: "reply",
			Promises: []suggestion.Promise{{Text: "build", Due: d.Today().AddDays(60)}}}),
		try(rehearsal.Gov(), suggestion.ExamineReply{Line: l.ID, Pass: pick(4) > 0, Reason: "short"}),
		try(hand(lifecycle.UnitHead), suggestion.IssueReply{Line: l.ID, DocumentNo: "No"}),
		try(hand(lifecycle.UnitCoordinator), suggestion.DeliverReply{Line: l.ID, To: s.Lead, Channel: "platform"}),
		try(who, suggestion.Rate{Line: l.ID, Version: l.Latest().Number, Process: suggestion.Satisfied, Result: grades[pick(2)], Reason: "r"}),
		try(rehearsal.Committee(), suggestion.OrderTheRedo{Line: l.ID, Reason: "again"}),
	}
}

// live plays random acts on some cases, with the clock moved on between them by
// anything from nothing to weeks.
func live(t *rapid.T, tb testing.TB, dir string) *past {
	clock := rehearsal.NewClock("2026-03-02")
	log := openLog(t, dir, clock)
	d := rehearsal.New(tb, log, clock)
	pick := func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "pick") }
	ids := []suggestion.CaseID{"a", "b", "c"}
	for _, id := range ids {
		if err := acts(d, id, pick)[0](); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 120 {
		clock.At(clock.Now().Add([]time.Duration{0, 0, time.Minute, 5 * time.Hour, 40 * time.Hour, 400 * time.Hour}[pick(6)]))
		if pick(20) == 0 {
			d.Import(suggestion.CaseID(fmt.Sprint("i", i)), fmt.Sprint("src-", i), suggestion.Facts{Title: "Old", Number: "9", LeadUnit: "Water", Class: "A"})
			continue
		}
		// The next act in the order of a life is tried more often than any other.
		list := acts(d, ids[pick(3)], pick)
		for _, try := range list[pick(len(list)):] {
			if try() == nil {
				break
			}
		}
	}
	return gather(t, tb, log)
}

// fileOf folds all cases as of the moment.
func (p *past) fileOf(t *rapid.T, dir string, m asof.Moment) *follower.File {
	path := filepath.Join(dir, fmt.Sprintf("%d-%v.db", m.Until.UnixNano(), m.True))
	f, err := m.Fold(context.Background(), p.log, path, views.All(), follower.Options{Batch: 50})
	if err != nil {
		t.Fatal(err)
	}
	if all, err := f.Parked(context.Background()); err != nil || len(all) > 0 {
		t.Fatalf("parked %v, %v", all, err)
	}
	return f
}

func text(t *rapid.T, f *follower.File) string {
	var b strings.Builder
	for _, v := range f.Views() {
		err := f.Query(context.Background(), "SELECT * FROM "+v.Name+" ORDER BY 1, 2", nil, func(s *sqlite3.Stmt) error {
			for i := range s.ColumnCount() {
				fmt.Fprintf(&b, "%s|", s.ColumnText(i))
			}
			b.WriteByte('\n')
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// expected is what the views say of plain prefixes of the streams.
func (p *past) expected(until time.Time) map[string]bool {
	rows := map[string]bool{}
	for _, facts := range p.facts {
		k := &follower.Case{State: suggestion.New()}
		for _, f := range facts {
			if f.Recorded.Recorded.After(until) {
				break
			}
			if k.Version == 0 {
				k.First = f.Recorded.Recorded
			}
			k.State = suggestion.Fold(k.State, f.Event)
			k.Version, k.Position, k.Last = f.Version, f.Position, f.Recorded.Recorded
		}
		if k.Version == 0 {
			continue
		}
		for _, v := range views.All() {
			for _, row := range v.Rows(k) {
				line := ""
				for _, cell := range row {
					if b, ok := cell.(bool); ok {
						cell = map[bool]int{true: 1}[b]
					}
					line += fmt.Sprint(cell) + "|"
				}
				rows[line] = true
			}
		}
	}
	return rows
}

func TestAsKnownIsThePrefixOfEveryStream(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		dir, err := os.MkdirTemp(t.TempDir(), "check")
		if err != nil {
			rt.Fatal(err)
		}
		p := live(rt, t, dir)
		defer p.log.Close()
		for id, facts := range p.facts {
			s := suggestion.New()
			for i, f := range facts {
				s = suggestion.Fold(s, f.Event)
				if i+1 < len(facts) && !facts[i+1].Recorded.Recorded.After(f.Recorded.Recorded) {
					continue // written at the same moment
				}
				steps := asof.Moment{Until: f.Recorded.Recorded}.History(facts)
				if len(steps) != i+1 || !reflect.DeepEqual(steps[i].State, s) {
					rt.Fatalf("%s at event %d: %d steps", id, i+1, len(steps))
				}
			}
		}
		for _, r := range []eventstore.Recorded{p.all[len(p.all)/3], p.all[len(p.all)-1]} {
			for _, until := range []time.Time{r.Recorded.Add(-time.Microsecond), r.Recorded} {
				f := p.fileOf(rt, dir, asof.Moment{Until: until})
				got, want := strings.Split(strings.TrimSuffix(text(rt, f), "\n"), "\n"), p.expected(until)
				if got[0] == "" {
					got = nil
				}
				for _, line := range got {
					if !want[line] {
						rt.Errorf("as of %s: %s", until, line)
					}
				}
				if len(got) != len(want) {
					rt.Errorf("as of %s: %d rows, want %d", until, len(got), len(want))
				}
				_ = f.Close()
			}
		}
	})
}

func TestAsOfNowIsTheLiveView(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		dir, err := os.MkdirTemp(t.TempDir(), "check")
		if err != nil {
			rt.Fatal(err)
		}
		p := live(rt, t, dir)
		defer p.log.Close()
		now, err := follower.OpenFile(filepath.Join(dir, "views.db"), views.All())
		if err != nil {
			rt.Fatal(err)
		}
		defer now.Close()
		if err := follower.New(p.log, now, follower.Options{}).CatchUp(context.Background()); err != nil {
			rt.Fatal(err)
		}
		until := p.all[len(p.all)-1].Recorded
		for _, r := range p.all {
			if r.Recorded.After(until) {
				until = r.Recorded
			}
		}
		for _, isTrue := range []bool{false, true} {
			f := p.fileOf(rt, dir, asof.Moment{Until: until, True: isTrue})
			for _, v := range f.Views() {
				a, _, errA := f.Digest(context.Background(), v.Name)
				b, _, errB := now.Digest(context.Background(), v.Name)
				if a != b || errA != nil || errB != nil {
					rt.Errorf("true %v: view %s differs (%v, %v)", isTrue, v.Name, errA, errB)
				}
			}
			_ = f.Close()
		}
	})
}

// Where everything was written down when it happened, known and true are one;
// where it was not, each event moves a row only once it happened.
func TestAsTrueGoesByTheOccurredTime(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		dir, err := os.MkdirTemp(t.TempDir(), "check")
		if err != nil {
			rt.Fatal(err)
		}
		p := live(rt, t, filepath.Join(dir, "a"))
		defer p.log.Close()
		late := rapid.SliceOfN(rapid.IntRange(0, 40), len(p.all), len(p.all)).Draw(rt, "late")
		clock := rehearsal.NewClock("2026-03-02")
		other := openLog(rt, filepath.Join(dir, "b"), clock)
		defer other.Close()
		i := 0
		rehearsal.Copy(t, other, clock, rehearsal.Records(t, p.log), func(r *eventstore.Recorded) {
			r.Occurred = r.Recorded.Add(-24 * time.Hour * time.Duration(late[i%len(late)]))
			i++
		})
		q := gather(rt, t, other)
		for _, r := range []eventstore.Recorded{p.all[len(p.all)/2], p.all[len(p.all)-1]} {
			known, true_ := p.fileOf(rt, dir, asof.Moment{Until: r.Recorded}), p.fileOf(rt, dir, asof.Moment{Until: r.Recorded, True: true})
			if text(rt, known) != text(rt, true_) {
				rt.Errorf("as of %s: known and true differ", r.Recorded)
			}
			_ = known.Close()
			_ = true_.Close()
			m := asof.Moment{Until: r.Recorded.AddDate(0, 0, -20), True: true}
			for id, facts := range q.facts {
				s, n := suggestion.New(), 0
				for _, f := range facts {
					if !f.Occurred.After(m.Until) {
						s, n = suggestion.Fold(s, f.Event), n+1
					}
				}
				steps := m.History(facts)
				if len(steps) != n || n > 0 && !reflect.DeepEqual(steps[n-1].State, s) {
					rt.Fatalf("%s: %d steps, want %d", id, len(steps), n)
				}
				for _, step := range steps {
					if step.Later != step.Recorded.Recorded.After(m.Until) {
						rt.Errorf("%s version %d: later %v", id, step.Version, step.Later)
					}
				}
			}
			f := q.fileOf(rt, dir, m) // nothing parked, whatever part of a history it is
			_ = f.Close()
		}
	})
}

// A source that tells of the past is true from the days it states, and known
// only from when it was imported.
func TestAnImportedCase(t *testing.T) {
	clock := rehearsal.NewClock("2026-10-30")
	log, err := sqlite.Open(t.Context(), sqlite.Options{Dir: t.TempDir(), Clock: clock.Now, BulkLoad: true})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	d := rehearsal.New(t, log, clock)
	day := calendar.MustDate
	d.Import("i", "src-1", suggestion.Facts{Title: "Old", Number: "9", LeadUnit: "Water", AssignedOn: day("2021-03-01"), RepliedOn: day("2021-06-01"), Class: "B"})
	d.Import("u", "src-2", suggestion.Facts{Title: "Undated", Number: "8", LeadUnit: "Water", Class: "A"})
	for _, c := range []struct {
		day           string
		known, isTrue string
	}{
		{"2021-02-28", "", ""},
		{"2021-03-01", "", "i assigned"},
		{"2021-06-01", "", "i replied"},
		{"2026-10-29", "", "i replied"},
		{"2026-10-30", "i replied u replied", "i replied u replied"},
	} {
		for _, m := range []asof.Moment{{Until: asof.EndOf(day(c.day))}, {Until: asof.EndOf(day(c.day)), True: true}} {
			f, err := m.Fold(t.Context(), log, filepath.Join(t.TempDir(), "then.db"), views.All(), follower.Options{})
			if err != nil {
				t.Fatal(err)
			}
			rows, _, err := views.Reader{File: f, Scope: views.Everything()}.Cases(t.Context(), views.CaseFilter{})
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, r := range rows {
				got += fmt.Sprintf("%s %s ", r.ID, r.State)
			}
			want := map[bool]string{true: c.isTrue, false: c.known}[m.True]
			if a, b := strings.Fields(got), strings.Fields(want); len(a) != len(b) || !sameWords(a, b) {
				t.Errorf("%s, true %v: %q, want %q", c.day, m.True, got, want)
			}
			_ = f.Close()
		}
	}
}

func sameWords(a, b []string) bool {
	seen := map[string]int{}
	for i := range a {
		seen[a[i]]++
		seen[b[i]]--
	}
	for _, n := range seen {
		if n != 0 {
			return false
		}
	}
	return true
}

func TestParse(t *testing.T) {
	for in, want := range map[string]string{
		"2026-05-28":                       "2026-05-28T23:59:59.999999+08:00",
		"2026-05-28T10:30":                 "2026-05-28T10:30:00+08:00",
		"2026-05-28T10:30:07":              "2026-05-28T10:30:07+08:00",
		"2026-05-28T10:30Z":                "2026-05-28T18:30:00+08:00",
		"2026-05-28T10:30:07.000001-03:00": "2026-05-28T21:30:07.000001+08:00",
	} {
		got, err := asof.Parse(in)
		if err != nil || got.In(calendar.CST()).Format(time.RFC3339Nano) != want {
			t.Errorf("%s: %s, %v", in, got, err)
		}
	}
	for _, in := range []string{"", "yesterday", "2026-2-3", "2026-02-30", "2026-05-28 10:30", "2026-05-28T24:00", "2026-05-28T10", "10:30"} {
		if got, err := asof.Parse(in); err == nil {
			t.Errorf("%q is read as %s", in, got)
		}
	}
	if day := (asof.Moment{Until: asof.EndOf(calendar.MustDate("2026-05-28"))}).Day(); day != calendar.MustDate("2026-05-28") {
		t.Error(day)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"2026-05-28", "2026-05-28T10:30", "2026-05-28T10:30:07.5+08:00", "x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		got, err := asof.Parse(in)
		if err != nil {
			if !got.IsZero() {
				t.Errorf("%q: %s beside an error", in, got)
			}
			return
		}
		again, err := asof.Parse(got.Format(time.RFC3339Nano))
		if err != nil || !again.Equal(got) {
			t.Errorf("%q is %s, which is read as %s, %v", in, got, again, err)
		}
	})
}
