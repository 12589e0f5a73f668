package v1

import (
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// Wish is the deputy's word on publication.
type Wish struct {
	Level  Word          `json:"level"`
	Named  bool          `json:"named"`
	Reason string        `json:"reason,omitempty"`
	On     calendar.Date `json:"on,omitzero"`
}

// Examination is what the unit proposes for one version of its reply.
type Examination struct {
	Version int           `json:"version"`
	Level   Word          `json:"level"`
	Ground  *Word         `json:"ground,omitempty"`
	Reason  string        `json:"reason,omitempty"`
	Text    string        `json:"text,omitempty"`
	Checker Person        `json:"checker"`
	On      calendar.Date `json:"on,omitzero"`
}

// Publication is the newest decision on one text, with the words the public reads;
// or only Due, by when there is to be one.
type Publication struct {
	Version int           `json:"version,omitempty"`
	Level   *Word         `json:"level,omitempty"`
	Named   bool          `json:"named,omitempty"`
	Ground  *Word         `json:"ground,omitempty"`
	Reason  string        `json:"reason,omitempty"`
	Title   string        `json:"title,omitempty"`
	Text    string        `json:"text,omitempty"`
	On      calendar.Date `json:"on,omitzero"`
	Down    calendar.Date `json:"taken_down,omitzero"`
	Why     string        `json:"taken_down_for,omitempty"`
	Due     calendar.Date `json:"due,omitzero"`
}

func wishOf(w suggestion.Wish) *Wish {
	if w.Level == "" {
		return nil
	}
	return &Wish{wordOf("publicity", w.Level), w.Named, w.Reason, w.On}
}

func examinationOf(e suggestion.Examination) *Examination {
	if e.Level == "" {
		return nil
	}
	return &Examination{e.Version, wordOf("publicity", e.Level), wordOr("withheld", e.Ground), e.Reason, e.Text, personOf(e.Checker), e.On}
}

func publicationOf(s *suggestion.Suggestion, p suggestion.Publication, about suggestion.Subject) *Publication {
	due, runs := s.Running(lifecycle.DuePublish, about)
	if !p.Decided() && !runs {
		return nil
	}
	return &Publication{p.Version, wordOr("publicity", p.Level), p.Named, wordOr("withheld", p.Ground), p.Reason, p.Title, p.Text, p.On, p.Down, p.DownReason, due.Due}
}
