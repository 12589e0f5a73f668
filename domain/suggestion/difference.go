package suggestion

// Difference is what return visits brought out about one unit. The difference
// rate is Differing of Answered: who was not reached, and visits still to come,
// are in no rate.
type Difference struct {
	Drawn     int
	Answered  int
	Unreached int
	Differing int
}

// Differences counts by the unit that stands on the line.
type Differences map[string]Difference

// Add counts a case's visits in.
func (d Differences) Add(s *Suggestion) {
	for _, v := range s.Oversight.Visits {
		l, ok := s.Line(v.Line)
		if !ok {
			continue
		}
		n := d[l.Unit]
		n.Drawn++
		switch {
		case !v.Recorded:
		case v.Unreached:
			n.Unreached++
		default:
			n.Answered++
		}
		if v.Differs {
			n.Differing++
		}
		d[l.Unit] = n
	}
}
