package paper

import (
	"slices"
	"strings"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
)

// How much of a text, and how many rows of a list, a brief of one page has room
// for.
const (
	briefTitle    = 56
	briefBody     = 110
	briefReply    = 80
	briefPromise  = 20
	briefReason   = 50
	briefDeputies = 50
	briefRows     = 3
)

// brief is the case on one page, for a leader who supervises it: what is asked,
// who handles it, where it stands, what comes next and by when.
func (c Case) brief() Document {
	s := c.State
	d := c.document(Brief, Sheet)
	d.add(Heading, say("brief_title", "number", s.Number))
	rows := [][]Cell{
		across(word("col.title"), or(cut(s.Title, briefTitle), usual), 4),
		field(word("col.session"), s.Congress+s.Session, word("col.kind"), label("kind", s.Kind)),
		field(word("col.lead"), c.name(s.Lead), word("col.delegation"), c.delegation()),
		across(word("col.cosigners"), c.coSignerNames(), 4),
		field(word("col.state"), label("state.suggestion", s.State), word("col.t0"), known(s.T0)),
		across(word("col.asked"), or(cut(s.Body, briefBody), usual), 4),
		across(word("col.units"), c.unitStates(), 4),
		across(word("col.key"), c.keyState(), 4),
	}
	for _, l := range s.Lines[:min(briefRows, len(s.Lines))] {
		rows = append(rows, across(say("reply_of", "unit", c.unit(l)), c.lineState(l), 4))
	}
	if n := len(s.Lines) - briefRows; n > 0 {
		rows = append(rows, across(word("col.replies"), say("more", "n", decimal(n)), 4))
	}
	rows = append(rows, across(word("col.promises"), c.promiseStates(), 4), across(word("col.next"), c.next(), 4))
	d.table(rows...)
	d.add(Small, c.Printed.line())
	return d
}

// none says that there is nothing; of an imported case that nothing is known.
func (c Case) none() string {
	if c.State.Imported {
		return rule(usual)
	}
	return word("none")
}

// few joins the first lines, and says how many there are more.
func (c Case) few(lines []string) string {
	if len(lines) == 0 {
		return c.none()
	}
	if n := len(lines) - briefRows; n > 0 {
		lines = append(slices.Clone(lines[:briefRows]), say("more", "n", decimal(n)))
	}
	return strings.Join(lines, "\n")
}

func (c Case) coSignerNames() string {
	if names := c.names(c.coSigners()); names != "" {
		return cut(names, briefDeputies)
	}
	return c.none()
}

func (c Case) unitStates() string {
	var lines []string
	for _, a := range c.State.Assignments {
		if a.Active() {
			lines = append(lines, say("unit_state", "unit", c.State.BodyOf(a.Unit), "part", partWord(a.Part),
				"state", label("state.assignment", a.State)))
		}
	}
	return c.few(lines)
}

func (c Case) keyState() string {
	switch {
	case !c.State.Key && c.State.Imported && !c.State.Stated.NotKey:
		return rule(usual)
	case !c.State.Key:
		return word("not_key")
	}
	return c.few(strings.Split(c.keyText(), "\n"))
}

// lineState tells how far a reply is, and what the deputy said of it as far as
// this reader may know.
func (c Case) lineState(l suggestion.Line) string {
	v := l.Latest()
	lines := []string{say("contacts", "state", c.stateOf(l), "n", decimal(len(l.Contacts)))}
	if v.Number > 0 {
		alone, class := len(c.State.Lines) == 1, label("class", v.Class)
		if alone || !zh.Has("class."+string(v.Class)) {
			class = classWords(c.Rules, v.Class)
		}
		lines = append(lines, say("replied", "document", v.Document, "date", date(v.Issued), "class", class))
		if text := c.replyText(l.ID, v.Number); text != "" && alone {
			lines = append(lines, say("gist", "text", cut(text, briefReply)))
		}
	}
	if r := l.LastRating(); r.Result != "" || r.Process != "" {
		lines = append(lines, c.rating(l, r))
	}
	return strings.Join(lines, "\n")
}

// stateOf is the line's state; a state that is a rating is told to none but who
// may see it.
func (c Case) stateOf(l suggestion.Line) string {
	if c.seen(l) || l.LastRating() == (suggestion.Rating{}) {
		return label("state.line", l.State)
	}
	return word("replied_state")
}

func (c Case) seen(l suggestion.Line) bool { return c.Ratings || l.Released }

func (c Case) rating(l suggestion.Line, r suggestion.Rating) string {
	if !c.seen(l) {
		return word("not_released")
	}
	text := say("rated", "process", label("grade", r.Process), "result", label("grade", r.Result))
	if r.Reason != "" {
		text += say("rated_why", "reason", cut(r.Reason, briefReason))
	}
	return text
}

func (c Case) promiseStates() string {
	var lines []string
	for _, p := range c.State.Commitments {
		lines = append(lines, say("promise_state", "text", cut(p.Text, briefPromise), "due", date(p.Due),
			"state", label("state.commitment", p.State)))
	}
	return c.few(lines)
}

// next lists who has to do what by which day, the nearest first.
func (c Case) next() string {
	running := slices.DeleteFunc(slices.Clone(c.State.Clocks), func(x suggestion.Clock) bool { return !x.Running })
	slices.SortStableFunc(running, func(a, b suggestion.Clock) int { return a.Due.Compare(b.Due) })
	var lines []string
	for _, x := range running {
		lines = append(lines, say("next", "who", c.actor(x), "what", label("deadline", x.Kind), "due", zh.Date(x.Due)))
	}
	return c.few(lines)
}

// actor is who has to act by a deadline.
func (c Case) actor(x suggestion.Clock) string {
	switch x.Kind {
	case lifecycle.DueFeedback, lifecycle.DueContactConfirm, lifecycle.DueCommitmentRating:
		return word("actor.deputy")
	case lifecycle.DueReview, lifecycle.DueReturnDecision:
		return word("actor.house")
	case lifecycle.DueCommitment:
		if p, ok := c.State.Commitment(x.Subject.Commitment); ok {
			return p.Unit
		}
	}
	return c.ofUnit(x.Subject)
}
