package pages

import (
	"encoding/json"
	"net/http"
	"net/url"

	"huiyin/api/access"
)

// What somebody sends when their session has ended, or before they have shown again
// who they are, is not lost (handbook AUT-06, HATE-03): it lies in the page that
// asks, goes with the answer, and is offered to be sent on. Nothing of it is done
// before its sender says so, because it may be somebody else who signs in. It needs
// no seal: it came from this site's own form, and goes back through it.

// heldField is one value of a form that waits.
type heldField struct{ Name, Value string }

// hold packs what was sent into a text for a hidden field; empty for a page that
// was only opened.
func (v *visit) hold() string {
	if v.r.Method != http.MethodPost || v.parse(nil) != nil && !sends(v.r) {
		return ""
	}
	if len(v.r.PostForm["dropped"]) > 0 { // files are nobody's before it is known who sends them
		v.r.PostForm.Set("step", "edit")
	}
	packed, _ := json.Marshal(v.r.PostForm) // texts by name always pack
	return string(packed)
}

// heldForm is what came along to a page that asks who it is.
func (v *visit) heldForm() string { return v.r.PostFormValue("held") }

// resumeData is the page on which what was held is sent on.
type resumeData struct {
	Action string
	Fields []heldField
}

// goOn sends somebody on who has shown who they are: to where they wanted to go, or
// to the page with what they had sent.
func (v *visit) goOn(next string) error {
	var form url.Values
	held := v.heldForm()
	if held == "" {
		return v.see(local(next))
	}
	if json.Unmarshal([]byte(held), &form) != nil {
		return wrong("web.fail.form")
	}
	d := resumeData{Action: local(next)}
	for name, values := range form {
		for _, value := range values {
			d.Fields = append(d.Fields, heldField{name, value})
		}
	}
	return v.show(http.StatusOK, "resume", d)
}

// askSignIn asks who is there, and keeps what they sent. What is about secrets is
// not kept.
func (s *Site) askSignIn(v *visit, route Route) error {
	switch {
	case v.r.Method != http.MethodPost:
		return v.see("/signin?next=" + queryEscape(v.r.URL.RequestURI()))
	case own(route):
		return v.see("/signin?next=/account")
	}
	return v.show(http.StatusUnauthorized, "signin", s.signinPage(signinData{Next: v.r.URL.RequestURI(), Held: v.hold(), Error: say("web.signin.ended")}))
}

// askGrant asks under which of several roles to act.
func (s *Site) askGrant(v *visit, next, held string) error {
	d := grantsData{Next: next, Held: held}
	dir, err := s.o.Desk.Directory(v.ctx())
	if err != nil {
		return err
	}
	for _, g := range v.held(v.session.Login) {
		p, _ := access.Of(dir, v.session.Login, access.Key(g), s.o.Desk.Today())
		d.Grants = append(d.Grants, option{access.Key(g), bodyRole(p.Body, g.Role)})
	}
	return v.show(http.StatusOK, "grants", d)
}

// grantsData are the roles to choose from.
type grantsData struct {
	Grants     []option
	Next, Held string
}

// fresh reports whether the visitor has shown in the last minutes who they are
// (handbook AUT-09).
func (v *visit) fresh() bool { return v.session.Fresh(v.s.o.Desk.Now()) }

func stepUpHref(next string) string { return "/account/stepup?next=" + queryEscape(next) }

// stepUp asks again who it is before what was sent is done, and keeps it meanwhile.
func (v *visit) stepUp() error {
	if v.r.Method != http.MethodPost {
		return v.see(stepUpHref(v.r.URL.RequestURI()))
	}
	return v.show(http.StatusForbidden, "stepup", signinData{Next: v.r.URL.RequestURI(), Held: v.hold()})
}
