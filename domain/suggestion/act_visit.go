package suggestion

import (
	"slices"

	"huiyin/domain/lifecycle"
)

// Visitable lists the lines a return visit can ask about: rated satisfied, by a
// rating nobody disowned and that no draw has picked before.
func Visitable(s *Suggestion) []LineID {
	if (s.Imported && !s.Touched) || !slices.Contains(visitStates(), s.State) {
		return nil
	}
	var out []LineID
	for _, l := range s.Lines {
		if l.State == lifecycle.Satisfied && !l.Disputed && !s.drawn(l.ID, l.LastRating().Version) {
			out = append(out, l.ID)
		}
	}
	return out
}

func visitStates() []lifecycle.State {
	row, _ := lifecycle.Standing(lifecycle.DrawVisit)
	return row.From
}

func (s *Suggestion) drawn(line LineID, version int) bool {
	return slices.ContainsFunc(s.Oversight.Visits, func(v Visit) bool { return v.Line == line && v.Version == version })
}

// DrawVisit tells the case that a draw on record picked it. Given again it does
// nothing.
type DrawVisit struct {
	Draw  string
	Lines []LineID
}

func (c DrawVisit) decide(d *decision) error {
	if err := d.standing(lifecycle.DrawVisit); err != nil {
		return err
	}
	if err := need("draw", c.Draw); err != nil {
		return err
	}
	if slices.ContainsFunc(d.s.Oversight.Visits, func(v Visit) bool { return v.Draw == c.Draw }) {
		return nil
	}
	open := Visitable(d.s)
	for _, id := range c.Lines {
		if !slices.Contains(open, id) {
			return refuse("not_visitable", "id", string(id))
		}
	}
	if len(c.Lines) == 0 {
		return refuse("missing", "field", "line")
	}
	d.emit(ReturnVisitDrawn{Draw: c.Draw, Lines: c.Lines})
	return nil
}

// RecordVisit is what the deputy said when asked again, recorded by somebody of
// the committee who had no hand in the reply or the rating. Unreached records
// that nobody could be asked; it counts in no rate. A word that differs from the
// rating raises a flag, and the committee may then order a redo.
type RecordVisit struct {
	Line      LineID
	Process   Grade
	Result    Grade
	Record    string
	Unreached bool
}

func (c RecordVisit) decide(d *decision) error {
	if err := d.standingOn(lifecycle.RecordVisit, Subject{Line: c.Line}); err != nil {
		return err
	}
	if err := need("record", c.Record); err != nil {
		return err
	}
	if c.Unreached {
		if c.Process != "" || c.Result != "" {
			return refuse("unreached_with_grade")
		}
		d.emit(ReturnVisitRecorded{Line: c.Line, Record: c.Record})
		return nil
	}
	if r := (Rate{Process: c.Process, Result: c.Result}).check(d); r != nil {
		return r
	}
	d.emit(ReturnVisitRecorded{Line: c.Line, Process: c.Process, Result: c.Result, Record: c.Record})
	if d.s.differs(c.Line) {
		d.raise(c.Line, FlagVisitDiffers, string(Rating{Process: c.Process, Result: c.Result}.Worse()))
	}
	return nil
}

// differs reports whether the deputy's word at the newest return visit on the
// line was another than the rating of the same reply, and that reply is still
// the newest.
func (s *Suggestion) differs(id LineID) bool {
	l, ok := s.Line(id)
	if !ok {
		return false
	}
	for _, v := range slices.Backward(s.Oversight.Visits) {
		if v.Line == id && v.Recorded {
			return v.Differs && v.Version == l.Latest().Number
		}
	}
	return false
}

// record takes a visit's answer in. A part the rating does not have (an import's,
// a scale of one part) is not compared.
func (s *Suggestion) record(e ReturnVisitRecorded) {
	v, ok := s.OpenVisit(e.Line)
	l, known := s.Line(e.Line)
	if !ok || !known {
		return
	}
	v.Recorded, v.Process, v.Result = true, e.Process, e.Result
	if v.Unreached = e.Result == ""; v.Unreached {
		return
	}
	for _, r := range l.Ratings {
		if r.Version == v.Version { // the last one counts
			v.Differs = r.Result != e.Result || r.Process != "" && e.Process != "" && r.Process != e.Process
		}
	}
}

func visitDrawn(d *decision, about Subject) *Refusal {
	if about.Line == "" { // asked about the case as a whole
		if slices.ContainsFunc(d.s.Oversight.Visits, func(v Visit) bool { return !v.Recorded }) {
			return nil
		}
	} else if _, ok := d.s.OpenVisit(about.Line); ok {
		return nil
	}
	return refuse("no_visit_drawn")
}

// independentVisitor keeps out whoever signed the suggestion or rated the reply,
// in whatever role; the unit's staff have no role for it.
func independentVisitor(d *decision, _ Subject) *Refusal {
	me := d.req.Actor.Person
	if me.Name == "" {
		return refuse("missing", "field", "visitor")
	}
	if slices.ContainsFunc(slices.Concat(d.s.Deputies(), d.s.Changes.FormerLeads), me.Same) {
		return refuse("visitor_not_independent", "name", me.Name)
	}
	return nil
}
