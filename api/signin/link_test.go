package signin_test

import (
	"crypto/sha256"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"huiyin/api/signin"
)

var rating = signin.DeputyFor{Deputy: "d-1", Case: "c-0131", Act: "rate"}

// A link is seen as often as one likes, and used once (handbook THR-42).
func TestLinks(t *testing.T) {
	w := newWorld(t)
	token, err := w.NewLink(t.Context(), rating, 24*time.Hour, "office")
	must(t, err)
	for range 3 { // a mail scanner opens it
		what, err := w.SeeLink(t.Context(), token)
		must(t, err)
		if what != rating {
			t.Errorf("%+v", what)
		}
	}
	var won atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if what, err := w.UseLink(t.Context(), token, home); err == nil && what == rating {
				won.Add(1)
			}
		})
	}
	all.Wait()
	_, err = w.SeeLink(t.Context(), token)
	wants(t, err, signin.ErrLink)
	if won.Load() != 1 || w.said(signin.LinkUsed, "") != 1 || w.said(signin.LinkUsed, "link") != 7 {
		t.Errorf("used %d times", won.Load())
	}
}

func TestLinksLastThreeDaysAtMost(t *testing.T) {
	for life, want := range map[time.Duration]time.Duration{time.Hour: time.Hour, 1000 * time.Hour: signin.LinkTime, 0: signin.LinkTime, -1: signin.LinkTime} {
		w := newWorld(t)
		token, err := w.NewLink(t.Context(), rating, life, "office")
		must(t, err)
		w.pass(want - time.Second)
		_, err = w.SeeLink(t.Context(), token)
		must(t, err)
		w.pass(time.Second)
		_, err = w.UseLink(t.Context(), token, home)
		wants(t, err, signin.ErrLink)
	}
}

func TestLinksAreVoidedAndOfOnePurpose(t *testing.T) {
	w := newWorld(t)
	token, err := w.NewLink(t.Context(), rating, time.Hour, "office")
	must(t, err)
	wants(t, w.FinishReset(t.Context(), token, good, home), signin.ErrLink)
	reset, err := w.StartReset(t.Context(), deputy, "security", home)
	must(t, err)
	_, err = w.UseLink(t.Context(), reset, home)
	wants(t, err, signin.ErrLink)
	must(t, w.VoidLinks(t.Context(), rating.Deputy, "c-9999"))
	_, err = w.SeeLink(t.Context(), token)
	must(t, err)
	must(t, w.VoidLinks(t.Context(), rating.Deputy, rating.Case))
	_, err = w.SeeLink(t.Context(), token)
	wants(t, err, signin.ErrLink)
	_, err = w.CheckReset(t.Context(), reset)
	must(t, err)
}

// The rows of handbook THR-03: a code confirms what its message stated, once,
// within ten minutes, in the same session.
func TestConfirmationCodes(t *testing.T) {
	satisfied := signin.Confirming{DeputyFor: rating, Content: sha256.Sum256([]byte("satisfied")), Session: "s-1"}
	for name, c := range map[string]struct {
		change func(*signin.Confirming)
		late   time.Duration
		right  bool
	}{
		"as stated":          {right: true},
		"at the last second": {right: true, late: 599 * time.Second},
		"after 601 seconds":  {late: 601 * time.Second},
		"another rating":     {change: func(c *signin.Confirming) { c.Content = sha256.Sum256([]byte("dissatisfied")) }},
		"another suggestion": {change: func(c *signin.Confirming) { c.Case = "c-0132" }},
		"another deputy":     {change: func(c *signin.Confirming) { c.Deputy = "d-2" }},
		"another session":    {change: func(c *signin.Confirming) { c.Session = "s-2" }},
		"another act":        {change: func(c *signin.Confirming) { c.Act = "withdraw" }},
	} {
		w := newWorld(t)
		id, digits, err := w.NewCode(t.Context(), satisfied)
		must(t, err)
		what := satisfied
		if c.change != nil {
			c.change(&what)
		}
		w.pass(c.late)
		err = w.Confirm(t.Context(), id, " "+digits+" ", what, home)
		if (err == nil) != c.right {
			t.Errorf("%s: %v", name, err)
		}
		if c.right {
			wants(t, w.Confirm(t.Context(), id, digits, what, home), signin.ErrCode) // once
		}
	}
}

// Five wrong tries lock that code, and no other.
func TestWrongCodesLockThatCodeOnly(t *testing.T) {
	w := newWorld(t)
	what := signin.Confirming{DeputyFor: rating, Session: "s-1"}
	id, digits, err := w.NewCode(t.Context(), what)
	must(t, err)
	other, right, err := w.NewCode(t.Context(), what)
	must(t, err)
	var n int
	_, err = fmt.Sscanf(digits, "%d", &n)
	must(t, err)
	for i := range 5 {
		wants(t, w.Confirm(t.Context(), id, fmt.Sprintf("%06d", (n+1+i)%1000000), what, home), signin.ErrCode)
	}
	wants(t, w.Confirm(t.Context(), id, digits, what, home), signin.ErrCode)
	must(t, w.Confirm(t.Context(), other, right, what, home))
	for _, r := range w.records {
		if r.Subject == digits || r.Reason == digits {
			t.Errorf("a code is in the audit: %+v", r)
		}
	}
}

func TestOneConfirmationOfMany(t *testing.T) {
	w := newWorld(t)
	what := signin.Confirming{DeputyFor: rating, Session: "s-1"}
	id, digits, err := w.NewCode(t.Context(), what)
	must(t, err)
	var won atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if w.Confirm(t.Context(), id, digits, what, home) == nil {
				won.Add(1)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 {
		t.Errorf("confirmed %d times", won.Load())
	}
}
