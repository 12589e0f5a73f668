package acts

import (
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

func publishing() []Verb {
	return []Verb{
		one(standingCase, lifecycle.WishPublication, suggestion.StateWish{}),
		one(standingCase, lifecycle.ExaminePublication, suggestion.ExamineForPublication{}),
		one(standingCase, lifecycle.PublishContent, suggestion.DecideContent{}),
		one(standingCase, lifecycle.PublishReply, suggestion.DecideReply{}),
		one(standingCase, lifecycle.TakeDownContent, suggestion.TakeContentDown{}),
		one(standingCase, lifecycle.TakeDownReply, suggestion.TakeReplyDown{}),
	}
}

// publication is what waits to be made public, or to be kept back: the unit's
// examination, then the office's decision on the reply; and the decision on the
// content, anew where the deputy has said something else since.
func (n *steps) publication() {
	for _, l := range n.s.Lines {
		about := suggestion.Subject{Line: l.ID}
		due := n.due(lifecycle.DuePublish, about)
		if due.IsZero() {
			continue
		}
		v, _ := l.Given()
		if _, examined := l.Proposed(v.Number); !examined {
			n.add(Step{Verb: string(lifecycle.ExaminePublication), About: about, Roles: staff, Unit: n.s.BodyOf(l.Unit), Due: due})
			continue
		}
		n.add(Step{Verb: string(lifecycle.PublishReply), About: about, Roles: assigners, Due: due})
	}
	if due := n.due(lifecycle.DuePublish, suggestion.Subject{}); !due.IsZero() || n.s.Unheard() {
		n.add(Step{Verb: string(lifecycle.PublishContent), Roles: committee, Due: due})
	}
}
