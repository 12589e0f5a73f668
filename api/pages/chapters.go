package pages

import (
	"reflect"
	"slices"
	"strings"

	"huiyin/domain/acts"
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/projections/telling"
	"huiyin/projections/views"
)

// chapter is one part of a case's handling, told from its beginning in the words
// that were used: a unit's part, a talk with the deputies, a reply, a promise.
type chapter struct {
	Word, Name, State, Due string
	Light                  views.Light
	Facts                  []factView
	Draft                  *letter // the reply as it is being written
	Acts                   []offerView
	Tap                    *tap
	about                  suggestion.Subject
}

// tap is an act that needs nothing filled in: one touch does it.
type tap struct{ Word, Href, Command string }

// letter is a reply as it is read.
type letter struct {
	Name, Class, Drafter string
	Points               []string
	Promises             []string
	Facing               []face // its points beside the suggestion's
}

// face is what was asked beside what was answered.
type face struct{ Asked, Answered []string }

// facing puts the points of a reply beside those of the suggestion: one by one
// where both count as many, else the one text beside the other. No machine can
// tell which point answers which; a reader can.
func facing(asked, answered []string) []face {
	a, b := opening(asked), opening(answered)
	if len(asked) == 0 || len(answered) == 0 {
		return nil
	}
	if n := len(asked) - a; n < 2 || n != len(answered)-b {
		return []face{{asked, answered}}
	}
	var all []face
	if a+b > 0 {
		all = append(all, face{asked[:a], answered[:b]})
	}
	for i := range asked[a:] {
		all = append(all, face{asked[a+i : a+i+1], answered[b+i : b+i+1]})
	}
	return all
}

// opening is how many points stand before the first that has a number.
func opening(points []string) int {
	return max(0, slices.IndexFunc(points, numbered))
}

// aboutEvent is the part of the case that an event is about: the smallest that its
// fields name.
func aboutEvent(e suggestion.Event) (about suggestion.Subject) {
	v := reflect.ValueOf(e)
	for i := range v.NumField() {
		switch id := v.Field(i).Interface().(type) {
		case suggestion.AssignmentID:
			about.Assignment = id
		case suggestion.LineID:
			about.Line = id
		case suggestion.ContactID:
			about.Contact = id
		case suggestion.CommitmentID:
			about.Commitment = id
		}
	}
	switch {
	case about.Commitment != "":
		return suggestion.Subject{Commitment: about.Commitment}
	case about.Contact != "":
		return suggestion.Subject{Line: about.Line, Contact: about.Contact}
	case about.Assignment != "":
		return suggestion.Subject{Assignment: about.Assignment}
	}
	return suggestion.Subject{Line: about.Line}
}

// chapters are the parts of the case in the order in which the handling goes, each
// with what happened to it and what the visitor can do about it.
func (s *Site) chapters(v *visit, c *suggestion.Suggestion, d *caseData) (all []chapter, err error) {
	facts, err := s.history(v, c, s.reading(c).Rules)
	if err != nil {
		return nil, err
	}
	add := func(kind, name, state string, about suggestion.Subject, due calendar.Date) *chapter {
		ch := chapter{Word: say("web.chapter." + kind), Name: name, State: state, Facts: factsOn(facts, about), about: about}
		if !due.IsZero() {
			ch.Due, ch.Light = zh.Date(due), s.o.Desk.Scheme().Of(due)
		}
		for _, g := range d.offered {
			if g.about == about {
				ch.Acts = append(ch.Acts, g)
			}
		}
		all = append(all, ch)
		return &all[len(all)-1]
	}
	shown := d.Suggestion
	for _, a := range shown.Assignments {
		add("assignment", zh.Label("part", string(a.Part))+" "+a.Unit, label("state.assignment", string(a.State)), suggestion.Subject{Assignment: a.Assignment}, calendar.Date{})
	}
	for _, l := range shown.Lines {
		for _, k := range l.Contacts {
			ch := add("contact", l.Unit+" "+dateOr(k.On), say("web.contact."+string(k.State)), suggestion.Subject{Line: l.ID, Contact: k.ID}, calendar.Date{})
			if err := s.oneTap(ch); err != nil {
				return nil, err
			}
		}
		ch := add("line", l.Unit, label("state.line", string(l.State)), suggestion.Subject{Line: l.ID}, calendar.Date{})
		if l.Draft != nil && !v.who.Role().OfDeputies() { // a reply is none before it is signed
			ch.Draft = s.draftOf(c, l)
		}
	}
	for _, q := range shown.Questions {
		all = append(all, asked(q))
	}
	for _, p := range shown.Commitments {
		due := calendar.Date{}
		if p.Open() {
			due = p.Due
		}
		ch := add("promise", p.Text, label("state.commitment", string(p.State)), suggestion.Subject{Commitment: p.Promise.Commitment}, due)
		if ch.Due == "" {
			ch.Due = telling.DueOr(p.Due, p.DueText)
		}
	}
	return all, nil
}

// asked is a deputy's question and the unit's answer.
func asked(q suggestion.Question) chapter {
	ch := chapter{Word: say("web.chapter.question"), Name: q.Unit, State: say("web.question.open"), Facts: []factView{{Who: q.By.Name, What: q.Text}}}
	if !q.Open() {
		ch.State, ch.Facts = say("web.question.answered"), append(ch.Facts, factView{Who: q.Unit, What: q.Answer})
	}
	return ch
}

// oneTap turns the confirmation of a talk into one touch.
func (s *Site) oneTap(ch *chapter) error {
	i := slices.IndexFunc(ch.Acts, func(o offerView) bool { return o.Verb == "confirm_contact" })
	if i < 0 {
		return nil
	}
	id, err := s.o.Desk.NewCommandID()
	if err != nil {
		return err
	}
	ch.Tap = &tap{ch.Acts[i].Word, ch.Acts[i].Href, id.String()}
	ch.Acts = slices.Delete(ch.Acts, i, i+1)
	return nil
}

func factsOn(facts []factView, about suggestion.Subject) (on []factView) {
	for _, f := range facts {
		if f.about == about && about != (suggestion.Subject{}) {
			on = append(on, f)
		}
	}
	return on
}

// draftOf is the draft of a line, as who examines and who signs it reads it.
func (s *Site) draftOf(c *suggestion.Suggestion, l suggestion.Line) *letter {
	return &letter{Name: say("web.letter.draft", "unit", l.Unit, "n", itoa(l.Draft.Version)), Class: telling.ClassName(s.reading(c).Rules, string(l.Draft.Class)),
		Drafter: l.Draft.Drafter.Name, Points: points(l.Draft.Text), Promises: promised(l.Draft.Promises)}
}

// letters are the replies of a line that were signed, the newest first.
func (s *Site) letters(c *suggestion.Suggestion, l suggestion.Line) (all []letter) {
	for _, version := range slices.Backward(l.Versions) {
		out := letter{Name: say("web.letter", "unit", l.Unit, "n", itoa(version.Number), "document", telling.InBrackets(version.Document)),
			Class: telling.ClassName(s.reading(c).Rules, string(version.Class)), Points: points(version.Text)}
		for _, p := range c.Commitments {
			if p.Line == l.ID && p.Version == version.Number {
				out.Promises = append(out.Promises, promiseWord(p.Promise)+say("web.letter.promise_state", "state", label("state.commitment", string(p.State))))
			}
		}
		all = append(all, out)
	}
	return all
}

func promised(all []suggestion.Promise) (words []string) {
	for _, p := range all {
		words = append(words, promiseWord(p))
	}
	return words
}

func promiseWord(p suggestion.Promise) string {
	return say("web.letter.promise", "text", p.Text, "due", telling.DueOr(p.Due, p.DueText))
}

// points cuts a text into the points it makes: each begins at a line that begins
// with a number as official letters write it, (一) or 一, or 1. What comes before
// the first is a point of its own.
func points(text string) (all []string) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
		case len(all) == 0 || numbered(line):
			all = append(all, line)
		default:
			all[len(all)-1] += "\n" + line
		}
	}
	return all
}

func numbered(line string) bool {
	rest := strings.TrimLeft(line, "\uff08(")
	end := strings.TrimLeft(rest, "\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u53410123456789")
	return end != rest && strings.HasPrefix(strings.TrimLeft(end, "\uff09)"), "\u3001") ||
		end != rest && rest != line && strings.IndexAny(end, "\uff09)") == 0 ||
		end != rest && strings.HasPrefix(end, ".")
}

// behind is what an act is about, to be read on its form: what was written before,
// by whom, and why.
func (s *Site) behind(c *suggestion.Suggestion, verb acts.Verb, facts []factView, about suggestion.Subject) (all []checked) {
	add := func(key, text string) {
		if text != "" {
			all = append(all, checked{say(key), text})
		}
	}
	if verb.Name == "submit" || verb.Name == "confirm_cosigning" {
		add("field.title", c.Title)
		add("field.body", c.Body)
		add("field.evidence", c.Evidence)
		add("field.proposed", strings.Join(c.Proposed, views.ListMark))
		add("web.case.cosigners", signers(c))
		return all
	}
	if verb.Name == string(lifecycle.TellProgress) {
		for _, q := range c.Questions {
			if q.Open() {
				all = append(all, checked{say("web.question", "who", q.By.Name, "unit", q.Unit), q.Text})
			}
		}
		return all
	}
	if verb.Name == "withdraw" || verb.Name == "consent_to_withdrawal" {
		add("web.cosigners.consent", consents(c))
		return all
	}
	if l, ok := c.Line(about.Line); ok {
		switch {
		case slices.Contains([]string{"pass_reply", "send_back_reply", "issue_reply"}, verb.Name) && l.Draft != nil:
			all = append(all, s.draftOf(c, *l).read()...)
		case len(l.Versions) > 0 && slices.Contains([]string{"rate_reply", "rate_from_paper", "contest_class", "deliver_reply", "publish_reply", "refuse_publication"}, verb.Name):
			all = append(all, s.letters(c, *l)[0].read()...)
		}
	}
	for _, f := range facts {
		all = append(all, checked{strings.TrimSpace(f.When + " " + f.Who), f.What})
	}
	return all
}

// read is the letter as lines to read.
func (l letter) read() []checked {
	all := []checked{{l.Name, l.Class}}
	if l.Drafter != "" {
		all = append(all, checked{say("web.letter.drafter"), l.Drafter})
	}
	all = append(all, checked{say("field.text"), strings.Join(l.Points, "\n")})
	for _, p := range l.Promises {
		all = append(all, checked{say("field.promise"), p})
	}
	return all
}
