package signin_test

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"huiyin/api/signin"
)

const wrongOne = "Wrong 1 password"

// guess tries a wrong password and gives what it is refused with.
func (w *world) guess(login string, from signin.From) error {
	_, err := w.SignIn(w.t.Context(), login, wrongOne, from)
	return err
}

// The waits are 1, 2 and 4 seconds, then ten minutes; then all is forgotten.
func TestWaitingAndLock(t *testing.T) {
	for _, login := range []string{deputy, "nobody"} { // whether there is one or not
		w := newWorld(t)
		w.give(deputy, good)
		wants(t, w.guess(login, evil), signin.ErrWrong)
		for i, wait := range []time.Duration{0, 1, 2, 4} {
			if wait > 0 {
				w.pass(wait*time.Second - time.Nanosecond)
				wants(t, w.guess(login, evil), signin.ErrSlow)
				w.pass(time.Nanosecond)
			}
			wants(t, w.guess(login, evil), signin.ErrWrong)
			if want := i / 3; w.said(signin.Locked, "") != want {
				t.Errorf("%s: %d locks reported after failure %d", login, w.said(signin.Locked, ""), i+2)
			}
		}
		e := wants(t, w.guess(login, evil), signin.ErrLocked)
		if !e.Until.Equal(w.now().Add(10*time.Minute)) || !strings.Contains(signin.Words(e), e.Until.Format("15:04:05")) {
			t.Errorf("until %v: %s", e.Until, signin.Words(e))
		}
		w.pass(10*time.Minute - time.Second)
		_, err := w.SignIn(t.Context(), login, good, home) // from everywhere
		wants(t, err, signin.ErrLocked)
		w.pass(time.Second)
		wants(t, w.guess(login, evil), signin.ErrWrong)
		wants(t, w.guess(login, evil), signin.ErrWrong)
	}
}

// While others keep a login locked, its owner comes in from a device it was used
// on before (handbook AUT-05), even from the attacker's address.
func TestOwnerComesInDuringAnAttack(t *testing.T) {
	w := newWorld(t)
	w.give(deputy, good)
	device := w.enter(deputy, home).Device
	for range 200 {
		_ = w.guess(deputy, evil)
		w.pass(5 * time.Second)
	}
	wants(t, w.guess(deputy, evil), signin.ErrLocked)
	_, err := w.SignIn(t.Context(), deputy, good, home)
	wants(t, err, signin.ErrLocked)
	in, err := w.SignIn(t.Context(), deputy, good, signin.From{IP: evil.IP, Device: device})
	must(t, err)
	if in.Device != "" || w.last().NewDevice {
		t.Errorf("the device was known: %+v", w.last())
	}
	wants(t, w.guess(deputy, evil), signin.ErrLocked) // that freed nobody else

	must(t, w.ForgetDevices(t.Context(), deputy, deputy, home))
	_, err = w.SignIn(t.Context(), deputy, good, signin.From{IP: evil.IP, Device: device})
	wants(t, err, signin.ErrLocked)
}

// A known device is locked for itself.
func TestKnownDeviceIsCountedToo(t *testing.T) {
	w := newWorld(t)
	w.give(deputy, good)
	at := signin.From{IP: home.IP, Device: w.enter(deputy, home).Device}
	for range 5 {
		wants(t, w.guess(deputy, at), signin.ErrWrong)
		w.pass(8 * time.Second)
	}
	wants(t, w.guess(deputy, at), signin.ErrLocked)
	w.enter(deputy, evil) // elsewhere it is not
}

// Another login's device is no known device.
func TestDevicesAreOfOneLogin(t *testing.T) {
	w := newWorld(t)
	w.give(deputy, good)
	w.give(office, good)
	at := signin.From{IP: evil.IP, Device: w.enter(office, home).Device}
	for range 5 {
		wants(t, w.guess(deputy, at), signin.ErrWrong)
		w.pass(8 * time.Second)
	}
	_, err := w.SignIn(t.Context(), deputy, good, home)
	wants(t, err, signin.ErrLocked)
}

// A hundred at once get no more tries than one after the other.
func TestParallelGuesses(t *testing.T) {
	w := newWorld(t)
	w.give(deputy, good)
	var tried atomic.Int32
	var all sync.WaitGroup
	for i := range 100 {
		all.Go(func() {
			if errors.Is(w.guess(deputy, signin.From{IP: string(rune('a' + i))}), signin.ErrWrong) {
				tried.Add(1)
			}
		})
	}
	all.Wait()
	if tried.Load() > 5 {
		t.Errorf("%d passwords were tried", tried.Load())
	}
}

// A lock survives a restart, and the sweep throws it away when it is over.
func TestLocksSurviveARestart(t *testing.T) {
	w := newWorld(t)
	for i := range 5 {
		_ = w.guess("nobody", signin.From{IP: string(rune('a' + i))})
	}
	must(t, w.Sweep(t.Context()))
	w.restart()
	wants(t, w.guess("nobody", evil), signin.ErrLocked)
	w.pass(16 * time.Minute)
	must(t, w.Sweep(t.Context()))
	if ids, err := w.vault.List(t.Context(), "signin.tries"); err != nil || len(ids) != 0 {
		t.Error(ids, err)
	}
}

// Whoever knows the password cannot try codes without end: the tries at the
// second factor count on, and a right password forgives nothing.
func TestSecondFactorIsNotGuessed(t *testing.T) {
	w := newWorld(t)
	w.give(office, good)
	w.enrol(w.enter(office, home).Token)
	tried := 0
	for range 50 {
		step, err := w.SignIn(t.Context(), office, good, evil)
		w.pass(5 * time.Second)
		if err == nil {
			if _, err = w.Second(t.Context(), step.Pending, "123456", evil); errors.Is(err, signin.ErrWrong) {
				tried++
			}
		}
		w.pass(5 * time.Second)
	}
	if tried > 3 {
		t.Errorf("%d codes were tried in %v", tried, 50*10*time.Second)
	}
}
