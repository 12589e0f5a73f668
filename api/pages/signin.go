package pages

import (
	"errors"
	"net"
	"net/http"
	"strings"

	"huiyin/api/access"
	"huiyin/api/signin"
	"huiyin/api/trace"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
)

// DemoAccount is an account of a demonstration, with its password in the open.
type DemoAccount struct{ Login, Password, Role, Name string }

// The cookies: the session's, and that of a known device. On TLS they are bound to
// this host (handbook AUT-06).
func (v *visit) cookieName(name string) string {
	if v.s.o.Plain {
		return name
	}
	return "__Host-" + name
}

func (v *visit) setCookie(name, value string, seconds int) {
	http.SetCookie(v.w, &http.Cookie{Name: v.cookieName(name), Value: value, Path: "/", MaxAge: seconds, HttpOnly: true,
		Secure: !v.s.o.Plain, SameSite: http.SameSiteLaxMode})
}

func (v *visit) cookie(name string) string {
	c, err := v.r.Cookie(v.cookieName(name))
	if err != nil {
		return ""
	}
	return c.Value
}

const year = 365 * 24 * 3600

// from says where the request comes from.
func (v *visit) from() signin.From {
	host, _, err := net.SplitHostPort(v.r.RemoteAddr)
	if err != nil {
		host = v.r.RemoteAddr
	}
	return signin.From{IP: host, Agent: v.r.UserAgent(), Device: v.cookie("device")}
}

// recognise finds out who the visitor is.
func (v *visit) recognise() {
	find := v.s.o.SignIn.Lookup
	if v.r.Header.Get(byItself) != "" {
		find = v.s.o.SignIn.Peek
	}
	if session, err := find(v.cookie("huiyin")); err == nil {
		v.become(session)
	}
}

// byItself is the header of what a page asks for by itself, which is no use of the
// session: a board on the wall keeps nobody signed in (handbook AUT-06).
const byItself = "Huiyin-By-Itself"

// become makes the visitor who the session is.
func (v *visit) become(session signin.Session) {
	v.session = session
	trace.Of(v.ctx()).Account = session.Login
	if dir, err := v.s.o.Desk.Directory(v.ctx()); err == nil {
		v.who, _ = access.Of(dir, session.Login, session.Grant, v.s.o.Desk.Today())
	}
}

// open answers without asking who it is.
func (s *Site) open(serve func(*visit) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v := s.visit(w, r)
		w.Header().Set("Cache-Control", "no-store")
		if err := serve(v); err != nil {
			s.fail(v, err)
		}
	}
}

type signinData struct {
	Next, Login, Error, Pending string
	Held                        string // what was sent and waits for the sign-in
	Demo                        []DemoAccount
	Provider                    bool // the office has an identity provider of its own
}

// signinPage completes the page with what the installation offers.
func (s *Site) signinPage(d signinData) signinData {
	d.Demo, d.Provider = s.o.Demo, s.o.Provider != nil
	return d
}

func (s *Site) signinForm(v *visit) error {
	return v.show(http.StatusOK, "signin", s.signinPage(signinData{Next: v.query("next")}))
}

func (s *Site) signinDo(v *visit) error {
	d := s.signinPage(signinData{Next: v.r.PostFormValue("next"), Held: v.heldForm(), Login: strings.TrimSpace(v.r.PostFormValue("login"))})
	step, err := s.o.SignIn.SignIn(v.ctx(), d.Login, v.r.PostFormValue("password"), v.from())
	return s.enter(v, d, step, err)
}

func (s *Site) secondDo(v *visit) error {
	d := signinData{Next: v.r.PostFormValue("next"), Held: v.heldForm(), Pending: v.r.PostFormValue("pending")}
	step, err := s.o.SignIn.Second(v.ctx(), d.Pending, strings.TrimSpace(v.r.PostFormValue("code")), v.from())
	return s.enter(v, d, step, err)
}

// enter lets in who has shown who they are, or asks on.
func (s *Site) enter(v *visit, d signinData, step signin.Step, err error) error {
	var refused *signin.Error
	switch {
	case errors.As(err, &refused):
		v.failed, d.Error = true, signin.Words(err)
		return v.show(http.StatusUnauthorized, "signin", d)
	case err != nil:
		return err
	case step.Pending != "":
		d.Pending = step.Pending
		return v.show(http.StatusOK, "signin", d)
	}
	v.keep(step)
	held := v.held(step.Session.Login)
	if len(held) == 1 {
		if step, err = s.o.SignIn.ActUnder(v.ctx(), step.Token, access.Key(held[0]), v.from()); err != nil {
			return err
		}
		v.keep(step)
	}
	if v.become(step.Session); len(held) > 1 && d.Held != "" {
		return s.askGrant(v, d.Next, d.Held)
	}
	return v.goOn(d.Next)
}

// keep gives the browser what it needs to be known by.
func (v *visit) keep(step signin.Step) {
	v.setCookie("huiyin", step.Token, 0)
	if step.Device != "" {
		v.setCookie("device", step.Device, year)
	}
}

// held are the grants of a login today.
func (v *visit) held(login string) []register.Grant {
	dir, err := v.s.o.Desk.Directory(v.ctx())
	if err != nil {
		return nil
	}
	return dir.RolesOn(login, v.s.o.Desk.Today())
}

func (s *Site) signout(v *visit) error {
	if err := s.o.SignIn.SignOut(v.ctx(), v.cookie("huiyin"), v.from()); err != nil {
		return err
	}
	v.setCookie("huiyin", "", -1)
	v.w.Header().Set("Clear-Site-Data", `"cache"`)
	return v.see("/signin")
}

// grants asks under which of several roles to act.
func (s *Site) grants(v *visit) error { return s.askGrant(v, v.query("next"), "") }

// bodyRole words a grant: for whom, as what.
func bodyRole(body string, r lifecycle.Role) string {
	return strings.TrimSpace(body + " " + label("role", string(r)))
}

func (s *Site) actUnder(v *visit) error {
	step, err := s.o.SignIn.ActUnder(v.ctx(), v.cookie("huiyin"), v.r.PostFormValue("grant"), v.from())
	if errors.Is(err, signin.ErrGrant) {
		return errForbidden
	}
	if err != nil {
		return err
	}
	v.keep(step)
	return v.goOn(v.r.PostFormValue("next"))
}
