package access

import (
	"slices"

	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
)

// Area is a group of pages and of API routes that the same people may use. What a
// page shows is bounded by the principal's scope besides.
type Area string

// Areas.
const (
	Home      Area = "home"      // the workbench and one's own account
	Cases     Area = "cases"     // lists, cases, search, paper
	Drafting  Area = "drafting"  // to begin a suggestion
	Boards    Area = "boards"    // figures over all that one may see
	Review    Area = "review"    // suggestions in intake, beside those like them
	Meeting   Area = "meeting"   // the assignment meeting
	Registers Area = "registers" // who is who: to read
	Keeping   Area = "keeping"   // who is who: to enter
	Accounts  Area = "accounts"  // accounts and their roles
	Approvals Area = "approvals" // roles that wait for a second pair of eyes
	System    Area = "system"    // the running engine
	Audit     Area = "audit"     // the security records and the proofs
	Events    Area = "events"    // the log itself, as far as the scope goes

	Publication Area = "publication" // what waits to be made public
	// Public is what everybody may read, who is not signed in included. It shows
	// what desk.Desk.Public tells and knows no principal: there is nothing else.
	Public Area = "public"
)

// rows is the whole policy on areas: who is not named may not.
var rows = []struct {
	area Area
	may  []lifecycle.Role
}{
	{Home, register.Roles()},
	{Cases, without(register.Roles(), register.SystemAdmin, register.SecurityAdmin)},
	{Drafting, []lifecycle.Role{lifecycle.LeadDeputy, lifecycle.Delegation, lifecycle.Presidium}},
	{Boards, append(supervising(), lifecycle.UnitCoordinator, lifecycle.UnitHead)},
	{Review, []lifecycle.Role{lifecycle.SessionMotionsGroup, lifecycle.DeputyAffairsCommittee}},
	{Meeting, []lifecycle.Role{lifecycle.DeputyAffairsCommittee, lifecycle.GovOffice}},
	{Registers, append(supervising(), register.SystemAdmin, register.SecurityAdmin)},
	{Keeping, []lifecycle.Role{lifecycle.DeputyAffairsCommittee, lifecycle.SessionMotionsGroup}},
	{Accounts, []lifecycle.Role{register.SecurityAdmin}},
	{Approvals, []lifecycle.Role{register.SecurityAdmin, register.SystemAdmin, lifecycle.Auditor}},
	{System, []lifecycle.Role{register.SystemAdmin}},
	{Audit, []lifecycle.Role{lifecycle.Auditor}},
	{Publication, []lifecycle.Role{lifecycle.DeputyAffairsCommittee, lifecycle.GovOffice}},
	{Public, register.Roles()},
	{Events, append(supervising(), lifecycle.UnitCoordinator, lifecycle.UnitHandler, lifecycle.UnitHead)},
}

func supervising() []lifecycle.Role {
	return []lifecycle.Role{lifecycle.SessionMotionsGroup, lifecycle.DeputyAffairsCommittee, lifecycle.SpecialCommittee, lifecycle.Presidium,
		lifecycle.CouncilOfChairpersons, lifecycle.GovOffice, lifecycle.Auditor, register.CongressLeader, register.GovernmentLeader}
}

func without(all []lifecycle.Role, some ...lifecycle.Role) []lifecycle.Role {
	return slices.DeleteFunc(slices.Clone(all), func(r lifecycle.Role) bool { return slices.Contains(some, r) })
}

// Areas lists every area.
func Areas() (all []Area) {
	for _, r := range rows {
		all = append(all, r.area)
	}
	return all
}

// May reports whether the principal may use the area; nobody may use any.
func (p Principal) May(a Area) bool {
	for _, r := range rows {
		if r.area == a {
			return slices.Contains(r.may, p.Role())
		}
	}
	return false
}
