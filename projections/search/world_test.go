package search_test

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"huiyin/domain/suggestion"
	"huiyin/eventstore/sqlite"
	"huiyin/projections/follower"
	"huiyin/projections/internal/rehearsal"
	"huiyin/projections/search"
)

// stage is a log, its search file and the people.
type stage struct {
	*rehearsal.Desk
	file *follower.File
	fold *follower.Follower
	dir  string
	t    testing.TB
}

func begin(t testing.TB) *stage {
	t.Helper()
	dir := t.TempDir()
	clock := rehearsal.NewClock("2026-03-02")
	log, err := sqlite.Open(context.Background(), sqlite.Options{Dir: dir, Clock: clock.Now, BulkLoad: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = log.Close() })
	s := &stage{Desk: rehearsal.New(t, log, clock), dir: dir, t: t}
	s.file = s.openFile("search.db")
	s.fold = follower.New(log, s.file, follower.Options{})
	return s
}

func (s *stage) openFile(name string) *follower.File {
	s.t.Helper()
	file, err := follower.OpenFile(filepath.Join(s.dir, name), search.All())
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = file.Close() })
	return file
}

// write drafts a case.
func (s *stage) write(id suggestion.CaseID, lead, title, body string) {
	s.t.Helper()
	s.Do(id, rehearsal.Deputy(lead), suggestion.DraftSuggestion{Case: id, Kind: suggestion.InSession, Congress: "14", Session: "4", Year: 2026,
		Title: title, Body: body, Evidence: "visited", Category: "交通"})
}

// handle takes a drafted case to a unit.
func (s *stage) handle(id suggestion.CaseID, lead, number, unit string) {
	s.t.Helper()
	s.Do(id, rehearsal.Deputy(lead), suggestion.Submit{})
	s.Do(id, rehearsal.Committee(), suggestion.BeginReview{})
	s.Do(id, rehearsal.Committee(), suggestion.Register{Number: number})
	s.Assign(id, unit)
}

func (s *stage) catchUp() {
	s.t.Helper()
	if err := s.fold.CatchUp(context.Background()); err != nil {
		s.t.Fatal(err)
	}
}

func (s *stage) find(text string, scope search.Scope) search.Result {
	s.t.Helper()
	return s.ask(search.Query{Text: text}, scope)
}

func (s *stage) ask(q search.Query, scope search.Scope) search.Result {
	s.t.Helper()
	out, err := search.Find(context.Background(), s.file, q, scope)
	if err != nil {
		s.t.Fatalf("%q: %v", q.Text, err)
	}
	if out.Total < len(out.Hits) {
		s.t.Fatalf("%q: %d hits of %d", q.Text, len(out.Hits), out.Total)
	}
	return out
}

func ids(r search.Result) (out []suggestion.CaseID) {
	for _, h := range r.Hits {
		out = append(out, h.ID)
	}
	return out
}

var everything = search.Scope{All: true}

// digests are those of the views.
func (s *stage) digests() (out string) {
	s.t.Helper()
	for _, v := range s.file.Views() {
		digest, _, err := s.file.Digest(context.Background(), v.Name)
		if err != nil {
			s.t.Fatal(err)
		}
		out += digest
	}
	return out
}

func TestMain(m *testing.M) {
	flag.Parse()
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
		_ = f.Value.Set("6") // each check is a log and a read file of its own
	}
	os.Exit(m.Run())
}
