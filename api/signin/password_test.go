package signin_test

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"huiyin/api/signin"
)

func TestSignInByPassword(t *testing.T) {
	w := newWorld(t)
	w.give(deputy, good)
	step, err := w.SignIn(t.Context(), " "+deputy+" ", good, home)
	must(t, err)
	v, err := w.Lookup(step.Token)
	must(t, err)
	if v.Login != deputy || v.Grant != "deputy" || v.Must != signin.MustNothing || step.Device == "" {
		t.Errorf("%+v", v)
	}
	if r := w.last(); r.Act != signin.SignedIn || r.Login != deputy || !r.NewDevice || r.IP != home.IP || r.Subject != v.ID || r.Refused != "" {
		t.Errorf("%+v", r)
	}
}

// A login that is none, one without a password and a wrong password look the
// same, and what was typed as a login that is none is written nowhere.
func TestNobodyLearnsWhoHasAnAccount(t *testing.T) {
	w := newWorld(t)
	w.give(deputy, good)
	words := map[string]int{}
	for _, login := range []string{deputy, office, "nobody", strings.Repeat("x", 300), ""} {
		_, err := w.SignIn(t.Context(), login, "Wrong 1 password", evil)
		words[signin.Words(wants(t, err, signin.ErrWrong))]++
	}
	if len(words) != 1 {
		t.Error(words)
	}
	for _, r := range w.records {
		if r.Login == "nobody" {
			t.Errorf("%+v", r)
		}
	}
}

// A password is hashed whether the login exists or not, has one or not: that is
// nearly all of the time a sign-in takes, and here it shows in what is allocated,
// which does not depend on what else the machine does.
func TestSameHashForUnknownLogins(t *testing.T) {
	w := newWorld(t, func(o *signin.Options) { o.Cost = signin.Cost{Passes: 1, MemoryKiB: 16 << 10, Threads: 1} })
	w.give(deputy, good)
	for _, login := range []string{deputy, office, "nobody"} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		wants(t, w.guess(login, evil), signin.ErrWrong)
		runtime.ReadMemStats(&after)
		if took := (after.TotalAlloc - before.TotalAlloc) >> 20; took < 16 || took > 18 {
			t.Errorf("%s: %d MiB allocated, the hash alone takes 16", login, took)
		}
	}
}

// A login that the registers do not have does not come in, whatever is kept of it.
func TestNoAccountNoSignIn(t *testing.T) {
	w := newWorld(t)
	w.give(deputy, good)
	delete(w.people, deputy)
	_, err := w.SignIn(t.Context(), deputy, good, home)
	wants(t, err, signin.ErrWrong)
}

func TestSuspendedIsToldToWhoKnowsThePassword(t *testing.T) {
	w := newWorld(t)
	w.give(deputy, good)
	in := w.enter(deputy, home)
	w.set(deputy, func(a *signin.Account) { a.Suspended = true })
	_, err := w.Lookup(in.Token)
	wants(t, err, signin.ErrNoSession)
	_, err = w.SignIn(t.Context(), deputy, "Wrong 1 password", home)
	wants(t, err, signin.ErrWrong)
	_, err = w.SignIn(t.Context(), deputy, good, home)
	wants(t, err, signin.ErrSuspended)
}

func TestChangePasswordEndsTheOtherSessions(t *testing.T) {
	w := newWorld(t)
	w.give(deputy, good)
	one, two := w.enter(deputy, home), w.enter(deputy, home)
	_, err := w.ChangePassword(t.Context(), two.Token, "Wrong 1 password", better, home)
	wants(t, err, signin.ErrWrong)
	_, err = w.ChangePassword(t.Context(), two.Token, good, good, home)
	wants(t, err, signin.ErrSame)
	_, err = w.ChangePassword(t.Context(), two.Token, good, "short", home)
	wants(t, err, signin.ErrShort)
	three, err := w.ChangePassword(t.Context(), two.Token, good, better, home)
	must(t, err)
	for _, gone := range []string{one.Token, two.Token} {
		_, err := w.Lookup(gone)
		wants(t, err, signin.ErrNoSession)
	}
	_, err = w.Lookup(three.Token)
	must(t, err)
	_, err = w.SignIn(t.Context(), deputy, good, home)
	wants(t, err, signin.ErrWrong)
}

// After 90 days under dengbao3 nothing can be done before the password is
// changed; under asvs it lasts.
func TestPasswordsAge(t *testing.T) {
	for policy, want := range map[signin.Policy]signin.Must{signin.Dengbao3: signin.MustChangePassword, signin.ASVS: signin.MustNothing} {
		w := newWorld(t, func(o *signin.Options) { o.Policy = policy })
		w.give(deputy, good)
		w.pass(90 * 24 * time.Hour)
		in := w.enter(deputy, home)
		if in.Session.Must != want {
			t.Errorf("%s: must %q", policy, in.Session.Must)
		}
		after, err := w.ChangePassword(t.Context(), in.Token, good, better, home)
		must(t, err)
		if after.Session.Must != signin.MustNothing {
			t.Errorf("%s: still must %q", policy, after.Session.Must)
		}
	}
}

// A hash of another cost is replaced when its password is next shown.
func TestRehash(t *testing.T) {
	w := newWorld(t)
	w.give(deputy, good)
	before, _, err := w.vault.Get(t.Context(), "signin.account", deputy)
	must(t, err)
	w.options.Cost.Passes = 2
	w.restart()
	w.enter(deputy, home)
	after, _, err := w.vault.Get(t.Context(), "signin.account", deputy)
	must(t, err)
	if !strings.Contains(string(before), "t=1,p=1") || !strings.Contains(string(after), "t=2,p=1") {
		t.Errorf("%s\n%s", before, after)
	}
	w.enter(deputy, home)
}

// The usual cost is OWASP's, and however many come at once, no more memory than
// that of a few hashes is taken (handbook AUT-02).
func TestUsualCost(t *testing.T) {
	w := newWorld(t, func(o *signin.Options) { o.Cost = signin.Cost{} })
	w.give(deputy, good)
	kept, _, err := w.vault.Get(t.Context(), "signin.account", deputy)
	must(t, err)
	if !strings.Contains(string(kept), "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("%s", kept)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var all sync.WaitGroup
	for i := range 24 {
		all.Go(func() { _ = w.guess(fmt.Sprint("nobody-", i), signin.From{IP: fmt.Sprint(i)}) })
	}
	all.Wait()
	runtime.ReadMemStats(&after)
	if grown := (after.Sys - before.Sys) >> 20; grown > 300 {
		t.Errorf("%d MiB more", grown)
	}
}
