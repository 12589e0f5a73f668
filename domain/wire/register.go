package wire

import (
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
)

// RegisterEvent is a fact of the registers that lie in the log beside the
// cases. The set is closed.
type RegisterEvent interface{ registerEvent() }

// ActRefused is evidence: somebody tried an act on a rating, a deadline or a
// class that the rules refuse. The case itself has no event of it. Act is one
// of suggestion.Evidence, Code the refusal's.
type ActRefused struct {
	Case   suggestion.CaseID
	Act    string
	Role   lifecycle.Role
	Unit   string
	Person suggestion.Person
	Code   string
}

// NumberReserved gives a number of one congress session to one case, before the
// case is registered under it. A number is an opaque text and is given once; one
// that was reserved and is on no case is a recorded gap.
type NumberReserved struct {
	Congress string
	Session  string
	Number   string
	Case     suggestion.CaseID
}

// ImportCompleted tells of one file that was imported: its name without a folder,
// its format, the SHA-256 of its bytes, the code of the dry run that was
// confirmed, how many rows it has and what became of them, and who did it.
type ImportCompleted struct {
	File         string
	Format       string
	Digest       string
	Confirmation string
	Rows         int
	New          int
	Added        int
	Corrected    int
	Unchanged    int
	Refused      int
	By           suggestion.Person
}

// NumberVoided takes a number of one congress session out of use for ever: it
// was never reserved, or Case, for which it was, will not be registered under it.
type NumberVoided struct {
	Congress string
	Session  string
	Number   string
	Case     suggestion.CaseID
	Reason   string
}

// EntryListed names an entry of a register in the stream of all entries, before
// the entry's own stream begins, so that the registers can be read without the
// rest of the log. One that is listed and has no fact is left by a crash.
type EntryListed struct {
	Kind register.Kind
	ID   string
}

func (ImportCompleted) registerEvent() {}
func (EntryListed) registerEvent()     {}
func (NumberReserved) registerEvent()  {}
func (NumberVoided) registerEvent()    {}
func (ActRefused) registerEvent()      {}
