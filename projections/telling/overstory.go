package telling

import (
	"fmt"

	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
)

// overseen is what supervision, visits and remarks add to a case, one fact a
// line.
func (r Reading) overseen(s *suggestion.Suggestion) []string {
	o := s.Oversight
	var out []string
	if o.Item != (suggestion.KeyItem{}) {
		name := o.Item.Name
		if name != "" {
			name = say("fmt.quote", "text", name)
		}
		out = append(out, say("cli.s.item", "number", o.Item.Number, "name", name))
	}
	for _, t := range o.Tasks {
		out = append(out, r.task(t))
	}
	if n := len(o.Urgings); n > 0 {
		out = append(out, say("cli.s.urged", "n", fmt.Sprint(n)))
	}
	if o.Instructions+o.Inspections > 0 {
		out = append(out, say("cli.s.overseen", "instructions", fmt.Sprint(o.Instructions), "inspections", fmt.Sprint(o.Inspections)))
	}
	for _, v := range o.Appraisals {
		out = append(out, say("cli.s.appraisal", "unit", v.Unit, "aspect", zh.Label("aspect", v.Aspect), "satisfied", fmt.Sprint(v.Satisfied),
			"basically", fmt.Sprint(v.Basically), "dissatisfied", fmt.Sprint(v.Dissatisfied)))
	}
	for _, award := range o.Awards {
		out = append(out, say("cli.s.award", "value", zh.Label("award", award)))
	}
	for _, v := range o.Visits {
		out = append(out, say("cli.s.visit", "unit", OrUnknown(LineUnit(s, v.Line)), "what", text("visit."+VisitOutcome(v))))
	}
	return append(out, remarks(s)...)
}

// task tells a task of supervision with its light, or that it was late.
func (r Reading) task(t suggestion.Task) string {
	light, progress, result := InBrackets(zh.Label("cli.light", string(r.Of(t.Due)))), "", ""
	if !t.Open() {
		light, result = "", say("cli.s.task_result", "text", t.Result)
		if t.Done.After(t.Due) {
			light = text("s.task_late")
		}
	}
	if t.Progress != "" {
		progress = say("cli.s.task_progress", "text", t.Progress)
	}
	return say("cli.s.task", "id", string(t.ID), "content", t.Content, "unit", t.Unit, "responsible", t.Responsible.Name,
		"due", zh.Date(t.Due), "light", light, "progress", progress, "result", result)
}

// remarks are the red flags, those put away with the reason.
func remarks(s *suggestion.Suggestion) (out []string) {
	for _, f := range s.Oversight.Flags {
		what := zh.Sentence("red_flag.raised", suggestion.RedFlagRaised{Line: f.Line, Flag: f.Flag, Why: f.Why})
		if len(s.Lines) > 1 {
			what = say("cli.unit_says", "unit", OrUnknown(LineUnit(s, f.Line))) + what
		}
		cleared := ""
		if !f.Open() {
			cleared = say("cli.s.flag_cleared", "reason", f.Cleared)
		}
		out = append(out, say("cli.s.flag", "what", what, "cleared", cleared))
	}
	return out
}

func LineUnit(s *suggestion.Suggestion, id suggestion.LineID) string {
	if l, ok := s.Line(id); ok {
		return l.Unit
	}
	return ""
}

// changed are the people and bodies who are no longer who they were.
func changed(s *suggestion.Suggestion) (out []string) {
	for _, p := range s.Changes.FormerLeads {
		out = append(out, say("cli.s.former_lead", "value", p.Name))
	}
	for _, d := range s.Changes.Departures {
		out = append(out, say("cli.s.departure", "name", d.Person.Name, "reason", zh.Label("departure", d.Reason)))
	}
	for _, t := range s.Changes.Ties {
		out = append(out, say("cli.s.tie", "name", t.Person.Name, "unit", t.Unit))
	}
	for _, c := range s.Changes.Successions {
		out = append(out, say("cli.s.succession", "old", c.Old, "new", c.New)+InBrackets(zh.Date(c.On)))
	}
	return out
}

// VisitOutcome is the catalogue's name for what came of a visit.
func VisitOutcome(v suggestion.Visit) string {
	switch {
	case !v.Recorded:
		return "open"
	case v.Unreached:
		return "unreached"
	case v.Differs:
		return "differs"
	}
	return "same"
}
