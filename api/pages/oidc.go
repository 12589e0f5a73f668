package pages

import "net/http"

// oidcTime is how long somebody may take at the identity provider, in seconds.
const oidcTime = 600

// oidcStart sends somebody to the office's own identity provider (handbook AUT-01).
func (s *Site) oidcStart(v *visit) error {
	if s.o.Provider == nil {
		return errNotFound
	}
	p, err := s.o.Provider(v.ctx())
	if err != nil {
		s.o.Logger.Error("identity provider", "error", err)
		return v.show(http.StatusServiceUnavailable, "signin", s.signinPage(signinData{Next: v.query("next"), Error: say("web.signin.no_provider")}))
	}
	address, browser, err := p.Start(v.ctx())
	if err != nil {
		return err
	}
	v.setCookie("oidc", browser, oidcTime)
	v.setCookie("next", queryEscape(local(v.query("next"))), oidcTime)
	return v.see(address)
}

// oidcReturn lets in whom the provider vouches for, if an account is bound to it.
func (s *Site) oidcReturn(v *visit) error {
	if s.o.Provider == nil {
		return errNotFound
	}
	p, err := s.o.Provider(v.ctx())
	if err != nil {
		return err
	}
	next := queryUnescape(v.cookie("next"))
	step, err := p.Finish(v.ctx(), v.cookie("oidc"), v.r.URL.Query(), v.from())
	v.setCookie("oidc", "", -1)
	v.setCookie("next", "", -1)
	return s.enter(v, signinData{Next: next}, step, err)
}
