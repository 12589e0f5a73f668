package signin_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"huiyin/api/signin"
)

func TestTokens(t *testing.T) {
	w := newWorld(t)
	w.give(deputy, good)
	in := w.enter(deputy, home)
	terms := signin.Terms{Name: " 自动办公系统 ", Grant: "deputy", Scopes: []string{"cases:read", "events:read"}, Until: w.now().Add(signin.TokenTime)}
	secret, made, err := w.NewToken(t.Context(), in.Token, terms, home)
	must(t, err)
	if !regexp.MustCompile("^" + signin.TokenPattern + "$").MatchString(secret) {
		t.Errorf("%s does not have the form that scanners look for", secret)
	}
	w.pass(time.Hour)
	got, err := w.Bearer(secret, evil)
	must(t, err)
	if got.ID != made.ID || got.Login != deputy || got.Name != "自动办公系统" || len(got.Scopes) != 2 || got.Digest != "" {
		t.Errorf("%+v", got)
	}
	must(t, w.Sweep(t.Context()))
	w.restart()
	if list := w.Tokens(deputy); len(list) != 1 || !list[0].Used.Equal(w.now()) || list[0].UsedIP != evil.IP || list[0].Digest != "" {
		t.Errorf("%+v", list)
	}
	wants(t, w.Revoke(t.Context(), office, made.ID, office, home), signin.ErrToken) // not theirs
	must(t, w.Revoke(t.Context(), deputy, made.ID, deputy, home))
	_, err = w.Bearer(secret, home)
	wants(t, err, signin.ErrToken)
	must(t, w.Sweep(t.Context()))
	w.restart()
	_, err = w.Bearer(secret, home)
	wants(t, err, signin.ErrToken)
	if w.said(signin.TokenCreated, "") != 1 || w.said(signin.TokenRevoked, "") != 1 {
		t.Error(w.records)
	}
}

func TestTokenTerms(t *testing.T) {
	w := newWorld(t)
	w.give(deputy, good)
	in := w.enter(deputy, home)
	right := w.terms()
	for want, spoil := range map[*error]func(*signin.Terms){
		ptr(signin.ErrTokenTerms): func(a *signin.Terms) { a.Name = " " },
		ptr(signin.ErrTokenTerms): func(a *signin.Terms) { a.Scopes = nil },
		ptr(signin.ErrTokenTerms): func(a *signin.Terms) { a.Until = w.now() },
		ptr(signin.ErrTokenTerms): func(a *signin.Terms) { a.Until = w.now().Add(signin.TokenTime + time.Second) },
		ptr(signin.ErrTokenTerms): func(a *signin.Terms) { a.Until = time.Time{} },
		ptr(signin.ErrGrant):      func(a *signin.Terms) { a.Grant = "office" },
		ptr(signin.ErrGrant):      func(a *signin.Terms) { a.Grant = "" },
	} {
		terms := right
		spoil(&terms)
		_, _, err := w.NewToken(t.Context(), in.Token, terms, home)
		wants(t, err, *want)
	}
	w.pass(6 * time.Minute)
	right.Until = w.now().Add(time.Hour)
	_, _, err := w.NewToken(t.Context(), in.Token, right, home)
	wants(t, err, signin.ErrStepUp)
}

func ptr(err error) *error { return &err }

// Only who has the right secret learns that a token is too old.
func TestOldTokens(t *testing.T) {
	w := newWorld(t)
	w.give(deputy, good)
	in := w.enter(deputy, home)
	secret, _, err := w.NewToken(t.Context(), in.Token, w.terms(), home)
	must(t, err)
	w.pass(time.Hour)
	_, err = w.Bearer(secret, home)
	wants(t, err, signin.ErrTokenExpired)
	bad := secret[:len(secret)-1] + "a"
	if bad == secret {
		bad = secret[:len(secret)-1] + "b"
	}
	for _, s := range []string{bad, "", "hy_", "hy__", strings.ToUpper(secret), secret[3:], secret + "a", secret[:20]} {
		_, err = w.Bearer(s, home)
		wants(t, err, signin.ErrToken)
	}
}

// A token is worth no more than its owner is now.
func TestTokensFollowTheirOwner(t *testing.T) {
	w := newWorld(t)
	w.give(deputy, good)
	in := w.enter(deputy, home)
	secret, _, err := w.NewToken(t.Context(), in.Token, w.terms(), home)
	must(t, err)
	for _, f := range []func(*signin.Account){func(a *signin.Account) { a.Suspended = true }, func(a *signin.Account) { a.Grants = nil }} {
		before, _ := w.Account(deputy, w.now())
		w.set(deputy, f)
		_, err = w.Bearer(secret, home)
		wants(t, err, signin.ErrToken)
		w.set(deputy, func(a *signin.Account) { *a = before })
		_, err = w.Bearer(secret, home)
		must(t, err)
	}
	w.deaf = errDeaf
	if _, _, err := w.NewToken(t.Context(), in.Token, w.terms(), home); err == nil {
		t.Error("a token nobody knows of")
	}
	if list := w.Tokens(deputy); len(list) != 1 {
		t.Errorf("%+v", list)
	}
}

func BenchmarkBearer(b *testing.B) {
	w := newWorld(b)
	w.give(deputy, good)
	in := w.enter(deputy, home)
	secret, _, err := w.NewToken(b.Context(), in.Token, w.terms(), home)
	must(b, err)
	for b.Loop() {
		if _, err := w.Bearer(secret, home); err != nil {
			b.Fatal(err)
		}
	}
}
