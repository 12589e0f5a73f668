package suggestion

import (
	"testing"

	"huiyin/domain/lifecycle"
)

// A first reply and a further one (再次答复), told by two sources in any order,
// are two versions; the newest is what counts.
func TestAFurtherReplyOfASecondSourceIsASecondVersion(t *testing.T) {
	first, further := facts(), facts()
	first.Replied, first.Class, first.DocumentNo, first.RepliedOn, first.Satisfaction = true, "B", "1", day("2025-05-20"), Basically
	first.Promises = []StatedPromise{{Text: "mend it", Due: day("2025-10-31")}}
	further.Replied, further.Further, further.Class, further.DocumentNo, further.RepliedOn = true, true, "A", "2", day("2025-11-20")
	further.Promises = []StatedPromise{{Text: "mend it", Due: day("2025-10-31")}, {Text: "keep it", Done: true}}
	for _, order := range [][]Facts{{first, further}, {further, first}} {
		w := begin(t, "national")
		for _, f := range order {
			w.do(importer, Import{"case-1", src("s"+f.DocumentNo, "1"), f})
		}
		l, _ := w.s.Line("l1")
		if len(l.Versions) != 2 || l.Versions[0].Class != "B" || l.Latest().Class != "A" || l.Latest().Issued != day("2025-11-20") {
			t.Fatalf("%+v", l.Versions)
		}
		if len(l.Ratings) != 1 || l.Ratings[0].Version != 1 || l.State != lifecycle.UnknownFeedback {
			t.Errorf("the word on the first reply counts for the second: %s %+v", l.State, l.Ratings)
		}
		for _, c := range w.s.Commitments {
			if want := map[string]int{"mend it": 1, "keep it": 2}[c.Text]; c.Version != want {
				t.Errorf("%s was promised in version %d", c.Text, c.Version)
			}
		}
		w.is(lifecycle.Replied)
	}
}

// A source of a further reply alone tells of one reply.
func TestAFurtherReplyAloneIsAllThatIsKnown(t *testing.T) {
	w := begin(t, "national")
	f := facts()
	f.Replied, f.Further, f.Class = true, true, "A"
	w.do(importer, Import{"case-1", src("s", "1"), f})
	if l, _ := w.s.Line("l1"); len(l.Versions) != 1 {
		t.Errorf("%+v", l.Versions)
	}
}

// "Not done" is a statement: the promise is open, where no word leaves it unknown.
func TestNotDoneIsAStatement(t *testing.T) {
	w := begin(t, "national")
	f := facts()
	f.Class, f.Satisfaction = "B", Satisfied
	f.Promises = []StatedPromise{{Text: "p", Done: true, NotDone: true}}
	w.no("promise_both_ways", importer, Import{"case-1", src("s", "1"), f})
	f.Promises = []StatedPromise{{Text: "p", NotDone: true}, {Text: "q"}}
	w.do(importer, Import{"case-1", src("s", "1"), f})
	if p, q := w.s.Commitments[0].State, w.s.Commitments[1].State; p != lifecycle.Promised || q != lifecycle.UnknownCommitment {
		t.Errorf("%s, %s", p, q)
	}
	w.is(lifecycle.Tracking)
}

// "No key suggestion" is a statement too, until another source says it became one.
func TestNoKeyIsAStatement(t *testing.T) {
	w := begin(t, "national")
	f := facts()
	f.NotKey = true
	w.do(importer, Import{"case-1", src("s", "1"), f})
	if !w.s.Stated.NotKey || w.s.Key {
		t.Errorf("%+v", w.s.Stated)
	}
	f.NotKey, f.Key = false, true
	w.do(importer, Import{"case-1", src("s2", "1"), f})
	if w.s.Stated.NotKey || !w.s.Key {
		t.Errorf("%+v", w.s.Stated)
	}
}
