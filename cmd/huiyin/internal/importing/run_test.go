package importing

import (
	"errors"
	"strings"
	"testing"

	"huiyin/domain/suggestion"
)

func outcomes(results []Result) string {
	var out []string
	for _, r := range results {
		s := string(r.Outcome)
		for _, p := range r.Problems {
			if !strings.Contains(p.Text(r.Line), "⟦") {
				s += ":" + p.Code
			} else {
				s += ":MISSING:" + p.Text(r.Line)
			}
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func want(t *testing.T, results []Result, text string) {
	t.Helper()
	if got := outcomes(results); got != text {
		t.Errorf("got %s, want %s", got, text)
	}
}

func TestAChangedRowIsOneCorrection(t *testing.T) {
	o := open(t)
	first := apply(t, o, with())
	want(t, first, "new")
	id := first[0].Case
	before := head(t, o)
	want(t, apply(t, o, with("reply_class", "B")), "corrected")
	if head(t, o)-before != 1 || load(t, o, id).Stated.Class != "B" {
		t.Error("no correction, or more than one event")
	}
	// Back, and forth again: each is an act of its own.
	want(t, apply(t, o, with()), "corrected")
	want(t, apply(t, o, with("reply_class", "B")), "corrected")
	want(t, apply(t, o, with()), "corrected")
	if s := load(t, o, id); s.Stated.Class != "" || events(t, o, id) != 5 {
		t.Error(s.Stated.Class, events(t, o, id))
	}
}

// A number that comes later, or is corrected, stays with its case.
func TestTheSourceKeepsItsCase(t *testing.T) {
	o := open(t)
	id := apply(t, o, with("number", nil))[0].Case
	for _, number := range []string{"007", "0007"} {
		r := apply(t, o, with("number", number))
		want(t, r, "corrected")
		if r[0].Case != id || load(t, o, id).Number != number {
			t.Error(r)
		}
	}
	// The corrected number finds the case, and the old one is free again.
	r := apply(t, o, with("id", "S-2", "number", "0007"))
	want(t, r, "added")
	r = apply(t, o, with("id", "S-3", "number", "007", "title", "另一件"))
	want(t, r, "new")
	want(t, apply(t, o, with("number", "007")), "refused:number_of_other_case")
}

func TestTheDerivedIDMayBeTaken(t *testing.T) {
	o := open(t)
	a := apply(t, o, with())[0].Case
	want(t, apply(t, o, with("number", "008")), "corrected")
	r := apply(t, o, with("id", "S-2", "title", "另一件"))
	want(t, r, "new")
	if r[0].Case == a {
		t.Error("two cases share an id")
	}
	want(t, apply(t, o, with("id", "S-2", "title", "另一件")), "unchanged")
}

func TestNumbersAreExactAndOfOneSession(t *testing.T) {
	o := open(t)
	r := apply(t, o, with()+with("id", "S-2", "number", "7", "title", "二")+with("id", "S-3", "session", "第二次会议", "title", "三")+
		with("id", "S-4", "congress", "乙县第一届人民代表大会", "title", "四")+
		with("id", "S-5", "congress", "甲县 第一届人民代表大会　"))
	want(t, r, "new new new new added")
	if load(t, o, r[0].Case).Number != "007" {
		t.Error("the number lost its zeros")
	}
}

func TestAnotherSourceIsAddedAndAnotherTitleRefused(t *testing.T) {
	o := open(t)
	r := apply(t, o, with()+with("id", "S-2", "delegation", "第一代表团")+with("id", "S-3", "title", "另一件")+with("id", "S-2"))
	want(t, r, "new added refused:ambiguous_in_file refused:source_twice")
	for _, p := range []Problem{r[2].Problems[0], r[3].Problems[0]} {
		t.Log(p.Text(3))
		if p.Facts["first"] == "" {
			t.Error(p)
		}
	}
	if s := load(t, o, r[0].Case); len(s.Sources) != 2 || s.Delegation != "第一代表团" {
		t.Error(s.Sources, s.Delegation)
	}
	r = apply(t, o, with("id", "S-4", "title", "又一件"))
	want(t, r, "refused:ambiguous")
	t.Log(r[0].Problems[0].Text(1))
}

func TestTheSameRowTwiceInAFile(t *testing.T) {
	want(t, apply(t, open(t), with()+with("delegation", nil, "note", "")), "new refused:source_twice")
	want(t, apply(t, open(t), with()+with("delegation", nil, "co_units", nil)), "new unchanged")
}

func TestFutureDatesAreWarned(t *testing.T) {
	want(t, apply(t, open(t), with("published_at", "2099-01-01")), "new:future_date")
}

func TestARowTooLargeForTheLogIsRefused(t *testing.T) {
	names := make([]string, 0, 60000)
	for i := range 60000 {
		names = append(names, string(rune(0x4E00+i%20000))+string(rune(0x4E00+i/20000)))
	}
	want(t, apply(t, open(t), with("deputies", names, "deputies_total", nil)+with("id", "S-2")), "refused:row_too_large new")
}

func TestOpinionsStayOpinions(t *testing.T) {
	o := open(t)
	opinion := func(id, unit, class string) string {
		return with("id", id, "doc_kind", "会办意见", "replied_at", nil, "reply_class_raw", class+"1类", "co_opinion_class", class,
			"co_opinion_at", "2024-05-01", "co_units", []string{unit}, "doc_no", unit+"1号",
			"commitments", []any{map[string]any{"text": unit + "出资"}})
	}
	r := apply(t, o, opinion("S-2", "乙局", "C")+opinion("S-3", "丙局", "A"))
	want(t, r, "new added")
	if s := load(t, o, r[0].Case); s.Replied() || s.Stated.Class != "" || len(s.Lines[0].Versions) != 0 {
		t.Error("an opinion counts as a reply")
	}
	want(t, apply(t, o, with("reply_class", "B", "doc_no", "甲1号")), "added")
	s := load(t, o, r[0].Case)
	if v := s.Lines[0].Latest(); v.Class != "B" || v.Document != "甲1号" || s.Stated.ClassRaw != "" {
		t.Errorf("%+v %q", v, s.Stated.ClassRaw)
	}
	for i, c := range []suggestion.Class{"C", "A"} {
		if a := s.Assignments[i+1]; a.Class != c || a.State != "opinion_given" || s.Commitments[i].Unit != a.Unit {
			t.Errorf("%+v %+v", a, s.Commitments[i])
		}
	}
}

func TestRulesOfTheCase(t *testing.T) {
	for _, c := range []struct{ row, rules string }{
		{with("level", "省"), "hunan-2024"},
		{with("level", "省", "replied_at", "2018-05-01"), "national"},
		{with("level", "省", "replied_at", "2012-05-01", "year", 2012), ""},
		{with("level", "省", "replied_at", nil), "hunan-2024"},
		{with(), "national"},
		{with("province", "重庆市", "level", "市"), "chongqing-2018"},
		{with("province", "重庆市", "level", "县"), "national"},
		{with("province", "上海市", "level", "市"), "shanghai-2015"},
		{with("province", "浙江省", "level", "省"), "zhejiang-2016"},
		{with("province", "河南省", "level", "省"), "henan-2017"},
		{with("province", "山东省", "level", "省", "replied_at", "2017-05-18"), "national"},
		{with("replied_at", nil, "year", nil), ""},
	} {
		o := open(t)
		r := apply(t, o, c.row)
		if s := load(t, o, r[0].Case); s.Stated.RuleSet != c.rules {
			t.Errorf("%s: %q, want %q", c.row, s.Stated.RuleSet, c.rules)
		}
	}
}

// A source that words the class in its own jurisdiction's scheme means that
// class, by code or by label, whatever the words mean elsewhere.
func TestAClassInItsOwnScheme(t *testing.T) {
	for _, c := range []struct {
		row  string
		want suggestion.Class
	}{
		{with("province", "上海市", "level", "市", "reply_class", nil, "reply_class_raw", "正在解决"), "S2"},
		{with("province", "上海市", "level", "市", "reply_class", "正在解决"), "S2"},
		{with("province", "上海市", "level", "市", "reply_class", "计划 解决"), "S3"},
		{with("province", "上海市", "level", "市", "reply_class", nil, "reply_class_raw", "ｓ４"), "S4"},
		{with("province", "上海市", "level", "县", "reply_class", "正在解决"), "B"}, // another scheme
		{with("province", "河南省", "level", "省", "reply_class", "A"), "A"},    // as published, though no code of the text
	} {
		o := open(t)
		r := apply(t, o, c.row)
		s := load(t, o, r[0].Case)
		if got := s.Lines[0].Latest().Class; got != c.want || len(r[0].Problems) != 0 {
			t.Errorf("%s: class %q, %v", c.row, got, r[0].Problems)
		}
	}
}

func TestAFailingReaderStops(t *testing.T) {
	broken := errors.New("the disk is gone")
	_, err := Apply(t.Context(), open(t), Lines(&failing{text: with(), err: broken}), nil)
	if !errors.Is(err, broken) {
		t.Error(err)
	}
}

type failing struct {
	text string
	err  error
}

func (f *failing) Read(p []byte) (int, error) {
	if f.text == "" {
		return 0, f.err
	}
	n := copy(p, f.text)
	f.text = f.text[n:]
	return n, nil
}
