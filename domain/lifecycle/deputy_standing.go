package lifecycle

// Standing acts of those who signed: that their names are kept from all but the
// congress's own office (handbook THR-44), and a question how the handling goes.
const (
	WithholdNames Trigger = "withhold_names"
	DiscloseNames Trigger = "disclose_names"
	AskProgress   Trigger = "ask_progress"
	TellProgress  Trigger = "tell_progress"
)

// Guards of these acts.
const (
	OneOfSigners  Guard = "one_of_signers"
	NamesShown    Guard = "names_shown"
	NamesWithheld Guard = "names_withheld"
	Asked         Guard = "asked"
)

var deputyStanding = []Row{
	{Trigger: WithholdNames, From: living, Roles: []Role{LeadDeputy, CoSigner, Delegation, SessionMotionsGroup, DeputyAffairsCommittee},
		Guards: []Guard{OneOfSigners, NamesShown}},
	{Trigger: DiscloseNames, From: living, Roles: []Role{LeadDeputy, Delegation, SessionMotionsGroup, DeputyAffairsCommittee},
		Guards: []Guard{OneOfSigners, NamesWithheld}},
	// A deputy may ask at any time (Henan art. 26).
	{Trigger: AskProgress, From: handedOver, Roles: []Role{LeadDeputy, CoSigner, Delegation}, Guards: []Guard{OneOfSigners}},
	{Trigger: TellProgress, From: handedOver, Roles: unitStaff, Guards: []Guard{Asked}},
}
