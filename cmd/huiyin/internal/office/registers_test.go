package office_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/calendar"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/eventstore/decider"
)

func unit(id, name string) register.UnitRegistered {
	return register.UnitRegistered{ID: id, Facts: register.UnitFacts{Name: name, System: "government"}}
}

func enter(t *testing.T, of *office.Office, facts ...register.Event) {
	t.Helper()
	for _, f := range facts {
		if done, err := of.Enter(t.Context(), office.Statement{Actor: desk, Fact: f}); err != nil || len(done.Events) != 1 {
			t.Fatalf("%+v: %+v, %v", f, done, err)
		}
	}
}

func directory(t *testing.T, of *office.Office) *register.Directory {
	t.Helper()
	d, err := of.Directory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// A statement sent again is the same act, after a restart too; another fact
// under its id is an error; one that says what is so already is no event.
func TestAStatementIsOneAct(t *testing.T) {
	dir := t.TempDir()
	of := open(t, dir)
	enter(t, of, unit("u1", "某省农业厅"))
	act := office.Statement{ID: eventstore.DeriveID(eventstore.ID{1}, "rename"), Actor: desk,
		Fact: register.UnitRenamed{ID: "u1", From: calendar.MustDate("2018-11-01"), Name: "某省农业农村厅"}}
	first, err := of.Enter(t.Context(), act)
	if err != nil {
		t.Fatal(err)
	}
	if err := of.Close(); err != nil {
		t.Fatal(err)
	}
	of = open(t, dir)
	defer of.Close()
	again, err := of.Enter(t.Context(), act)
	if err != nil || !again.Replayed || again.Position != first.Position {
		t.Fatalf("%+v, %v", again, err)
	}
	head, _ := of.Log.Head(t.Context())
	act.ID = eventstore.ID{}
	if done, err := of.Enter(t.Context(), act); err != nil || len(done.Events) != 0 {
		t.Errorf("stated twice: %+v, %v", done, err)
	}
	act.ID, act.Fact = eventstore.DeriveID(eventstore.ID{1}, "rename"), register.UnitRenamed{ID: "u1", From: calendar.MustDate("2018-11-01"), Name: "某省财政厅"}
	if _, err := of.Enter(t.Context(), act); !errors.Is(err, decider.ErrCommandReused) {
		t.Errorf("another fact under the same id: %v", err)
	}
	var refusal *suggestion.Refusal
	if _, err := of.Enter(t.Context(), office.Statement{Actor: desk, Fact: unit("u2", "某省农业农村厅")}); !errors.As(err, &refusal) || refusal.Code != "name_taken" {
		t.Errorf("a name taken: %v", err)
	}
	if _, err := of.Enter(t.Context(), office.Statement{Actor: desk, Fact: unit("省", "某省财政厅")}); !errors.As(err, &refusal) || refusal.Code != "bad_entry_id" {
		t.Errorf("an id that names no stream: %v", err)
	}
	if now, _ := of.Log.Head(t.Context()); now != head {
		t.Errorf("the log moved from %d to %d", head, now)
	}
}

// A restart, another process that reads beside the owner, and the office that
// wrote have the same registers; a directory from before stays as it was.
func TestTheDirectoryFollowsTheLog(t *testing.T) {
	dir := t.TempDir()
	of := open(t, dir)
	enter(t, of, unit("u1", "某省农业厅"))
	reader, err := office.Open(t.Context(), office.Options{Dir: dir, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	before := directory(t, reader)
	if _, err := of.Do(t.Context(), office.Act{Case: "c1", Actor: deputy, Command: draft("c1")}); err != nil {
		t.Fatal(err)
	}
	enter(t, of, register.UnitRenamed{ID: "u1", From: calendar.MustDate("2018-11-01"), Name: "某省农业农村厅"}, unit("u2", "某省水利厅"))
	for name, d := range map[string]*register.Directory{"writer": directory(t, of), "reader": directory(t, reader)} {
		u, _ := d.Unit("u1")
		if len(d.All(register.Units)) != 2 || u.Name(of.Today()) != "某省农业农村厅" {
			t.Errorf("%s: %+v", name, d.All(register.Units))
		}
	}
	if u, _ := before.Unit("u1"); len(before.All(register.Units)) != 1 || u.Name(of.Today()) != "某省农业厅" {
		t.Errorf("the old directory moved: %+v", before.All(register.Units))
	}
	if err := of.Close(); err != nil {
		t.Fatal(err)
	}
	of = open(t, dir)
	defer of.Close()
	if got := directory(t, of).All(register.Units); len(got) != 2 || got[0].Ref().ID != "u1" {
		t.Errorf("after a restart: %+v", got)
	}
}

// As known and as true are two questions: what was recorded by a moment, and
// what it says of a day.
func TestWhatWasKnown(t *testing.T) {
	now := time.Date(2026, 1, 26, 2, 0, 0, 0, time.UTC)
	of, err := office.Open(t.Context(), office.Options{Dir: t.TempDir(), Clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer of.Close()
	enter(t, of, unit("u1", "某省农业厅"))
	learnt := now.AddDate(0, 1, 0)
	now = learnt
	enter(t, of, register.UnitRenamed{ID: "u1", From: calendar.MustDate("2018-11-01"), Name: "某省农业农村厅"})
	for moment, want := range map[time.Time]string{learnt: "某省农业厅", learnt.Add(time.Microsecond): "某省农业农村厅"} {
		d, err := of.DirectoryKnown(t.Context(), moment)
		if err != nil {
			t.Fatal(err)
		}
		if u, _ := d.Unit("u1"); u.Name(calendar.MustDate("2020-01-01")) != want {
			t.Errorf("known before %s: %s", moment, u.Name(calendar.MustDate("2020-01-01")))
		}
	}
	facts, err := of.EntryHistory(t.Context(), register.Ref{Kind: register.Units, ID: "u1"})
	if err != nil || len(facts) != 2 || calendar.DateOf(facts[1].Occurred) != calendar.MustDate("2018-11-01") || facts[1].Meta["name"] != "丙某" {
		t.Errorf("%+v, %v", facts, err)
	}
	if facts, err := of.EntryHistory(t.Context(), register.Ref{Kind: register.Units, ID: "u9"}); err != nil || len(facts) != 0 {
		t.Errorf("%v, %v", facts, err)
	}
}

// An entry that a crash left listed and empty is none, and can still be entered.
func TestListedAndEmpty(t *testing.T) {
	dir := t.TempDir()
	of := open(t, dir)
	typ, schema, data, err := wire.EncodeRegister(wire.EntryListed{Kind: register.Units, ID: "u1"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := of.Log.Append(t.Context(), wire.RegistersStream, eventstore.NoStream, eventstore.Event{ID: eventstore.DeriveID(eventstore.ID{2}, "listed"),
		Type: typ, Schema: schema, Occurred: of.Now(), Data: data}); err != nil {
		t.Fatal(err)
	}
	if err := of.Close(); err != nil {
		t.Fatal(err)
	}
	of = open(t, dir)
	defer of.Close()
	if got := directory(t, of).All(register.Units); len(got) != 0 {
		t.Fatalf("%+v", got)
	}
	enter(t, of, unit("u1", "某省农业厅"), unit("u2", "某省水利厅"))
	listed := 0
	for _, err := range of.Log.ReadStream(t.Context(), wire.RegistersStream, 0) {
		if err != nil {
			t.Fatal(err)
		}
		listed++
	}
	if listed != 2 || len(directory(t, of).All(register.Units)) != 2 {
		t.Errorf("%d listed, %+v", listed, directory(t, of).All(register.Units))
	}
}

// Of many who want one name at once, one gets it.
func TestANameIsGivenOnceAmongMany(t *testing.T) {
	now := time.Date(2026, 1, 26, 2, 0, 0, 0, time.UTC)
	of, err := office.Open(t.Context(), office.Options{Dir: t.TempDir(), Clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer of.Close()
	var done sync.WaitGroup
	errs := make([]error, 8)
	for n := range errs {
		done.Go(func() {
			_, errs[n] = of.Enter(t.Context(), office.Statement{Actor: desk, Fact: unit(fmt.Sprintf("u%d", n), "某省农业厅")})
		})
	}
	done.Wait()
	got := 0
	for _, err := range errs {
		var refusal *suggestion.Refusal
		if err == nil {
			got++
		} else if !errors.As(err, &refusal) || refusal.Code != "name_taken" {
			t.Error(err)
		}
	}
	if got != 1 || len(directory(t, of).All(register.Units)) != 1 {
		t.Errorf("%d got the name", got)
	}
}

// reviewed brings a case to where it can be registered.
func reviewed(t *testing.T, of *office.Office, id string) {
	t.Helper()
	for _, step := range []office.Act{{Actor: deputy, Command: draft(id)}, {Actor: deputy, Command: suggestion.Submit{}}, {Actor: desk, Command: suggestion.BeginReview{}}} {
		step.Case = suggestion.CaseID(id)
		if _, err := of.Do(t.Context(), step); err != nil {
			t.Fatal(err)
		}
	}
}

// A voided number is never given, one on a case is never voided, and the next
// number comes after both.
func TestVoidedNumbers(t *testing.T) {
	of := open(t, t.TempDir())
	defer of.Close()
	congress, session := draft("").Congress, draft("").Session
	if _, ok, err := of.NextNumber(t.Context(), congress, session, false); ok || err != nil {
		t.Fatal("a next number without a session", err)
	}
	enter(t, of, register.SessionOpened{ID: "s4", Facts: register.SessionFacts{Congress: congress, Session: session,
		First: calendar.MustDate("2026-01-26"), Last: calendar.MustDate("2026-01-30"), InFormat: "%04d", OffFormat: "B%03d"}})
	reviewed(t, of, "c1")
	reviewed(t, of, "c2")
	register1 := func(id, number string) error {
		_, err := of.Do(t.Context(), office.Act{Case: suggestion.CaseID(id), Actor: desk, Command: suggestion.Register{Number: number}})
		return err
	}
	void := func(number, reason string) (bool, error) {
		return of.VoidNumber(t.Context(), office.Void{Actor: desk, Congress: congress, Session: session, Number: number, Reason: reason})
	}
	if err := register1("c1", "0001"); err != nil {
		t.Fatal(err)
	}
	for number, want := range map[string]bool{"0002": true, "B001": true} {
		if done, err := void(number, "重号"); done != want || err != nil {
			t.Fatal(number, done, err)
		}
		if done, err := void(number, "另一个理由"); done || err != nil {
			t.Fatal("voided twice", done, err)
		}
	}
	var refusal *suggestion.Refusal
	if _, err := void("0001", "重号"); !errors.As(err, &refusal) || refusal.Code != "number_in_use" || refusal.Facts["case"] != "c1" {
		t.Fatal(err)
	}
	if _, err := void("0003", ""); !errors.As(err, &refusal) || refusal.Code != "field_missing" {
		t.Fatal(err)
	}
	if err := register1("c2", "0002"); !errors.As(err, &refusal) || refusal.Code != "number_voided" || refusal.Facts["reason"] != "重号" {
		t.Fatal(err)
	}
	for off, want := range map[bool]string{false: "0003", true: "B002"} {
		if next, ok, err := of.NextNumber(t.Context(), congress, session, off); next != want || !ok || err != nil {
			t.Error(off, next, ok, err)
		}
	}
	if err := register1("c2", "0003"); err != nil {
		t.Fatal(err)
	}
	ledger, err := of.Ledger(t.Context(), congress, session)
	if err != nil || len(ledger.Reserved) != 2 || ledger.Voided["0002"] != "重号" {
		t.Errorf("%+v, %v", ledger, err)
	}
}

// A number that was reserved and is on no case, as after a crash, can be voided;
// the case is then refused it and takes another.
func TestAReservedNumberIsVoided(t *testing.T) {
	of := open(t, t.TempDir())
	defer of.Close()
	reviewed(t, of, "c1")
	d := draft("")
	stream := eventstore.StreamID(wire.NumbersStream(d.Congress, d.Session))
	typ, schema, data, err := wire.EncodeRegister(wire.NumberReserved{Congress: d.Congress, Session: d.Session, Number: "0001", Case: "c1"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := of.Log.Append(t.Context(), stream, eventstore.NoStream, eventstore.Event{ID: eventstore.DeriveID(eventstore.ID{3}, "reserved"),
		Type: typ, Schema: schema, Occurred: of.Now(), Data: data}); err != nil {
		t.Fatal(err)
	}
	if done, err := of.VoidNumber(t.Context(), office.Void{Actor: desk, Congress: d.Congress, Session: d.Session, Number: "0001", Reason: "系统中断"}); !done || err != nil {
		t.Fatal(done, err)
	}
	var refusal *suggestion.Refusal
	act := office.Act{Case: "c1", Actor: desk, Command: suggestion.Register{Number: "0001"}}
	if _, err := of.Do(t.Context(), act); !errors.As(err, &refusal) || refusal.Code != "number_voided" {
		t.Fatal(err)
	}
	act.Command = suggestion.Register{Number: "0002"}
	if _, err := of.Do(t.Context(), act); err != nil {
		t.Fatal(err)
	}
}
