package suggestion

import (
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

// FilesAttached says which files were sent with the act recorded right before it.
// Subject is what the act is about; a part that the act itself brings has no name
// in it yet. On is the day of the act.
type FilesAttached struct {
	Act     lifecycle.Trigger
	Subject Subject
	On      calendar.Date
	Files   []File
	By      Person
}

func (FilesAttached) event() {}

func (s *Suggestion) applyFiles(e Event) bool {
	f, ok := e.(FilesAttached)
	if ok {
		s.Files = append(s.Files, f)
	}
	return ok
}

// File finds an attached file by its binding.
func (s *Suggestion) File(binding string) (File, bool) {
	for _, sent := range s.Files {
		for _, f := range sent.Files {
			if f.Binding == binding {
				return f, true
			}
		}
	}
	return File{}, false
}

// aboutRating are the acts that tell how a line was rated by being done at all.
var aboutRating = []lifecycle.Trigger{lifecycle.RateSatisfied, lifecycle.RateBasically, lifecycle.RateDissat,
	lifecycle.EnterSatisfied, lifecycle.EnterBasically, lifecycle.EnterDissat, lifecycle.DisputeFeedback}

// ofCongress are the acts that the congress keeps to itself.
var ofCongress = []lifecycle.Trigger{lifecycle.RecordVisit, lifecycle.ClearFlag}
