package views_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/eventstore/sqlite"
	"huiyin/projections/follower"
	"huiyin/projections/internal/rehearsal"
	"huiyin/projections/reactors"
	"huiyin/projections/views"
)

func TestMain(m *testing.M) {
	flag.Parse()
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
		_ = f.Value.Set("6") // each check is a log and a read file of its own
	}
	os.Exit(m.Run())
}

// stage is a log, its read file and the people.
type stage struct {
	*rehearsal.Desk
	file *follower.File
	fold *follower.Follower
	t    testing.TB
}

func newStage(t testing.TB, dir string) (*stage, func()) {
	clock := rehearsal.NewClock("2026-03-02")
	log, err := sqlite.Open(context.Background(), sqlite.Options{Dir: dir, Clock: clock.Now, BulkLoad: true})
	if err != nil {
		t.Fatal(err)
	}
	file, err := follower.OpenFile(filepath.Join(dir, "views.db"), views.All())
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{Desk: rehearsal.New(t, log, clock), file: file, fold: follower.New(log, file, follower.Options{}), t: t}
	return s, func() { _ = file.Close(); _ = log.Close() }
}

func begin(t *testing.T) *stage {
	s, end := newStage(t, t.TempDir())
	t.Cleanup(end)
	return s
}

func (s *stage) scheme() views.Scheme { return views.SchemeFor(s.Calendar, s.Today()) }

func (s *stage) views() views.Reader {
	return views.Reader{File: s.file, Scheme: s.scheme(), Scope: views.Everything()}
}

func (s *stage) show() {
	s.t.Helper()
	if err := s.fold.CatchUp(context.Background()); err != nil {
		s.t.Fatal(err)
	}
}

func (s *stage) cases(f views.CaseFilter) []views.CaseRow {
	s.t.Helper()
	s.show()
	rows, total, err := s.views().Cases(context.Background(), f)
	if err != nil {
		s.t.Fatal(err)
	}
	if f.Limit == 0 && f.Offset == 0 && total != len(rows) {
		s.t.Fatalf("%+v: total %d, rows %d", f, total, len(rows))
	}
	return rows
}

func (s *stage) row(id suggestion.CaseID) views.CaseRow {
	s.t.Helper()
	s.show()
	rows, err := s.views().Resolve(context.Background(), string(id))
	if err != nil || len(rows) != 1 {
		s.t.Fatalf("%s: %d rows, %v", id, len(rows), err)
	}
	for _, r := range s.cases(views.CaseFilter{}) {
		if r.ID == id {
			return r
		}
	}
	return views.CaseRow{}
}

func (s *stage) promises(f views.PromiseFilter) []views.PromiseRow {
	s.t.Helper()
	s.show()
	rows, err := s.views().Promises(context.Background(), f)
	if err != nil {
		s.t.Fatal(err)
	}
	return rows
}

func (s *stage) dissatisfied(open bool) []views.DissatisfiedRow {
	s.t.Helper()
	s.show()
	rows, err := s.views().Dissatisfied(context.Background(), open)
	if err != nil {
		s.t.Fatal(err)
	}
	return rows
}

func (s *stage) deadlines(f views.DeadlineFilter) []views.DeadlineRow {
	s.t.Helper()
	s.show()
	rows, err := s.views().Deadlines(context.Background(), f)
	if err != nil {
		s.t.Fatal(err)
	}
	return rows
}

func TestACaseAtEachStage(t *testing.T) {
	s := begin(t)
	day := calendar.MustDate("2026-10-15")
	check := func(state lifecycle.State, class, grade string, next lifecycle.Deadline, light views.Light) {
		t.Helper()
		r := s.row("c")
		if r.State != state || r.Class != class || r.Grade != grade || r.NextKind != next || r.Light != light {
			t.Errorf("state %s class %q grade %q next %s %s light %q; want %s %q %q %s %q",
				r.State, r.Class, r.Grade, r.NextKind, r.NextDue, r.Light, state, class, grade, next, light)
		}
	}
	s.Register("c", "7", "Li")
	check(lifecycle.Registered, "", "", "", views.None)
	s.Assign("c", "Transport")
	check(lifecycle.Assigned, "", "", lifecycle.DueFirstContact, views.Normal)
	s.Draft("c", "l1", "B", suggestion.Promise{Text: "build", Due: day})
	check(lifecycle.Handling, "", "", lifecycle.DueReply, views.Normal)
	s.Do("c", rehearsal.Gov(), suggestion.ExamineReply{Line: "l1", Pass: true})
	s.Do("c", rehearsal.Of("Transport", lifecycle.UnitHead), suggestion.IssueReply{Line: "l1"})
	check(lifecycle.Replied, "B", "", lifecycle.DueCommitment, views.Normal)
	s.Deliver("c", "l1")
	check(lifecycle.AwaitingFeedback, "B", "", lifecycle.DueFeedback, views.Normal)
	s.Rate("c", "l1", suggestion.Dissat)
	check(lifecycle.AwaitingFeedback, "B", "dissatisfied", lifecycle.DueCommitment, views.Normal)
	if rows := s.dissatisfied(true); len(rows) != 1 || rows[0].NextAct != lifecycle.OrderRedo || rows[0].Reason != "not solved" || rows[0].Unit != "Transport" {
		t.Errorf("%+v", rows)
	}
	s.Do("c", rehearsal.Committee(), suggestion.OrderTheRedo{Line: "l1", Reason: "again"})
	check(lifecycle.Handling, "B", "dissatisfied", lifecycle.DueRedo, views.Normal)
	s.Reply("c", "l1", "A")
	s.Deliver("c", "l1")
	s.Rate("c", "l1", suggestion.Satisfied)
	check(lifecycle.Tracking, "A", "satisfied", lifecycle.DueCommitment, views.Normal)
	if r := s.row("c"); r.OpenPromises != 1 || r.Round != 1 || r.Lead != "Li" || !slices.Equal(r.LeadUnits, []string{"Transport"}) || r.T0 != s.Today() {
		t.Errorf("%+v", r)
	}
	if all, open := s.dissatisfied(false), s.dissatisfied(true); len(all) != 1 || len(open) != 0 {
		t.Errorf("a settled line: %d listed, %d open", len(all), len(open))
	}
	s.Do("c", rehearsal.Of("Transport", lifecycle.UnitHandler), suggestion.ClaimFulfilled{Commitment: "l1v1c1", Evidence: "photo"})
	if p := s.promises(views.PromiseFilter{}); len(p) != 1 || !p[0].Open || p[0].Light != views.None || p[0].Due != day {
		t.Errorf("%+v", p)
	}
	s.Do("c", rehearsal.Committee(), suggestion.ConcludePromise{Commitment: "l1v1c1", Verdict: suggestion.Keep, Reason: "seen"})
	r := s.row("c")
	if r.State != lifecycle.Closed || r.Light != views.None || r.Ended != s.Today() || r.OpenPromises != 0 {
		t.Errorf("%+v", r)
	}
}

func TestLightsTurnAtMidnightInChina(t *testing.T) {
	s := begin(t)
	s.Register("c", "7", "Li")
	s.Assign("c", "Transport")
	s.Do("c", rehearsal.Of("Transport", lifecycle.UnitCoordinator), suggestion.SignIn{Assignment: "a1"})
	s.Do("c", rehearsal.Of("Transport", lifecycle.UnitHandler), suggestion.RecordContact{Line: "l1", Way: "phone", With: []suggestion.Person{rehearsal.Person("Li")}, Content: "x"})
	s.Do("c", rehearsal.Deputy("Li"), suggestion.AnswerContact{Line: "l1", Contact: "l1k1", Confirm: true})
	due := s.row("c").NextDue // of the reply
	soon := due
	for s.Calendar.WorkingDaysBetween(soon, due) < views.SoonWorkingDays {
		soon = soon.AddDays(-1)
	}
	last := due.AddDays(views.SevereDays)
	for _, c := range []struct {
		at   time.Time
		want views.Light
	}{
		{calendar.StartOf(due.AddDays(-60)), views.Normal},
		{calendar.StartOf(soon).Add(-time.Second), views.Normal},
		{calendar.StartOf(soon), views.Soon},
		{calendar.StartOf(due), views.Soon},
		{calendar.EndOf(due).Add(-time.Second), views.Soon}, // the due day itself is in time
		{calendar.EndOf(due), views.Overdue},
		{calendar.EndOf(last).Add(-time.Second), views.Overdue},
		{calendar.EndOf(last), views.Severe},
	} {
		s.At(c.at)
		if got := s.row("c").Light; got != c.want {
			t.Errorf("due %s, at %s: %q, want %q", due, c.at.In(calendar.CST()), got, c.want)
		}
		if got := s.scheme().Of(due); got != c.want {
			t.Errorf("Of and SQL differ at %s: %q", c.at, got)
		}
		over := c.want == views.Overdue || c.want == views.Severe
		if n := len(s.cases(views.CaseFilter{Overdue: true})); n == 1 != over {
			t.Errorf("overdue at %s: %d", c.at, n)
		}
		ids, err := views.DueCases(t.Context(), s.file, s.Today())
		if err != nil || len(ids) == 1 && !over && s.row("c").NextKind == "" || over && !slices.Equal(ids, []suggestion.CaseID{"c"}) {
			t.Errorf("due cases at %s: %v, %v", c.at, ids, err)
		}
	}
}

func TestImportedIsGreyUntilTouched(t *testing.T) {
	s := begin(t)
	s.Import("i", "src-1", suggestion.Facts{Number: "9", Title: "Old", LeadUnit: "Water", Class: "B", Satisfaction: suggestion.Dissat, Year: 2020,
		Deputies: []suggestion.Person{rehearsal.Person("Old")}, Promises: []suggestion.StatedPromise{{Text: "once"}, {Text: "done", Done: true}}})
	r := s.row("i")
	if r.Light != views.Grey || !r.Imported || r.OpenPromises != 0 {
		t.Errorf("%+v", r)
	}
	if d := s.dissatisfied(false); len(d) != 1 || d[0].Open || d[0].NextAct != "" || !d[0].Imported {
		t.Errorf("%+v", d)
	}
	if n, open, grey := len(s.promises(views.PromiseFilter{})), len(s.promises(views.PromiseFilter{OpenOnly: true})), len(s.promises(views.PromiseFilter{Unknown: true})); n != 2 || open != 0 || grey != 2 {
		t.Errorf("promises %d, open %d, unknown %d", n, open, grey)
	}
	s.Do("i", rehearsal.By(lifecycle.CouncilOfChairpersons, "Chair"), suggestion.FixKey{Decision: "d"})
	if r := s.row("i"); r.Light == views.Grey || r.Imported || !r.Key {
		t.Errorf("touched: %+v", r)
	}
	if d := s.dissatisfied(true); len(d) != 1 || d[0].NextAct != lifecycle.OrderRedo {
		t.Errorf("touched: %+v", d)
	}
}

func TestTheWorstLineWins(t *testing.T) {
	s := begin(t)
	s.Register("c", "7", "Li")
	s.Do("c", rehearsal.Gov(), suggestion.Assign{Mode: suggestion.Separate, Units: []suggestion.UnitPart{
		{Unit: "Transport", Part: suggestion.Separated, Scope: "road"}, {Unit: "Water", Part: suggestion.Separated, Scope: "drain"}}})
	s.Reply("c", "l1", "A")
	s.Deliver("c", "l1")
	s.Rate("c", "l1", suggestion.Satisfied)
	if r := s.row("c"); r.State != lifecycle.Handling || r.Grade != "" || r.Class != "" {
		t.Errorf("%+v", r)
	}
	s.Reply("c", "l2", "C")
	s.Deliver("c", "l2")
	s.Rate("c", "l2", suggestion.Dissat)
	if r := s.row("c"); r.Grade != "dissatisfied" || r.Class != "C" || r.State != lifecycle.AwaitingFeedback {
		t.Errorf("%+v", r)
	}
}

func TestFilters(t *testing.T) {
	s := begin(t)
	s.Register("a", "100%", "Li")
	s.Register("b", "1000", "Wang")
	s.Register("d", "100_1", `L\i`)
	s.Register("e", "1000", "Li")
	s.Assign("b", "Water")
	s.Import("i", "src-1", suggestion.Facts{Number: "77", Title: "Old", Province: "hunan", Congress: "13", Year: 2020})
	s.Import("i", "src-2", suggestion.Facts{Title: "Old", LeadUnit: "Water", CoUnits: []string{"Schools"}})
	yes, no := true, false
	for name, c := range map[string]struct {
		f    views.CaseFilter
		want string
	}{
		"percent is text":    {views.CaseFilter{Text: "100%"}, "a"},
		"underscore is text": {views.CaseFilter{Text: "100_"}, "d"},
		"backslash is text":  {views.CaseFilter{Text: `L\`}, "d"},
		"quote is text":      {views.CaseFilter{Text: "' OR 1=1 --"}, ""},
		"deputy":             {views.CaseFilter{Deputy: "Li"}, "ae"},
		"unit":               {views.CaseFilter{Unit: "Water"}, "bi"},
		"co-unit":            {views.CaseFilter{Unit: "Schools"}, "i"},
		"no unit":            {views.CaseFilter{Unit: views.Absent}, "ade"},
		"state":              {views.CaseFilter{State: lifecycle.Registered}, "ade"},
		"imported":           {views.CaseFilter{Imported: &yes}, "i"},
		"not imported":       {views.CaseFilter{Imported: &no, Year: 2026}, "abde"},
		"key":                {views.CaseFilter{Key: &yes}, ""},
		"grey":               {views.CaseFilter{Light: views.Grey}, "i"},
		"no light":           {views.CaseFilter{Light: views.Absent}, "ade"},
		"province":           {views.CaseFilter{Province: "hunan", Congress: "13"}, "i"},
		"second source":      {views.CaseFilter{Source: "src-2"}, "i"},
		"by number":          {views.CaseFilter{Sort: views.ByNumber, Imported: &no, Limit: 2}, "ab"},
		"next page":          {views.CaseFilter{Sort: views.ByNumber, Imported: &no, Limit: 2, Offset: 2}, "ed"},
	} {
		got := ""
		rows := s.cases(c.f)
		for _, r := range rows {
			got += string(r.ID)
		}
		if c.f.Sort == "" {
			letters := []byte(got)
			slices.Sort(letters)
			got = string(letters)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	for name, want := range map[string]int{"1000": 2, "a": 1, "src-1": 1, "src-2": 1, "77": 1, "nothing": 0, "": 0, "%": 0} {
		if rows, err := s.views().Resolve(t.Context(), name); err != nil || len(rows) != want {
			t.Errorf("resolve %q: %d, %v", name, len(rows), err)
		}
	}
	if _, _, err := s.views().Cases(t.Context(), views.CaseFilter{Sort: "nonsense"}); err == nil {
		t.Error("an unknown order passed")
	}
	if got := s.cases(views.CaseFilter{Limit: 1}); len(got) != 1 || got[0].ID != "b" {
		t.Errorf("what has a due day comes first: %+v", got)
	}
}

func TestOverdueComesFirstOldestFirst(t *testing.T) {
	s := begin(t)
	for i, day := range []string{"2026-03-09", "2026-03-02", "2026-06-01"} {
		s.Set(day)
		s.Register(suggestion.CaseID("abc"[i:i+1]), fmt.Sprint(i), "Li")
		s.Assign(suggestion.CaseID("abc"[i:i+1]), "Water")
	}
	s.Register("n", "0", "Li")
	got := ""
	for _, r := range s.cases(views.CaseFilter{}) {
		got += string(r.ID)
	}
	if got != "bacn" {
		t.Error(got)
	}
	for _, f := range []views.DeadlineFilter{{Running: true}, {Kind: lifecycle.DueReply}, {Unit: "Water"}, {Overdue: true}, {DueBefore: s.Today()}, {DueFrom: s.Today()}, {Case: "a"}} {
		for i, rows := 0, s.deadlines(f); i < len(rows); i++ {
			r := rows[i]
			if i > 0 && r.Due.Before(rows[i-1].Due) || f.Kind != "" && r.Kind != f.Kind || f.Case != "" && r.Case != f.Case ||
				f.Overdue && !r.Due.Before(s.Today()) || !f.DueBefore.IsZero() && !r.Due.Before(f.DueBefore) {
				t.Errorf("%+v lists %+v", f, r)
			}
		}
	}
	ids, err := views.DueCases(t.Context(), s.file, s.Today())
	if err != nil || !slices.Equal(ids, []suggestion.CaseID{"b", "a"}) {
		t.Errorf("%v, %v", ids, err)
	}
}

func TestEveryFigureIsTheLengthOfItsList(t *testing.T) {
	base := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		dir, err := os.MkdirTemp(base, "check")
		if err != nil {
			t.Fatal(err)
		}
		s, end := newStage(t, dir)
		defer end()
		rehearsal.Season(s.Desk, rapid.IntRange(1, 16).Draw(rt, "cases"))
		for _, id := range rapid.SliceOfN(rapid.IntRange(0, 21), 0, 8).Draw(rt, "verdicts") {
			verdict := rapid.SampledFrom([]suggestion.Verdict{suggestion.Explain, suggestion.DeclareLost}).Draw(rt, "verdict")
			_ = s.Try(rehearsal.ID(id), rehearsal.Committee(), suggestion.ConcludePromise{Commitment: "l1v1c1", Verdict: verdict, Reason: "r"})
		}
		s.At(s.Now().AddDate(0, 0, rapid.IntRange(0, 300).Draw(rt, "days")))
		s.show()
		ids, err := views.DueCases(context.Background(), s.file, s.Today())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := reactors.RunClock(context.Background(), s.Desk, ids, s.Today()); err != nil {
			t.Fatal(err)
		}
		s.figures(rt)
	})
}

func (s *stage) figures(t *rapid.T) {
	s.show()
	f, err := s.views().Overview(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	check := func(what string, figure, rows int) {
		if figure != rows {
			t.Errorf("%s: figure %d, rows %d", what, figure, rows)
		}
	}
	sum := map[string]int{}
	group := func(by, key string, n int, filter views.CaseFilter) {
		check(by+" "+key, n, len(s.cases(filter)))
		sum[by] += n
	}
	for k, n := range f.States {
		group("state", string(k), n, views.CaseFilter{State: k})
	}
	for k, n := range f.Lights {
		group("light", string(k), n, views.CaseFilter{Light: k})
	}
	group("light", "grey", f.Grey, views.CaseFilter{Light: views.Grey})
	for k, n := range f.Classes {
		group("class", k, n, views.CaseFilter{Class: k})
	}
	for k, n := range f.Grades {
		group("grade", k, n, views.CaseFilter{Grade: k})
	}
	cross, err := s.views().Cross(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for state, lights := range cross {
		for light, n := range lights {
			group("state and light", string(state)+" "+string(light), n, views.CaseFilter{State: state, Light: light})
		}
	}
	for by, n := range sum {
		check("all by "+by, n, f.Cases)
	}
	check("cases", f.Cases, len(s.cases(views.CaseFilter{})))
	check("overdue", f.Lights[views.Overdue]+f.Lights[views.Severe], len(s.cases(views.CaseFilter{Overdue: true})))
	check("dissatisfied", f.OpenDissatisfied, len(s.dissatisfied(true)))
	check("promises open", f.PromisesOpen, len(s.promises(views.PromiseFilter{OpenOnly: true})))
	check("promises soon", f.PromisesDueSoon, len(s.promises(views.DueSoon(s.scheme()))))
	check("promises overdue", f.PromisesOverdue, len(s.promises(views.PromiseFilter{Overdue: true})))
	check("promises broken", f.PromisesBroken, len(s.promises(views.PromiseFilter{State: lifecycle.Broken})))
	check("promises unknown", f.PromisesUnknown, len(s.promises(views.PromiseFilter{Unknown: true})))
	check("lapses", f.Lapses, len(s.deadlines(views.DeadlineFilter{Missed: true})))
	open, lapses := 0, 0
	for _, r := range s.cases(views.CaseFilter{}) {
		open, lapses = open+r.OpenPromises, lapses+r.Lapses
	}
	check("open promises of all cases", open, f.PromisesOpen)
	check("lapses of all cases", lapses, f.Lapses)
	if f.Checkpoint != s.file.Checkpoint() {
		t.Errorf("overview of %d, file at %d", f.Checkpoint, s.file.Checkpoint())
	}
}
