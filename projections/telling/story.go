package telling

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/projections/views"
)

func Day(t time.Time) string { return zh.Date(calendar.DateOf(t)) }

// Who names the actor of an event: unit, name, role.
func Who(meta map[string]string) string {
	var parts []string
	if u := meta["unit"]; u != "" {
		parts = append(parts, u)
	}
	parts = append(parts, zh.Label("role", meta["role"]))
	if n := meta["name"]; n != "" {
		parts = append(parts, n)
	}
	return strings.Join(parts, " ")
}

// UnitOf names the unit for an event that knows it only by its assignment or
// line, so that a sentence can be read without the state; nothing when the
// actor's own unit says it already.
func UnitOf(s *suggestion.Suggestion, e suggestion.Event, actorUnit string) string {
	about := aboutOf(e)
	unit := ""
	if a, ok := s.Assignment(about.Assignment); ok {
		unit = a.Unit
	} else if l, ok := s.Line(about.Line); ok && len(s.Lines) > 1 {
		unit = l.Unit
	}
	if unit == "" || unit == actorUnit {
		return ""
	}
	return say("cli.unit_says", "unit", unit)
}

// aboutOf reads the part of the case an event speaks of from its fields.
func aboutOf(e suggestion.Event) (about suggestion.Subject) {
	v := reflect.ValueOf(e)
	if f := v.FieldByName("Subject"); f.IsValid() {
		about, _ = f.Interface().(suggestion.Subject)
	}
	if f := v.FieldByName("Assignment"); f.IsValid() {
		about.Assignment, _ = f.Interface().(suggestion.AssignmentID)
	}
	if f := v.FieldByName("Line"); f.IsValid() {
		about.Line, _ = f.Interface().(suggestion.LineID)
	}
	return about
}

// Summary is the state of a case in plain words, one fact a line. Two states
// can be compared line by line.
func Summary(s *suggestion.Suggestion, r Reading) []string {
	if s.State == lifecycle.None {
		return nil
	}
	out := append(Head(s), changed(s)...)
	if line := r.ruleLine(); line != "" {
		out = append(out, line)
	}
	for _, a := range s.Assignments {
		out = append(out, say("cli.s.unit", "unit", OrUnknown(a.Unit), "part", zh.Label("part", string(a.Part)),
			"state", zh.Label("state.assignment", string(a.State)), "scope", InBrackets(a.Scope), "received", received(a), "late", EnteredLate(a.EnteredLate)))
		out = append(out, objectionSummary(a)...)
	}
	for _, l := range s.Lines {
		out = append(out, r.lineSummary(l, s.Imported && !s.Touched)...)
	}
	for _, c := range s.Commitments {
		out = append(out, say("cli.s.promise", "text", c.Text, "unit", OrUnknown(c.Unit), "due", DueOr(c.Due, c.DueText),
			"state", zh.Label("state.commitment", string(c.State)), "late", EnteredLate(c.EnteredLate)))
	}
	for _, c := range s.Clocks {
		if c.Running || c.Lapsed && c.Kind.Duty() {
			out = append(out, r.Clock(s, c))
		}
	}
	return append(out, r.overseen(s)...)
}

func Head(s *suggestion.Suggestion) []string {
	out := []string{
		Title(s.Number, s.Title, s.Imported),
		say("cli.s.state", "state", zh.Label("state.suggestion", string(s.State))),
	}
	add := func(key, value string) {
		if value != "" {
			out = append(out, say(key, "value", value))
		}
	}
	add("cli.s.congress", s.Congress+s.Session)
	if s.Kind == suggestion.FromDelegation {
		add("cli.s.head_of", s.Lead.Name)
	} else {
		add("cli.s.lead", s.Lead.Name)
	}
	var signers []string
	for _, c := range s.CoSigners {
		if c.Answer != suggestion.Declined {
			signers = append(signers, c.Name)
		}
	}
	add("cli.s.cosigners", strings.Join(signers, views.ListMark))
	add("cli.s.delegation", s.Delegation)
	add("cli.s.contacts_of", Names(s.Contacts))
	add("cli.s.category", s.Category)
	if !s.T0.IsZero() {
		add("cli.s.t0", zh.Date(s.T0))
	}
	add("cli.s.head", s.HeadNumber)
	if n := len(s.Members); n > 0 {
		add("cli.s.members", fmt.Sprint(n))
	}
	if s.Key {
		out = append(out, say("cli.s.key"))
	}
	for _, sup := range s.Supervisors {
		out = append(out, say("cli.s.supervisor", "layer", zh.Label("layer", sup.Layer), "name", sup.Person.Name+InBrackets(sup.Body)))
	}
	out = append(out, afterIntake(s)...)
	for _, src := range s.Sources {
		out = append(out, say("cli.s.source", "id", src.ID, "kind", src.Kind, "title", src.Title))
	}
	return out
}

// lineSummary tells a line; of one known only from a source, deliveries are as
// unknown as all else the source does not state.
func (r Reading) lineSummary(l suggestion.Line, imported bool) []string {
	out := []string{say("cli.s.line", "unit", OrUnknown(l.Unit), "state", zh.Label("state.line", string(l.State)), "round", fmt.Sprint(l.Round))}
	said := map[suggestion.ContactState]int{}
	for _, k := range l.Contacts {
		said[k.State]++
	}
	if len(l.Contacts) > 0 {
		out = append(out, say("cli.s.contacts", "late", contactsLate(l.Contacts), "n", fmt.Sprint(len(l.Contacts)), "yes", fmt.Sprint(said[suggestion.AnsweredYes]),
			"no", fmt.Sprint(said[suggestion.AnsweredNo]), "one", fmt.Sprint(said[suggestion.OneSided]), "open", fmt.Sprint(said[suggestion.ContactOpen])))
	}
	for _, v := range l.Versions {
		class := text("s.class_unknown")
		if v.Class != "" {
			class = ClassName(r.Rules, string(v.Class))
		}
		got := say("cli.s.got", "n", fmt.Sprint(len(v.Delivered)))
		if v.DeliveredLate {
			got += text("s.delivered_late")
		}
		if imported {
			got = text("s.got_unknown")
		}
		out = append(out, say("cli.s.version", "late", EnteredLate(v.EnteredLate), "n", fmt.Sprint(v.Number), "class", class, "issued", DueOr(v.Issued, ""), "doc", InBrackets(v.Document), "got", got))
	}
	for _, g := range l.Ratings {
		late := EnteredLate(g.EnteredLate)
		if g.Late {
			late = text("late") + late
		}
		if g.Form != (suggestion.Form{}) {
			late += say("cli.s.entered_for_deputy", "by", g.Form.By.Name, "second", g.Form.Second.Name)
		}
		out = append(out, say("cli.s.rating", "n", fmt.Sprint(g.Version), "process", GradeWord(g.Process), "result", GradeWord(g.Result), "reason", InBrackets(g.Reason), "late", late))
	}
	return append(append(out, extensionSummary(l)...), contestSummary(l)...)
}

func OrUnknown(s string) string {
	if s == "" {
		return text("unknown")
	}
	return s
}

func InBrackets(s string) string {
	if s == "" {
		return ""
	}
	return say("cli.brackets", "text", s)
}

func DueOr(d calendar.Date, words string) string {
	switch {
	case !d.IsZero():
		return zh.Date(d)
	case words != "":
		return words
	}
	return text("unknown")
}

func GradeWord(g suggestion.Grade) string {
	if g == "" {
		return text("unknown")
	}
	return zh.Label("grade", string(g))
}

// Title is how a case is named: by number and title as far as they are known.
// An imported case without a number has one that its source does not tell.
func Title(number, title string, imported bool) string {
	switch {
	case number != "":
		return say("cli.s.title", "number", number, "title", OrUnknown(title))
	case imported:
		return say("cli.s.number_unknown", "title", OrUnknown(title))
	}
	return say("cli.s.unnumbered", "title", OrUnknown(title))
}

// What says an event in one sentence; the state is the case's after it, the unit
// that of who acted, so that it is not named twice.
func What(s *suggestion.Suggestion, typ string, e suggestion.Event, actorUnit string, rules ruleset.Set) string {
	return UnitOf(s, e, actorUnit) + zh.Sentence(typ, Labelled(e, rules))
}
