package suggestion

import (
	"huiyin/domain/calendar"
)

func (s *Suggestion) applyReceipt(e Event) bool {
	switch e := e.(type) {
	case SentOnPaper:
		a, ok := s.moveUnit(e.Assignment, e.Move)
		if !ok {
			return true
		}
		a.Received, a.Waiting = calendar.Date{}, e.Stops
		for _, l := range a.limits() {
			for _, k := range e.Stops {
				if k == l.kind {
					s.stop(k, l.about)
				}
			}
		}
		s.start(e.Deadlines)
	case AssignmentReceived:
		s.moveUnit(e.Assignment, e.Move)
		s.received(e.Assignment, e.On)
		s.start(e.Deadlines)
	default:
		return false
	}
	return true
}

// received sets the day the unit got the case: the platform's on the day of
// assignment, a paper's by its receipt.
func (s *Suggestion) received(id AssignmentID, on calendar.Date) {
	if a, ok := s.Assignment(id); ok {
		a.Received, a.Waiting = on, nil
	}
}

func (s *Suggestion) applyExtension(e Event) bool {
	switch e := e.(type) {
	case ExtensionRequested:
		if l, ok := s.moveLine(e.Line, e.Move); ok {
			l.Extension = Asked
			l.Asking = Asking{By: e.By, Reason: e.Reason, Explained: e.Explained, Report: e.Report, Needs: e.Needs}
		}
	case ExtensionConsented:
		if l, ok := s.moveLine(e.Line, e.Move); ok {
			l.Asking.Given = append(l.Asking.Given, Consented{Consent: e.Consent, By: e.By, On: e.On})
		}
	case ExtensionGranted:
		if l, ok := s.moveLine(e.Line, e.Move); ok {
			l.Extension = Granted
		}
		s.start(e.Deadlines)
	case ExtensionRefused:
		if l, ok := s.moveLine(e.Line, e.Move); ok {
			l.Extension = Refused
		}
	default:
		return false
	}
	return true
}
