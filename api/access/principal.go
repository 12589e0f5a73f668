package access

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
	"huiyin/domain/veil"
	"huiyin/projections/views"
)

// Principal is who is at the desk: an account under one of its grants. The zero
// Principal is nobody.
type Principal struct {
	Account string
	Person  suggestion.Person
	Grant   register.Grant
	// Body is the name, on the day, of the unit, committee or delegation that the
	// grant is for; empty for all others.
	Body string
	// Names are all names that body ever bore: cases know it by the name of then.
	Names []string
}

// Key names a grant among those of its account.
func Key(g register.Grant) string { return g.Key() }

// Of is the account under the grant of that key on a day; false if the account or
// the grant is not in force.
func Of(d *register.Directory, login, key string, on calendar.Date) (Principal, bool) {
	a, ok := d.Account(login)
	if !ok {
		return Principal{}, false
	}
	held := a.Roles(on)
	i := slices.IndexFunc(held, func(g register.Grant) bool { return Key(g) == key })
	if i < 0 {
		return Principal{}, false
	}
	p := Principal{Account: login, Person: a.Person, Grant: held[i]}
	for _, b := range []register.Ref{{Kind: register.Units, ID: p.Grant.Unit}, {Kind: register.Committees, ID: p.Grant.Committee},
		{Kind: register.Delegations, ID: p.Grant.Delegation}} {
		e, known := d.Get(b)
		if b.ID == "" || !known {
			continue
		}
		p.Body = e.Name(on)
		for _, n := range e.Called() {
			p.Names = append(p.Names, n.Name)
		}
	}
	return p, true
}

// Role is what the principal acts as in general; on a case it may differ, see
// Actor.
func (p Principal) Role() lifecycle.Role { return p.Grant.Role }

// OfUnit reports whether the principal acts for a handling unit.
func (p Principal) OfUnit() bool { return p.Role().OfUnit() }

// Scope is which cases the principal may see.
//
// A deputy sees what he or she signed, a unit what it handles, and no rating that
// is not released to it. The congress sees everything but drafts; committees,
// leaders and the government what has been registered; administrators nothing.
func (p Principal) Scope() views.Scope {
	switch r := p.Role(); {
	case r == lifecycle.Delegation:
		return views.Scope{Parties: []views.Party{{Part: views.Signer, Who: p.Person.ID}, {Part: views.Group, Who: p.Body}}}
	case r.OfDeputies():
		return views.Scope{Parties: []views.Party{{Part: views.Signer, Who: p.Person.ID}}}
	case r.OfUnit():
		s := views.Scope{AsUnit: true}
		for _, n := range p.Names {
			s.Parties = append(s.Parties, views.Party{Part: views.Handler, Who: n})
		}
		return s
	case slices.Contains(intake, r):
		return views.Scope{All: true, Withheld: []views.Stage{views.Private}}
	case slices.Contains(afterwards, r):
		return views.Scope{All: true, Withheld: []views.Stage{views.Private, views.Intake}}
	}
	return views.Scope{}
}

var (
	intake     = []lifecycle.Role{lifecycle.SessionMotionsGroup, lifecycle.DeputyAffairsCommittee, lifecycle.Auditor}
	afterwards = []lifecycle.Role{lifecycle.SpecialCommittee, lifecycle.Presidium, lifecycle.CouncilOfChairpersons,
		lifecycle.GovOffice, lifecycle.Assessor, register.CongressLeader, register.GovernmentLeader}
)

// Sees reports whether the principal may see the case; it is the scope, asked of
// one case.
func (p Principal) Sees(s *suggestion.Suggestion) bool { return p.Scope().Sees(s) }

// Shown is the case as the principal may know it. It must be seen.
func (p Principal) Shown(s *suggestion.Suggestion) *suggestion.Suggestion {
	veil := p.Veil(s)
	if p.OfUnit() {
		s = s.Told()
	}
	return veil.Case(s)
}

// Veil hides from the principal who signed a case whose names are withheld; nil if
// the principal may know them: those who signed, the congress's own office, and the
// auditor, who reads everything (handbook THR-44).
func (p Principal) Veil(s *suggestion.Suggestion) *veil.Veil {
	if p.Role().OfDeputies() || slices.Contains(intake, p.Role()) {
		return nil
	}
	return veil.Of(s)
}

// Knows reports whether the principal may know of an event of a case that is seen.
// A unit does not know of what THR-04 keeps from it, and deputies not of a reply
// that nobody has signed: a draft is none.
func (p Principal) Knows(s *suggestion.Suggestion, e suggestion.Event) bool {
	if _, draft := e.(suggestion.ReplyDrafted); draft && p.Role().OfDeputies() {
		return false
	}
	return !p.OfUnit() || !s.Untold(e)
}

// Actor is the principal as one who acts on a case: a deputy leads it or signed
// it, a unit bears the name the case knows it by.
func (p Principal) Actor(s *suggestion.Suggestion) suggestion.Actor {
	a := suggestion.Actor{Role: p.Role(), Person: p.Person}
	switch {
	case p.OfUnit():
		a.Unit = p.unitOn(s)
	case a.Role == lifecycle.LeadDeputy && s.Lead.ID != "" && s.Lead.ID != p.Person.ID:
		a.Role = lifecycle.CoSigner
	case a.Role == lifecycle.LeadDeputy && s.Kind == suggestion.FromDelegation:
		a.Role = lifecycle.Delegation
	}
	return a
}

func (p Principal) unitOn(s *suggestion.Suggestion) string {
	for _, x := range s.Assignments {
		if unit := s.BodyOf(x.Unit); x.Active() && slices.Contains(p.Names, unit) {
			return unit
		}
	}
	return p.Body
}
