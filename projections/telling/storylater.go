package telling

import (
	"fmt"
	"strings"

	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/projections/views"
)

// Names joins the names of persons.
func Names(people []suggestion.Person) string {
	out := make([]string, len(people))
	for i, p := range people {
		out[i] = p.Name
	}
	return strings.Join(out, views.ListMark)
}

// EnteredLate marks what was entered late wherever it is told.
func EnteredLate(late bool) string {
	if !late {
		return ""
	}
	return text("s.entered_late")
}

func contactsLate(contacts []suggestion.Contact) string {
	n := 0
	for _, k := range contacts {
		if k.EnteredLate {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return say("cli.s.contacts_late", "n", fmt.Sprint(n))
}

func warnedOf(c suggestion.Clock) string {
	if !c.Running || c.Warned == 0 {
		return ""
	}
	return say("cli.s.warned", "n", fmt.Sprint(c.Warned))
}

// afterIntake tells where a transferred matter stands, who agreed to a
// withdrawal, and what was entered late.
func afterIntake(s *suggestion.Suggestion) []string {
	var out []string
	if t := s.Transfer; t.To != "" {
		out = append(out, say("cli.s.transfer", "channel", zh.Label("channel", t.Channel), "to", t.To, "received", receivedOf(t), "answered", answeredOf(t)))
	}
	var agreed []suggestion.Person
	for _, c := range s.CoSigners {
		if c.Consented {
			agreed = append(agreed, c.Person)
		}
	}
	if len(agreed) > 0 {
		out = append(out, say("cli.s.consents", "value", Names(agreed)))
	}
	if n := len(s.LateEntries); n > 0 {
		var acts []string
		for _, e := range s.LateEntries {
			acts = append(acts, zh.Label("act", string(e.Act)))
		}
		out = append(out, say("cli.s.late_entries", "n", fmt.Sprint(n), "acts", strings.Join(acts, views.ListMark)))
	}
	return out
}

func receivedOf(t suggestion.Transfer) string {
	if t.Received.IsZero() {
		return text("s.not_received")
	}
	return say("cli.s.received", "by", t.By, "date", zh.Date(t.Received), "reference", InBrackets(t.Reference))
}

func answeredOf(t suggestion.Transfer) string {
	if t.Answered.IsZero() {
		return text("s.not_answered")
	}
	return say("cli.s.answered", "date", zh.Date(t.Answered), "answer", t.Answer)
}

// objectionSummary tells the deputy's objection to a unit: the committee's next
// step while it is open, the ruling afterwards.
func objectionSummary(a suggestion.Assignment) []string {
	o := a.Objection
	switch {
	case o.Open && a.Active():
		return []string{say("cli.s.objection_open", "unit", a.Unit, "reason", o.Reason)}
	case o.Ruling != "" && o.Upheld:
		return []string{say("cli.s.objection_upheld", "unit", a.Unit, "ruling", o.Ruling)}
	case o.Ruling != "":
		return []string{say("cli.s.objection_kept", "unit", a.Unit, "ruling", o.Ruling)}
	}
	return nil
}

// contestSummary tells the deputy's objections to the classes of a line.
func contestSummary(l suggestion.Line) []string {
	var out []string
	for _, c := range l.Contests {
		n := fmt.Sprint(c.Version)
		switch {
		case c.Open:
			out = append(out, say("cli.s.contest_open", "n", n, "reason", c.Reason))
		case c.Upheld:
			out = append(out, say("cli.s.contest_upheld", "n", n, "ruling", c.Ruling))
		default:
			out = append(out, say("cli.s.contest_kept", "n", n, "ruling", c.Ruling))
		}
	}
	return out
}
