package suggestion

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

// Told reports whether the unit may know how the line was rated: nobody rated it,
// the rating was released to the unit, or what came after it (a redo, an
// escalation) tells it anyway. Silence is no rating.
func (l Line) Told() bool {
	if len(l.Ratings) == 0 || l.Released || l.LastRating().Round < l.Round {
		return true
	}
	switch l.State {
	case lifecycle.Satisfied, lifecycle.Basically, lifecycle.Dissatisfied,
		lifecycle.UpgradeDrafted, lifecycle.UpgradeExamined, lifecycle.UpgradeIssued:
		return false
	}
	return true
}

// Told is the case as a handling unit may know it (handbook THR-04). A line whose
// rating is not told still awaits its feedback, and so does the case. What the
// congress keeps to itself, return visits and remarks on ratings, is not there.
func (s *Suggestion) Told() *Suggestion {
	t := *s
	t.Oversight.Visits, t.Oversight.Flags = nil, nil
	t.LateEntries = slices.DeleteFunc(slices.Clone(s.LateEntries), func(e LateEntered) bool { return s.Untold(e) })
	t.Files = slices.DeleteFunc(slices.Clone(s.Files), func(e FilesAttached) bool { return s.Untold(e) })
	t.Lines, t.Clocks = slices.Clone(s.Lines), slices.Clone(s.Clocks)
	for i, l := range t.Lines {
		if l.Told() {
			continue
		}
		l.Ratings = slices.DeleteFunc(slices.Clone(l.Ratings), func(r Rating) bool { return r.Round >= l.Round })
		l.State, l.Disputed, l.Form = lifecycle.Delivered, false, Form{}
		t.Lines[i] = l
		t.await(l)
		switch t.State {
		case lifecycle.Tracking, lifecycle.Closed, lifecycle.Archived:
			t.State, t.Ended = lifecycle.AwaitingFeedback, calendar.Date{}
		}
	}
	return &t
}

// await lets the last clock of a line's feedback run on.
func (s *Suggestion) await(l Line) {
	for i := len(s.Clocks) - 1; i >= 0; i-- {
		if k := &s.Clocks[i]; k.Kind == lifecycle.DueFeedback && k.Subject == (Subject{Line: l.ID}) {
			k.Running = !k.Lapsed
			return
		}
	}
}

// Untold reports whether an event of the case is none of a handling unit's: the
// rating of a line that is not told, what it was entered from, what follows from
// it, return visits and remarks.
func (s *Suggestion) Untold(e Event) bool {
	hidden := func(id LineID) bool {
		l, ok := s.Line(id)
		return ok && !l.Told()
	}
	apart := func(act lifecycle.Trigger, about Subject) bool {
		return slices.Contains(ofCongress, act) || slices.Contains(aboutRating, act) && hidden(about.Line)
	}
	any := slices.ContainsFunc(s.Lines, func(l Line) bool { return !l.Told() })
	switch e := e.(type) {
	case LateEntered:
		return apart(e.Act, e.Subject)
	case FilesAttached:
		return apart(e.Act, e.Subject)
	case FeedbackGiven:
		return hidden(e.Line)
	case FeedbackEntered:
		return hidden(e.Line)
	case FeedbackDisputed:
		return hidden(e.Line)
	case ReturnVisitDrawn, ReturnVisitRecorded, RedFlagRaised, RedFlagCleared:
		return true
	case PhaseChanged:
		return any && e.Move.To == lifecycle.Tracking // all others come before a rating, or with what tells it
	case Closed, Archived:
		return any
	}
	return false
}
