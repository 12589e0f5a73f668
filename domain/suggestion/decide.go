package suggestion

import (
	"fmt"
	"slices"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
)

// Actor is who acts, as what, and for which unit.
type Actor struct {
	Person
	Role lifecycle.Role
	Unit string
}

// Request is a command with everything the decision may know.
//
// Now is the instant of the decision. On is what the paper says; unset means
// today, and a day more than one working day back is a late entry, which needs
// its proof in Late and is possible for acts on paper only. Rules and Calendar
// are those the case is judged by, resolved from the log. YearEnds is the day on
// which the session year of the case closes; unset means 31 December of the year
// in which the case was assigned.
// Files are what is sent with the act; they are stored before it is decided.
// System is the system the actor's unit belongs to, as the register of units has
// it (GovernmentSystem and others); empty where it does not say.
type Request struct {
	Actor    Actor
	Now      time.Time
	On       calendar.Date
	Late     *LateEntry
	Files    []File
	YearEnds calendar.Date
	Rules    ruleset.Set
	Calendar calendar.Calendar
	System   string
	Command  Command
}

// Command is an act. The set is closed: one type for each business verb.
type Command interface {
	decide(*decision) error
}

// Decide returns the events of the request, or a *Refusal. It changes nothing:
// the same state and request always give the same answer.
func Decide(s *Suggestion, r Request) ([]Event, error) {
	d := &decision{s: s.clone(), req: r, today: calendar.DateOf(r.Now)}
	if err := d.date(); err != nil {
		return nil, err
	}
	if err := d.rules(); err != nil {
		return nil, err
	}
	if err := r.Command.decide(d); err != nil {
		return nil, err
	}
	if err := d.attach(); err != nil {
		return nil, err
	}
	if d.late && !d.entered { // an act of the system, which has no paper
		return nil, refuse("late_entry", "date", d.on.String(), "today", d.today.String())
	}
	if err := d.settle(); err != nil {
		return nil, err
	}
	return d.events, nil
}

// decision is one run of Decide: a working copy of the state that follows the
// events as they are emitted.
type decision struct {
	s       *Suggestion
	req     Request
	today   calendar.Date
	on      calendar.Date
	late    bool              // on lies more than one working day back
	entered bool              // and that is on record
	acted   lifecycle.Trigger // the first act that was permitted, and what it is about
	about   Subject
	events  []Event
}

func (d *decision) date() error {
	d.on = d.req.On
	if d.on == (calendar.Date{}) {
		d.on = d.today
	}
	if d.on.After(d.today) {
		return refuse("date_in_future", "date", d.on.String(), "today", d.today.String())
	}
	d.late = d.req.Calendar.WorkingDaysBetween(d.on, d.today) > 1
	return nil
}

// rules refuses to judge a case by another rule set than the one it pinned.
func (d *decision) rules() error {
	if d.s.RuleSet != "" && (d.s.RuleSet != d.req.Rules.ID || d.s.RuleDigest != d.req.Rules.Digest) {
		return refuse("other_rules", "pinned", d.s.RuleSet, "given", d.req.Rules.ID)
	}
	return nil
}

// emit records an event. If it stops a duty's clock after its due day, the
// lapse is recorded first: that something was late is never lost because the
// act came before the clock did.
func (d *decision) emit(e Event) {
	if !d.lateDuty() { // the common case needs no second state
		d.s.apply(e)
		d.events = append(d.events, e)
		return
	}
	next := d.s.clone()
	next.apply(e)
	for i, c := range d.s.Clocks {
		if c.Running && !c.Lapsed && !next.Clocks[i].Running && d.past(c.Due) && c.Kind.Duty() {
			lapse := DeadlineLapsed{Kind: c.Kind, Subject: c.Subject, Due: c.Due}
			d.s.apply(lapse)
			d.events = append(d.events, lapse)
		}
	}
	d.s.apply(e)
	d.events = append(d.events, e)
}

// lateDuty reports whether any running clock is past its day unrecorded.
func (d *decision) lateDuty() bool {
	return slices.ContainsFunc(d.s.Clocks, func(c Clock) bool {
		return c.Running && !c.Lapsed && c.Kind.Duty() && d.past(c.Due)
	})
}

// past reports whether the day had ended in China when the decision was made.
func (d *decision) past(due calendar.Date) bool {
	return !d.req.Now.Before(calendar.EndOf(due))
}

// act checks a person's act against the table: state, role, guards.
func (d *decision) act(m lifecycle.Machine, from lifecycle.State, t lifecycle.Trigger, about Subject) (Move, error) {
	def := lifecycle.Of(m)
	row, ok := def.Row(from, t)
	if !ok {
		return Move{}, refuse("wrong_state", "act", string(t), "machine", string(m), "state", string(from), "from", join(def.Sources(t)))
	}
	if m != lifecycle.Suggestion && slices.Contains(lifecycle.Of(lifecycle.Suggestion).Finals, d.s.State) {
		// The end of the case ends every part of it.
		return Move{}, refuse("wrong_state", "act", string(t), "machine", string(lifecycle.Suggestion), "state", string(d.s.State))
	}
	if r := d.permit(row, about); r != nil {
		return Move{}, r
	}
	return d.move(m, from, t)
}

// permit asks the row's roles and guards, and at last the act's day.
func (d *decision) permit(row lifecycle.Row, about Subject) *Refusal {
	if !slices.Contains(row.Roles, d.req.Actor.Role) {
		return refuse("wrong_role", "act", string(row.Trigger), "role", string(d.req.Actor.Role), "allowed", join(row.Roles))
	}
	for _, g := range row.Guards {
		if r := guards[g](d, about); r != nil {
			return r.about(row.Trigger, g)
		}
	}
	if d.acted == "" {
		d.acted, d.about = row.Trigger, about
	}
	return d.enter(row.Trigger, about)
}

// standing checks an act that moves no machine and is about the whole case.
func (d *decision) standing(t lifecycle.Trigger) error { return d.standingOn(t, Subject{}) }

// standingOn checks an act that moves no machine and is about a part of the case.
func (d *decision) standingOn(t lifecycle.Trigger, about Subject) error {
	row, ok := lifecycle.Standing(t)
	if !ok || !slices.Contains(row.From, d.s.State) {
		return refuse("wrong_state", "act", string(t), "machine", string(lifecycle.Suggestion), "state", string(d.s.State), "from", join(row.From))
	}
	if r := d.permit(row, about); r != nil {
		return r
	}
	return nil
}

// move fires the machine for a consequence: no role is asked.
func (d *decision) move(m lifecycle.Machine, from lifecycle.State, t lifecycle.Trigger) (Move, error) {
	to, err := lifecycle.Of(m).Fire(from, t)
	if err != nil {
		return Move{}, fmt.Errorf("suggestion: %w", err)
	}
	return Move{From: from, To: to}, nil
}

func (d *decision) onCase(t lifecycle.Trigger) (Move, error) {
	return d.act(lifecycle.Suggestion, d.s.State, t, Subject{})
}

func (d *decision) onUnit(id AssignmentID, t lifecycle.Trigger) (Assignment, Move, error) {
	a, ok := d.s.Assignment(id)
	if !ok {
		return Assignment{}, Move{}, refuse("no_such_assignment", "id", string(id))
	}
	m, err := d.act(lifecycle.Assignment, a.State, t, Subject{Assignment: id, Line: a.Line})
	return *a, m, err
}

func (d *decision) onLine(id LineID, t lifecycle.Trigger) (Line, Move, error) {
	l, ok := d.s.Line(id)
	if !ok {
		return Line{}, Move{}, refuse("no_such_line", "id", string(id))
	}
	m, err := d.act(lifecycle.ReplyLine, l.State, t, Subject{Line: id})
	return *l, m, err
}

func (d *decision) onPromise(id CommitmentID, t lifecycle.Trigger) (Commitment, Move, error) {
	c, ok := d.s.Commitment(id)
	if !ok {
		return Commitment{}, Move{}, refuse("no_such_commitment", "id", string(id))
	}
	m, err := d.act(lifecycle.Commitment, c.State, t, Subject{Commitment: id, Line: c.Line})
	return *c, m, err
}

// need refuses an empty required field.
func need(pairs ...string) error {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			return refuse("missing", "field", pairs[i])
		}
	}
	return nil
}
