package suggestion

import (
	"fmt"
	"slices"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
)

// picker chooses a number below n: rapid's in the property test, a seeded one in
// the coverage run.
type picker func(n int) int

func (p picker) chance(percent int) bool { return p(100) < percent }

func one[T any](p picker, list []T) T { return list[p(len(list))] }

// play is a case under random acts.
type play struct {
	pick  picker
	s     *Suggestion
	rules ruleset.Set
	now   time.Time
	log   []Event
	seen  map[string]int // events and refusals, over the whole run

	mortal  bool // acts that end the case come as often as others
	careful bool

	on    calendar.Date // what the paper of the next act says
	proof *LateEntry
	sends bool // files with the next act
}

var (
	units   = []string{"u1", "u2", "u3", "u4"}
	persons = []string{"d1", "d2", "d3", "o1", "g1", "head-u1", "hand-u1", "head-u2"}
	grades  = []Grade{Satisfied, Basically, Dissat, Dissat}
	systems = []string{"", GovernmentSystem, "court"}
)

// intent is an act the tables allow in the present state.
type intent struct {
	trigger lifecycle.Trigger
	row     lifecycle.Row
	about   Subject
}

func (p *play) intents() []intent {
	var out []intent
	add := func(m lifecycle.Machine, s lifecycle.State, about Subject) {
		d := lifecycle.Of(m)
		for _, t := range d.Available(s) {
			row, _ := d.Row(s, t)
			if commands[t] != nil && (!p.idle(t, about) || p.pick.chance(3)) {
				out = append(out, intent{t, row, about})
			}
		}
	}
	add(lifecycle.Suggestion, p.s.State, Subject{})
	for _, row := range lifecycle.StandingRows() {
		if slices.Contains(row.From, p.s.State) && commands[row.Trigger] != nil && standingCommands[row.Trigger] == nil {
			out = append(out, intent{row.Trigger, row, Subject{}})
		}
	}
	for _, a := range p.s.Assignments {
		add(lifecycle.Assignment, a.State, Subject{Assignment: a.Assignment, Line: a.Line})
	}
	for _, l := range p.s.Lines {
		add(lifecycle.ReplyLine, l.State, Subject{Line: l.ID})
	}
	for _, c := range p.s.Commitments {
		add(lifecycle.Commitment, c.State, Subject{Commitment: c.Promise.Commitment, Line: c.Line})
	}
	for _, row := range lifecycle.StandingRows() {
		if commands[row.Trigger] != nil && !p.idle(row.Trigger, Subject{}) && slices.Contains(row.From, p.s.State) {
			out = append(out, intent{row.Trigger, row, Subject{}})
		}
	}
	return out
}

// last acts end a case for good; rare ones lead aside.
var (
	last = map[lifecycle.Trigger]bool{lifecycle.Withdraw: true, lifecycle.Transfer: true, lifecycle.ReturnToDeputy: true}
	rare = map[lifecycle.Trigger]bool{lifecycle.Withdraw: true, lifecycle.Transfer: true,
		lifecycle.ReturnToDeputy: true, lifecycle.RequestRevision: true, lifecycle.RequestReturn: true, lifecycle.SendBackReply: true,
		lifecycle.DraftUpgrade: true, lifecycle.BreakCommitment: true, lifecycle.ExplainCommitment: true}
)

// step makes one act: mostly plausible, sometimes nonsense, sometimes the clock.
func (p *play) step() (Actor, Command) {
	if p.pick.chance(30) {
		p.now = p.now.Add(time.Duration(p.pick(10*24)) * time.Hour)
	}
	if p.pick.chance(12) {
		if c, ok := p.overdue(); ok {
			return clock, c
		}
	}
	if p.pick.chance(3) {
		if c, ok := p.warning(); ok {
			return clock, c
		}
	}
	if p.s.HeadOpen && p.pick.chance(5) {
		return reactor, SettleHeadPromises{}
	}
	if p.pick.chance(7) {
		if a, c, ok := p.standingAct(); ok {
			return a, c
		}
	}
	all := p.intents()
	if len(all) == 0 || p.pick.chance(8) {
		return p.stranger(), p.nonsense()
	}
	it := p.choose(all)
	c := commands[it.trigger](p, it.about)
	if p.pick.chance(8) {
		return p.stranger(), c
	}
	return p.actor(it), c
}

// scarce acts lead nowhere and are possible for a short time only; without a
// preference the others would crowd them out.
var scarce = map[lifecycle.Trigger]bool{lifecycle.HoldMediation: true, lifecycle.HoldAssessment: true, lifecycle.ConsentWithdrawal: true,
	lifecycle.UpholdObjection: true, lifecycle.UpholdContest: true, lifecycle.RejectContest: true}

// choose prefers acts that lead on, and rarely takes the rare ones.
func (p *play) choose(all []intent) intent {
	var on, few []intent
	for _, it := range all {
		if scarce[it.trigger] {
			few = append(few, it)
		}
		if !rare[it.trigger] && it.row.To != "" && (!slices.Contains(it.row.From, it.row.To) || it.trigger == lifecycle.DeliverReply) {
			on = append(on, it)
		}
	}
	if len(few) > 0 && p.pick.chance(8) {
		return one(p.pick, few)
	}
	onward := 65
	if p.mortal {
		onward = 20
	}
	if len(on) > 0 && p.pick.chance(onward) {
		return one(p.pick, on)
	}
	it := one(p.pick, all)
	standing := func(it intent) bool { return it.row.To == "" }
	for i := 0; i < 3 && (last[it.trigger] && !p.mortal || i < 2 && standing(it)); i++ {
		it = one(p.pick, all)
	}
	return it
}

// overdue moves the clock past the due day of a running clock and lapses it.
func (p *play) overdue() (Command, bool) {
	var running []Clock
	for _, c := range p.s.Clocks {
		if c.Running && !c.Lapsed {
			running = append(running, c)
		}
	}
	if len(running) == 0 {
		return nil, false
	}
	c := one(p.pick, running)
	if c.Due.Sub(calendar.DateOf(p.now)) < 120 {
		if end := calendar.EndOf(c.Due); end.After(p.now) {
			p.now = end
		}
	}
	return Lapse{c.Kind, c.Subject, c.Due}, true
}

// actor is somebody who plausibly has the role.
func (p *play) actor(it intent) Actor {
	r := one(p.pick, it.row.Roles)
	unit := (&decision{s: p.s}).owner(it.about)
	if slices.Contains(it.row.Guards, lifecycle.IsLeadUnit) {
		unit = p.s.Assignments[0].Unit
	}
	if unit == "" || p.pick.chance(10) {
		unit = one(p.pick, units)
	}
	if r == lifecycle.UnitHead && len(it.row.Roles) > 1 && p.pick.chance(80) {
		r = lifecycle.UnitHandler
	}
	if r.OfUnit() {
		name := map[lifecycle.Role]string{lifecycle.UnitHead: "head-", lifecycle.UnitHandler: "hand-", lifecycle.UnitCoordinator: "desk-"}[r]
		return as(r, name+unit, unit)
	}
	switch r {
	case lifecycle.LeadDeputy, lifecycle.Delegation:
		if p.s.Kind == FromDelegation {
			return Actor{Person: one(p.pick, p.s.Speakers()), Role: lifecycle.Delegation}
		}
		if p.s.Lead != (Person{}) {
			return Actor{Person: p.s.Lead, Role: lifecycle.LeadDeputy}
		}
		return as(r, "d1", "")
	case lifecycle.CoSigner:
		if c := p.s.CoSigners; len(c) > 0 && p.pick.chance(80) {
			return Actor{Person: one(p.pick, c).Person, Role: r}
		}
		return as(r, one(p.pick, persons[:3]), "")
	case lifecycle.DeputyAffairsCommittee:
		return as(r, "o1", "")
	}
	return as(r, "x-"+string(r), "")
}

func (p *play) stranger() Actor {
	if p.pick.chance(50) {
		return one(p.pick, []Actor{importer, reactor, chairs, special, clock})
	}
	return as(one(p.pick, lifecycle.Roles()), one(p.pick, persons), one(p.pick, append(units, "")))
}

// nonsense is a command whatever the state, about things that may not exist.
func (p *play) nonsense() Command {
	triggers := make([]lifecycle.Trigger, 0, len(commands))
	for t := range commands {
		triggers = append(triggers, t)
	}
	slices.Sort(triggers)
	about := Subject{Assignment: AssignmentID(fmt.Sprint("a", p.pick(4))), Line: LineID(fmt.Sprint("l", p.pick(3))),
		Commitment: CommitmentID(fmt.Sprintf("l%dv%dc1", p.pick(3), p.pick(3)))}
	if c := p.pick(len(triggers) + 40); c < len(triggers) {
		return commands[triggers[c]](p, about)
	}
	return one(p.pick, []Command{Rate{}, Submit{}, DraftReply{Line: about.Line}, RelayTheReply{Unit: "u1"}, FollowReassignment{"u1", "u2", day("2026-03-01")},
		FixKey{Decision: "no. 1"}, Supervise{Record: "r"}, SettleHeadPromises{}, DropTheMember{"m1", "r"}, ConcludePromise{Commitment: about.Commitment},
		CorrectDeadline{one(p.pick, lifecycle.Deadlines()), about, p.some()}, SendOnPaper{about.Assignment}, RecordReceipt{Assignment: about.Assignment},
		FollowOnPaper{"u1"}, FollowReceipt{Unit: "u1", On: p.later(3)},
		Lapse{lifecycle.DueReply, about, day("2026-05-25")}, Import{"case-1", src("s1", fmt.Sprint(p.pick(5))), p.facts()}})
}

func (p *play) facts() Facts {
	f := Facts{Title: "On roads", Number: "12", Deputies: []Person{who("d1"), who("d2")}[:1+p.pick(2)]}
	if p.pick.chance(80) {
		f.LeadUnit = "u1"
	}
	if p.pick.chance(60) {
		f.Replied, f.Class = true, one(p.pick, []Class{"", "A", "B", "C"})
		f.Satisfaction, f.Further = one(p.pick, []Grade{"", Satisfied, Basically, Dissat}), p.pick.chance(30)
	}
	if f.Class == "B" {
		f.Promises = []StatedPromise{{Text: "p", Done: p.pick.chance(50)}, {Text: "r", NotDone: true}, {Text: "q", Due: day("2026-10-10")}}[:1+p.pick(3)]
	}
	return f
}

// files are what is sent with an act now and then, wanted there or not. No lot is
// drawn for it, so that the games stay those that they were.
func (p *play) files() []File {
	if !p.sends {
		return nil
	}
	return []File{{Binding: scan, Name: "scan.pdf", Type: "pdf", Size: 9}}
}
