package suggestion

import (
	"fmt"
	"slices"
	"strings"
)

// words are texts for the public: fit ones, and such as must never get there.
var publicWords = []string{"", "because", "redacted", "redacted (name of d1)", "call 138 0013 8000", "card 430102199001010012"}

func (p *play) ground() string {
	return one(p.pick, []string{"privacy", "privacy", "privacy", "", "x"})
}

func (p *play) decidedLevel() Level {
	return one(p.pick, []Level{Public, Public, Partly, Partly, Private, Internal})
}

func (p *play) wish() Command {
	return StateWish{one(p.pick, append(Wishes(), Public, Public, "", Partly)), p.pick.chance(70), p.some()}
}

func (p *play) publishable() bool {
	return slices.ContainsFunc(p.s.Lines, func(l Line) bool { _, ok := l.Given(); return ok })
}

func (p *play) examined() bool {
	return slices.ContainsFunc(p.s.Lines, func(l Line) bool {
		v, given := l.Given()
		_, ok := l.Proposed(v.Number)
		return given && ok
	})
}

// shownLine is mostly a line whose reply is public.
func (p *play) shownLine() LineID {
	for _, l := range p.s.Lines {
		if l.Public && p.pick.chance(80) {
			return l.ID
		}
	}
	return p.lineID()
}

func (p *play) examine() Command {
	return ExamineForPublication{p.lineID(), p.decidedLevel(), one(p.pick, publicWords), p.ground(), p.some(), one(p.pick, []Person{who("check"), {}, who("hand-u1")})}
}

func (p *play) decideContent() Command {
	c := DecideContent{Level: p.decidedLevel(), Named: p.pick.chance(60), Ground: p.ground(), Reason: p.some()}
	if c.Level == Partly || p.pick.chance(10) {
		c.Title, c.Text = one(p.pick, publicWords), one(p.pick, publicWords)
	}
	return c
}

func (p *play) decideReply() Command {
	c := DecideReply{Line: p.lineID(), Level: p.decidedLevel(), Ground: p.ground(), Reason: p.some()}
	if c.Level == Partly || p.pick.chance(20) {
		c.Text = one(p.pick, publicWords)
	}
	return c
}

// read is what the newest decisions put before the public, read off the log alone.
type read struct {
	content *ContentPublicationDecided
	replies map[LineID]ReplyPublicationDecided
}

func readOff(log []Event) read {
	r := read{replies: map[LineID]ReplyPublicationDecided{}}
	for _, e := range log {
		switch e := e.(type) {
		case ContentPublicationDecided:
			r.content = &e
		case ContentTakenDown:
			r.content = nil
		case ReplyPublicationDecided:
			r.replies[e.Line] = e
		case ReplyTakenDown:
			delete(r.replies, e.Line)
		}
	}
	return r
}

// public: the public reads only words that the newest decision on them put on
// record, none against the deputy's wish, none with a personal number, and no name
// where none is to be told.
func (p *play) public(_ Request, events []Event, s *Suggestion) error {
	c, shown := s.InPublic()
	if !shown {
		return nil
	}
	p.seen["in public"]++
	said := readOff(slices.Concat(p.log, events))
	if c.Level == Private && (c.Title != "" || c.Text != "" || c.Deputy != "") {
		return fmt.Errorf("a content that is not public is shown: %+v", c)
	}
	if c.Level != Private {
		d := said.content
		if d == nil || d.Level == Private || c.Title != d.Title || c.Text != d.Text || c.Deputy != "" && !d.Named {
			return fmt.Errorf("shown %+v, decided %+v", c, d)
		}
		if w := s.Wish; w.Level == Private || w.Level == Internal || w.Level == TitleOnly && c.Text != "" || w.Level != "" && !w.Named && c.Deputy != "" {
			return fmt.Errorf("shown against the wish %+v: %+v", w, c)
		}
	}
	if s.Confidential && c.Deputy != "" {
		return fmt.Errorf("a name that is withheld is told: %+v", c)
	}
	texts := []string{c.Title, c.Text}
	for _, r := range c.Replies {
		if d, ok := said.replies[r.Line]; !ok || d.Level == Private || d.Text != r.Text || r.Text == "" {
			return fmt.Errorf("shown %+v, decided %+v", r, d)
		}
		texts = append(texts, r.Text)
	}
	for _, text := range texts {
		if strings.Contains(text, "138 0013 8000") || strings.Contains(text, "430102199001010012") {
			return fmt.Errorf("a personal number is public: %q", text)
		}
		if c.Deputy == "" && strings.Contains(text, "name of d1") && slices.ContainsFunc(s.Deputies(), func(q Person) bool { return q.Name == "name of d1" }) {
			return fmt.Errorf("a name is public that is not to be told: %q", text)
		}
	}
	return nil
}

// onThe makes an act about a line one about the given line.
func onThe(id LineID, c Command) Command {
	if id == "" {
		return c
	}
	switch c := c.(type) {
	case ExamineForPublication:
		c.Line = id
		return c
	case DecideReply:
		c.Line = id
		return c
	case TakeReplyDown:
		c.Line = id
		return c
	}
	return c
}
