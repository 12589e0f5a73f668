package notices

import (
	"reflect"
	"slices"

	"huiyin/domain/acts"
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
)

// Offices, by what waits for them.
var (
	reviewers = office(lifecycle.SessionMotionsGroup, lifecycle.DeputyAffairsCommittee)
	assigners = office(lifecycle.DeputyAffairsCommittee, lifecycle.GovOffice)
	committee = office(lifecycle.DeputyAffairsCommittee)
)

func office(roles ...lifecycle.Role) audience {
	return func(e suggestion.Event, s *suggestion.Suggestion) []target {
		return []target{{roles: roles, about: first(unitsNamed(e, s)), due: dueOf(e, s, anybody)}}
	}
}

// consenters are those whose consent to an extension the rules ask for.
func consenters(e suggestion.Event, s *suggestion.Suggestion) (all []target) {
	asked, _ := e.(suggestion.ExtensionRequested)
	for _, n := range asked.Needs {
		role := lifecycle.DeputyAffairsCommittee
		if n == suggestion.OfGovernmentOffice {
			role = lifecycle.GovOffice
		}
		all = append(all, target{roles: []lifecycle.Role{role}, about: first(unitsNamed(e, s))})
	}
	return all
}

// lead is the lead deputy, and in a delegation's name the delegation.
func lead(e suggestion.Event, s *suggestion.Suggestion) []target {
	all := deputies(e, s, s.Lead)
	if s.Kind == suggestion.FromDelegation && s.Delegation != "" {
		all = append(all, target{roles: ofDeputies, delegation: s.Delegation, about: first(unitsNamed(e, s)), due: dueOf(e, s, theDeputies)})
	}
	return all
}

// signers are the lead deputy and who signed with him or her; cosigners the latter
// and who is asked to.
func signers(e suggestion.Event, s *suggestion.Suggestion) []target {
	return append(lead(e, s), cosigners(e, s)...)
}

func cosigners(e suggestion.Event, s *suggestion.Suggestion) []target {
	var all []suggestion.Person
	for _, c := range s.CoSigners {
		if c.Answer != suggestion.Declined {
			all = append(all, c.Person)
		}
	}
	return deputies(e, s, all...)
}

// named are the deputies whom the event itself names.
func named(e suggestion.Event, s *suggestion.Suggestion) []target {
	switch e := e.(type) {
	case suggestion.CoSignerInvited:
		return deputies(e, s, e.Person)
	case suggestion.ContactRecorded:
		return deputies(e, s, e.With...)
	case suggestion.ReplyDelivered:
		return deputies(e, s, e.To)
	case suggestion.LeadPassed:
		return deputies(e, s, e.To)
	}
	return nil
}

func deputies(e suggestion.Event, s *suggestion.Suggestion, people ...suggestion.Person) (all []target) {
	for _, p := range people {
		if p != (suggestion.Person{}) {
			all = append(all, target{roles: ofDeputies, person: p, about: first(unitsNamed(e, s)), due: dueOf(e, s, theDeputies)})
		}
	}
	return all
}

// units are all with an active part; leadUnits those of them that reply.
func units(e suggestion.Event, s *suggestion.Suggestion) (all []target) {
	for _, a := range s.Assignments {
		if a.Active() {
			all = append(all, target{roles: ofUnits, unit: s.BodyOf(a.Unit),
				due: dueAt(s, theUnits, suggestion.Subject{Assignment: a.Assignment}, suggestion.Subject{Line: a.Line})})
		}
	}
	return all
}

func leadUnits(e suggestion.Event, s *suggestion.Suggestion) (all []target) {
	for _, a := range s.Assignments {
		if a.Active() && a.Line != "" {
			all = append(all, target{roles: ofUnits, unit: s.BodyOf(a.Unit), about: first(unitsNamed(e, s))})
		}
	}
	return all
}

// unitOf is the unit that the event is about, and of it coordinators, handlers or
// heads where the next step is theirs.
var (
	unitOf       = staff(ofUnits...)
	coordinators = staff(lifecycle.UnitCoordinator, lifecycle.UnitHead)
	handlers     = staff(lifecycle.UnitHandler, lifecycle.UnitCoordinator)
	heads        = staff(lifecycle.UnitHead)
)

func staff(roles ...lifecycle.Role) audience {
	return func(e suggestion.Event, s *suggestion.Suggestion) (all []target) {
		for _, unit := range unitsNamed(e, s) {
			all = append(all, target{roles: roles, unit: unit, due: dueOf(e, s, theUnits)})
		}
		return all
	}
}

// supervisors are the leaders and committees that supervise a key suggestion.
func supervisors(e suggestion.Event, s *suggestion.Suggestion) (all []target) {
	for _, o := range s.Supervisors {
		all = append(all, supervisor(o.Person, o.Body, first(unitsNamed(e, s)))...)
	}
	return all
}

// appointed is whom an appointment, or its end, is about.
func appointed(e suggestion.Event, _ *suggestion.Suggestion) []target {
	switch e := e.(type) {
	case suggestion.SupervisorAppointed:
		return supervisor(e.Person, e.Body, "")
	case suggestion.SupervisorRelieved:
		return append(supervisor(e.Person, "", ""), supervisor(e.Successor, e.Body, "")...)
	}
	return nil
}

var leaders = []lifecycle.Role{register.CongressLeader, register.GovernmentLeader, lifecycle.CouncilOfChairpersons}

func supervisor(p suggestion.Person, body, about string) (all []target) {
	if p != (suggestion.Person{}) {
		all = append(all, target{roles: leaders, person: p, about: about})
	}
	if body != "" {
		all = append(all, target{roles: []lifecycle.Role{lifecycle.SpecialCommittee}, committee: body, about: about})
	}
	return all
}

// owners are those whose step a deadline is: what the case waits for by that day,
// about the same part; else the unit whose duty it was.
func owners(e suggestion.Event, s *suggestion.Suggestion) []target {
	if all := waited(e, s); len(all) > 0 || theDeputies(field[lifecycle.Deadline](e, "Kind")) {
		return all
	}
	return unitOf(e, s)
}

func waited(e suggestion.Event, s *suggestion.Suggestion) (all []target) {
	about, due := field[suggestion.Subject](e, "Subject"), field[calendar.Date](e, "Due")
	for _, st := range acts.Next(s) {
		switch {
		case st.Due != due || st.About != about && st.About != (suggestion.Subject{}):
		case st.Unit != "":
			all = append(all, target{roles: ofUnits, unit: s.BodyOf(st.Unit), due: due})
		case st.Person != "":
			all = append(all, target{roles: ofDeputies, person: suggestion.Person{ID: st.Person}, due: due})
		default:
			all = append(all, target{roles: st.Roles, due: due})
		}
	}
	return all
}

// unitsNamed are the units that the event is about, as they are called now.
func unitsNamed(e suggestion.Event, s *suggestion.Suggestion) (all []string) {
	add := func(unit string) {
		if unit = s.BodyOf(unit); unit != "" && !slices.Contains(all, unit) {
			all = append(all, unit)
		}
	}
	about := subjectOf(e)
	if a, ok := s.Assignment(about.Assignment); ok {
		add(a.Unit)
	}
	if l, ok := s.Line(about.Line); ok {
		add(l.Unit)
	}
	if c, ok := s.Commitment(about.Commitment); ok {
		add(c.Unit)
	}
	task := field[suggestion.TaskID](e, "Task")
	for _, t := range s.Oversight.Tasks {
		if task != "" && t.ID == task {
			add(t.Unit)
		}
	}
	switch e := e.(type) {
	case suggestion.Reassigned:
		all = nil
		add(e.Unit.Unit)
	case suggestion.UrgingSent:
		add(e.Unit)
	case suggestion.UnitSucceeded:
		add(e.New)
	}
	return all
}

// subjectOf is the part of the case that the event is about, as its fields say.
func subjectOf(e suggestion.Event) suggestion.Subject {
	if about := field[suggestion.Subject](e, "Subject"); about != (suggestion.Subject{}) {
		return about
	}
	return suggestion.Subject{Assignment: field[suggestion.AssignmentID](e, "Assignment"), Line: field[suggestion.LineID](e, "Line"),
		Commitment: field[suggestion.CommitmentID](e, "Commitment")}
}

// field is an event's field of the name and type; zero for an event without one.
func field[T any](e suggestion.Event, name string) (value T) {
	if f := reflect.ValueOf(e).FieldByName(name); f.IsValid() {
		value, _ = f.Interface().(T)
	}
	return value
}

func first(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return all[0]
}
