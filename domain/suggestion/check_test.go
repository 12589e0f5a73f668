package suggestion

import (
	"math/rand/v2"
	"testing"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

// joined are triggers one command chooses between by itself.
var joined = map[lifecycle.Trigger][]lifecycle.Trigger{
	lifecycle.DraftReply:    {lifecycle.DraftReply, lifecycle.DraftUpgrade},
	lifecycle.DraftUpgrade:  {lifecycle.DraftReply, lifecycle.DraftUpgrade},
	lifecycle.DeliverReply:  {lifecycle.DeliverReply, lifecycle.DeliverLast},
	lifecycle.DeliverLast:   {lifecycle.DeliverReply, lifecycle.DeliverLast},
	lifecycle.RateSatisfied: {lifecycle.RateSatisfied, lifecycle.RateBasically, lifecycle.RateDissat},
	lifecycle.RateBasically: {lifecycle.RateSatisfied, lifecycle.RateBasically, lifecycle.RateDissat},
	lifecycle.RateDissat:    {lifecycle.RateSatisfied, lifecycle.RateBasically, lifecycle.RateDissat},

	lifecycle.EnterSatisfied: {lifecycle.EnterSatisfied, lifecycle.EnterBasically, lifecycle.EnterDissat},
	lifecycle.EnterBasically: {lifecycle.EnterSatisfied, lifecycle.EnterBasically, lifecycle.EnterDissat},
	lifecycle.EnterDissat:    {lifecycle.EnterSatisfied, lifecycle.EnterBasically, lifecycle.EnterDissat},
}

// byUnit are acts of the reactors that name a unit and find its part themselves,
// which may be another than the one looked at.
var byUnit = map[lifecycle.Trigger]bool{lifecycle.RelayReply: true, lifecycle.Discharge: true}

// ofLine are the standing acts that are about a reply line.
var ofLine = map[lifecycle.Trigger]bool{lifecycle.ExaminePublication: true, lifecycle.PublishReply: true, lifecycle.TakeDownReply: true}

// part is a place where a machine could be moved.
type part struct {
	machine lifecycle.Machine
	about   Subject
}

func (p *play) parts() []part {
	out := []part{{lifecycle.Suggestion, Subject{}}, {lifecycle.Case, Subject{}}}
	for _, a := range p.s.Assignments {
		out = append(out, part{lifecycle.Assignment, Subject{Assignment: a.Assignment, Line: a.Line}})
	}
	for _, l := range p.s.Lines {
		out = append(out, part{lifecycle.ReplyLine, Subject{Line: l.ID}}, part{lifecycle.Case, Subject{Line: l.ID}})
	}
	for _, c := range p.s.Commitments {
		out = append(out, part{lifecycle.Commitment, Subject{Commitment: c.Promise.Commitment, Line: c.Line}})
	}
	return out
}

// What Check shuts, Decide refuses: a button that is shut never hides an act
// that would have gone through.
func TestWhatIsShutIsRefused(t *testing.T) {
	shut, open := 0, 0
	for seed := range uint64(60) {
		p := newPlay(rand.New(rand.NewPCG(seed, 11)).IntN, map[string]int{})
		for range 25 {
			if err := p.try(p.step()); err != nil {
				t.Fatal(err)
			}
			for _, at := range p.parts() {
				for _, trigger := range triggersOf(at.machine) {
					if commands[trigger] == nil || byUnit[trigger] || at.machine == lifecycle.Case && ofLine[trigger] != (at.about.Line != "") {
						continue
					}
					r := Request{Actor: p.stranger(), Now: p.now, Rules: p.rules, Calendar: calendar.StateCouncil()}
					if row, ok := rowIn(p.s, at, trigger); ok {
						r.Actor = p.actor(intent{trigger, row, at.about})
					}
					if !allShut(p.s, r, at, trigger) {
						open++
						continue
					}
					shut++
					r.Command = commands[trigger](p, at.about)
					if events, err := Decide(p.s, r); err == nil && len(events) > 0 {
						t.Fatalf("seed %d: %s is shut, but %T by %s gives %s", seed, trigger, r.Command, r.Actor.Role, kinds(events))
					}
				}
			}
		}
	}
	if shut < 10_000 || open < 1000 {
		t.Errorf("%d shut and %d open acts seen: too few to tell", shut, open)
	}
}

func triggersOf(m lifecycle.Machine) []lifecycle.Trigger {
	if m != lifecycle.Case {
		return lifecycle.Of(m).Triggers()
	}
	var out []lifecycle.Trigger
	for _, row := range lifecycle.StandingRows() {
		out = append(out, row.Trigger)
	}
	return out
}

// rowIn is a rule for the trigger, whether or not it fits the present state.
func rowIn(s *Suggestion, at part, t lifecycle.Trigger) (lifecycle.Row, bool) {
	if at.machine == lifecycle.Case {
		return lifecycle.Standing(t)
	}
	def := lifecycle.Of(at.machine)
	for _, from := range def.Sources(t) {
		return def.Row(from, t)
	}
	return lifecycle.Row{}, false
}

func allShut(s *Suggestion, r Request, at part, t lifecycle.Trigger) bool {
	options := joined[t]
	if options == nil {
		options = []lifecycle.Trigger{t}
	}
	for _, o := range options {
		if Check(s, r, at.machine, o, at.about) == nil {
			return false
		}
	}
	return true
}
