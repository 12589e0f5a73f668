package views

import (
	"context"

	"zombiezen.com/go/sqlite"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/projections/follower"
)

// DeadlineRow is one due day of a case.
type DeadlineRow struct {
	Case        suggestion.CaseID
	Seq         int
	Kind        lifecycle.Deadline
	Subject     string
	Unit        string // who owes the act; empty for deputies and offices
	Started     calendar.Date
	Due         calendar.Date
	Period      string
	Basis       string
	Rules       string
	Assumption  bool
	Provisional bool
	Running     bool
	Lapsed      bool
	Number      string
	Title       string
	Lead        string
	State       lifecycle.State // of the case
	Light       Light           // none unless it runs
}

func scanDeadline(c *cursor) DeadlineRow {
	return DeadlineRow{Case: suggestion.CaseID(c.text()), Seq: c.int(), Kind: lifecycle.Deadline(c.text()), Subject: c.text(), Unit: c.text(),
		Started: c.date(), Due: c.date(), Period: c.text(), Basis: c.text(), Rules: c.text(), Assumption: c.flag(), Provisional: c.flag(),
		Running: c.flag(), Lapsed: c.flag(), Number: c.text(), Title: c.text(), Lead: c.text(), State: lifecycle.State(c.text()), Light: Light(c.text())}
}

// DeadlineFilter selects due days; the zero filter selects all.
type DeadlineFilter struct {
	Case      suggestion.CaseID
	Running   bool
	Lapsed    bool
	Missed    bool // lapsed, and somebody's duty
	DueFrom   calendar.Date
	DueBefore calendar.Date
	Unit      string
	Kind      lifecycle.Deadline
	Light     Light
	Overdue   bool
}

func (f DeadlineFilter) where() where {
	var w where
	w.text("case_id", string(f.Case))
	w.set(f.Running, "running")
	w.set(f.Lapsed, "lapsed")
	w.set(f.Missed, "lapsed AND "+in("kind", duties()))
	w.days("due", f.DueFrom, f.DueBefore)
	w.text("unit", f.Unit)
	w.text("kind", string(f.Kind))
	w.text("light", string(f.Light))
	w.set(f.Overdue, overdue)
	return w
}

func duties() (out []lifecycle.Deadline) {
	for _, d := range lifecycle.Deadlines() {
		if d.Duty() {
			out = append(out, d)
		}
	}
	return out
}

func (v Reader) deadlines() table {
	light, args := v.Scheme.light("c.imported", "NOT d.running", "d.due")
	sql := "SELECT d.*, c.number, c.title, c.lead, " + v.Scope.column("c.state", "c.unit_state") + " AS case_state, " + light +
		" AS light FROM deadlines d JOIN cases c ON c.case_id = d.case_id"
	if v.Scope.AsUnit { // whether it still runs would tell that the reply was rated
		sql += " WHERE d.kind <> '" + string(lifecycle.DueFeedback) + "'"
	}
	return v.Scope.cut(table{sql, args})
}

// Deadlines lists due days, the earliest first.
func (v Reader) Deadlines(ctx context.Context, f DeadlineFilter) (rows []DeadlineRow, err error) {
	err = v.File.Read(ctx, func(r *follower.Reader) error {
		rows, err = list(r, v.deadlines(), f.where(), deadlineOrder.sql(), scanDeadline, "")
		return err
	})
	return rows, err
}

// DueCases are the cases with a running, not yet lapsed due day before the day,
// by the earliest such day: what the clock has to look at.
func DueCases(ctx context.Context, file *follower.File, before calendar.Date) (ids []suggestion.CaseID, err error) {
	err = file.Query(ctx, "SELECT case_id FROM deadlines WHERE running AND NOT lapsed AND due <> '' AND due < ? GROUP BY case_id ORDER BY min(due), case_id",
		[]any{before.String()}, func(s *sqlite.Stmt) error {
			ids = append(ids, suggestion.CaseID(s.ColumnText(0)))
			return nil
		})
	return ids, err
}

// DissatisfiedRow is a reply line that was ever rated dissatisfied.
type DissatisfiedRow struct {
	Case        suggestion.CaseID
	Line        suggestion.LineID
	Number      string
	Title       string
	Unit        string
	Lead        string
	State       lifecycle.State // of the line
	Open        bool
	Round       int
	Ratings     int // how often it was rated dissatisfied
	Process     suggestion.Grade
	Result      suggestion.Grade
	Reason      string
	Rated       calendar.Date
	NextRole    lifecycle.Role
	NextAct     lifecycle.Trigger
	Since       calendar.Date
	Due         calendar.Date // of the redo
	LastContact calendar.Date
	Outcome     string
	Imported    bool
	Told        bool // the unit may know of the rating
}

func scanDissatisfied(c *cursor) DissatisfiedRow {
	return DissatisfiedRow{Case: suggestion.CaseID(c.text()), Line: suggestion.LineID(c.text()), Number: c.text(), Title: c.text(), Unit: c.text(),
		Lead: c.text(), State: lifecycle.State(c.text()), Open: c.flag(), Round: c.int(), Ratings: c.int(), Process: suggestion.Grade(c.text()),
		Result: suggestion.Grade(c.text()), Reason: c.text(), Rated: c.date(), NextRole: lifecycle.Role(c.text()), NextAct: lifecycle.Trigger(c.text()),
		Since: c.date(), Due: c.date(), LastContact: c.date(), Outcome: c.text(), Imported: c.flag(), Told: c.flag()}
}

func (v Reader) dissatisfied() table {
	sql := "SELECT " + columnsOf(dissatisfied) + " FROM dissatisfied"
	if v.Scope.AsUnit {
		sql += " WHERE told"
	}
	return v.Scope.cut(table{sql: sql})
}

func openIf(openOnly bool) (w where) {
	w.set(openOnly, "open")
	return w
}

// Dissatisfied lists the lines ever rated dissatisfied, the open ones first and
// among them who has waited longest.
func (v Reader) Dissatisfied(ctx context.Context, openOnly bool) (rows []DissatisfiedRow, err error) {
	err = v.File.Read(ctx, func(r *follower.Reader) error {
		rows, err = list(r, v.dissatisfied(), openIf(openOnly),
			dissatisfiedOrder.sql(), scanDissatisfied, "")
		return err
	})
	return rows, err
}

// PromiseRow is one promise.
type PromiseRow struct {
	Case       suggestion.CaseID
	Commitment suggestion.CommitmentID
	Number     string
	Title      string
	Unit       string
	Lead       string
	Text       string
	Due        calendar.Date
	DueText    string
	State      lifecycle.State
	Open       bool // somebody here still has to conclude it
	Made       calendar.Date
	Slips      int
	Lapsed     bool
	Ended      calendar.Date
	Grade      suggestion.Grade
	Class      string
	CaseState  lifecycle.State
	Imported   bool
	Light      Light // none once the unit claims it done
}

func scanPromise(c *cursor) PromiseRow {
	return PromiseRow{Case: suggestion.CaseID(c.text()), Commitment: suggestion.CommitmentID(c.text()), Number: c.text(), Title: c.text(),
		Unit: c.text(), Lead: c.text(), Text: c.text(), Due: c.date(), DueText: c.text(), State: lifecycle.State(c.text()), Open: c.flag(),
		Made: c.date(), Slips: c.int(), Lapsed: c.flag(), Ended: c.date(), Grade: suggestion.Grade(c.text()), Class: c.text(),
		CaseState: lifecycle.State(c.text()), Imported: c.flag(), Light: Light(c.text())}
}

// PromiseFilter selects promises; the zero filter selects all.
type PromiseFilter struct {
	Case      suggestion.CaseID
	OpenOnly  bool
	State     lifecycle.State
	Unit      string
	DueFrom   calendar.Date
	DueBefore calendar.Date
	Overdue   bool
	Light     Light
	Unknown   bool // not concluded, and nobody can tell whether it was kept
}

func (f PromiseFilter) where() where {
	var w where
	w.text("case_id", string(f.Case))
	w.set(f.OpenOnly, "open")
	w.text("state", string(f.State))
	w.text("unit", f.Unit)
	w.days("due", f.DueFrom, f.DueBefore)
	w.set(f.Overdue, overdue)
	w.text("light", string(f.Light))
	w.set(f.Unknown, "light = ?", string(Grey))
	return w
}

func (v Reader) promises() table {
	concluded := []lifecycle.State{lifecycle.Verified, lifecycle.Explained, lifecycle.Broken}
	light, args := v.Scheme.light("(imported OR state = '"+string(lifecycle.UnknownCommitment)+"') AND NOT "+in("state", concluded),
		in("state", append(concluded, lifecycle.ClaimedDone)), "due")
	return v.Scope.cut(table{"SELECT *, " + light + " AS light FROM promises", args})
}

// Promises lists promises, the earliest due first and the undated last.
func (v Reader) Promises(ctx context.Context, f PromiseFilter) (rows []PromiseRow, err error) {
	err = v.File.Read(ctx, func(r *follower.Reader) error {
		rows, err = list(r, v.promises(), f.where(), promiseOrder.sql(), scanPromise, "")
		return err
	})
	return rows, err
}
