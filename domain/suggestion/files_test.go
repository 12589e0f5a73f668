package suggestion

import (
	"strings"
	"testing"

	"huiyin/domain/lifecycle"
)

func fileOf(mark, name string) File {
	return File{Binding: strings.Repeat(mark, 64), Name: name, Type: "pdf", Size: 7}
}

// Files stand after the events of the act they came with.
func TestFilesStandBehindTheirAct(t *testing.T) {
	w := assigned(t, "hunan-2024")
	w.do(office, SignIn{"a1"})
	visit := RecordContact{Line: "l1", Way: "visit", With: []Person{who("d1")}, Content: "Talked."}
	w.files = []File{fileOf("a", "photo"), fileOf("b", "record")}
	w.want(w.do(handler, visit), "ContactRecorded FilesAttached")
	sent := w.s.Files[0]
	if sent.Act != lifecycle.RecordContact || sent.Subject.Line != "l1" || sent.By != handler.Person || len(sent.Files) != 2 {
		t.Errorf("%+v", sent)
	}
	if f, ok := w.s.File(strings.Repeat("b", 64)); !ok || f.Name != "record" {
		t.Error(f, ok)
	}
	w.files = append(w.files, w.files[0])
	w.no("file_twice", handler, visit)
	w.files = make([]File, MostFiles+1)
	w.no("too_many_files", handler, visit)
	w.files = []File{{Binding: "a", Name: "photo", Size: 7}}
	w.no("bad_file", handler, visit)
}

// Where nobody would look for files none are taken.
func TestFilesAreRefusedElsewhere(t *testing.T) {
	w := assigned(t, "hunan-2024")
	w.files = []File{fileOf("a", "photo")}
	w.no("no_files_here", office, SignIn{"a1"})
}

// The scan of a form that rates a reply, and the late entry of it, are untold like
// the rating itself.
func TestWhatProvesARatingIsUntold(t *testing.T) {
	w := replied(t, "A")
	w.at("2026-05-20")
	w.files = []File{{Binding: scan, Name: "form", Type: "pdf", Size: 7}}
	w.dated("2026-04-10", form(), func() {
		w.want(w.do(desk, RateFromPaper{Line: "l1", Version: 1, Process: Satisfied, Result: Dissat, Reason: "not mended"}),
			"LateEntered FeedbackEntered FeedbackGiven FilesAttached")
	})
	told := w.s.Told()
	if len(told.Files) != 0 || len(told.LateEntries) != 0 {
		t.Errorf("told of %+v, %+v", told.Files, told.LateEntries)
	}
	for _, e := range w.log[len(w.log)-4:] {
		if !w.s.Untold(e) {
			t.Errorf("%s is told", kind(e))
		}
	}
	w.files = nil
	w.do(desk, Release{Line: "l1"})
	if told := w.s.Told(); len(told.Files) != 1 || len(told.LateEntries) != 1 {
		t.Errorf("not told after the release: %+v", told)
	}
}
