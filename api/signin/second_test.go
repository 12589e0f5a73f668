package signin_test

import (
	"bytes"
	"image/png"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"huiyin/api/signin"
)

// Who must have a second factor can do nothing else before it is enrolled.
func TestEnrolment(t *testing.T) {
	w := newWorld(t)
	w.give(office, good)
	in := w.enter(office, home)
	if in.Session.Must != signin.MustEnrol || in.Session.Grant != "" {
		t.Fatalf("%+v", in.Session)
	}
	e, err := w.BeginEnrol(t.Context(), in.Token)
	must(t, err)
	if _, err := png.Decode(bytes.NewReader(e.PNG)); err != nil || !strings.HasPrefix(e.URI, "otpauth://totp/Huiyin:"+office+"?") {
		t.Errorf("%s %v", e.URI, err)
	}
	if svg, err := e.SVG(); err != nil || !bytes.HasPrefix(svg, []byte("<svg ")) {
		t.Errorf("%s %v", svg, err)
	}
	_, _, err = w.FinishEnrol(t.Context(), in.Token, "000000", home)
	wants(t, err, signin.ErrWrong)
	after, recovery, err := w.FinishEnrol(t.Context(), in.Token, w.code(e.Secret), home)
	must(t, err)
	if after.Session.Must != signin.MustNothing || !after.Session.Second || len(recovery) != 10 {
		t.Errorf("%+v %v", after.Session, recovery)
	}
	_, err = w.Lookup(in.Token)
	wants(t, err, signin.ErrNoSession) // the token changed with the rights
}

// A stale session cannot take over the second factor.
func TestEnrolmentMustBeFresh(t *testing.T) {
	w := newWorld(t)
	w.give(office, good)
	in := w.enter(office, home)
	w.pass(signin.FreshTime + time.Second)
	_, err := w.BeginEnrol(t.Context(), in.Token)
	wants(t, err, signin.ErrStepUp)
	again, err := w.StepUp(t.Context(), in.Token, good, home)
	must(t, err)
	w.enrol(again.Token)
}

func TestSecondFactorAtSignIn(t *testing.T) {
	w := newWorld(t)
	w.give(office, good)
	_, secret, _ := w.enrol(w.enter(office, home).Token)
	w.pass(time.Minute)
	step := w.enter(office, home)
	if step.Token != "" || step.Pending == "" {
		t.Fatalf("%+v", step)
	}
	_, err := w.Lookup(step.Pending)
	wants(t, err, signin.ErrNoSession)
	in, err := w.Second(t.Context(), step.Pending, " "+w.code(secret)[:3]+" "+w.code(secret)[3:], home)
	must(t, err)
	if !in.Session.Second || in.Session.Must != signin.MustNothing {
		t.Errorf("%+v", in.Session)
	}
	_, err = w.Second(t.Context(), step.Pending, w.code(secret), home)
	wants(t, err, signin.ErrNoSession) // one use

	again := w.enter(office, home)
	_, err = w.Second(t.Context(), again.Pending, w.code(secret), home)
	wants(t, err, signin.ErrWrong) // the same code twice
	w.pass(signin.FreshTime)
	_, err = w.Second(t.Context(), again.Pending, w.code(secret), home)
	wants(t, err, signin.ErrNoSession) // too late
}

// A clock may be off by one step and no more.
func TestCodesOfTheNeighbouringStepsOnly(t *testing.T) {
	for off, right := range map[time.Duration]bool{-60 * time.Second: false, -30 * time.Second: true, 0: true, 30 * time.Second: true, 60 * time.Second: false} {
		w := newWorld(t)
		w.give(office, good)
		_, secret, _ := w.enrol(w.enter(office, home).Token)
		w.pass(10 * time.Minute)
		step := w.enter(office, home)
		w.pass(off)
		code := w.code(secret)
		w.pass(-off)
		if _, err := w.Second(t.Context(), step.Pending, code, home); (err == nil) != right {
			t.Errorf("%v: %v", off, err)
		}
	}
}

// Of many who send the same code at the same time one comes in.
func TestOneCodeOneSignIn(t *testing.T) {
	w := newWorld(t)
	w.give(office, good)
	_, secret, recovery := w.enrol(w.enter(office, home).Token)
	for i, code := range []string{w.code(secret), recovery[0]} {
		var won atomic.Int32
		var all sync.WaitGroup
		for n := range 6 {
			w.pass(20 * time.Minute)
			from := signin.From{IP: string(rune('a' + n))}
			step, err := w.SignIn(t.Context(), office, good, from)
			must(t, err)
			if i == 0 {
				code = w.code(secret)
			}
			for range 4 {
				all.Go(func() {
					if _, err := w.Second(t.Context(), step.Pending, code, from); err == nil {
						won.Add(1)
					}
				})
			}
			all.Wait()
		}
		if want := []int32{6, 1}[i]; won.Load() != want {
			t.Errorf("%d: %d came in, want %d", i, won.Load(), want)
		}
	}
}

func TestRecoveryCodes(t *testing.T) {
	w := newWorld(t)
	w.give(office, good)
	in, _, recovery := w.enrol(w.enter(office, home).Token)
	step := w.enter(office, home)
	again, err := w.Second(t.Context(), step.Pending, strings.ToUpper(recovery[3]), home)
	must(t, err)
	st, err := w.Status(t.Context(), office)
	must(t, err)
	if st.RecoveryLeft != 9 || w.said(signin.RecoveryUsed, "") != 1 {
		t.Errorf("%+v", st)
	}
	step = w.enter(office, home)
	_, err = w.Second(t.Context(), step.Pending, recovery[3], home)
	wants(t, err, signin.ErrWrong)
	fresh, err := w.RenewRecovery(t.Context(), again.Token, home)
	must(t, err)
	w.pass(time.Minute)
	_, err = w.Second(t.Context(), step.Pending, recovery[4], home)
	wants(t, err, signin.ErrWrong)
	w.pass(time.Minute)
	_, err = w.Second(t.Context(), step.Pending, fresh[0], home)
	must(t, err)
	_, err = w.Lookup(in.Token)
	must(t, err)
}

// An administrator takes a lost second factor away; the sessions end with it.
func TestRemoveSecond(t *testing.T) {
	w := newWorld(t)
	w.give(office, good)
	in, _, _ := w.enrol(w.enter(office, home).Token)
	must(t, w.RemoveSecond(t.Context(), office, "security", home))
	_, err := w.Lookup(in.Token)
	wants(t, err, signin.ErrNoSession)
	if r := w.last(); r.Act != signin.SecondRemoved || r.By != "security" || r.Login != office {
		t.Errorf("%+v", r)
	}
	if got := w.enter(office, home).Session.Must; got != signin.MustEnrol {
		t.Errorf("must %q", got)
	}
	wants(t, w.RemoveSecond(t.Context(), office, "security", home), signin.ErrNoSecond)
}
