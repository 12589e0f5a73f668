package lifecycle

// Role is what a person acts as. The codes are those of the field's glossary.
type Role string

// Roles of domain practice. System roles (Clock, Reactor, Importer) act on
// recorded facts only and are never given to a person.
const (
	LeadDeputy             Role = "lead_deputy"
	CoSigner               Role = "co_signer"
	Delegation             Role = "delegation"
	SessionMotionsGroup    Role = "session_motions_group"
	DeputyAffairsCommittee Role = "deputy_affairs_committee"
	SpecialCommittee       Role = "special_committee"
	Presidium              Role = "presidium"
	CouncilOfChairpersons  Role = "council_of_chairpersons"
	GovOffice              Role = "gov_office"
	UnitCoordinator        Role = "unit_coordinator"
	UnitHandler            Role = "unit_handler"
	UnitHead               Role = "unit_head"
	Assessor               Role = "assessor"
	Auditor                Role = "auditor"
	Clock                  Role = "clock"
	Reactor                Role = "reactor"
	Importer               Role = "importer"
)

// Roles lists every role in the order of the permission matrix.
func Roles() []Role {
	return []Role{LeadDeputy, CoSigner, Delegation, SessionMotionsGroup, DeputyAffairsCommittee,
		SpecialCommittee, Presidium, CouncilOfChairpersons, GovOffice, UnitCoordinator, UnitHandler,
		UnitHead, Assessor, Auditor, Clock, Reactor, Importer}
}

// OfUnit reports whether the role belongs to a handling unit. No such role may
// ever appear on a row that rates, concludes or decides on its own case.
func (r Role) OfUnit() bool {
	return r == UnitCoordinator || r == UnitHandler || r == UnitHead
}

// OfDeputies reports whether the role is a deputy's or the deputies' delegation's.
func (r Role) OfDeputies() bool {
	return r == LeadDeputy || r == CoSigner || r == Delegation
}

// OfCongress reports whether the role belongs to an office or a body of the
// congress, which hands over and supervises and never handles.
func (r Role) OfCongress() bool {
	return r == SessionMotionsGroup || r == DeputyAffairsCommittee || r == SpecialCommittee || r == Presidium || r == CouncilOfChairpersons
}

// Groups of roles that act alike.
var (
	reviewers = []Role{SessionMotionsGroup, DeputyAffairsCommittee}
	assigners = []Role{DeputyAffairsCommittee, GovOffice}
	committee = []Role{DeputyAffairsCommittee}
	unitStaff = []Role{UnitCoordinator, UnitHandler, UnitHead}
	unitDesk  = []Role{UnitCoordinator, UnitHead}
	derived   = []Role{Reactor}
)
