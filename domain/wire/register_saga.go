package wire

import (
	"crypto/sha256"
	"fmt"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
)

const sagaPrefix = "saga-"

// SagaStream is the stream of one saga: an intent over many cases.
func SagaStream(id string) string { return sagaPrefix + id }

// VisitsStream is the stream of the draws of return visits, TermsStream that of
// terms that were closed.
const (
	VisitsStream = "visits"
	TermsStream  = "terms"
)

// SagaID names the n-th saga of an intent, from 1, by a digest: stream names are
// plain ASCII, and the same intent is the same saga.
func SagaID(kind string, n int, parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return fmt.Sprintf("%s-%x-%d", kind, h.Sum(nil)[:8], n)
}

// SagaBegun is the whole intent: what is done to which cases. Rows are in the
// order in which they are worked off.
type SagaBegun struct {
	Saga   string
	Kind   string
	On     calendar.Date
	Params []SagaParam
	Rows   []SagaRow
}

// SagaParam is one parameter of an intent.
type SagaParam struct {
	Name  string
	Value string
}

// SagaRow is one case of an intent, with what is said for it alone.
type SagaRow struct {
	Case   suggestion.CaseID
	Number string
	Cells  []string
}

// SagaStepped is the outcome of one row: done, nothing (the case was so
// already) or refused, then with the refusal's code and facts.
type SagaStepped struct {
	Saga    string
	Row     int // from 1
	Case    suggestion.CaseID
	Outcome string
	Code    string
	Facts   []SagaParam
}

// SagaEnded says that every row has its outcome, and counts them.
type SagaEnded struct {
	Saga    string
	Done    int
	Nothing int
	Refused int
}

// VisitsDrawn is a draw of return visits. Whoever has the log up to Position can
// repeat it: the population are the cases with a line that can be asked about
// then, Digest that of their sorted names, and the sample follows from seed and
// position (package sampling). PerMille is the share asked for.
type VisitsDrawn struct {
	Draw       string
	Year       int
	Seed       string
	PerMille   int
	Position   int
	Population int
	Digest     string
	Sample     []suggestion.CaseID
}

// TermClosed says that a congress's term was closed: no promise of it was left
// unsettled. Open counts the suggestions that stay with their units.
type TermClosed struct {
	Congress  string
	On        calendar.Date
	Kept      int
	Explained int
	Broken    int
	Carried   int
	Open      int
	Unknown   int
}

func (SagaBegun) registerEvent()   {}
func (SagaStepped) registerEvent() {}
func (SagaEnded) registerEvent()   {}
func (VisitsDrawn) registerEvent() {}
func (TermClosed) registerEvent()  {}

var sagaEvents = []entry{
	{"saga.begun", 1, SagaBegun{}},
	{"saga.step", 1, SagaStepped{}},
	{"saga.ended", 1, SagaEnded{}},
	{"return_visit.draw_made", 1, VisitsDrawn{}},
	{"term.closed", 1, TermClosed{}},
}
