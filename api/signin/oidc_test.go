package signin_test

import (
	"net/url"
	"testing"
	"time"

	"huiyin/api/signin"
)

func TestSignInByProvider(t *testing.T) {
	w, p := bound(t)
	trusted := p.trust()
	address, browser, err := trusted.Start(t.Context())
	must(t, err)
	step, err := trusted.Finish(t.Context(), browser, p.authorize(address), home)
	must(t, err)
	v, err := w.Lookup(step.Token)
	must(t, err)
	if v.Login != deputy || v.Must != signin.MustNothing || w.last().Detail["how"] != "oidc" {
		t.Errorf("%+v %+v", v, w.last())
	}
}

// bad are the tokens and flows of handbook AUT-01, each with the reason that the
// log is told. Each is refused, and none signs anybody in.
func bad(w *world) map[string]struct {
	reason string
	spoil  func(p *provider, answer url.Values, browser *string)
} {
	type spoil = func(p *provider, answer url.Values, browser *string)
	claim := func(name string, value any) spoil {
		return func(p *provider, _ url.Values, _ *string) {
			p.claims = func(c map[string]any) {
				if c[name] = value; value == nil {
					delete(c, name)
				}
			}
		}
	}
	sign := func(f func(*provider, []byte) string) spoil {
		return func(p *provider, _ url.Values, _ *string) { p.sign = f }
	}
	set := func(name, value string) spoil {
		return func(_ *provider, a url.Values, _ *string) { a.Set(name, value) }
	}
	return map[string]struct {
		reason string
		spoil  spoil
	}{
		"another issuer": {"token", claim("iss", "https://idp.example")},
		"issuer with a slash": {"token", func(p *provider, _ url.Values, _ *string) {
			p.claims = func(c map[string]any) { c["iss"] = p.server.URL + "/" }
		}},
		"another audience":     {"token", claim("aud", "other")},
		"no audience":          {"token", claim("aud", nil)},
		"others' too":          {"authorized party", claim("aud", []string{clientID, "other"})},
		"another party":        {"authorized party", claim("azp", "other")},
		"another nonce":        {"nonce", claim("nonce", "guessed")},
		"no nonce":             {"nonce", claim("nonce", nil)},
		"expired":              {"token", claim("exp", ago(w, time.Second))},
		"no end":               {"token", claim("exp", nil)},
		"not yet":              {"token", claim("nbf", ago(w, -10*time.Minute))},
		"from the future":      {"issued later", claim("iat", ago(w, -10*time.Minute))},
		"no subject":           {"subject", claim("sub", "")},
		"wrong access token":   {"access token", claim("at_hash", "AAAAAAAAAAAAAAAAAAAAAA")},
		"alg none":             {"token", sign(unsigned)},
		"another key":          {"token", sign(otherKey)},
		"client secret as key": {"token", sign(bySecret)},
		"changed after":        {"token", sign(changedAfter)},
		"no token":             {"token", func(p *provider, _ url.Values, _ *string) { p.reply = func(a map[string]any) { delete(a, "id_token") } }},
		"another state":        {"state", set("state", "guessed")},
		"no state":             {"state", set("state", "")},
		"another code":         {"exchange", set("code", "guessed")},
		"mix-up":               {"mix-up", set("iss", "https://idp.example")},
		"provider refuses":     {"provider says access_denied", set("error", "access_denied")},
		"another browser":      {"other browser", func(_ *provider, _ url.Values, b *string) { *b = "another" }},
		"no browser":           {"other browser", func(_ *provider, _ url.Values, b *string) { *b = "" }},
		"too late":             {"late", func(p *provider, _ url.Values, _ *string) { p.w.pass(signin.FlowTime) }},
	}
}

func TestBadTokensAndFlows(t *testing.T) {
	for name := range bad(newWorld(t)) {
		w, p := bound(t)
		c, trusted := bad(w)[name], p.trust()
		address, browser, err := trusted.Start(t.Context())
		must(t, err)
		answer := p.authorize(address)
		c.spoil(p, answer, &browser)
		step, err := trusted.Finish(t.Context(), browser, answer, evil)
		if e := wants(t, err, signin.ErrProvider); e.Reason != c.reason || step != (signin.Step{}) {
			t.Errorf("%s: refused as %q, want %q", name, e.Reason, c.reason)
		}
		if r := w.last(); r.Act != signin.SignedIn || r.Refused != "provider" || r.Reason != c.reason {
			t.Errorf("%s: %+v", name, r)
		}
		if list := w.Sessions(deputy); len(list) != 0 {
			t.Errorf("%s: %+v", name, list)
		}
	}
}

// An answer is taken once; a stolen code is worth nothing in another flow,
// because its verifier is another one.
func TestReplays(t *testing.T) {
	_, p := bound(t)
	trusted := p.trust()
	address, browser, err := trusted.Start(t.Context())
	must(t, err)
	stolen := p.authorize(address)
	second, other, err := trusted.Start(t.Context())
	must(t, err)
	answer := p.authorize(second)
	answer.Set("code", stolen.Get("code"))
	_, err = trusted.Finish(t.Context(), other, answer, evil)
	if e := wants(t, err, signin.ErrProvider); e.Reason != "exchange" {
		t.Error(e)
	}
	address, browser, err = trusted.Start(t.Context())
	must(t, err)
	once := p.authorize(address)
	_, err = trusted.Finish(t.Context(), browser, once, home)
	must(t, err)
	_, err = trusted.Finish(t.Context(), browser, once, home)
	if e := wants(t, err, signin.ErrProvider); e.Reason != "state" {
		t.Error(e)
	}
}

// Where a provider says that its answers name it, one that does not is refused.
func TestAnswersNameTheirIssuer(t *testing.T) {
	_, p := bound(t)
	p.sends = true
	trusted := p.trust()
	for _, named := range []bool{false, true} {
		address, browser, err := trusted.Start(t.Context())
		must(t, err)
		answer := p.authorize(address)
		if named {
			answer.Set("iss", p.server.URL)
		}
		if _, err = trusted.Finish(t.Context(), browser, answer, home); (err == nil) != named {
			t.Errorf("named %v: %v", named, err)
		}
	}
}

// Two providers do not answer for each other.
func TestStatesAreOfOneProvider(t *testing.T) {
	w, p := bound(t)
	other := newProvider(t, w)
	address, browser, err := p.trust().Start(t.Context())
	must(t, err)
	_, err = other.trust().Finish(t.Context(), browser, p.authorize(address), evil)
	if e := wants(t, err, signin.ErrProvider); e.Reason != "mix-up" {
		t.Error(e)
	}
}

func TestBinding(t *testing.T) {
	w, p := bound(t)
	trusted := p.trust()
	come := func() (signin.Step, error) {
		address, browser, err := trusted.Start(t.Context())
		must(t, err)
		return trusted.Finish(t.Context(), browser, p.authorize(address), home)
	}
	wants(t, w.Bind(t.Context(), office, p.server.URL, subject, "security", home), signin.ErrBound)
	wants(t, w.Bind(t.Context(), "nobody", p.server.URL, "emp-2", "security", home), signin.ErrWrong)
	must(t, w.Bind(t.Context(), deputy, p.server.URL, subject, "security", home)) // again is no error
	list, err := w.BoundTo(t.Context(), deputy)
	must(t, err)
	if len(list) != 1 || list[0].Subject != subject {
		t.Errorf("%+v", list)
	}
	in, err := come()
	must(t, err)
	w.set(deputy, func(a *signin.Account) { a.Suspended = true })
	_, err = come()
	wants(t, err, signin.ErrSuspended)
	w.set(deputy, func(a *signin.Account) { a.Suspended = false })
	must(t, w.Unbind(t.Context(), deputy, p.server.URL, subject, "security", home))
	_, err = w.Lookup(in.Token)
	wants(t, err, signin.ErrNoSession)
	p.claims = func(c map[string]any) { c["email"] = deputy; c["preferred_username"] = deputy }
	_, err = come()
	if e := wants(t, err, signin.ErrUnbound); e.Facts["subject"] != subject {
		t.Errorf("%+v", e)
	}
	wants(t, w.Unbind(t.Context(), deputy, p.server.URL, subject, "security", home), signin.ErrUnbound)
}

// Whether the provider's own second factor counts is configured.
func TestProviderAndSecondFactor(t *testing.T) {
	for _, trustedWithTwo := range []bool{false, true} {
		w := newWorld(t)
		p := newProvider(t, w)
		must(t, w.Bind(t.Context(), office, p.server.URL, subject, "security", home))
		trusted := p.trust(func(o *signin.ProviderOptions) { o.SecondFactor = trustedWithTwo })
		come := func() signin.Step {
			address, browser, err := trusted.Start(t.Context())
			must(t, err)
			step, err := trusted.Finish(t.Context(), browser, p.authorize(address), home)
			must(t, err)
			return step
		}
		in := come()
		if want := map[bool]signin.Must{false: signin.MustEnrol}[trustedWithTwo]; in.Session.Must != want {
			t.Errorf("trusted with two %v: %+v", trustedWithTwo, in.Session)
		}
		_, secret, _ := w.enrol(in.Token)
		if step := come(); (step.Pending == "") != trustedWithTwo {
			t.Errorf("trusted with two %v: %+v", trustedWithTwo, step)
		} else if step.Pending != "" {
			w.pass(time.Minute)
			_, err := w.Second(t.Context(), step.Pending, w.code(secret), home)
			must(t, err)
		}
	}
}
