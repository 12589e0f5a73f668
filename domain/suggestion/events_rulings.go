package suggestion

// ObjectionRuled is the committee's answer to the deputy's objection to a unit.
// Upheld ends the unit's part, which goes on under another unit; else the unit
// keeps it for the reason given.
type ObjectionRuled struct {
	Assignment AssignmentID
	Move       Move
	Upheld     bool
	Reason     string
}

// ContestRuled is the committee's answer to the deputy's objection to the class
// of a reply. A class it changes is a ClassCorrected of its own.
type ContestRuled struct {
	Line    LineID
	Move    Move
	Version int
	Upheld  bool
	Reason  string
}

func (ObjectionRuled) event() {}
func (ContestRuled) event()   {}
