package pages

import (
	"slices"
	"strings"

	"huiyin/api/access"
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/projections/views"
)

func (s *Site) publicationRoutes() []Route {
	return []Route{{"GET /publication", access.Publication, s.publication}}
}

// undecided selects what waits for the visitor's decision on what is public.
func undecided(v *visit, limit, offset int) views.StepFilter {
	f := v.who.Waits()
	f.Verbs, f.Limit, f.Offset = views.PublicationVerbs(), limit, offset
	return f
}

// publication lists what waits for a decision; each line leads to its form.
func (s *Site) publication(v *visit) error {
	l := v.list("web.publication")
	f := undecided(v, l.Size, l.offset())
	f.Verb = v.query("verb")
	f.Soon, f.Overdue = v.query("when") == "soon", v.query("when") == "overdue"
	l.choose("verb", f.Verb, option{string(lifecycle.PublishContent), verbWord(string(lifecycle.PublishContent))},
		option{string(lifecycle.PublishReply), verbWord(string(lifecycle.PublishReply))})
	l.choose("when", v.query("when"), option{"soon", say("web.when.soon")}, option{"overdue", say("web.when.overdue")})
	l.columns("number", "title", "light", "due", "step", "units", "lead")
	reader, fresh := v.reader()
	rows, total, err := reader.Steps(v.ctx(), f)
	if err != nil {
		return err
	}
	l.Total, l.Stale, l.Counted = total, !fresh, "web.list.total_rows"
	for _, r := range rows {
		l.add(actHref(r.Case, r.Verb, suggestion.Subject{Line: suggestion.LineID(r.Subject)}), orDash(r.Number), wide(r.Title), lamp(r.Light), text(dateOr(r.Due)),
			text(verbWord(r.Verb)), orDash(strings.Join(r.Units, views.ListMark)), orDash(r.Lead))
	}
	return v.answer(l)
}

// besideView is something to read beside a form, or by itself: a text with its
// heading, and what is known of it.
type besideView struct {
	Word  string
	Notes []string
	Title string
	Text  string
	Href  string
}

// decisions are the acts whose texts the public would read.
var decisions = []string{string(lifecycle.ExaminePublication), string(lifecycle.PublishContent), string(lifecycle.PublishReply)}

// basis is what a decision on publication is made by: the original, the deputy's
// wish, the unit's examination.
func (s *Site) basis(v *visit, c *suggestion.Suggestion, verb string, about suggestion.Subject) []besideView {
	if !slices.Contains(decisions, verb) {
		return nil
	}
	if verb == string(lifecycle.PublishContent) {
		return []besideView{{Word: say("web.publication.original"), Notes: []string{wishWord(c.Wish)}, Title: c.Title, Text: c.Body}}
	}
	l, ok := c.Line(about.Line)
	if !ok {
		return nil
	}
	out := besideView{Word: say("web.publication.original_reply"), Notes: []string{wishWord(c.Wish)}, Text: s.replyText(v, c, l)}
	if verb == string(lifecycle.PublishReply) {
		out.Notes = append(out.Notes, examinedWord(*l))
	}
	return []besideView{out}
}

// replyText is the text of the reply that is to be published. A merged case got
// its reply from the head and holds no text of its own.
func (s *Site) replyText(v *visit, c *suggestion.Suggestion, l *suggestion.Line) string {
	version, _ := l.Given()
	if version.Number == 0 {
		version = l.Latest()
	}
	if version.Text != "" || version.Head == "" {
		return version.Text
	}
	head, _, err := s.o.Desk.Current(v.ctx(), version.Head)
	if err != nil {
		return ""
	}
	for _, of := range head.Lines {
		if head.BodyOf(of.Unit) == c.BodyOf(l.Unit) {
			return of.Latest().Text
		}
	}
	return ""
}

// proposedText is what the form begins with: the unit's proposal, or the original.
func (s *Site) proposedText(v *visit, c *suggestion.Suggestion, verb, field string) []string {
	if !slices.Contains(decisions, verb) {
		return nil
	}
	text := c.Title
	if field == "text" {
		text = c.Body
	}
	if l, ok := c.Line(aboutOf(v.r.URL.Query()).Line); ok && verb != string(lifecycle.PublishContent) {
		text = s.replyText(v, c, l)
		if verb == string(lifecycle.PublishReply) && l.Examined.Text != "" && l.Examined.Version == l.Latest().Number {
			text = l.Examined.Text
		}
	}
	if text == "" {
		return nil
	}
	return []string{text}
}

// keptBack reports whether a field is not read by anybody: the text of what is not
// going to be public.
func (d *actData) keptBack(field string) bool {
	if !slices.Contains(decisions, d.Verb) || field != "text" && field != "title" {
		return false
	}
	i := slices.IndexFunc(d.Fields, func(f fieldView) bool { return f.Name == "level" })
	return i >= 0 && d.Fields[i].Value() == string(suggestion.Private)
}

// wishWord tells the deputy's wish.
func wishWord(w suggestion.Wish) string {
	if w.Level == "" {
		return say("web.publication.no_wish")
	}
	return say("web.publication.wish", "wish", zh.Sentence("publication.wished", suggestion.PublicationWished{Level: w.Level, Named: w.Named, Reason: w.Reason}),
		"date", dateOr(w.On))
}

// examinedWord tells what the unit proposed of its newest reply.
func examinedWord(l suggestion.Line) string {
	e, ok := l.Proposed(l.Latest().Number)
	if !ok {
		return say("web.publication.not_examined", "unit", l.Unit)
	}
	return say("web.publication.examined", "unit", l.Unit, "what", zh.Sentence("publication.examined", suggestion.PublicationExamined{Version: e.Version, Level: e.Level,
		Ground: e.Ground, Reason: e.Reason, Checker: e.Checker}), "date", dateOr(e.On))
}

// publicationOf is the publication of a case on its own page: wish, examinations,
// decisions, and what the public reads.
func (s *Site) publicationOf(v *visit, c *suggestion.Suggestion) []besideView {
	content := besideView{Word: say("web.publication.content"), Notes: []string{wishWord(c.Wish),
		s.decidedWord(c, c.Content, suggestion.Subject{})}, Title: c.Content.Title, Text: c.Content.Text}
	if c.Unheard() {
		content.Notes = append(content.Notes, say("web.publication.unheard"))
	}
	public, shown := c.InPublic()
	if shown {
		content.Href = publicHref(public.ID)
	}
	all := []besideView{content}
	for _, l := range c.Lines {
		if !l.Replied() {
			continue
		}
		all = append(all, besideView{Word: say("web.publication.reply_of", "unit", l.Unit), Notes: []string{examinedWord(l),
			s.decidedWord(c, l.Answer, suggestion.Subject{Line: l.ID})}, Text: l.Answer.Text})
	}
	return all
}

// decidedWord tells what was decided, or by when it is to be.
func (s *Site) decidedWord(c *suggestion.Suggestion, p suggestion.Publication, about suggestion.Subject) string {
	var due calendar.Date
	if k, runs := c.Running(lifecycle.DuePublish, about); runs {
		due = k.Due
	}
	switch {
	case !due.IsZero():
		return say("web.publication.undecided", "due", dateOr(due))
	case !p.Decided():
		return say("web.publication.open")
	case !p.Down.IsZero():
		return say("web.publication.down", "date", dateOr(p.Down), "reason", p.DownReason)
	case p.Level == suggestion.Public:
		return say("web.publication.decided_full", "date", dateOr(p.On))
	}
	return say("web.publication.decided", "level", label("publicity", string(p.Level)), "ground", label("withheld", p.Ground), "reason", p.Reason, "date", dateOr(p.On))
}
