package rehearsal

import (
	"fmt"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
)

// Units are those that handle a Season's cases.
var Units = []string{"Transport", "Schools", "Water"}

// Season plays n cases, each as far as its turn says: from registered to closed,
// with a publication, a redo, an open promise, a withdrawal and, every fifth, an import. The
// cases are played by turns, so that their events lie among each other.
func Season(d *Desk, n int) {
	d.t.Helper()
	const stages = 9
	for stage := range stages {
		for i := range n {
			if i%5 == 4 {
				if stage == 0 {
					d.Import(ID(i), fmt.Sprintf("src-%d", i), statement(i))
				}
				continue
			}
			if stage <= i%stages {
				d.stage(ID(i), i, stage)
			}
		}
	}
}

// ID is the id of a Season's case.
func ID(i int) suggestion.CaseID { return suggestion.CaseID(fmt.Sprintf("c%04d", i)) }

func (d *Desk) stage(id suggestion.CaseID, i, stage int) {
	d.t.Helper()
	promise := suggestion.Promise{Text: "build it", Due: calendar.MustDate("2026-10-15").AddDays(i % 40)}
	dissatisfied := i%2 == 1
	switch stage {
	case 0:
		d.Register(id, fmt.Sprint(100+i), fmt.Sprintf("Deputy%d", i%7))
	case 1:
		d.Assign(id, Units[i%len(Units)])
	case 2:
		if i%3 == 0 {
			d.Draft(id, "l1", "B", promise)
			d.Do(id, Gov(), suggestion.ExamineReply{Line: "l1", Reason: "too short"})
		}
	case 3:
		if dissatisfied {
			d.Reply(id, "l1", "A")
		} else {
			d.Reply(id, "l1", "B", promise)
		}
	case 4:
		d.Deliver(id, "l1")
	case 5:
		if dissatisfied {
			d.Rate(id, "l1", suggestion.Dissat)
			d.Publish(id, "l1")
		} else {
			d.Rate(id, "l1", suggestion.Satisfied)
		}
	case 6:
		if dissatisfied {
			d.Do(id, Committee(), suggestion.OrderTheRedo{Line: "l1", Reason: "again"})
		} else {
			d.Do(id, Of(Units[i%len(Units)], "unit_handler"), suggestion.ClaimFulfilled{Commitment: "l1v1c1", Evidence: "photo"})
		}
	case 7:
		if dissatisfied {
			d.Reply(id, "l1", "A")
			d.Deliver(id, "l1")
		} else {
			d.Do(id, Committee(), suggestion.ConcludePromise{Commitment: "l1v1c1", Verdict: suggestion.Keep, Reason: "seen"})
		}
	case 8:
		if dissatisfied {
			d.Rate(id, "l1", suggestion.Satisfied)
		}
	}
}

func statement(i int) suggestion.Facts {
	f := suggestion.Facts{Congress: "13", Session: "3", Year: 2020, Number: fmt.Sprint(100 + i), Title: fmt.Sprintf("Imported %d", i),
		Province: "hunan", LeadUnit: Units[i%len(Units)], Deputies: []suggestion.Person{Person("Old")}}
	switch i % 4 {
	case 1:
		f.Class = "A"
	case 2:
		f.Class, f.Satisfaction = "B", suggestion.Dissat
		f.Promises = []suggestion.StatedPromise{{Text: "promised once"}, {Text: "said done", Done: true}}
	case 3:
		f.Class, f.Satisfaction = "A", suggestion.Satisfied
	}
	return f
}
