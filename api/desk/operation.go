package desk

import (
	"time"

	"huiyin/domain/calendar"
	"huiyin/eventstore"
)

// Engine is how the running office does. No case is in it: it is what a system
// administrator sees.
type Engine struct {
	Head, Shown eventstore.Position // of the log, and what the lists show of it
	Parked      int                 // streams that the lists could not read
	Years       []int               // from today to the end of the next year: no notice of holidays adopted
	Room        uint64              // bytes left on the disk
	// Backups reports whether the office knows where its backups lie, Backup when
	// the newest that was verified was taken; zero if there is none.
	Backups bool
	Backup  time.Time
}

// Proof is what an auditor holds the log against. A checkpoint that is kept outside
// the machine proves that the log only grew.
type Proof struct {
	Origin     string // the log's name for ever
	Head       eventstore.Position
	Checkpoint string // the last one that was signed, as a note; empty if none is kept
	Saved      time.Time
}

// SecurityFilter narrows the security records; the zero value takes all.
type SecurityFilter struct {
	Login    string // whose account, or who did it
	Act      string
	From, To calendar.Date // the days of recording, both included
	Refused  bool          // only what was refused
}
