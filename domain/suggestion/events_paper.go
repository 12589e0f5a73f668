package suggestion

import (
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

// LateEntered says that the act recorded right after it was entered late (补录),
// and on what proof. Subject is what the act is about; a contact or a promise
// that the act itself brings has no name yet.
type LateEntered struct {
	Act        lifecycle.Trigger
	Subject    Subject
	On         calendar.Date
	Reason     string
	Scan       string
	Second     Person
	SecondRole lifecycle.Role
	SecondUnit string
}

// FeedbackEntered says that the rating recorded right after it was not given by
// the deputy here, but entered by the committee from the form the deputy signed.
type FeedbackEntered struct {
	Line       LineID
	Version    int
	Scan       string
	By         Person
	Second     Person
	SecondRole lifecycle.Role
}

func (LateEntered) event()     {}
func (FeedbackEntered) event() {}
