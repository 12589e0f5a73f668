package paper

import (
	"strings"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
)

// forms are the deputies' forms on one version (征询意见表): two questions, the
// reasons, the one-time code, and the congress office's address. Each recipient
// of the reply has one with a code of its own.
func (c Case) forms(w Wanted) (docs []Document, err error) {
	l, err := c.letterOf(w)
	if err != nil {
		return nil, err
	}
	to, err := c.recipients(w)
	for _, p := range to {
		docs = append(docs, c.form(w, l, p))
	}
	return docs, err
}

func (c Case) form(w Wanted, l letter, to suggestion.Person) Document {
	s, code := c.State, w.Codes[codeKey(to)]
	d := c.document(Feedback, Sheet)
	d.add(Heading, word("form_title"))
	rows := [][]Cell{
		field(word("col.number"), s.Number, word("col.session"), s.Congress+s.Session),
		across(word("col.title"), or(s.Title, usual), 4),
		field(word("col.deputy"), to.Name, word("col.delegation"), s.Delegation),
		field(word("col.unit"), c.unit(*l.line), word("col.document"), l.document),
		field(word("col.issued"), known(l.issued), word("col.class"), classWords(c.Rules, l.class)),
	}
	for _, q := range c.questions() {
		rows = append(rows, across(q[0], q[1], 4))
	}
	reason := across(say("reason", "grades", c.reasonGrades()), "", 4)
	reason[1].Tall = true
	rows = append(rows, reason, field(word("col.signature"), "", word("col.date"), date(calendar.Date{})))
	d.table(rows...)
	if code.Link != "" {
		d.Blocks = append(d.Blocks, Block{Style: Code, QR: code.Link})
	}
	d.add(Caption, say("form_code", "code", code.Code))
	d.add(Body, say("form_due", "due", c.feedbackDue(l))+stop)
	d.add(Body, say("form_return", "house", c.House.Name, "address", c.House.Address, "postcode", c.House.Postcode))
	d.add(Body, say("form_contact", "name", c.House.Contact, "phone", c.House.Phone))
	if code.Link != "" {
		d.add(Small, word("form_scan")+stop)
	}
	d.add(Small, word("form_note")+stop)
	return d
}

func codeKey(p suggestion.Person) string {
	if p.ID != "" {
		return p.ID
	}
	return p.Name
}

// box stands before each grade, to be ticked.
const box = "\u25a1"

// questions are the parts that are rated and the grades to choose from, in the
// words of the place's rules, else of the catalogue.
func (c Case) questions() (all [][2]string) {
	scale := c.scale()
	var grades []string
	for _, g := range scale.Grades {
		grades = append(grades, box+g.Label)
	}
	for _, p := range scale.Parts {
		all = append(all, [2]string{p.Label, strings.Join(grades, strings.Repeat(string(space), 2))})
	}
	return all
}

// scale is the rating scale of the rules, or the two questions and three grades
// by which this product keeps every rating.
func (c Case) scale() ruleset.RatingScale {
	scale := c.Rules.Rating().Value
	if len(scale.Grades) > 0 && len(scale.Parts) > 0 {
		return scale
	}
	for _, p := range []string{"process", "result"} {
		scale.Parts = append(scale.Parts, ruleset.Part{Code: p, Label: zh.Label("rated", p)})
	}
	for _, g := range []suggestion.Grade{suggestion.Satisfied, suggestion.Basically, suggestion.Dissat} {
		scale.Grades = append(scale.Grades, ruleset.Grade{Code: string(g), Label: label("grade", g), NeedsReason: g == suggestion.Dissat})
	}
	return scale
}

// reasonGrades are the grades that need a reason.
func (c Case) reasonGrades() string {
	var all []string
	for _, g := range c.scale().Grades {
		if g.NeedsReason {
			all = append(all, g.Label)
		}
	}
	return join(all)
}

// feedbackDue is until when the form should be back; it is known once the reply
// was delivered to all.
func (c Case) feedbackDue(l letter) string {
	return date(c.clock(lifecycle.DueFeedback, suggestion.Subject{Line: l.line.ID}).Due)
}
