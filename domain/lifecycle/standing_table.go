package lifecycle

import "slices"

// Case stands for the acts on a case as a whole that move none of the four
// machines: supervision, visits, marks. They have roles and guards like every
// other row, and so stand in the matrix and on every list of possible acts.
const Case Machine = "case"

// Triggers of the standing acts.
const (
	FixKey            Trigger = "fix_key"
	AppointSupervisor Trigger = "appoint_supervisor"
	Supervise         Trigger = "supervise"
)

// Guards of the standing acts.
const (
	NotKeyYet Guard = "not_key_yet"
	IsKey     Guard = "is_key"
)

// standingRows have no target. From lists states of the suggestion; none means
// every state of a case that has begun.
var standingRows = []Row{
	{Trigger: FixKey, From: underWay, Roles: []Role{CouncilOfChairpersons}, Guards: []Guard{NotKeyYet}},
	{Trigger: AppointSupervisor, Roles: chairs, Guards: []Guard{IsKey}},
	{Trigger: Supervise, Roles: []Role{DeputyAffairsCommittee, SpecialCommittee, CouncilOfChairpersons}},
}

// StandingRows lists the standing acts with their sources written out.
func StandingRows() []Row {
	begun := slices.DeleteFunc(suggestionTable.States(), func(s State) bool { return s == None })
	out := slices.Concat(standingRows, intakeStanding, superviseStanding, successionStanding, deputyStanding, publicationStanding)
	for i := range out {
		if out[i].From == nil {
			out[i].From = begun
		}
	}
	return out
}

// Standing returns the rule of a standing act.
func Standing(t Trigger) (Row, bool) {
	rows := StandingRows()
	i := slices.IndexFunc(rows, func(r Row) bool { return r.Trigger == t })
	if i < 0 {
		return Row{}, false
	}
	return rows[i], true
}
