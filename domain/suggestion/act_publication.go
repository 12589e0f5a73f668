package suggestion

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
)

// StateWish is the deputy's word on how far the suggestion may be public and
// whether with the names of those who signed. It binds the decision on the
// content (河南 Art 29: not what the deputy considers unfit) and may be stated
// again at any time: what is public against a later wish is not shown any more.
type StateWish struct {
	Level  Level
	Named  bool
	Reason string
}

func (c StateWish) decide(d *decision) error {
	if err := d.standing(lifecycle.WishPublication); err != nil {
		return err
	}
	if r := c.complete(); r != nil {
		return r
	}
	if w := d.s.Wish; w.Level == c.Level && w.Named == c.Named {
		return refuse("wish_unchanged", "level", string(c.Level))
	}
	d.emit(c.said(d))
	return nil
}

// complete refuses a wish without a level of its own.
func (c StateWish) complete() *Refusal {
	if c.Level == "" {
		return refuse("missing", "field", "level")
	}
	if !slices.Contains(Wishes(), c.Level) {
		return refuse("no_such_level", "level", string(c.Level))
	}
	return nil
}

// said is the wish on record. What is not public at all names nobody.
func (c StateWish) said(d *decision) PublicationWished {
	return PublicationWished{On: d.on, Level: c.Level, Named: c.Named && (c.Level == Public || c.Level == TitleOnly), Reason: c.Reason}
}

// ExamineForPublication is the unit's examination of its newest reply: what may
// be public, why not all of it, and who checked it for secrets, who is not the
// one that examines. For a reply that is public in part, Text is what may be read.
type ExamineForPublication struct {
	Line    LineID
	Level   Level
	Text    string
	Ground  string
	Reason  string
	Checker Person
}

func (c ExamineForPublication) decide(d *decision) error {
	l, ok := d.s.Line(c.Line)
	if !ok {
		return refuse("no_such_line", "id", string(c.Line))
	}
	if err := d.standingOn(lifecycle.ExaminePublication, Subject{Line: c.Line}); err != nil {
		return err
	}
	if r := justified(c.Level, c.Ground, c.Reason); r != nil {
		return r
	}
	if err := need("checker", c.Checker.Name); err != nil {
		return err
	}
	if c.Checker.Same(d.req.Actor.Person) {
		return refuse("checker_is_examiner", "name", c.Checker.Name)
	}
	text := ""
	if c.Level == Partly {
		var r *Refusal
		if text, r = reworded(c.Level, l.Latest().Text, c.Text); r != nil {
			return r
		}
		if r := withoutContacts(text); r != nil {
			return r
		}
	}
	d.emit(PublicationExamined{On: d.on, Line: c.Line, Version: l.Latest().Number, Level: c.Level, Text: text,
		Ground: ground(c.Level, c.Ground), Reason: c.Reason, Checker: c.Checker})
	return nil
}

// DecideContent is the committee's decision on the suggestion itself. In part, it
// shows Title (the suggestion's own if empty) and Text, or the title alone.
type DecideContent struct {
	Level  Level
	Named  bool
	Title  string
	Text   string
	Ground string
	Reason string
}

func (c DecideContent) decide(d *decision) error {
	if err := d.standing(lifecycle.PublishContent); err != nil {
		return err
	}
	if r := justified(c.Level, c.Ground, c.Reason); r != nil {
		return r
	}
	p, r := c.publication(d.s)
	if r != nil {
		return r
	}
	if err := correcting(d.s.Content.Decided(), c.Reason); err != nil {
		return err
	}
	if p.Named && d.s.Confidential {
		return refuse("names_kept_back")
	}
	if !d.s.Wish.allows(p) {
		return refuse("against_wish", "level", string(d.s.Wish.Level))
	}
	if r := d.s.fit(p.Title+"\n"+p.Text, p.Named); r != nil {
		return r
	}
	if r := d.s.answersName(p.Named); r != nil {
		return r
	}
	d.emit(ContentPublicationDecided{On: d.on, Version: d.s.Text, Level: p.Level, Named: p.Named, Title: p.Title, Text: p.Text,
		Ground: ground(c.Level, c.Ground), Reason: c.Reason, Corrects: d.s.Content.Decided()})
	return nil
}

// publication is what the public would read.
func (c DecideContent) publication(s *Suggestion) (p Publication, r *Refusal) {
	p = Publication{Level: c.Level}
	switch c.Level {
	case Private:
		return p, nil
	case Public:
		if c.Title != "" && typed(c.Title) != typed(s.Title) {
			return p, refuse("not_in_full", "field", "title")
		}
		if s.Body != "" || c.Text != "" {
			p.Text, r = reworded(Public, s.Body, c.Text)
		}
		p.Title = s.Title
	default:
		p.Title, p.Text = typed(c.Title), typed(c.Text)
		if p.Title == "" {
			p.Title = s.Title
		}
		if p.Title == typed(s.Title) && p.Text == typed(s.Body) {
			r = refuse("nothing_redacted", "field", "text")
		}
	}
	p.Named = c.Named
	if p.Title == "" && r == nil {
		r = refuse("missing", "field", "title")
	}
	return p, r
}

// DecideReply is the office's decision on the newest reply the deputies have,
// after the unit has examined it. In part, or where this case does not hold the
// reply's text (relayed from a head), Text is what the public reads.
type DecideReply struct {
	Line   LineID
	Level  Level
	Text   string
	Ground string
	Reason string
}

func (c DecideReply) decide(d *decision) error {
	l, ok := d.s.Line(c.Line)
	if !ok {
		return refuse("no_such_line", "id", string(c.Line))
	}
	if err := d.standingOn(lifecycle.PublishReply, Subject{Line: c.Line}); err != nil {
		return err
	}
	if r := justified(c.Level, c.Ground, c.Reason); r != nil {
		return r
	}
	v, _ := l.Given()
	corrects := l.Answer.Decided() && l.Answer.Version == v.Number
	if err := correcting(corrects, c.Reason); err != nil {
		return err
	}
	text := ""
	if c.Level != Private {
		var r *Refusal
		if text, r = c.text(d.s, l, v); r != nil {
			return r
		}
	}
	d.emit(ReplyPublicationDecided{On: d.on, Line: c.Line, Version: v.Number, Level: c.Level, Text: text,
		Ground: ground(c.Level, c.Ground), Reason: c.Reason, Corrects: corrects})
	return nil
}

// text is what the public would read of the version.
func (c DecideReply) text(s *Suggestion, l *Line, v Version) (string, *Refusal) {
	examined, ok := l.Proposed(v.Number)
	if !ok {
		return "", refuse("not_examined", "unit", l.Unit)
	}
	if c.Reason == "" && slices.Index(DecidedLevels(), c.Level) < slices.Index(DecidedLevels(), examined.Level) {
		return "", refuse("wider_than_examined", "level", string(examined.Level), "unit", l.Unit)
	}
	text, r := reworded(c.Level, v.Text, c.Text)
	if r != nil {
		return "", r
	}
	return text, s.fit(text, s.nameable())
}

// TakeContentDown takes the suggestion off the public pages (撤下).
type TakeContentDown struct {
	Ground string
	Reason string
}

func (c TakeContentDown) decide(d *decision) error {
	if err := d.standing(lifecycle.TakeDownContent); err != nil {
		return err
	}
	if r := justified(Private, c.Ground, c.Reason); r != nil {
		return r
	}
	d.emit(ContentTakenDown{On: d.on, Version: d.s.Content.Version, Ground: c.Ground, Reason: c.Reason})
	return nil
}

// TakeReplyDown takes one reply off the public pages.
type TakeReplyDown struct {
	Line   LineID
	Ground string
	Reason string
}

func (c TakeReplyDown) decide(d *decision) error {
	l, ok := d.s.Line(c.Line)
	if !ok {
		return refuse("no_such_line", "id", string(c.Line))
	}
	if err := d.standingOn(lifecycle.TakeDownReply, Subject{Line: c.Line}); err != nil {
		return err
	}
	if r := justified(Private, c.Ground, c.Reason); r != nil {
		return r
	}
	d.emit(ReplyTakenDown{On: d.on, Line: c.Line, Version: l.Answer.Version, Ground: c.Ground, Reason: c.Reason})
	return nil
}

// publishDue are the clocks that begin when the deputies have the reply: its own,
// and the content's unless that is decided or runs already.
func (d *decision) publishDue(id LineID, start calendar.Date) []Deadline {
	due := d.due(lifecycle.DuePublish, ruleset.Publish, Subject{Line: id}, start)
	if _, runs := d.s.Running(lifecycle.DuePublish, Subject{}); !runs && !d.s.Content.Decided() {
		due = append(due, d.due(lifecycle.DuePublish, ruleset.Publish, Subject{}, start)...)
	}
	return due
}
