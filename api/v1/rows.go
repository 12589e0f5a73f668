package v1

import (
	"huiyin/domain/calendar"
	"huiyin/projections/views"
)

// CaseRow is a case in a list. Class and grade are those of the worst reply.
type CaseRow struct {
	ID           string        `json:"id"`
	Number       string        `json:"number,omitempty"`
	Title        string        `json:"title"`
	Congress     string        `json:"congress"`
	Session      string        `json:"session"`
	Year         int           `json:"year"`
	Kind         *Word         `json:"kind,omitempty"`
	State        Word          `json:"state"`
	Light        *Word         `json:"light,omitempty"`
	Lead         string        `json:"lead"`
	Deputies     []string      `json:"deputies,omitempty"`
	Delegation   string        `json:"delegation,omitempty"`
	Category     string        `json:"category,omitempty"`
	LeadUnits    []string      `json:"lead_units,omitempty"`
	CoUnits      []string      `json:"co_units,omitempty"`
	Class        string        `json:"class,omitempty"`
	Grade        *Word         `json:"grade,omitempty"`
	Round        int           `json:"round"`
	Assigned     calendar.Date `json:"assigned,omitzero"`
	Due          calendar.Date `json:"due,omitzero"`
	DueKind      *Word         `json:"due_kind,omitempty"`
	Provisional  bool          `json:"provisional,omitempty"`
	OpenPromises int           `json:"open_promises"`
	Key          bool          `json:"key"`
	Imported     bool          `json:"imported"`
	Ended        calendar.Date `json:"ended,omitzero"`
	// Version, Changed: not for a handling unit, whom they would tell of a rating.
	Version int64         `json:"version,omitempty"`
	Changed calendar.Date `json:"changed,omitzero"`
}

func (c *call) caseRow(r views.CaseRow) CaseRow {
	out := CaseRow{ID: string(r.ID), Number: r.Number, Title: r.Title, Congress: r.Congress, Session: r.Session, Year: r.Year, Kind: wordOr("kind", r.Kind),
		State: wordOf("state.suggestion", r.State), Light: lightOf(r.Light), Lead: r.Lead, Deputies: r.Deputies, Delegation: r.Delegation,
		Category: r.Category, LeadUnits: r.LeadUnits, CoUnits: r.CoUnits, Class: r.Class, Grade: wordOr("state.line", r.Grade), Round: r.Round,
		Assigned: r.T0, Due: r.NextDue, DueKind: wordOr("deadline", r.NextKind), Provisional: r.Provisional, OpenPromises: r.OpenPromises,
		Key: r.Key, Imported: r.Imported}
	if !c.who.OfUnit() {
		out.Version, out.Changed, out.Ended = int64(r.Version), r.Changed, r.Ended
	}
	return out
}

func lightOf(l views.Light) *Word { return wordOr("web.light", l) }

// StepRow is one thing that a case waits for from the caller.
type StepRow struct {
	Case   string        `json:"case"`
	Number string        `json:"number,omitempty"`
	Title  string        `json:"title"`
	Verb   Word          `json:"verb"`
	About  string        `json:"about,omitempty"` // the part of the case, by its id
	Role   Word          `json:"role"`
	Who    string        `json:"who,omitempty"` // a unit's name or a deputy's id
	Due    calendar.Date `json:"due,omitzero"`
	Light  *Word         `json:"light,omitempty"`
	Lead   string        `json:"lead"`
	Units  []string      `json:"units,omitempty"`
	Key    bool          `json:"key"`
}

func stepRow(r views.StepRow) StepRow {
	return StepRow{Case: string(r.Case), Number: r.Number, Title: r.Title, Verb: wordOf("act", r.Verb), About: r.Subject, Role: wordOf("role", r.Role),
		Who: r.Who, Due: r.Due, Light: lightOf(r.Light), Lead: r.Lead, Units: r.Units, Key: r.Key}
}

// DeadlineRow is one due day of a case.
type DeadlineRow struct {
	Case        string        `json:"case"`
	Number      string        `json:"number,omitempty"`
	Title       string        `json:"title"`
	State       Word          `json:"state"`
	Kind        Word          `json:"kind"`
	About       string        `json:"about,omitempty"`
	Unit        string        `json:"unit,omitempty"` // who owes the act
	Started     calendar.Date `json:"started,omitzero"`
	Due         calendar.Date `json:"due,omitzero"`
	Period      string        `json:"period,omitempty"`
	Basis       string        `json:"basis,omitempty"`
	Rules       string        `json:"rules,omitempty"`
	Assumption  bool          `json:"assumption"`
	Provisional bool          `json:"provisional"`
	Running     bool          `json:"running"`
	Lapsed      bool          `json:"lapsed"`
	Light       *Word         `json:"light,omitempty"`
	Lead        string        `json:"lead"`
}

func deadlineRow(r views.DeadlineRow) DeadlineRow {
	return DeadlineRow{Case: string(r.Case), Number: r.Number, Title: r.Title, State: wordOf("state.suggestion", r.State), Kind: wordOf("deadline", r.Kind),
		About: r.Subject, Unit: r.Unit, Started: r.Started, Due: r.Due, Period: r.Period, Basis: r.Basis, Rules: r.Rules, Assumption: r.Assumption,
		Provisional: r.Provisional, Running: r.Running, Lapsed: r.Lapsed, Light: lightOf(r.Light), Lead: r.Lead}
}

// DissatisfiedRow is a reply that was ever rated dissatisfied.
type DissatisfiedRow struct {
	Case        string        `json:"case"`
	Line        string        `json:"line"`
	Number      string        `json:"number,omitempty"`
	Title       string        `json:"title"`
	Unit        string        `json:"unit"`
	Lead        string        `json:"lead"`
	State       Word          `json:"state"`
	Open        bool          `json:"open"`
	Round       int           `json:"round"`
	Ratings     int           `json:"ratings"`
	Process     *Word         `json:"process,omitempty"`
	Result      *Word         `json:"result,omitempty"`
	Reason      string        `json:"reason,omitempty"`
	Rated       calendar.Date `json:"rated,omitzero"`
	NextRole    *Word         `json:"next_role,omitempty"`
	NextAct     string        `json:"next_act,omitempty"`
	Since       calendar.Date `json:"since,omitzero"`
	Due         calendar.Date `json:"due,omitzero"`
	LastContact calendar.Date `json:"last_contact,omitzero"`
	Outcome     *Word         `json:"outcome,omitempty"`
	Imported    bool          `json:"imported"`
}

func dissatisfiedRow(r views.DissatisfiedRow) DissatisfiedRow {
	return DissatisfiedRow{Case: string(r.Case), Line: string(r.Line), Number: r.Number, Title: r.Title, Unit: r.Unit, Lead: r.Lead,
		State: wordOf("state.line", r.State), Open: r.Open, Round: r.Round, Ratings: r.Ratings, Process: wordOr("grade", r.Process),
		Result: wordOr("grade", r.Result), Reason: r.Reason, Rated: r.Rated, NextRole: wordOr("role", r.NextRole), NextAct: string(r.NextAct),
		Since: r.Since, Due: r.Due, LastContact: r.LastContact, Outcome: wordOr("conclusion", r.Outcome), Imported: r.Imported}
}

// PromiseRow is one promise.
type PromiseRow struct {
	Case       string        `json:"case"`
	Commitment string        `json:"commitment"`
	Number     string        `json:"number,omitempty"`
	Title      string        `json:"title"`
	Unit       string        `json:"unit,omitempty"`
	Lead       string        `json:"lead"`
	Text       string        `json:"text"`
	Due        calendar.Date `json:"due,omitzero"`
	DueText    string        `json:"due_text,omitempty"`
	State      Word          `json:"state"`
	Open       bool          `json:"open"`
	Made       calendar.Date `json:"made,omitzero"`
	Slips      int           `json:"slips"`
	Lapsed     bool          `json:"lapsed"`
	Ended      calendar.Date `json:"ended,omitzero"`
	Grade      *Word         `json:"grade,omitempty"`
	Class      string        `json:"class,omitempty"`
	Imported   bool          `json:"imported"`
	Light      *Word         `json:"light,omitempty"`
}

func promiseRow(r views.PromiseRow) PromiseRow {
	return PromiseRow{Case: string(r.Case), Commitment: string(r.Commitment), Number: r.Number, Title: r.Title, Unit: r.Unit, Lead: r.Lead, Text: r.Text,
		Due: r.Due, DueText: r.DueText, State: wordOf("state.commitment", r.State), Open: r.Open, Made: r.Made, Slips: r.Slips, Lapsed: r.Lapsed,
		Ended: r.Ended, Grade: wordOr("grade", r.Grade), Class: r.Class, Imported: r.Imported, Light: lightOf(r.Light)}
}
