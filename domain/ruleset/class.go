package ruleset

// Outcome is what a reply class means, comparable across jurisdictions.
type Outcome uint8

// The canonical outcomes. The zero value is no outcome.
const (
	// Resolved: solved, basically solved or adopted.
	Resolved Outcome = iota + 1
	// InProgress: being solved.
	InProgress
	// Planned: in a plan, to be solved later.
	Planned
	// NotFeasible: cannot be solved under present conditions or policy.
	NotFeasible
	// Reference: kept for reference.
	Reference
	// EscalatedUp: belongs to a higher organ and was reported there.
	EscalatedUp

	outcomeEnd
)

var outcomeNames = [outcomeEnd]string{
	Resolved:    "resolved",
	InProgress:  "in_progress",
	Planned:     "planned",
	NotFeasible: "not_feasible",
	Reference:   "reference",
	EscalatedUp: "escalated_up",
}

// String returns the name used in the document, or the empty text for none.
func (o Outcome) String() string { return name(outcomeNames[:], int(o)) }

// Outcomes is a set of outcomes.
type Outcomes uint8

// Has reports whether the set contains the outcome.
func (s Outcomes) Has(o Outcome) bool { return s&(1<<o) != 0 }

// List returns the members in canonical order.
func (s Outcomes) List() []Outcome {
	var list []Outcome
	for o := Resolved; o < outcomeEnd; o++ {
		if s.Has(o) {
			list = append(list, o)
		}
	}
	return list
}

func (s Outcomes) with(o Outcome) Outcomes { return s | 1<<o }

// Class is one class of reply in a jurisdiction's scheme.
type Class struct {
	// Code is the mark on the reply, such as "A"; unique within the scheme, and in
	// ascending order from solved to not.
	Code string
	// Label says in the jurisdiction's words what the class means.
	Label string
	// Outcome is the canonical outcome the class stands for by default.
	Outcome Outcome
	// Covers holds every outcome the class may stand for, Outcome included.
	Covers Outcomes
	// NeedsCommitment is true when a reply of this class is defective without a
	// dated commitment.
	NeedsCommitment bool
}

// RatingScale is how a deputy rates: each part gets one grade.
type RatingScale struct {
	// Grades run from best to worst. The last one is dissatisfaction.
	Grades []Grade
	// Parts are what is rated separately, such as process and result.
	Parts []Part
}

// Grade is one step of the scale.
type Grade struct {
	// Code is stable and language-free, such as "satisfied".
	Code string
	// Label is the jurisdiction's word.
	Label string
	// NeedsReason is true when the deputy has to say why.
	NeedsReason bool
}

// Part is one aspect that is rated.
type Part struct {
	// Code is stable and language-free, such as "process".
	Code string
	// Label is the jurisdiction's word.
	Label string
}
