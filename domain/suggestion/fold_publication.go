package suggestion

import "huiyin/domain/lifecycle"

func (s *Suggestion) applyDecided(e Event) bool {
	switch e := e.(type) {
	case ContentPublicationDecided:
		s.Content = Publication{Version: e.Version, Level: e.Level, Named: e.Named, Title: e.Title, Text: e.Text, Ground: e.Ground, Reason: e.Reason, On: e.On}
		s.stop(lifecycle.DuePublish, Subject{})
	case ReplyPublicationDecided:
		if l, ok := s.Line(e.Line); ok {
			l.Answer = Publication{Version: e.Version, Level: e.Level, Text: e.Text, Ground: e.Ground, Reason: e.Reason, On: e.On}
			l.Public = l.Answer.InForce()
		}
		s.stop(lifecycle.DuePublish, Subject{Line: e.Line})
	case ContentTakenDown:
		s.Content.Down, s.Content.DownReason = e.On, e.Reason
	case ReplyTakenDown:
		if l, ok := s.Line(e.Line); ok {
			l.Answer.Down, l.Answer.DownReason, l.Public = e.On, e.Reason, false
		}
	default:
		return false
	}
	return true
}
