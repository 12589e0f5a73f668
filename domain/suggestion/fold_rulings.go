package suggestion

// Objection is a deputy's word against a handling unit and what became of it.
type Objection struct {
	Reason string
	Open   bool
	Upheld bool
	Ruling string // the committee's reason
}

// Contest is a deputy's objection to the class of one version and what became
// of it.
type Contest struct {
	Version int
	Reason  string
	Open    bool
	Upheld  bool
	Ruling  string
}

// OpenContest returns the contest that waits for its ruling.
func (l Line) OpenContest() (Contest, bool) {
	for _, c := range l.Contests {
		if c.Open {
			return c, true
		}
	}
	return Contest{}, false
}

func (s *Suggestion) applyRuling(e Event) bool {
	switch e := e.(type) {
	case ObjectionRuled:
		if a, ok := s.moveUnit(e.Assignment, e.Move); ok {
			a.Objection.Open, a.Objection.Upheld, a.Objection.Ruling = false, e.Upheld, e.Reason
		}
		if e.Upheld {
			s.endUnit(e.Assignment)
		}
	case ContestRuled:
		l, ok := s.moveLine(e.Line, e.Move)
		if !ok {
			return true
		}
		for i := range l.Contests {
			if c := &l.Contests[i]; c.Open && c.Version == e.Version {
				c.Open, c.Upheld, c.Ruling = false, e.Upheld, e.Reason
			}
		}
	default:
		return false
	}
	return true
}
