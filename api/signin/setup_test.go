package signin_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"huiyin/api/signin"
)

func TestSetUp(t *testing.T) {
	w := newWorld(t)
	old, err := w.SetUp(t.Context())
	must(t, err)
	token, err := w.SetUp(t.Context()) // started again: the first is void
	must(t, err)
	wants(t, w.CheckSetUp(t.Context(), old), signin.ErrLink)
	must(t, w.CheckSetUp(t.Context(), token))
	wants(t, w.UseSetUp(t.Context(), token, office, "short", home), signin.ErrShort)
	wants(t, w.UseSetUp(t.Context(), token, "nobody", good, home), signin.ErrWrong)
	must(t, w.UseSetUp(t.Context(), token, office, good, home))
	wants(t, w.UseSetUp(t.Context(), token, office, better, home), signin.ErrSetUp)
	_, err = w.SetUp(t.Context())
	wants(t, err, signin.ErrSetUp)
	w.enter(office, home)
	if w.said(signin.SetUpUsed, "") != 1 || w.said(signin.SetUpUsed, "set_up") != 1 {
		t.Errorf("%+v", w.records)
	}
}

func TestSetUpLastsHalfAnHour(t *testing.T) {
	w := newWorld(t)
	token, err := w.SetUp(t.Context())
	must(t, err)
	w.pass(signin.SetUpTime - time.Second)
	must(t, w.CheckSetUp(t.Context(), token))
	w.pass(time.Second)
	wants(t, w.UseSetUp(t.Context(), token, office, good, home), signin.ErrLink)
}

func TestSetUpHappensOnce(t *testing.T) {
	w := newWorld(t)
	token, err := w.SetUp(t.Context())
	must(t, err)
	var won atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if w.UseSetUp(t.Context(), token, office, good, home) == nil {
				won.Add(1)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 {
		t.Errorf("%d set it up", won.Load())
	}
}

// The link of a reset sets one password, once, and opening it does nothing.
func TestReset(t *testing.T) {
	w := newWorld(t)
	w.give(deputy, good)
	in := w.enter(deputy, home)
	void, err := w.StartReset(t.Context(), deputy, "security", home)
	must(t, err)
	link, err := w.StartReset(t.Context(), deputy, "security", home)
	must(t, err)
	if r := w.last(); r.Act != signin.ResetStarted || r.By != "security" || r.Login != deputy {
		t.Errorf("%+v", r)
	}
	_, err = w.CheckReset(t.Context(), void)
	wants(t, err, signin.ErrLink)
	for range 3 {
		login, err := w.CheckReset(t.Context(), link)
		must(t, err)
		if login != deputy {
			t.Error(login)
		}
	}
	w.enter(deputy, home) // nothing has changed yet
	wants(t, w.FinishReset(t.Context(), link, "short", home), signin.ErrShort)
	must(t, w.FinishReset(t.Context(), link, better, home))
	wants(t, w.FinishReset(t.Context(), link, good, home), signin.ErrLink)
	_, err = w.Lookup(in.Token)
	wants(t, err, signin.ErrNoSession)
	_, err = w.SignIn(t.Context(), deputy, better, home)
	must(t, err)
	_, err = w.StartReset(t.Context(), "nobody", "security", home)
	wants(t, err, signin.ErrWrong)
}

func TestResetLinksGrowOld(t *testing.T) {
	w := newWorld(t)
	link, err := w.StartReset(t.Context(), deputy, "security", home)
	must(t, err)
	w.pass(signin.ResetTime)
	_, err = w.CheckReset(t.Context(), link)
	wants(t, err, signin.ErrLink)
	wants(t, w.FinishReset(t.Context(), link, good, home), signin.ErrLink)
	must(t, w.Sweep(t.Context()))
	if ids, err := w.vault.List(t.Context(), "signin.link"); err != nil || len(ids) != 0 {
		t.Error(ids, err)
	}
}

// A second factor stays through a reset: the link alone signs nobody in.
func TestResetKeepsTheSecondFactor(t *testing.T) {
	w := newWorld(t)
	w.give(office, good)
	w.enrol(w.enter(office, home).Token)
	w.give(office, good)
	if step := w.enter(office, home); step.Token != "" || step.Pending == "" {
		t.Errorf("%+v", step)
	}
}
