package access

import (
	"slices"

	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/projections/views"
)

// Waits selects what waits for the principal: the steps of the role, for a unit or
// a deputy those of nobody else.
func (p Principal) Waits() views.StepFilter {
	role := p.Role()
	f := views.StepFilter{Roles: []lifecycle.Role{role}}
	switch {
	case role == lifecycle.LeadDeputy:
		f.Roles, f.Who = []lifecycle.Role{lifecycle.LeadDeputy, lifecycle.CoSigner}, []string{p.Person.ID}
	case role.OfDeputies():
		f.Who = []string{p.Person.ID}
	case role.OfUnit():
		f.Who = slices.Clone(p.Names)
	case role == register.CongressLeader:
		f.Roles = []lifecycle.Role{lifecycle.CouncilOfChairpersons}
	}
	return f
}
