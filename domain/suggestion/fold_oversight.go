package suggestion

import "slices"

func (s *Suggestion) applyOversight(e Event) bool {
	o := &s.Oversight
	switch e := e.(type) {
	case KeyProposed:
		o.Proposals = append(o.Proposals, KeyProposal{By: e.By, Body: e.Body, Criteria: e.Criteria})
	case KeySuggestionFixed:
		s.Key = true
	case KeyItemJoined:
		o.Item = KeyItem{Number: e.Number, Name: e.Name}
	case KeyLifted:
		s.Key, s.Supervisors, o.Item, o.Proposals = false, nil, KeyItem{}, nil
	case SupervisorAppointed:
		s.Supervisors = append(s.Supervisors, Supervisor{Layer: e.Layer, Person: e.Person, Body: e.Body})
	case SupervisorRelieved:
		s.relieve(e)
	case TaskSet:
		o.Tasks = append(o.Tasks, Task{ID: e.Task, Layer: e.Layer, Way: e.Way, Content: e.Content, Unit: e.Unit, Responsible: e.Responsible, Due: e.Due})
	case TaskReported:
		if t, ok := s.Task(e.Task); ok {
			t.Progress = e.Text
		}
	case TaskConcluded:
		if t, ok := s.Task(e.Task); ok {
			t.Result, t.Done = e.Result, e.On
		}
	case InstructionRecorded:
		o.Instructions++
	case UrgingSent:
		o.Urgings = append(o.Urgings, Urging{Unit: e.Unit, Document: e.DocumentNo, On: e.On})
	case InspectionHeld:
		o.Inspections++
	case AppraisalVoted:
		o.Appraisals = append(o.Appraisals, Appraisal{Unit: e.Unit, Aspect: e.Aspect, Satisfied: e.Satisfied,
			Basically: e.Basically, Dissatisfied: e.Dissatisfied, On: e.On})
	case AwardGiven:
		o.Awards = append(o.Awards, e.Award)
	default:
		return s.applyRemarks(e)
	}
	return true
}

// applyRemarks takes in what is said about a rating.
func (s *Suggestion) applyRemarks(e Event) bool {
	o := &s.Oversight
	switch e := e.(type) {
	case ReturnVisitDrawn:
		for _, id := range e.Lines {
			if l, ok := s.Line(id); ok {
				o.Visits = append(o.Visits, Visit{Draw: e.Draw, Line: id, Version: l.LastRating().Version})
			}
		}
	case ReturnVisitRecorded:
		s.record(e)
	case RedFlagRaised:
		f := Flag{Line: e.Line, Flag: e.Flag, Why: e.Why}
		if l, ok := s.Line(e.Line); ok {
			f.Version, f.Ratings = l.Latest().Number, len(l.Ratings)
		}
		o.Flags = append(o.Flags, f)
	case RedFlagCleared:
		for i := range o.Flags {
			if f := &o.Flags[i]; f.Line == e.Line && f.Flag == e.Flag && f.Open() {
				f.Cleared = e.Reason
			}
		}
	default:
		return false
	}
	return true
}

// relieve ends the appointment; the successor stands where it stood.
func (s *Suggestion) relieve(e SupervisorRelieved) {
	i := slices.IndexFunc(s.Supervisors, func(x Supervisor) bool { return x.Layer == e.Layer && x.Person.Same(e.Person) })
	if i < 0 {
		return
	}
	if e.Successor == (Person{}) {
		s.Supervisors = slices.Delete(s.Supervisors, i, i+1)
		return
	}
	s.Supervisors[i] = Supervisor{Layer: e.Layer, Person: e.Successor, Body: e.Body}
}
