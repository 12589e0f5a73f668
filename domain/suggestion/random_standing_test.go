package suggestion

import (
	"fmt"
	"slices"

	"huiyin/domain/lifecycle"
)

// standingAct makes a standing act the tables allow, by somebody who has the
// role. These acts move no machine and so come beside the others.
func (p *play) standingAct() (Actor, Command, bool) {
	var open []lifecycle.Row
	for _, r := range lifecycle.StandingRows() {
		if standingCommands[r.Trigger] != nil && slices.Contains(r.From, p.s.State) && (p.mortal || !fatal[r.Trigger]) {
			open = append(open, r)
		}
	}
	if len(open) == 0 {
		return Actor{}, nil, false
	}
	row := one(p.pick, open)
	if next := p.followUps(open); len(next) > 0 && p.pick.chance(60) {
		row = one(p.pick, next)
	}
	a, c := p.actor(intent{row.Trigger, row, Subject{}}), standingCommands[row.Trigger](p)
	if e, ok := c.(ExamineForPublication); ok {
		if l, ok := p.s.Line(e.Line); ok {
			a = as(lifecycle.UnitHandler, "hand-"+l.Unit, p.s.BodyOf(l.Unit))
		}
	}
	if r, ok := c.(ReportOnTask); ok {
		if t, ok := p.s.Task(r.Task); ok {
			a = as(lifecycle.UnitHandler, "hand-"+t.Unit, t.Unit)
		}
	}
	return a, c, true
}

// followUps are the acts that something begun waits for.
func (p *play) followUps(open []lifecycle.Row) []lifecycle.Row {
	waits := map[lifecycle.Trigger]bool{
		lifecycle.ReportOnTask:      slices.ContainsFunc(p.s.Oversight.Tasks, Task.Open),
		lifecycle.ConcludeTask:      slices.ContainsFunc(p.s.Oversight.Tasks, Task.Open),
		lifecycle.RecordVisit:       slices.ContainsFunc(p.s.Oversight.Visits, func(v Visit) bool { return !v.Recorded }),
		lifecycle.RelieveSupervisor: len(p.s.Supervisors) > 0,
		lifecycle.PassLead:          p.s.Gone(p.s.Lead),
		lifecycle.DrawVisit:         len(Visitable(p.s)) > 0,
		lifecycle.RecordDeparture:   p.mortal,

		lifecycle.ExaminePublication: p.publishable() && !p.examined(),
		lifecycle.PublishReply:       p.examined(),
		lifecycle.TakeDownReply:      slices.ContainsFunc(p.s.Lines, func(l Line) bool { return l.Public }),
		lifecycle.TakeDownContent:    p.s.Content.InForce() && p.pick.chance(30),
	}
	return slices.DeleteFunc(slices.Clone(open), func(r lifecycle.Row) bool { return !waits[r.Trigger] })
}

// init makes the acts known to whoever tries acts by their trigger.
func init() {
	for t, f := range standingCommands {
		commands[t] = func(p *play, s Subject) Command { return onThe(s.Line, f(p)) }
	}
}

// fatal acts take somebody out of the case, so that less happens after them.
var fatal = map[lifecycle.Trigger]bool{lifecycle.RecordDeparture: true}

func (p *play) person() Person { return who(one(p.pick, persons)) }

// partUnit is mostly a unit of the case.
func (p *play) partUnit() string {
	if len(p.s.Assignments) > 0 && p.pick.chance(85) {
		return one(p.pick, p.s.Assignments).Unit
	}
	return one(p.pick, units)
}

func (p *play) lineID() LineID {
	if len(p.s.Lines) > 0 && p.pick.chance(95) {
		return one(p.pick, p.s.Lines).ID
	}
	return "l1"
}

func (p *play) visitedLine() LineID {
	for _, v := range p.s.Oversight.Visits {
		if !v.Recorded {
			return v.Line
		}
	}
	return p.lineID()
}

func (p *play) task() TaskID { return TaskID(fmt.Sprint("t", 1+p.pick(1+len(p.s.Oversight.Tasks)))) }

var standingCommands = standingActs()

func standingActs() map[lifecycle.Trigger]func(*play) Command {
	return map[lifecycle.Trigger]func(*play) Command{
		lifecycle.ProposeKey: func(p *play) Command {
			return ProposeKey{one(p.pick, []string{"b", "c"}), []string{one(p.pick, KeyCriteria())}, p.some()}
		},
		lifecycle.FixKey:  func(p *play) Command { return FixKey{Decision: p.some(), Item: p.some()} },
		lifecycle.LiftKey: func(p *play) Command { return LiftKey{p.some()} },
		lifecycle.AppointSupervisor: func(p *play) Command {
			return AppointSupervisor{one(p.pick, Layers()), p.person(), "b"}
		},
		lifecycle.RelieveSupervisor: func(p *play) Command {
			c := RelieveSupervisor{Person: p.person(), Reason: p.some(), Successor: one(p.pick, []Person{{}, p.person()})}
			if len(p.s.Supervisors) > 0 {
				c.Person = one(p.pick, p.s.Supervisors).Person
			}
			return c
		},
		lifecycle.Supervise: func(p *play) Command { return Supervise{"special_committee", "visit", p.some()} },
		lifecycle.SetTask: func(p *play) Command {
			return SetTask{"special_committee", "visit", p.some(), p.partUnit(), p.person(), p.later(60)}
		},
		lifecycle.ReportOnTask:      func(p *play) Command { return ReportOnTask{p.task(), p.some()} },
		lifecycle.ConcludeTask:      func(p *play) Command { return ConcludeTask{p.task(), p.some()} },
		lifecycle.RecordInstruction: func(p *play) Command { return RecordTheInstruction{p.person(), "b", p.some()} },
		lifecycle.SendUrging:        func(p *play) Command { return Urge{p.partUnit(), "no. 1", p.some()} },
		lifecycle.HoldInspection:    func(p *play) Command { return RecordInspection{"place", []Person{p.person()}, p.some()} },
		lifecycle.VoteAppraisal:     func(p *play) Command { return RecordAppraisal{p.partUnit(), "overall", p.pick(3), 0, p.pick(2)} },
		lifecycle.GiveAward:         func(p *play) Command { return GiveTheAward{Awards()[0], p.some()} },
		lifecycle.DrawVisit: func(p *play) Command {
			return DrawVisit{fmt.Sprint("draw-", p.pick(3)), slices.Concat(Visitable(p.s), []LineID{p.lineID()})[:1]}
		},
		lifecycle.RecordVisit: func(p *play) Command {
			c := RecordVisit{Line: p.visitedLine(), Record: p.some()}
			if c.Unreached = p.pick.chance(20); !c.Unreached {
				c.Process, c.Result = one(p.pick, grades), one(p.pick, grades)
			}
			if len(p.rules.Rating().Value.Parts) == 1 {
				c.Process = ""
			}
			return c
		},
		lifecycle.RaiseFlag: func(p *play) Command { return RaiseTheFlag{p.lineID(), one(p.pick, FlagCodes()), ""} },
		lifecycle.ClearFlag: func(p *play) Command { return ClearTheFlag{p.lineID(), one(p.pick, FlagCodes()), p.some()} },
		lifecycle.SucceedUnit: func(p *play) Command {
			return SucceedUnit{p.partUnit(), one(p.pick, units), day("2026-03-01"), p.some()}
		},
		lifecycle.RecordDeparture: func(p *play) Command {
			return RecordTheDeparture{p.deputy(), one(p.pick, []string{Died, Died, "resigned"})}
		},
		lifecycle.PassLead: func(p *play) Command { return PassTheLead{p.deputy(), p.some()} },
		lifecycle.ChangeHead: func(p *play) Command {
			return ChangeTheHead{one(p.pick, []Person{p.s.Lead, p.deputy()}), p.person(), p.some()}
		},
		lifecycle.WishPublication:    (*play).wish,
		lifecycle.ExaminePublication: (*play).examine,
		lifecycle.PublishContent:     (*play).decideContent,
		lifecycle.PublishReply:       (*play).decideReply,
		lifecycle.TakeDownContent:    func(p *play) Command { return TakeContentDown{p.ground(), p.some()} },
		lifecycle.TakeDownReply:      func(p *play) Command { return TakeReplyDown{p.shownLine(), p.ground(), p.some()} },
		lifecycle.DeclareTie:         func(p *play) Command { return DeclareTheTie{p.deputy(), p.partUnit(), p.some()} },
	}
}
