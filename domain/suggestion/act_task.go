package suggestion

import (
	"fmt"
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

// SetTask is an act of supervision that asks a unit for something by a day. The
// task waits for its result; its lateness is read from the two days.
type SetTask struct {
	Layer       string
	Way         string
	Content     string
	Unit        string
	Responsible Person
	Due         calendar.Date
}

func (c SetTask) decide(d *decision) error {
	if err := d.standing(lifecycle.SetTask); err != nil {
		return err
	}
	if err := need("content", c.Content, "responsible", c.Responsible.Name, "due", c.Due.String()); err != nil {
		return err
	}
	if !slices.Contains(Layers(), c.Layer) {
		return refuse("unknown_code", "code", c.Layer)
	}
	if c.Due.Before(d.today) {
		return refuse("task_in_past", "due", c.Due.String(), "today", d.today.String())
	}
	if r := d.onCaseNow(c.Unit); r != nil {
		return r
	}
	d.emit(TaskSet{Task: TaskID(fmt.Sprintf("t%d", len(d.s.Oversight.Tasks)+1)), Layer: c.Layer, Way: c.Way, Content: c.Content,
		Unit: c.Unit, Responsible: c.Responsible, Due: c.Due})
	return nil
}

// onCaseNow refuses a unit that has no part in the case.
func (d *decision) onCaseNow(unit string) *Refusal {
	if unit == "" {
		return refuse("missing", "field", "unit")
	}
	if _, ok := d.s.ActiveOn(unit); !ok {
		return refuse("no_part_of_unit", "unit", unit)
	}
	return nil
}

// ReportOnTask is the unit's progress on a task.
type ReportOnTask struct {
	Task TaskID
	Text string
}

func (c ReportOnTask) decide(d *decision) error {
	if err := d.standing(lifecycle.ReportOnTask); err != nil {
		return err
	}
	if r := d.openTask(c.Task); r != nil {
		return r
	}
	if err := need("text", c.Text); err != nil {
		return err
	}
	d.emit(TaskReported{Task: c.Task, Text: c.Text})
	return nil
}

// ConcludeTask records the result of a task, as its supervisor saw it.
type ConcludeTask struct {
	Task   TaskID
	Result string
}

func (c ConcludeTask) decide(d *decision) error {
	if err := d.standing(lifecycle.ConcludeTask); err != nil {
		return err
	}
	if r := d.openTask(c.Task); r != nil {
		return r
	}
	if err := need("result", c.Result); err != nil {
		return err
	}
	d.emit(TaskConcluded{Task: c.Task, On: d.on, Result: c.Result})
	return nil
}

func (d *decision) openTask(id TaskID) *Refusal {
	t, ok := d.s.Task(id)
	switch {
	case !ok:
		return refuse("no_such_task", "id", string(id))
	case !t.Open():
		return refuse("task_concluded", "id", string(id))
	}
	return nil
}

// ownTask lets a unit report on its own tasks only, and only while it has a part
// in the case. Where no task is named it asks whether the unit has any.
func ownTask(d *decision, _ Subject) *Refusal {
	if _, ok := d.s.ActiveOn(d.req.Actor.Unit); !ok {
		return refuse("other_unit", "unit", d.req.Actor.Unit)
	}
	c, named := d.req.Command.(ReportOnTask)
	for _, t := range d.s.Oversight.Tasks {
		if (!named || t.ID == c.Task) && d.s.BodyOf(t.Unit) == d.req.Actor.Unit {
			return nil
		}
	}
	if _, exists := d.s.Task(c.Task); named && !exists {
		return refuse("no_such_task", "id", string(c.Task))
	}
	return refuse("other_unit", "unit", d.req.Actor.Unit)
}
