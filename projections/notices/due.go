package notices

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// whose says whose act a deadline is about.
type whose func(lifecycle.Deadline) bool

func anybody(lifecycle.Deadline) bool { return true }

func theDeputies(k lifecycle.Deadline) bool {
	return k == lifecycle.DueFeedback || k == lifecycle.DueContactConfirm || k == lifecycle.DueCommitmentRating
}

func theUnits(k lifecycle.Deadline) bool { return !theDeputies(k) && k != lifecycle.DueReview }

// dueOf is the nearest day of theirs that the event sets, or that runs for what it
// is about.
func dueOf(e suggestion.Event, s *suggestion.Suggestion, of whose) (due calendar.Date) {
	for _, d := range field[[]suggestion.Deadline](e, "Deadlines") {
		if of(d.Kind) {
			due = nearer(due, d.Due)
		}
	}
	if due.IsZero() {
		due = field[calendar.Date](e, "Due")
	}
	if about := subjectOf(e); due.IsZero() && about != (suggestion.Subject{}) {
		due = dueAt(s, of, about)
	}
	return due
}

// dueAt is the nearest day of theirs that runs for one of the parts.
func dueAt(s *suggestion.Suggestion, of whose, parts ...suggestion.Subject) (due calendar.Date) {
	for _, c := range s.Clocks {
		if c.Running && of(c.Kind) && c.Subject != (suggestion.Subject{}) && slices.Contains(parts, c.Subject) {
			due = nearer(due, c.Due)
		}
	}
	return due
}

func nearer(a, b calendar.Date) calendar.Date {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
