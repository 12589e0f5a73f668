package suggestion

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

// Oversight is what supervision adds to a case. None of it moves a machine.
type Oversight struct {
	Proposals    []KeyProposal
	Item         KeyItem
	Tasks        []Task
	Urgings      []Urging
	Instructions int
	Inspections  int
	Appraisals   []Appraisal
	Awards       []string
	Visits       []Visit
	Flags        []Flag
}

// KeyProposal is a committee's wish to have the suggestion fixed as key.
type KeyProposal struct {
	By       lifecycle.Role
	Body     string
	Criteria []string
}

// KeyItem is the key item that groups several key suggestions (R5-03); zero for
// a key suggestion that stands alone.
type KeyItem struct {
	Number string
	Name   string
}

// TaskID names one task of supervision in the case ("t1").
type TaskID string

// Task is an act of supervision that somebody has to answer, with the six
// elements of R5-23: content, unit, responsible person, time limit, progress,
// result. Done is the day of the result; one after Due was late for ever.
type Task struct {
	ID          TaskID
	Layer       string
	Way         string
	Content     string
	Unit        string
	Responsible Person
	Due         calendar.Date
	Progress    string // the newest report
	Result      string
	Done        calendar.Date
}

// Open reports whether the task still waits for its result.
func (t Task) Open() bool { return t.Result == "" }

// Urging is one letter that urges a unit (催办).
type Urging struct {
	Unit     string
	Document string
	On       calendar.Date
}

// Appraisal is one vote on a unit's handling (评议).
type Appraisal struct {
	Unit         string
	Aspect       string
	Satisfied    int
	Basically    int
	Dissatisfied int
	On           calendar.Date
}

// Visit is a return visit (回访): a line drawn by lot, and what the deputy said
// of the reply of that version when asked by somebody independent.
type Visit struct {
	Draw      string
	Line      LineID
	Version   int
	Recorded  bool
	Unreached bool
	Process   Grade
	Result    Grade
	Differs   bool
}

// Flag is a remark that asks the committee to look at a rating; it blocks
// nothing. Cleared is the committee's reason for putting it away.
type Flag struct {
	Line    LineID
	Flag    string
	Why     string
	Version int
	Ratings int // given on the line when it was raised
	Cleared string
}

// Open reports whether the committee has not put the flag away.
func (f Flag) Open() bool { return f.Cleared == "" }

// Task returns the task with the ID.
func (s *Suggestion) Task(id TaskID) (*Task, bool) {
	i := slices.IndexFunc(s.Oversight.Tasks, func(t Task) bool { return t.ID == id })
	if i < 0 {
		return nil, false
	}
	return &s.Oversight.Tasks[i], true
}

// OpenVisit returns the drawn visit of the line that waits for its record.
func (s *Suggestion) OpenVisit(line LineID) (*Visit, bool) {
	i := slices.IndexFunc(s.Oversight.Visits, func(v Visit) bool { return v.Line == line && !v.Recorded })
	if i < 0 {
		return nil, false
	}
	return &s.Oversight.Visits[i], true
}

// OpenFlags lists the flags that the committee has not put away.
func (s *Suggestion) OpenFlags() []Flag {
	return slices.DeleteFunc(slices.Clone(s.Oversight.Flags), func(f Flag) bool { return !f.Open() })
}

func (o Oversight) clone() Oversight {
	o.Proposals = slices.Clone(o.Proposals)
	o.Tasks = slices.Clone(o.Tasks)
	o.Urgings = slices.Clone(o.Urgings)
	o.Appraisals = slices.Clone(o.Appraisals)
	o.Awards = slices.Clone(o.Awards)
	o.Visits = slices.Clone(o.Visits)
	o.Flags = slices.Clone(o.Flags)
	return o
}
