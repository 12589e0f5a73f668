package wire

import "huiyin/domain/suggestion"

// LogStream is the stream of what happened to the log as a whole.
const LogStream = "log"

// LossAccepted says that the log goes on although events are missing that a
// signed checkpoint covers: an older backup was put back and nothing newer is
// left. Size and Root are the checkpoint's; Kept events are still there, whose
// root is KeptRoot, and Lost are not. Two people answer for it.
type LossAccepted struct {
	Origin     string
	Size       int
	Root       string
	Kept       int
	KeptRoot   string
	Lost       int
	Reason     string
	ProposedBy suggestion.Person
	ApprovedBy suggestion.Person
}

func (LossAccepted) registerEvent() {}
