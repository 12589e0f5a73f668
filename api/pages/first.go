package pages

import (
	"errors"
	"net/http"
	"strings"

	"huiyin/api/signin"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
)

// resetForm shows the form of a one-time link. Opening it, as mail scanners do,
// uses nothing up (handbook THR-42).
func (s *Site) resetForm(v *visit) error {
	if _, err := s.o.SignIn.CheckReset(v.ctx(), v.query("token")); err != nil {
		return v.badLink(err)
	}
	return v.show(http.StatusOK, "secret", resetPage(v.query("token"), ""))
}

func resetPage(token, problem string) secretData {
	return secretData{Title: say("web.account.reset"), Action: "/reset", Hint: say("web.account.password_hint"), Token: token, Error: problem}
}

// badLink is a link that does not hold; who tries many is held back.
func (v *visit) badLink(err error) error {
	if words, refused := refusal(err); refused {
		v.failed = true
		return usage{words}
	}
	return err
}

func (s *Site) resetDo(v *visit) error {
	token := v.r.PostFormValue("token")
	err := s.o.SignIn.FinishReset(v.ctx(), token, v.r.PostFormValue("password"), v.from())
	if words, refused := refusal(err); refused {
		v.failed = errors.Is(err, signin.ErrLink)
		return v.show(http.StatusUnprocessableEntity, "secret", resetPage(token, words))
	}
	if err != nil {
		return err
	}
	return v.see("/signin")
}

// setupForm is the first page of an installation: who has the token that the
// server printed makes the first account, a security administrator's, and that
// account makes all others (handbook THR-23).
func (s *Site) setupForm(v *visit) error {
	if err := s.o.SignIn.CheckSetUp(v.ctx(), v.query("token")); err != nil {
		return v.badLink(err)
	}
	return v.show(http.StatusOK, "secret", setupPage(v.query("token"), "", ""))
}

func setupPage(token, login, problem string) secretData {
	return secretData{Title: say("web.setup"), Action: "/setup", Hint: say("web.setup.hint") + say("web.account.password_hint"), Token: token, Login: true, Typed: login, Error: problem}
}

func (s *Site) setupDo(v *visit) error {
	token, login, name := v.r.PostFormValue("token"), strings.TrimSpace(v.r.PostFormValue("login")), strings.TrimSpace(v.r.PostFormValue("name"))
	if err := s.o.SignIn.CheckSetUp(v.ctx(), token); err != nil {
		return v.badLink(err)
	}
	if words, refused := refusal(s.o.SignIn.CheckPassword(login, v.r.PostFormValue("password"))); refused {
		return v.show(http.StatusUnprocessableEntity, "secret", setupPage(token, login, words))
	}
	v.who.Person, v.who.Grant.Role, v.session.Login = suggestion.Person{ID: login, Name: name}, register.SecurityAdmin, login
	today := s.o.Desk.Today()
	for _, fact := range []register.Event{register.AccountOpened{ID: login, From: today, Person: v.who.Person},
		register.RoleGranted{ID: login, From: today, Role: register.SecurityAdmin}} {
		if err := v.administer(fact); refusedRule(err) {
			return v.show(http.StatusUnprocessableEntity, "secret", setupPage(token, login, wordsOf(err)))
		} else if err != nil {
			return err
		}
	}
	err := s.o.SignIn.UseSetUp(v.ctx(), token, login, v.r.PostFormValue("password"), v.from())
	if words, refused := refusal(err); refused {
		return v.show(http.StatusUnprocessableEntity, "secret", setupPage(token, login, words))
	}
	if err != nil {
		return err
	}
	return v.see("/signin")
}

// refusedRule reports whether the registers refused a fact.
func refusedRule(err error) bool {
	var refused *suggestion.Refusal
	return errors.As(err, &refused)
}
