package simulation

import (
	"strings"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// wish is the submission, mostly with the deputy's word on publication.
func (l *life) wish() suggestion.Submit {
	switch weighed(l.open, 62, 12, 8, 4, 14) {
	case 0:
		return suggestion.Submit{Level: suggestion.Public, Named: true}
	case 1:
		return suggestion.Submit{Level: suggestion.Public}
	case 2:
		return suggestion.Submit{Level: suggestion.TitleOnly, Named: true, Reason: say(l.open, "wish reason")}
	case 3:
		return suggestion.Submit{Level: suggestion.Private, Reason: say(l.open, "wish reason")}
	}
	return suggestion.Submit{}
}

// examinePublication: the unit looks at its reply, the office decides on it within
// days, and on the content with the first reply.
func (l *life) examinePublication(id suggestion.LineID) error {
	line, ok := l.s.Line(id)
	if _, running := l.s.Running(lifecycle.DuePublish, suggestion.Subject{Line: id}); !ok || !running || l.over() || !published(line.State) {
		return nil
	}
	c := suggestion.ExamineForPublication{Line: id, Level: []suggestion.Level{suggestion.Public, suggestion.Partly}[l.rng.IntN(2)]}
	if l.rolled(60) {
		c.Level = suggestion.Private
	}
	switch c.Level {
	case suggestion.Partly:
		c.Ground, c.Reason, c.Text = "internal_matter", say(l.open, "redact reason"), l.redacted(line.Latest().Text)
	case suggestion.Private:
		c.Ground, c.Reason = "internal_matter", say(l.open, "withhold reason")
	}
	unit := l.w.cast.unitOf[l.s.BodyOf(line.Unit)]
	c.Checker = unit.head
	decides := l.assigner(line.Unit)
	if err := l.do(unit.as(lifecycle.UnitCoordinator, l.open), c); err != nil {
		return err
	}
	day := l.w.diary.working(l.w.today(), weighed(l.open, 0, 70, 25, 5))
	l.at(at(day, between(l.open, 9*60, 17*60)), func() error { return l.decidePublication(id, decides) })
	return nil
}

// redacted is a text without its last clause.
func (l *life) redacted(text string) string {
	const stop, marks = "\u3002", "\uff0c\uff1b\u3002"
	text = strings.TrimSuffix(text, stop)
	if i := strings.LastIndexAny(text, marks); i >= 0 {
		text = text[:i+len(stop)]
	}
	return text + say(l.open, "redacted")
}

// decidePublication follows the unit's proposal; where the text lies with the head
// of a merge, the office takes it from there.
func (l *life) decidePublication(id suggestion.LineID, who suggestion.Actor) error {
	line, ok := l.s.Line(id)
	if !ok || l.over() {
		return nil
	}
	version, given := line.Given()
	examined, ok := line.Proposed(version.Number)
	if !given || !ok {
		return nil // a newer reply went out, and will be examined
	}
	c := suggestion.DecideReply{Line: id, Level: examined.Level, Text: examined.Text, Ground: examined.Ground, Reason: examined.Reason}
	if c.Level == suggestion.Public && version.Text == "" {
		c.Text = l.headText(version.Head, line.Unit)
	}
	if err := l.do(who, c); err != nil {
		return err
	}
	if chance(l.open, 8) && c.Level != suggestion.Private {
		day := l.w.diary.working(l.w.today(), between(l.open, 3, 12))
		l.at(at(day, between(l.open, 9*60, 17*60)), func() error { return l.takeDown(id, who) })
	}
	if _, running := l.s.Running(lifecycle.DuePublish, suggestion.Subject{}); !running {
		return nil
	}
	return l.do(l.w.cast.officer(l.open, lifecycle.DeputyAffairsCommittee), l.content())
}

// headText is the reply of the case this one was merged into.
func (l *life) headText(head suggestion.CaseID, unit string) string {
	other, ok := l.w.byID[head]
	if !ok {
		return ""
	}
	for _, line := range other.s.Lines {
		if other.s.BodyOf(line.Unit) == l.s.BodyOf(unit) && line.Replied() {
			return line.Versions[0].Text
		}
	}
	return ""
}

// content is the decision on the suggestion itself, as far as the deputy wishes.
func (l *life) content() suggestion.DecideContent {
	switch w := l.s.Wish; w.Level {
	case suggestion.TitleOnly:
		return suggestion.DecideContent{Level: suggestion.Partly, Named: w.Named, Ground: "deputy_wish", Reason: list("wish heeded")[0]}
	case suggestion.Private, suggestion.Internal:
		return suggestion.DecideContent{Level: suggestion.Private, Ground: "deputy_wish", Reason: list("wish heeded")[1]}
	default:
		return suggestion.DecideContent{Level: suggestion.Public, Named: w.Named}
	}
}

// takeDown: now and then something is found that should not have been public.
func (l *life) takeDown(id suggestion.LineID, who suggestion.Actor) error {
	if line, ok := l.s.Line(id); !ok || !line.Public || l.over() {
		return nil
	}
	return l.do(who, suggestion.TakeReplyDown{Line: id, Ground: "internal_matter", Reason: say(l.open, "take down reason")})
}
