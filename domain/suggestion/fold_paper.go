package suggestion

func (s *Suggestion) applyPaper(e Event) bool {
	switch e := e.(type) {
	case LateEntered:
		s.LateEntries = append(s.LateEntries, e)
		s.Entering = true
	case FeedbackEntered:
		if l, ok := s.Line(e.Line); ok {
			l.Form = Form{Scan: e.Scan, By: e.By, Second: e.Second}
		}
	default:
		return false
	}
	return true
}

// announces reports whether an event speaks of the one after it. A lapse that
// the late act brings to light stands between the two.
func announces(e Event) bool {
	switch e.(type) {
	case LateEntered, FeedbackEntered, DeadlineLapsed:
		return true
	}
	return false
}
