package desk

import (
	"context"

	"huiyin/domain/suggestion"
)

// MostRows is how many cases one assignment meeting hands over at most (handbook
// UX-10).
const MostRows = 500

// HandOver is one row of an assignment meeting as it is typed: several units stand
// in one text with the enumeration comma between them, and a scope follows its
// unit after a colon. An empty mode is read off the units.
type HandOver struct {
	Case                     suggestion.CaseID
	Number                   string
	Mode, Lead, Co, Separate string
}

// Outcome is what becomes of a row.
type Outcome string

// Outcomes.
const (
	Ready   Outcome = "ready"   // would be done; of a preview only
	Carried Outcome = "done"    // was handed over
	Nothing Outcome = "nothing" // was so already
	Refused Outcome = "refused" // changes nothing; Why tells the reason
)

// RowResult is a row with what became of it, in words where it was refused.
type RowResult struct {
	HandOver
	Outcome Outcome
	Why     string
}

// Meetings carries out assignment meetings. Each case is handed over by itself: a
// row that is refused keeps no other from being done.
type Meetings interface {
	// Read reads a list that was pasted or uploaded, as the command line takes it.
	// Cases are as the list names them. It gives rows or problems, never both.
	Read(list []byte) (rows []HandOver, problems []string)
	// Preview says what each row would meet now, and changes nothing.
	Preview(ctx context.Context, by suggestion.Actor, rows []HandOver) ([]RowResult, error)
	// Run hands the rows over. The same key is the same meeting: sent again, or
	// after an interruption, it does each row once.
	Run(ctx context.Context, key string, by suggestion.Actor, rows []HandOver) ([]RowResult, error)
}
