package signin_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"huiyin/api/signin"
)

func TestSessionsEnd(t *testing.T) {
	w := newWorld(t)
	w.give(deputy, good)
	in := w.enter(deputy, home)
	for range 15 { // used every half hour less a second, it lives for eight hours
		w.pass(signin.IdleTime - time.Second)
		_, err := w.Lookup(in.Token)
		must(t, err)
	}
	w.pass(signin.IdleTime - time.Second)
	if v, err := w.Lookup(in.Token); err != nil || !v.IdleUntil().Equal(v.Until()) {
		t.Fatalf("%v %v", v, err)
	}
	w.pass(16 * time.Second)
	_, err := w.Lookup(in.Token)
	wants(t, err, signin.ErrNoSession)
}

func TestIdleSessionEndsAndPeekIsNoUse(t *testing.T) {
	w := newWorld(t)
	w.give(deputy, good)
	in := w.enter(deputy, home)
	for range 30 {
		w.pass(time.Minute - time.Nanosecond)
		_, err := w.Peek(in.Token)
		must(t, err)
	}
	w.pass(time.Second)
	_, err := w.Lookup(in.Token)
	wants(t, err, signin.ErrNoSession)
}

func TestSessionsSurviveARestart(t *testing.T) {
	w := newWorld(t)
	w.give(deputy, good)
	in := w.enter(deputy, home)
	w.pass(29 * time.Minute)
	_, err := w.Lookup(in.Token)
	must(t, err)
	must(t, w.Sweep(t.Context()))
	w.restart()
	w.pass(29 * time.Minute)
	v, err := w.Lookup(in.Token)
	must(t, err)
	if v.Login != deputy || v.ID != in.Session.ID {
		t.Errorf("%+v", v)
	}
	must(t, w.SignOut(t.Context(), in.Token, home))
	w.restart()
	_, err = w.Lookup(in.Token)
	wants(t, err, signin.ErrNoSession)
}

// No token and no password lies in the vault as it is.
func TestTheStoreSignsNobodyIn(t *testing.T) {
	w := newWorld(t)
	w.give(deputy, good)
	in := w.enter(deputy, home)
	secret, _, err := w.NewToken(t.Context(), in.Token, w.terms(), home)
	must(t, err)
	for _, kind := range []string{"signin.account", "signin.session", "signin.token", "signin.tries"} {
		ids, err := w.vault.List(t.Context(), kind)
		must(t, err)
		for _, id := range ids {
			value, _, err := w.vault.Get(t.Context(), kind, id)
			must(t, err)
			for _, s := range []string{good, in.Token, in.Device, secret, secret[len(secret)-52:]} {
				if strings.Contains(id+string(value), s) {
					t.Errorf("%s %s holds a secret", kind, id)
				}
			}
		}
	}
}

func TestThreeSessionsAtMost(t *testing.T) {
	w := newWorld(t)
	w.give(deputy, good)
	var all []signin.Step
	for range 4 {
		w.pass(time.Second)
		all = append(all, w.enter(deputy, home))
	}
	_, err := w.Lookup(all[0].Token)
	wants(t, err, signin.ErrNoSession)
	list := w.Sessions(deputy)
	if len(list) != signin.MaxSessions || list[0].ID != all[1].Session.ID || list[0].IP != home.IP {
		t.Errorf("%+v", list)
	}
	must(t, w.End(t.Context(), deputy, all[2].Session.ID, deputy, home))
	must(t, w.End(t.Context(), office, all[3].Session.ID, office, home)) // not theirs
	must(t, w.EndOthers(t.Context(), all[3].Token, home))
	if list := w.Sessions(deputy); len(list) != 1 || list[0].ID != all[3].Session.ID {
		t.Errorf("%+v", list)
	}
}

func TestEndAllTakesTokensToo(t *testing.T) {
	w := newWorld(t)
	w.give(deputy, good)
	in := w.enter(deputy, home)
	secret, _, err := w.NewToken(t.Context(), in.Token, w.terms(), home)
	must(t, err)
	must(t, w.EndAll(t.Context(), deputy, "security", home))
	_, err = w.Peek(in.Token)
	wants(t, err, signin.ErrNoSession)
	_, err = w.Bearer(secret, home)
	wants(t, err, signin.ErrToken)
	w.restart()
	_, err = w.Bearer(secret, home)
	wants(t, err, signin.ErrToken)
}

func TestStepUp(t *testing.T) {
	w := newWorld(t)
	w.give(office, good)
	in, secret, _ := w.enrol(w.enter(office, home).Token)
	w.pass(signin.FreshTime)
	if v, err := w.Lookup(in.Token); err != nil || !v.Fresh(w.now()) {
		t.Fatalf("%+v %v", v, err)
	}
	w.pass(time.Second)
	if v, _ := w.Lookup(in.Token); v.Fresh(w.now()) {
		t.Fatal("fresh for ever")
	}
	_, err := w.StepUp(t.Context(), in.Token, good, home) // the password is not enough
	wants(t, err, signin.ErrWrong)
	w.pass(time.Minute)
	up, err := w.StepUp(t.Context(), in.Token, w.code(secret), home)
	must(t, err)
	if !up.Session.Fresh(w.now()) || !up.Session.Until().Equal(in.Session.Until()) {
		t.Errorf("%+v", up.Session)
	}
	_, err = w.Lookup(in.Token)
	wants(t, err, signin.ErrNoSession)
	_, err = w.StepUp(t.Context(), up.Token, w.code(secret), home)
	wants(t, err, signin.ErrWrong) // the same code twice
}

func TestActUnder(t *testing.T) {
	w := newWorld(t)
	w.give(office, good)
	in, _, _ := w.enrol(w.enter(office, home).Token)
	_, err := w.ActUnder(t.Context(), in.Token, "system_admin", home)
	wants(t, err, signin.ErrGrant)
	as, err := w.ActUnder(t.Context(), in.Token, "office", home)
	must(t, err)
	if as.Session.Grant != "office" {
		t.Errorf("%+v", as.Session)
	}
	_, err = w.Lookup(in.Token)
	wants(t, err, signin.ErrNoSession)
	w.set(office, func(a *signin.Account) { a.Grants = []string{"auditor"} })
	if v, err := w.Lookup(as.Token); err != nil || v.Grant != "" {
		t.Errorf("the grant is gone: %+v %v", v, err)
	}
}

// A role that needs a second factor holds for who is signed in already.
func TestSecondFactorNeededFromNowOn(t *testing.T) {
	w := newWorld(t)
	w.give(deputy, good)
	in := w.enter(deputy, home)
	w.set(deputy, func(a *signin.Account) { a.SecondFactor = true })
	if v, err := w.Lookup(in.Token); err != nil || v.Must != signin.MustEnrol {
		t.Errorf("%+v %v", v, err)
	}
}

// What cannot be reported is not handed out.
func TestNoAuditNoSession(t *testing.T) {
	w := newWorld(t)
	w.give(deputy, good)
	w.deaf = errDeaf
	if _, err := w.SignIn(t.Context(), deputy, good, home); err == nil {
		t.Fatal("signed in unseen")
	}
	if list := w.Sessions(deputy); len(list) != 0 {
		t.Errorf("%+v", list)
	}
	if ids, err := w.vault.List(t.Context(), "signin.session"); err != nil || len(ids) != 0 {
		t.Error(ids, err)
	}
}

// A session that is ended while it is used, swept and rotated stays ended.
func TestRevocationWins(t *testing.T) {
	w := newWorld(t)
	w.give(deputy, good)
	for range 10 {
		in := w.enter(deputy, home)
		w.pass(time.Minute)
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() { _, _ = w.Lookup(in.Token) })
		}
		all.Go(func() { must(t, w.Sweep(t.Context())) })
		all.Go(func() { must(t, w.EndAll(t.Context(), deputy, deputy, home)) })
		all.Wait()
		_, err := w.Lookup(in.Token)
		wants(t, err, signin.ErrNoSession)
		w.restart()
		_, err = w.Lookup(in.Token)
		wants(t, err, signin.ErrNoSession)
	}
}

func BenchmarkLookup(b *testing.B) {
	w := newWorld(b)
	w.give(deputy, good)
	in := w.enter(deputy, home)
	for b.Loop() {
		if _, err := w.Lookup(in.Token); err != nil {
			b.Fatal(err)
		}
	}
}
