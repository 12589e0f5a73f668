package suggestion

import (
	"testing"

	"huiyin/domain/lifecycle"
)

func facts() Facts {
	return Facts{Title: "On roads", Number: "12", Year: 2025, Deputies: []Person{{Name: "Li"}}, LeadUnit: "u1"}
}

func src(id, digest string) Source { return Source{ID: id, Digest: digest} }

func TestImportStages(t *testing.T) {
	on := day("2025-06-01")
	for name, c := range map[string]struct {
		set   func(*Facts)
		state lifecycle.State
		line  lifecycle.State
	}{
		"a title only":         {func(f *Facts) { *f = Facts{Title: "On roads"} }, lifecycle.Submitted, ""},
		"a number":             {func(f *Facts) { f.LeadUnit = "" }, lifecycle.Registered, ""},
		"a unit":               {func(*Facts) {}, lifecycle.Assigned, lifecycle.UnknownHandling},
		"an opinion":           {func(f *Facts) { f.CoUnits, f.OpinionOn = []string{"u2"}, on }, lifecycle.Handling, lifecycle.UnknownHandling},
		"an opinion of nobody": {func(f *Facts) { f.OpinionClass = "C" }, lifecycle.Handling, lifecycle.UnknownHandling},
		"a reply":              {func(f *Facts) { f.RepliedOn = on }, lifecycle.Replied, lifecycle.UnknownFeedback},
		"a reply with class":   {func(f *Facts) { f.Class = "A" }, lifecycle.Replied, lifecycle.UnknownFeedback},
		"a rating, no class":   {func(f *Facts) { f.Satisfaction = Satisfied }, lifecycle.Replied, lifecycle.Satisfied},
		"class and rating":     {func(f *Facts) { f.Class, f.Satisfaction = "A", Basically }, lifecycle.Closed, lifecycle.Basically},
		"dissatisfied":         {func(f *Facts) { f.Class, f.Satisfaction = "A", Dissat }, lifecycle.AwaitingFeedback, lifecycle.Dissatisfied},
		"a promise of unknown": {func(f *Facts) { f.Class, f.Satisfaction, f.Promises = "B", Satisfied, []StatedPromise{{Text: "p"}} }, lifecycle.Replied, lifecycle.Satisfied},
		"a promise said done": {func(f *Facts) {
			f.Class, f.Satisfaction, f.Promises = "B", Satisfied, []StatedPromise{{Text: "p", Done: true}}
		}, lifecycle.Tracking, lifecycle.Satisfied},
		"a reply of no unit": {func(f *Facts) { f.LeadUnit, f.Replied = "", true }, lifecycle.Replied, lifecycle.UnknownFeedback},
	} {
		t.Run(name, func(t *testing.T) {
			w := begin(t, "national")
			f := facts()
			c.set(&f)
			w.no("wrong_role", desk, Import{"case-1", src("s", "1"), f})
			w.want(w.do(importer, Import{"case-1", src("s", "1"), f}), "Imported")
			w.is(c.state)
			if c.line != "" {
				w.line("l1", c.line)
			}
			if len(w.s.Clocks) != 0 || w.s.Touched {
				t.Errorf("an import started %d clocks, touched %t", len(w.s.Clocks), w.s.Touched)
			}
			w.want(w.do(importer, Import{"case-1", src("s", "1"), f}), "")
		})
	}
}

func TestImportKeepsUnknownUnknown(t *testing.T) {
	w := begin(t, "national")
	f := facts()
	f.RepliedOn, f.Promises = day("2025-06-01"), []StatedPromise{{Text: "p"}}
	w.do(importer, Import{"case-1", src("s", "1"), f})
	l, _ := w.s.Line("l1")
	if l.Latest().Class != "" || len(l.Ratings) != 0 || w.s.Commitments[0].State != lifecycle.UnknownCommitment || !unset(w.s.T0) {
		t.Errorf("invented: %+v", w.s)
	}
}

func TestImportCorrections(t *testing.T) {
	w := begin(t, "national")
	f := facts()
	w.do(importer, Import{"case-1", src("s", "1"), f})
	f.Title, f.Class, f.Satisfaction = "On the roads", "A", Satisfied
	w.want(w.do(importer, Import{"case-1", src("s", "2"), f}), "ImportCorrected")
	w.is(lifecycle.Closed)
	w.no("other_case", importer, Import{"case-2", src("s2", "1"), f})
	w.no("missing", importer, Import{"", src("s2", "1"), f})
	w.no("missing", importer, Import{"case-1", src("", "1"), f})
	other := f
	other.Title = "On rails"
	w.no("ambiguous_import", importer, Import{"case-1", src("s2", "1"), other})

	// A second source fills what is unknown and counts nothing twice.
	f.Promises = []StatedPromise{{Text: "p"}}
	w.want(w.do(importer, Import{"case-1", src("s2", "1"), f}), "Imported")
	f.DocumentNo = "9"
	w.want(w.do(importer, Import{"case-1", src("s3", "1"), f}), "Imported")
	if len(w.s.Commitments) != 1 || len(w.s.Sources) != 3 {
		t.Errorf("%d promises, %d sources", len(w.s.Commitments), len(w.s.Sources))
	}
	w.do(office, ReportOnPromise{w.s.Commitments[0].Promise.Commitment, "half"})
	w.no("handled_here", importer, Import{"case-1", src("s", "4"), f})
}

func TestImportRefusesContradictions(t *testing.T) {
	w := begin(t, "national")
	try := func(code string, set func(*Facts)) {
		t.Helper()
		f := facts()
		set(&f)
		w.no(code, importer, Import{"case-1", src("s9", "1"), f})
	}
	try("reply_before_assignment", func(f *Facts) { f.AssignedOn, f.RepliedOn = day("2025-03-02"), day("2025-03-01") })
	try("unit_twice", func(f *Facts) { f.CoUnits = []string{"u1"} })
	try("unknown_grade", func(f *Facts) { f.Satisfaction = "superb" })
	// The same, said by two sources.
	f := facts()
	f.LeadUnit, f.CoUnits, f.AssignedOn = "", []string{"u1"}, day("2025-03-02")
	w.do(importer, Import{"case-1", src("s", "1"), f})
	try("unit_twice", func(*Facts) {})
	try("reply_before_assignment", func(f *Facts) { f.LeadUnit, f.RepliedOn = "", day("2025-03-01") })
}

func TestAnImportedCaseIsHandledHere(t *testing.T) {
	w := begin(t, "national")
	f := facts()
	f.Class, f.Satisfaction, f.Deputies = "A", Dissat, []Person{who("d1"), who("d2")}
	w.do(importer, Import{"case-1", src("s", "1"), f})
	w.do(desk, OrderTheRedo{"l1", "r"})
	w.heard()
	w.reply("A")
	w.deliver()
	w.rate(Satisfied, Satisfied, "")
	w.is(lifecycle.Closed)
}

func TestAnImportedCaseIsWithdrawnByAllWhoSigned(t *testing.T) {
	w := begin(t, "national")
	f := facts()
	f.Deputies = []Person{who("d1"), who("d2")}
	w.do(importer, Import{"case-1", src("s", "1"), f})
	w.no("cosigner_no_consent", lead, Withdraw{Reason: "r"})
	w.no("other_unit", as(lifecycle.UnitCoordinator, "c1", ""), SignIn{"a1"})
	w.do(lead, Withdraw{Reason: "r", Consents: []Person{who("d2")}, Scan: scan})
}

// Only a promise of unknown fulfilment is left: the case falls back to replied.
func TestKnownPromisesEndAndUnknownOnesRemain(t *testing.T) {
	w := begin(t, "national")
	f := facts()
	f.Class, f.Satisfaction = "B", Satisfied
	f.Promises = []StatedPromise{{Text: "p", Done: true}, {Text: "q"}}
	w.do(importer, Import{"case-1", src("s", "1"), f})
	w.is(lifecycle.Tracking)
	w.want(w.do(special, ConcludePromise{"l1v1c1", Keep, "seen"}), "CommitmentVerified PhaseChanged")
	w.is(lifecycle.Replied)
	w.want(w.do(special, ConcludePromise{"l1v1c2", DeclareLost, "never"}), "CommitmentBroken Closed")
}

// A date no source states starts no clock.
func TestARejectedClaimWithoutADate(t *testing.T) {
	w := begin(t, "national")
	f := facts()
	f.Class, f.Satisfaction, f.Promises = "B", Satisfied, []StatedPromise{{Text: "p", Done: true}}
	w.do(importer, Import{"case-1", src("s", "1"), f})
	w.do(special, ConcludePromise{"l1v1c1", RefuseClaim, "not seen"})
	if len(w.s.Clocks) != 0 {
		t.Errorf("a clock without a date: %+v", w.s.Clocks)
	}
}

func TestNobodyIsNotTheLeadDeputy(t *testing.T) {
	w := begin(t, "national")
	f := facts()
	f.Deputies, f.Class, f.Satisfaction = nil, "A", Satisfied
	w.do(importer, Import{"case-1", src("s", "1"), f})
	w.no("not_lead_deputy", Actor{Role: lifecycle.LeadDeputy}, Dispute{"l1", "r"})
}

// A source may name no unit; that makes nobody its unit.
func TestNoUnitIsNobodysUnit(t *testing.T) {
	w := begin(t, "national")
	f := facts()
	f.LeadUnit, f.Class, f.Promises = "", "B", []StatedPromise{{Text: "p"}}
	w.do(importer, Import{"case-1", src("s", "1"), f})
	w.no("other_unit", as(lifecycle.UnitHandler, "h1", ""), ReportOnPromise{"l1v1c1", "x"})
}

// Two sources write one title with other marks and widths; another word is
// another case.
func TestTitlesAreComparedByTheirWords(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"关于修桥,补路的建议", "关于修桥，补路的建议", true}, {"关于 5G 建设的建议", "关于５Ｇ建设的建议", true},
		{"“十四五”规划", "十四五规划", true}, {"关于修桥的建议", "关于修路的建议", false}, {"第1批", "第2批", false},
	} {
		if sameTitle(c.a, c.b) != c.same {
			t.Errorf("%q and %q: want %t", c.a, c.b, c.same)
		}
	}
}
