package pages

import (
	"encoding/base64"
	"errors"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"huiyin/api/access"
	"huiyin/api/signin"
)

func (s *Site) accountRoutes() []Route {
	return []Route{
		{"GET /account", access.Home, s.account},
		{"GET /account/password", access.Home, s.passwordForm},
		{"POST /account/password", access.Home, s.passwordDo},
		{"GET /account/second", access.Home, s.secondForm},
		{"POST /account/second", access.Home, s.secondEnrol},
		{"POST /account/recovery", access.Home, s.renewRecovery},
		{"GET /account/alive", access.Home, s.alive},
		{"POST /account/end", access.Home, s.endSession},
		{"POST /account/tokens", access.Home, s.newToken},
		{"POST /account/tokens/revoke", access.Home, s.revokeToken},
		{"GET /account/stepup", access.Home, s.stepUpForm},
		{"POST /account/stepup", access.Home, s.stepUpDo},
	}
}

// accountData is one's own account.
type accountData struct {
	Login    string
	Grants   []string
	Status   signin.Status
	Sessions []signin.Session
	This     string
	Tokens   []signin.Token
	Days     []int  // how long a new token may hold
	Secret   string // of a new token, shown once
	Error    string
	Done     string
}

// account shows one's own account.
func (s *Site) account(v *visit) error {
	return s.showAccount(v, accountData{Done: v.query("done")}, http.StatusOK)
}

func (s *Site) showAccount(v *visit, d accountData, status int) (err error) {
	d.Login, d.This = v.session.Login, v.session.ID
	if d.Status, err = s.o.SignIn.Status(v.ctx(), d.Login); err != nil {
		return err
	}
	for _, g := range v.held(d.Login) {
		d.Grants = append(d.Grants, label("role", string(g.Role)))
	}
	d.Days = tokenDays
	d.Sessions, d.Tokens = s.o.SignIn.Sessions(d.Login), s.o.SignIn.Tokens(d.Login)
	return v.show(status, "account", d)
}

// secretData is the form of a password, a reset or a set-up.
type secretData struct {
	Title, Action, Hint, Error string
	Token                      string
	Old, Login                 bool
	Typed                      string
}

func (s *Site) passwordForm(v *visit) error {
	return v.show(http.StatusOK, "secret", secretData{Title: say("web.account.password"), Action: "/account/password", Hint: say("web.account.password_hint"), Old: true})
}

func (s *Site) passwordDo(v *visit) error {
	step, err := s.o.SignIn.ChangePassword(v.ctx(), v.cookie("huiyin"), v.r.PostFormValue("old"), v.r.PostFormValue("password"), v.from())
	if words, refused := refusal(err); refused {
		return v.show(http.StatusUnprocessableEntity, "secret", secretData{Title: say("web.account.password"), Action: "/account/password",
			Hint: say("web.account.password_hint"), Old: true, Error: words})
	}
	if err != nil {
		return err
	}
	v.keep(step)
	return v.see("/account?done=password")
}

// refusal gives the words of what sign-in refused.
func refusal(err error) (string, bool) {
	var e *signin.Error
	if errors.As(err, &e) {
		return signin.Words(err), true
	}
	return "", false
}

// enrolData shows a second factor to be confirmed, or the recovery codes of one
// that was.
type enrolData struct {
	Picture  template.URL
	Secret   string
	Error    string
	Recovery []string
}

func (s *Site) secondForm(v *visit) error { return s.showEnrol(v, "", http.StatusOK) }

func (s *Site) showEnrol(v *visit, problem string, status int) error {
	e, err := s.o.SignIn.BeginEnrol(v.ctx(), v.cookie("huiyin"))
	if errors.Is(err, signin.ErrStepUp) {
		return v.see(stepUpHref("/account/second"))
	}
	if err != nil {
		return err
	}
	// The picture is our own PNG; as a data address it needs no further request.
	picture := template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(e.PNG))
	return v.show(status, "second", enrolData{Picture: picture, Secret: e.Secret, Error: problem})
}

func (s *Site) secondEnrol(v *visit) error {
	step, recovery, err := s.o.SignIn.FinishEnrol(v.ctx(), v.cookie("huiyin"), strings.TrimSpace(v.r.PostFormValue("code")), v.from())
	if words, refused := refusal(err); refused {
		return s.showEnrol(v, words, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	v.keep(step)
	return v.show(http.StatusOK, "second", enrolData{Recovery: recovery})
}

// renewRecovery shows new recovery codes, once; the old ones are gone.
func (s *Site) renewRecovery(v *visit) error {
	codes, err := s.o.SignIn.RenewRecovery(v.ctx(), v.cookie("huiyin"), v.from())
	if errors.Is(err, signin.ErrStepUp) {
		return v.stepUp()
	}
	if words, refused := refusal(err); refused {
		return s.showAccount(v, accountData{Error: words}, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "second", enrolData{Recovery: codes})
}

// alive is a use of the session by somebody who is typing.
func (s *Site) alive(v *visit) error {
	v.w.WriteHeader(http.StatusNoContent)
	return nil
}

func (s *Site) endSession(v *visit) error {
	var err error
	if id := v.text("id"); id == "all" {
		err = s.o.SignIn.EndOthers(v.ctx(), v.cookie("huiyin"), v.from())
	} else {
		err = s.o.SignIn.End(v.ctx(), v.session.Login, id, v.session.Login, v.from())
	}
	if words, refused := refusal(err); refused {
		return s.showAccount(v, accountData{Error: words}, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return v.see("/account?done=ended")
}

// tokenDays are how long a new token may hold, the usual first.
var tokenDays = []int{90, 30, 180, 365}

func (s *Site) newToken(v *visit) error {
	days, _ := strconv.Atoi(v.text("days")) // what is no number ends at once, and is refused
	terms := signin.Terms{Name: v.text("name"), Grant: v.session.Grant, Scopes: v.r.PostForm["scope"], Until: s.o.Desk.Now().AddDate(0, 0, days)}
	secret, _, err := s.o.SignIn.NewToken(v.ctx(), v.cookie("huiyin"), terms, v.from())
	if errors.Is(err, signin.ErrStepUp) {
		return v.stepUp()
	}
	if words, refused := refusal(err); refused {
		return s.showAccount(v, accountData{Error: words}, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return s.showAccount(v, accountData{Secret: secret}, http.StatusOK)
}

func (s *Site) revokeToken(v *visit) error {
	err := s.o.SignIn.Revoke(v.ctx(), v.session.Login, v.text("id"), v.session.Login, v.from())
	if words, refused := refusal(err); refused {
		return s.showAccount(v, accountData{Error: words}, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return v.see("/account?done=revoked")
}

// stepUpForm asks again who it is, before what needs it (handbook AUT-09).
func (s *Site) stepUpForm(v *visit) error {
	return v.show(http.StatusOK, "stepup", signinData{Next: v.query("next")})
}

func (s *Site) stepUpDo(v *visit) error {
	d := signinData{Next: v.r.PostFormValue("next"), Held: v.heldForm()}
	step, err := s.o.SignIn.StepUp(v.ctx(), v.cookie("huiyin"), v.r.PostFormValue("proof"), v.from())
	if words, refused := refusal(err); refused {
		d.Error = words
		return v.show(http.StatusUnauthorized, "stepup", d)
	}
	if err != nil {
		return err
	}
	v.keep(step)
	return v.goOn(d.Next)
}

// local is an address of this site, the workbench for any other.
func local(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.HasPrefix(next, `/\`) {
		return "/"
	}
	return next
}
