package ruleset

import (
	"errors"
	"fmt"
)

// Key names a kind of deadline. Its text form is the name in the document.
type Key uint8

// The kinds of deadlines, in the order of a suggestion's life. The comment says
// which event starts the clock when the rule itself leaves that open.
const (
	// OffSessionAssign: from submission between sessions to assignment.
	OffSessionAssign Key = iota + 1
	// Return: for a unit to hand back what is not its business.
	Return
	// ReturnDecision: from the return request to the ruling and re-assignment.
	ReturnDecision
	// FirstContact: for a unit to get in touch with the lead deputy.
	FirstContact
	// ContactConfirm: from a recorded contact to the deputy's confirmation;
	// afterwards the record is one-sided.
	ContactConfirm
	// CoOpinion: for a co-unit to give its opinion to the lead unit.
	CoOpinion
	// CoOpinionRedo: from the lead unit's rejection of an opinion to a new one.
	CoOpinionRedo
	// Reply: the ordinary limit for the reply.
	Reply
	// ExtendedReply: the limit for wide or difficult matters, counted from the
	// same start as Reply.
	ExtendedReply
	// ReplyCap: the limit no reply date may pass, counted from the assignment as
	// the law does, whatever starts Reply.
	ReplyCap
	// Feedback: from the delivery of the reply to the deputy's rating.
	Feedback
	// Reminder: from one unanswered feedback request to the next reminder.
	Reminder
	// Redo: from the order to handle again to the new reply.
	Redo
	// CommitmentReport: the day of the year by which units report on commitments.
	CommitmentReport
	// CommitmentRating: from the fulfilment report to the deputy's rating of it.
	CommitmentRating
	// Publish: from the reply to its publication.
	Publish
	// UnitYearReport: the day by which units report on the year's handling.
	UnitYearReport
	// SupervisionReport: the day by which the supervision of the year is reported.
	SupervisionReport

	keyEnd
)

// ErrKey is wrapped by the error for a text that names no Key.
var ErrKey = errors.New("ruleset: unknown kind of deadline")

var keyNames = [keyEnd]string{
	OffSessionAssign:  "off_session_assign",
	Return:            "return",
	ReturnDecision:    "return_decision",
	FirstContact:      "first_contact",
	ContactConfirm:    "contact_confirm",
	CoOpinion:         "co_opinion",
	CoOpinionRedo:     "co_opinion_redo",
	Reply:             "reply",
	ExtendedReply:     "extended_reply",
	ReplyCap:          "reply_cap",
	Feedback:          "feedback",
	Reminder:          "reminder",
	Redo:              "redo",
	CommitmentReport:  "commitment_report",
	CommitmentRating:  "commitment_rating",
	Publish:           "publish",
	UnitYearReport:    "unit_year_report",
	SupervisionReport: "supervision_report",
}

// Keys returns every kind of deadline in the order of a suggestion's life.
func Keys() []Key {
	keys := make([]Key, 0, keyEnd-1)
	for k := Key(1); k < keyEnd; k++ {
		keys = append(keys, k)
	}
	return keys
}

// ParseKey reads the text form of a kind of deadline.
func ParseKey(s string) (Key, error) {
	if k := lookup(keyNames[:], s); k > 0 {
		return Key(k), nil
	}
	return 0, fmt.Errorf("%w: %q", ErrKey, s)
}

// String returns the name used in the document, or the empty text for no kind.
func (k Key) String() string { return name(keyNames[:], int(k)) }

// MarshalText writes the String form.
func (k Key) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads the String form. On error the receiver is untouched.
func (k *Key) UnmarshalText(text []byte) error {
	parsed, err := ParseKey(string(text))
	if err == nil {
		*k = parsed
	}
	return err
}

// name and lookup map between enumerations and their document names; index 0 is
// always the unnamed zero value.
func name(names []string, i int) string {
	if i < 0 || i >= len(names) {
		return ""
	}
	return names[i]
}

func lookup(names []string, s string) int {
	for i, n := range names {
		if i > 0 && n == s {
			return i
		}
	}
	return 0
}
