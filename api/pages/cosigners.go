package pages

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"huiyin/api/access"
	"huiyin/api/desk"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
	"huiyin/projections/telling"
	"huiyin/projections/views"
)

func (s *Site) cosignerRoutes() []Route {
	return []Route{{"GET /cases/{id}/cosigners", access.Cases, s.cosigners}}
}

// cosignersData is who signs a suggestion, who may be asked to, and what became of
// those who were asked.
type cosignersData struct {
	Title, Back, Done string
	CoSigners         []cosignerView
	Invite            string // why nobody can be asked now; empty while one can
	Who               string
	Found             []deputyView
	More              int
	Action            string
}

// cosignerView is one who was asked.
type cosignerView struct{ Name, State, Withdrawal string }

// deputyView is one who may be asked, with what asks at a touch.
type deputyView struct{ Name, Delegation, Value, Command string }

// mostFound bounds how many deputies are shown; a name narrows them.
const mostFound = 30

// cosigners shows who signs with the lead deputy and finds, by name or delegation
// or by their sounds, whom to ask besides.
func (s *Site) cosigners(v *visit) error {
	c, _, err := v.theCase()
	if err != nil {
		return err
	}
	c = v.who.Shown(c)
	d := cosignersData{Title: telling.Title(c.Number, c.Title, c.Imported), Back: "/cases/" + string(c.ID), Done: v.query("done"),
		Who: strings.TrimSpace(v.query("who")), Action: actHref(c.ID, string(lifecycle.InviteCoSigner), suggestion.Subject{})}
	for _, x := range c.CoSigners {
		d.CoSigners = append(d.CoSigners, cosignerView{x.Name, say("web.cosigner." + string(x.Answer)), consentWord(c, x)})
	}
	r, err := s.o.Desk.Judged(c, suggestion.Request{Actor: v.who.Actor(c), Now: s.o.Desk.Now()})
	if err != nil {
		return err
	}
	if err := suggestion.Check(c, r, lifecycle.Suggestion, lifecycle.InviteCoSigner, suggestion.Subject{}); err != nil {
		d.Invite = wordsOf(err)
		return v.show(http.StatusOK, "cosigners", &d)
	}
	dir, err := s.o.Desk.Directory(v.ctx())
	if err != nil {
		return err
	}
	if err := s.findDeputies(dir, c, &d); err != nil {
		return err
	}
	return v.show(http.StatusOK, "cosigners", &d)
}

// findDeputies lists the deputies in office who are not on the suggestion yet,
// those who are asked for if somebody is.
func (s *Site) findDeputies(dir *register.Directory, c *suggestion.Suggestion, d *cosignersData) error {
	for _, p := range desk.Signers(dir, s.o.Desk.Today()) {
		if slices.ContainsFunc(c.Deputies(), p.Person.Same) || !p.Named(d.Who) {
			continue
		}
		if len(d.Found) == mostFound {
			d.More++
			continue
		}
		id, err := s.o.Desk.NewCommandID()
		if err != nil {
			return err
		}
		d.Found = append(d.Found, deputyView{p.Person.Name, p.Delegation, p.Person.Name + "#" + p.Person.ID, id.String()})
	}
	return nil
}

// signers names who was asked to sign, with what each answered.
func signers(c *suggestion.Suggestion) string {
	var all []string
	for _, x := range c.CoSigners {
		all = append(all, x.Name+telling.InBrackets(say("web.cosigner."+string(x.Answer))))
	}
	return strings.Join(all, views.ListMark)
}

// consents names who has to agree to a withdrawal, with who does.
func consents(c *suggestion.Suggestion) string {
	var all []string
	for _, x := range c.CoSigners {
		if word := consentWord(c, x); word != "" {
			all = append(all, x.Name+telling.InBrackets(word))
		}
	}
	return strings.Join(all, views.ListMark)
}

// consentWord is what a co-signer says to a withdrawal; nothing while it is not
// the co-signer's to say.
func consentWord(c *suggestion.Suggestion, x suggestion.CoSigner) string {
	switch {
	case x.Consented:
		return say("web.cosigner.consented")
	case c.State != lifecycle.Draft && x.Answer != suggestion.Declined:
		return say("web.cosigner.no_consent")
	}
	return ""
}

// beside are the pages of a case that a deputy has beside the case's own.
func beside(v *visit, c *suggestion.Suggestion) (all []offerView) {
	if !v.who.Role().OfDeputies() {
		return nil
	}
	if c.Kind != suggestion.FromDelegation {
		all = append(all, offerView{Word: say("web.cosigners"), Href: "/cases/" + url.PathEscape(string(c.ID)) + "/cosigners"})
	}
	for _, l := range c.Lines {
		if len(l.Ratings) > 0 {
			all = append(all, offerView{Word: say("web.receipt"), About: l.Unit, Href: receiptHref(c.ID, l.ID)})
		}
	}
	return all
}
