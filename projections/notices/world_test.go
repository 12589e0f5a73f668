package notices_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/eventstore/sqlite"
	"huiyin/projections/internal/rehearsal"
	"huiyin/projections/notices"
	"huiyin/projections/notices/outbound"
)

// days is the built-in calendar.
var days = calendar.StateCouncil()

// house is a log with a register of people, and their notices.
type house struct {
	*rehearsal.Desk
	t     *testing.T
	clock *rehearsal.Clock
	dir   *register.Directory
	path  string
	n     *notices.Notices
	book  phoneBook
	ways  []outbound.Channel
}

// phoneBook keeps settings in memory.
type phoneBook struct{ m map[string]notices.Settings }

func (p phoneBook) Settings(_ context.Context, account string) (notices.Settings, error) {
	if s, ok := p.m[account]; ok {
		return s, nil
	}
	return notices.Defaults(), nil
}

func (p phoneBook) SaveSettings(_ context.Context, account string, s notices.Settings) error {
	p.m[account] = s
	return nil
}

// people are the accounts: three deputies, the offices and two of each unit.
func people() (all []register.Event) {
	from := calendar.MustDate("2020-01-01")
	open := func(login, name string, g register.RoleGranted) {
		g.ID, g.From = login, from
		all = append(all, register.AccountOpened{ID: login, From: from, Person: rehearsal.Person(name)}, g)
	}
	for i := range 7 {
		open(fmt.Sprintf("deputy%d", i), fmt.Sprintf("Deputy%d", i), register.RoleGranted{Role: lifecycle.LeadDeputy})
	}
	open("office", "Committee", register.RoleGranted{Role: lifecycle.DeputyAffairsCommittee})
	open("motions", "Motions", register.RoleGranted{Role: lifecycle.SessionMotionsGroup})
	open("gov", "Office", register.RoleGranted{Role: lifecycle.GovOffice})
	open("leader", "Leader", register.RoleGranted{Role: register.CongressLeader})
	for _, name := range rehearsal.Units {
		u := register.UnitRegistered{Facts: register.UnitFacts{From: from, Name: name, System: register.Systems()[0]}}
		u.ID = register.IDFor(u)
		all = append(all, u)
		for _, role := range []lifecycle.Role{lifecycle.UnitHandler, lifecycle.UnitHead} {
			open(name+"-"+string(role), name+" "+string(role), register.RoleGranted{Role: role, Unit: register.Link{ID: u.ID, Name: name}})
		}
	}
	return all
}

func newHouse(t *testing.T, ways ...outbound.Channel) *house {
	t.Helper()
	clock := rehearsal.NewClock("2026-03-02")
	log, err := sqlite.Open(t.Context(), sqlite.Options{Dir: t.TempDir(), Clock: clock.Now, BulkLoad: true})
	must(t, err)
	t.Cleanup(func() { _ = log.Close() })
	h := &house{Desk: rehearsal.New(t, log, clock), t: t, clock: clock, dir: register.New().Fold(people()...),
		path: filepath.Join(t.TempDir(), "notices.db"), book: phoneBook{map[string]notices.Settings{}}, ways: ways}
	h.open()
	return h
}

// open opens the file, as a process does that starts.
func (h *house) open() {
	h.t.Helper()
	var names []string
	for _, c := range h.ways {
		names = append(names, c.Name())
	}
	n, err := notices.Open(notices.Options{Path: h.path, Log: h.Log, Directory: func(context.Context) (*register.Directory, error) { return h.dir, nil },
		Days: func() calendar.Calendar { return days }, Now: h.clock.Now, Contacts: h.book, Channels: names})
	must(h.t, err)
	h.n = n
	h.t.Cleanup(func() { _ = n.Close() })
}

// again is another life of the process.
func (h *house) again() {
	h.t.Helper()
	must(h.t, h.n.Close())
	h.open()
}

// copyFile is the file as it is now, beside it.
func (h *house) copyFile() string {
	h.t.Helper()
	data, err := os.ReadFile(h.path)
	must(h.t, err)
	path := filepath.Join(h.t.TempDir(), "notices.db")
	must(h.t, os.WriteFile(path, data, 0o600))
	return path
}

func (h *house) catchUp() {
	h.t.Helper()
	must(h.t, h.n.CatchUp(h.t.Context()))
}

// post sends what is due.
func (h *house) post() error {
	p := &notices.Post{Notices: h.n, Channels: h.ways, Tell: h.tell}
	return p.Work(h.t.Context())
}

// tell puts a result into the log as the office does.
func (h *house) tell(ctx context.Context, r notices.Result) error {
	e, err := r.Event(h.clock.Now())
	for version := eventstore.Version(0); err == nil; {
		_, err = h.Log.Append(ctx, eventstore.StreamID(wire.NoticeStream(r.Case)), eventstore.Exact(version), e)
		var conflict *eventstore.ConflictError
		if errors.As(err, &conflict) {
			version, err = conflict.Actual, nil
			continue
		}
		if errors.Is(err, eventstore.ErrDuplicateID) {
			return nil
		}
		return err
	}
	return err
}

// keys are what an account was told, the newest first.
func (h *house) keys(login string) (keys []string) {
	h.t.Helper()
	a, ok := h.dir.Account(login)
	if !ok {
		h.t.Fatal(login)
	}
	rows, _, err := h.n.List(h.t.Context(), notices.Box{Account: login, Grant: a.Grants[0].Key()}, notices.Filter{Limit: 10_000})
	must(h.t, err)
	for _, r := range rows {
		keys = append(keys, r.Key)
	}
	return keys
}

// everything is all that anybody was told, by account.
func (h *house) everything() map[string][]string {
	all := map[string][]string{}
	for _, e := range h.dir.All(register.Accounts) {
		all[e.Ref().ID] = h.keys(e.Ref().ID)
	}
	return all
}

// reach gives a deputy a telephone.
func (h *house) reach(login string, change func(*notices.Settings)) {
	s := notices.Defaults()
	s.Address["sms"] = "13800138000"
	if change != nil {
		change(&s)
	}
	h.book.m[login] = s
}

// gateway is a way out that keeps what it is given.
type gateway struct {
	mu   sync.Mutex
	name string
	got  []outbound.Message
	err  error
}

func (g *gateway) Name() string { return g.name }

func (g *gateway) Send(_ context.Context, m outbound.Message) (string, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.got = append(g.got, m)
	return "r-1", g.err
}

func (g *gateway) ids() (ids []string) {
	for _, m := range g.got {
		ids = append(ids, m.ID)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// at is a moment of a day in China.
func at(day, clock string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", day+" "+clock, calendar.CST())
	if err != nil {
		panic(err)
	}
	return t
}

// happening is an event of a case with an envelope.
func happening(typ string, e suggestion.Event, recorded time.Time) notices.Happening {
	return notices.Happening{ID: eventstore.DeriveID(eventstore.ID{}, typ), Type: typ, Event: e, Recorded: recorded}
}
