package suggestion

import (
	"slices"
	"strings"
	"unicode"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

// Import states what a published source says of a case. It bypasses the guards
// of the machines, never the invariants on what is stated.
type Import struct {
	Case   CaseID
	Source Source
	Facts  Facts
}

func (c Import) decide(d *decision) error {
	if d.req.Actor.Role != lifecycle.Importer {
		return refuse("wrong_role", "act", "import", "role", string(d.req.Actor.Role), "allowed", string(lifecycle.Importer))
	}
	if err := need("case", string(c.Case), "source", c.Source.ID, "digest", c.Source.Digest); err != nil {
		return err
	}
	if r := c.Facts.check(); r != nil {
		return r
	}
	if d.s.ID != "" && d.s.ID != c.Case {
		return refuse("other_case", "here", string(d.s.ID), "given", string(c.Case))
	}
	i := slices.IndexFunc(d.s.Sources, func(s Source) bool { return s.ID == c.Source.ID })
	if i >= 0 && d.s.Sources[i].Digest == c.Source.Digest {
		return nil
	}
	if d.s.Touched {
		return refuse("handled_here", "number", d.s.Number)
	}
	if d.s.Title != "" && i < 0 && c.Facts.Title != "" && !sameTitle(c.Facts.Title, d.s.Title) {
		return refuse("ambiguous_import", "here", d.s.Title, "row", c.Facts.Title, "source", d.s.Sources[0].ID)
	}
	if r := d.s.withSource(c).check(); r != nil {
		return r // the sources contradict each other
	}
	m := Move{From: d.s.State, To: d.s.stageWith(c)}
	if i >= 0 {
		d.emit(ImportCorrected{Move: m, Source: c.Source, Facts: c.Facts, Reason: "row_changed"})
	} else {
		d.emit(Imported{Move: m, Case: c.Case, Source: c.Source, Facts: c.Facts})
	}
	return nil
}

// check refuses statements that contradict each other.
func (f Facts) check() *Refusal {
	if !unset(f.AssignedOn) && !unset(f.RepliedOn) && f.RepliedOn.Before(f.AssignedOn) {
		return refuse("reply_before_assignment", "assigned", f.AssignedOn.String(), "replied", f.RepliedOn.String())
	}
	if f.LeadUnit != "" && slices.Contains(f.CoUnits, f.LeadUnit) {
		return refuse("unit_twice", "unit", f.LeadUnit)
	}
	if slices.ContainsFunc(f.Promises, func(p StatedPromise) bool { return p.Done && p.NotDone }) {
		return refuse("promise_both_ways")
	}
	if f.Satisfaction != "" && !slices.Contains([]Grade{Satisfied, Basically, Dissat}, f.Satisfaction) {
		return refuse("unknown_grade", "grade", string(f.Satisfaction))
	}
	return nil
}

// withSource are all statements once this source is added.
func (s *Suggestion) withSource(c Import) Facts {
	next := s.clone()
	next.applyImport(c.Case, Move{}, c.Source, c.Facts)
	return next.Stated
}

// stageWith is the state the statements lead to, once this source is added.
func (s *Suggestion) stageWith(c Import) lifecycle.State {
	next := s.clone()
	next.applyImport(c.Case, Move{To: lifecycle.Handling}, c.Source, c.Facts)
	f := next.Stated
	switch {
	case f.replied():
		to, _ := next.derived()
		return to
	case f.LeadUnit == "" && f.Number == "":
		return lifecycle.Submitted
	case f.LeadUnit == "":
		return lifecycle.Registered
	case f.opinionGiven():
		return lifecycle.Handling
	}
	return lifecycle.Assigned
}

func (f Facts) replied() bool {
	return f.Replied || f.Class != "" || f.Satisfaction != "" || !unset(f.RepliedOn)
}

func (f Facts) opinionGiven() bool {
	return !unset(f.OpinionOn) || f.OpinionClass != "" || f.OpinionUnit != ""
}

// opinionOnly reports whether the source is a co-unit's opinion and no reply:
// its document, raw class and promises are then that unit's.
func (f Facts) opinionOnly() bool { return f.opinionGiven() && !f.replied() }

// ofCase is what a source says of the case as a whole.
func (f Facts) ofCase() Facts {
	if f.opinionOnly() {
		f.DocumentNo, f.ClassRaw = "", ""
	}
	return f
}

// applyImport folds one source in and rebuilds the case from all its sources.
func (s *Suggestion) applyImport(id CaseID, m Move, src Source, f Facts) {
	s.ID, s.State, s.Imported = id, m.To, true
	if i := slices.IndexFunc(s.Sources, func(o Source) bool { return o.ID == src.ID }); i >= 0 {
		s.Sources[i], s.Facts[i] = src, f
	} else {
		s.Sources, s.Facts = append(s.Sources, src), append(s.Facts, f)
	}
	s.Stated = s.Facts[0].ofCase()
	for _, more := range s.Facts[1:] {
		s.Stated = s.Stated.with(more.ofCase())
	}
	s.state(s.Stated)
}

// state sets what the statements say, and nothing else.
func (s *Suggestion) state(f Facts) {
	s.Congress, s.Session, s.Year, s.Number, s.Title = f.Congress, f.Session, f.Year, f.Number, f.Title
	s.Delegation, s.Category, s.T0, s.RuleSet = f.Delegation, f.Category, f.AssignedOn, ""
	s.Key = f.Key
	s.Lead, s.CoSigners = Person{}, nil
	for i, p := range f.Deputies {
		if i == 0 {
			s.Lead = p
		} else {
			s.CoSigners = append(s.CoSigners, CoSigner{Person: p, Answer: Stated})
		}
	}
	s.stateUnits(f)
	s.Commitments = nil
	for i, p := range f.Promises {
		state := lifecycle.UnknownCommitment
		switch {
		case p.Done:
			state = lifecycle.ClaimedDone
		case p.NotDone:
			state = lifecycle.Promised
		}
		v := s.promisedIn(p)
		s.Commitments = append(s.Commitments, Commitment{Line: "l1", Version: v.Number, State: state, Made: v.Issued,
			Promise: Promise{Commitment: promiseID(i), Text: p.Text, Unit: s.promiser(p), Due: p.Due, DueText: p.DueText}})
	}
}

// promiser is the unit that promised: a co-unit if only its opinion says so.
func (s *Suggestion) promiser(p StatedPromise) string {
	unit := s.Stated.LeadUnit
	for _, f := range s.Facts {
		if !slices.Contains(f.Promises, p) {
			continue
		}
		if !f.opinionOnly() {
			return s.Stated.LeadUnit
		}
		unit = f.OpinionUnit
	}
	return unit
}

func (s *Suggestion) stateUnits(f Facts) {
	s.Assignments, s.Lines = nil, nil
	if f.LeadUnit != "" || f.replied() {
		s.hand(UnitTerm{Assignment: "a1", Unit: f.LeadUnit, Part: Lead, Line: "l1"}, f.AssignedOn)
	}
	for i, u := range f.CoUnits {
		s.hand(UnitTerm{Assignment: assignmentID(i + 2), Unit: u, Part: Co}, f.AssignedOn)
		for _, one := range s.Facts { // each source tells of its own unit's opinion
			if one.opinionGiven() && (u == one.OpinionUnit || one.OpinionUnit == "" && len(f.CoUnits) == 1) {
				a := &s.Assignments[len(s.Assignments)-1]
				a.State, a.Class = lifecycle.OpinionGiven, one.OpinionClass
			}
		}
	}
	for i := range s.Assignments { // named by a source; what they did is not
		if s.Assignments[i].State == lifecycle.UnitAssigned {
			s.Assignments[i].State = lifecycle.UnknownProgress
		}
	}
	if len(s.Lines) == 0 {
		return
	}
	l := &s.Lines[0]
	l.State = lifecycle.UnknownHandling
	if !f.replied() {
		return
	}
	for i, reply := range s.replies() {
		l.replied(i+1, reply)
	}
}

// replies are the replies the sources tell of, in their order. Where some tell of
// a first reply and others of a further one (再次答复), each is a version of its
// own; a further reply alone is all that is known, and so is the first.
func (s *Suggestion) replies() []Facts {
	var versions [2][]Facts
	for _, f := range s.Facts {
		n := 0
		if f.Further {
			n = 1
		}
		if f.replied() {
			versions[n] = append(versions[n], f)
		}
	}
	if len(versions[0]) == 0 || len(versions[1]) == 0 {
		return []Facts{s.Stated}
	}
	var out []Facts
	for _, told := range versions {
		reply := told[0]
		for _, more := range told[1:] {
			reply = reply.with(more)
		}
		out = append(out, reply)
	}
	return out
}

// replied adds a version as stated; its rating is the line's word, and no word on
// the newest version leaves the word unknown.
func (l *Line) replied(number int, f Facts) {
	l.State = lifecycle.UnknownFeedback
	l.Versions = append(l.Versions, Version{Number: number, Class: f.Class, Claimed: f.Class, Document: f.DocumentNo, Issued: f.RepliedOn})
	if f.Satisfaction != "" {
		l.State = map[Grade]lifecycle.State{Satisfied: lifecycle.Satisfied, Basically: lifecycle.Basically, Dissat: lifecycle.Dissatisfied}[f.Satisfaction]
		l.Ratings = append(l.Ratings, Rating{Version: number, Result: f.Satisfaction})
	}
	l.Since = later(l.Since, f.RepliedOn)
}

// promisedIn is the version that made a promise: the first that tells of it.
func (s *Suggestion) promisedIn(p StatedPromise) Version {
	first := Version{Number: 1, Issued: s.Stated.RepliedOn}
	if len(s.Lines) == 0 || len(s.Lines[0].Versions) == 0 {
		return first
	}
	versions := s.Lines[0].Versions
	for i, reply := range s.replies() {
		if slices.Contains(reply.Promises, p) {
			return versions[i]
		}
	}
	return versions[0]
}

// with fills what is still unknown from another source of the same case.
func (f Facts) with(o Facts) Facts {
	fill := func(a *string, b string) {
		if *a == "" {
			*a = b
		}
	}
	fill(&f.Congress, o.Congress)
	fill(&f.Session, o.Session)
	fill(&f.Number, o.Number)
	fill(&f.Title, o.Title)
	fill(&f.Delegation, o.Delegation)
	fill(&f.Category, o.Category)
	fill(&f.Province, o.Province)
	fill(&f.Level, o.Level)
	fill(&f.LeadUnit, o.LeadUnit)
	fill(&f.OpinionUnit, o.OpinionUnit)
	fill(&f.DocumentNo, o.DocumentNo)
	fill(&f.ClassRaw, o.ClassRaw)
	fill(&f.SatisfiedRaw, o.SatisfiedRaw)
	fill(&f.RuleSet, o.RuleSet)
	fill((*string)(&f.Class), string(o.Class))
	fill((*string)(&f.OpinionClass), string(o.OpinionClass))
	fill((*string)(&f.Satisfaction), string(o.Satisfaction))
	for _, d := range []struct{ a, b *calendar.Date }{{&f.AssignedOn, &o.AssignedOn}, {&f.RepliedOn, &o.RepliedOn},
		{&f.PublishedOn, &o.PublishedOn}, {&f.OpinionOn, &o.OpinionOn}} {
		if unset(*d.a) {
			*d.a = *d.b
		}
	}
	return f.withLists(o)
}

func (f Facts) withLists(o Facts) Facts {
	if f.Year == 0 {
		f.Year = o.Year
	}
	if len(f.Deputies) == 0 {
		f.Deputies = o.Deputies
	}
	if f.DeputiesTotal == 0 {
		f.DeputiesTotal = o.DeputiesTotal
	}
	f.CoUnits = slices.Clone(f.CoUnits)
	for _, u := range o.CoUnits {
		if u != f.LeadUnit && !slices.Contains(f.CoUnits, u) {
			f.CoUnits = append(f.CoUnits, u)
		}
	}
	f.Ratings = union(f.Ratings, o.Ratings)
	f.Promises = union(f.Promises, o.Promises)
	f.Happenings = union(f.Happenings, o.Happenings)
	f.Key, f.Replied, f.Further = f.Key || o.Key, f.Replied || o.Replied, f.Further || o.Further
	f.NotKey = (f.NotKey || o.NotKey) && !f.Key // who was not fixed at first may have been later
	return f
}

// union keeps what two sources tell alike once.
func union[T comparable](a, b []T) []T {
	out := slices.Clone(a)
	for _, v := range b {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// sameTitle compares what two sources call a case by letters and digits alone:
// they copy punctuation, spaces and full-width forms each in their own way.
func sameTitle(a, b string) bool { return bare(a) == bare(b) }

func bare(title string) string {
	return strings.Map(func(r rune) rune {
		if '\uff01' <= r && r <= '\uff5e' {
			r -= '\uff01' - '!'
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, title)
}
