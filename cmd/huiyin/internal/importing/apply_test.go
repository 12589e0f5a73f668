package importing

import (
	"strings"
	"testing"

	"huiyin/domain/suggestion"
)

// tableOf is a CSV table of the session under the usual heads.
func tableOf(t testing.TB, heads string, rows ...string) *File {
	t.Helper()
	return of(t, csvOf(append([]string{heads}, rows...)...))
}

const usual = "编号,标题,领衔代表,主办单位,答复日期,满意度"

func TestTheSameFileTwice(t *testing.T) {
	o := open(t)
	f := tableOf(t, usual, "0012,修路,甲,乙局,2026-05-20,满意", "0013,架桥,丙,乙局,,")
	want(t, applyFile(t, o, f), "new new")
	at := head(t, o)
	want(t, applyFile(t, o, f), "unchanged unchanged")
	// Another file, in another format, with another order of rows and columns.
	g := of(t, workbook(t, [][]any{{"某表"}, {"满意度", "标题", "编号", "领衔代表", "主办单位", "答复日期"}, {nil, "架桥", "0013", "丙", "乙局"},
		{"满意", "修路", "0012", "甲", "乙局", day(2026, 5, 20)}}))
	want(t, applyFile(t, o, g), "unchanged unchanged")
	if now := head(t, o); now != at {
		t.Errorf("%d events came", now-at)
	}
}

func TestAChangedTableRowIsOneCorrection(t *testing.T) {
	o := open(t)
	id := applyFile(t, o, tableOf(t, usual, "0012,修路,甲,乙局,,"))[0].Case
	at := head(t, o)
	want(t, applyFile(t, o, tableOf(t, usual, "0012,修路,甲,乙局,2026-05-20,满意")), "corrected")
	if s := load(t, o, id); head(t, o)-at != 1 || s.Stated.Satisfaction != suggestion.Satisfied || len(s.Sources) != 1 {
		t.Errorf("%d events, %+v", head(t, o)-at, s.Stated)
	}
	// A title mended by the same deputy, then a deputy under the same title.
	want(t, applyFile(t, o, tableOf(t, usual, "0012,关于修路的建议,甲,乙局,2026-05-20,满意")), "corrected")
	want(t, applyFile(t, o, tableOf(t, usual, "0012,关于修路的建议,甲某,乙局,2026-05-20,满意")), "corrected")
	// A cell that was emptied takes its statement back.
	want(t, applyFile(t, o, tableOf(t, usual, "0012,关于修路的建议,甲某,乙局,2026-05-20,")), "corrected")
	if s := load(t, o, id); s.Stated.Satisfaction != "" || events(t, o, id) != 5 {
		t.Errorf("%+v", s.Stated)
	}
}

// A table speaks of its columns and takes nothing away from others.
func TestATableWithFewerColumns(t *testing.T) {
	o := open(t)
	id := applyFile(t, o, tableOf(t, "编号,标题,领衔代表,附议代表,代表团,主办单位,会办单位,分办单位,交办日期,承诺事项,承诺期限,文号,备注,来源网址,是否重点",
		"0012,修路,甲,乙、丙,某团,某局,某厅,某县,2026-03-05,修路,2026-12-31,某号,备,https://example.cn,是"))[0].Case
	before := load(t, o, id).Stated
	want(t, applyFile(t, o, tableOf(t, "编号,标题,满意度", "0012,修路,基本满意")), "corrected")
	after := load(t, o, id)
	before.Satisfaction, before.SatisfiedRaw, before.Replied = suggestion.Basically, "基本满意", true
	if asJSON(before) != asJSON(after.Stated) || after.Sources[0].Note != "备" || after.Sources[0].URL == "" {
		t.Errorf("%s\n%s\n%+v", asJSON(before), asJSON(after.Stated), after.Sources)
	}
	want(t, applyFile(t, o, tableOf(t, "编号,标题,领衔代表,满意度", "0012,修路,甲,基本满意")), "unchanged")
	want(t, applyFile(t, o, tableOf(t, "编号,标题,满意度,办理态度", "0012,修路,基本满意,满意")), "corrected")
	want(t, applyFile(t, o, tableOf(t, "编号,标题,领衔代表,附议代表", "0012,修路,甲,乙")), "corrected")
	if s := load(t, o, id); len(s.CoSigners) != 1 || len(s.Stated.Happenings) != 2 || s.Stated.Satisfaction != suggestion.Basically {
		t.Errorf("%+v", s.Stated)
	}
}

func TestTwoRowsOfOneNumber(t *testing.T) {
	o := open(t)
	r := applyFile(t, o, tableOf(t, usual, "0012,修路,甲,乙局,,", "0013,植树,丁,乙局,,", "0012,架桥,丙,乙局,,"))
	want(t, r, "refused:rows_clash new refused:rows_clash")
	for i, says := range map[int][]string{0: {"第2行《修路》", "第4行《架桥》", "0012号"}, 2: {"第4行《架桥》", "第2行《修路》"}} {
		text := r[i].Problems[0].Text(r[i].Line)
		for _, s := range says {
			if !strings.Contains(text, s) {
				t.Errorf("%q is not in %s", s, text)
			}
		}
	}
	want(t, applyFile(t, o, tableOf(t, usual, "0014,修路,甲,乙局,,", "0014,修路,甲,乙局,2026-05-20,")), "refused:rows_clash refused:rows_clash")
	want(t, applyFile(t, o, tableOf(t, usual, "0015,修渠,甲,乙局,,", "0015,修渠,甲,乙局,,")), "new unchanged:row_repeated")
	want(t, applyFile(t, o, tableOf(t, "标题,领衔代表,备注", "修塘,甲,一", "修塘,甲,二")), "refused:rows_clash_unnumbered refused:rows_clash_unnumbered")
	// A wrong row still claims its number.
	want(t, applyFile(t, o, tableOf(t, usual, "0016,修坝,甲,乙局,2026-13-01,", "0016,护林,丙,乙局,,")), "refused:bad_date:rows_clash refused:rows_clash")
}

func TestAnAmbiguousMatchShowsBoth(t *testing.T) {
	o := open(t)
	applyFile(t, o, tableOf(t, usual, "0012,修路,甲,乙局,,"))
	r := applyFile(t, o, tableOf(t, usual, "0012,架桥,丙,乙局,,"))
	want(t, r, "refused:ambiguous_deputy")
	for _, s := range []string{"《架桥》", "丙", "《修路》", "甲", "0012号"} {
		if text := r[0].Problems[0].Text(2); !strings.Contains(text, s) {
			t.Errorf("%q is not in %s", s, text)
		}
	}
	want(t, applyFile(t, o, tableOf(t, "编号,标题", "0012,架桥")), "refused:ambiguous_deputy")
	want(t, applyFile(t, o, tableOf(t, "编号,标题,主办单位", "0012,架桥,乙局")), "corrected")
	// Published by another source, by the domain's own rule.
	want(t, apply(t, o, with("congress", session.Congress, "session", session.Session, "number", "0012", "title", "植树")), "refused:ambiguous")
}

func TestOneSuggestionUnderTwoNumbers(t *testing.T) {
	o := open(t)
	r := applyFile(t, o, tableOf(t, usual, "0012,修路,甲,乙局,,", "0112,修路,甲,乙局,,", "0113,修路,丙,乙局,,"))
	want(t, r, "new new:alike new")
	if text := r[1].Problems[0].Text(3); !strings.Contains(text, "0012号") {
		t.Error(text)
	}
	if n := Tally(r); n.Duplicates != 1 || n.New != 3 || n.Rows != 3 {
		t.Errorf("%+v", n)
	}
}

// The code of a dry run is that of the file and of what the log answers.
func TestConfirmation(t *testing.T) {
	o := open(t)
	check := func(f *File) string {
		r, err := Check(t.Context(), o, f)
		if err != nil {
			t.Fatal(err)
		}
		return f.Confirmation(r)
	}
	rows := []string{"0012,修路,甲,乙局,2026-05-20,满意", "0013,架桥,丙,乙局,,"}
	f := tableOf(t, usual, rows...)
	code := check(f)
	if check(tableOf(t, usual, rows...)) != code {
		t.Error("the same file has two codes")
	}
	seen := map[string]string{code: "first"}
	for name, g := range map[string]*File{
		"another rating": tableOf(t, usual, strings.Replace(rows[0], "满意", "不满意", 1), rows[1]),
		"a blank":        tableOf(t, usual, rows[0]+" ", rows[1]),
	} {
		c := check(g)
		if seen[c] != "" {
			t.Errorf("%s has the code of %s", name, seen[c])
		}
		seen[c] = name
	}
	other, err := Open(t.Context(), "表.csv", csvOf(usual, rows[0], rows[1]), Options{Congress: session.Congress, Session: "第三次会议", Year: 2026})
	if err != nil || check(other) == code {
		t.Error("another session has the same code", err)
	}
	applyFile(t, o, tableOf(t, usual, "0013,架桥,丙,丁局,,"))
	if check(f) == code {
		t.Error("the log changed and the code did not")
	}
}

func TestBatches(t *testing.T) {
	o := open(t)
	f := tableOf(t, usual, "0012,修路,甲,乙局,2026-05-20,满意", "0013,架桥,丙,乙局,2026-13-01,")
	by := suggestion.Person{Name: "丁某"}
	complete := func(f *File) *Batch {
		earlier, err := Complete(t.Context(), o, f, applyFile(t, o, f), by)
		if err != nil {
			t.Fatal(err)
		}
		return earlier
	}
	if complete(f) != nil {
		t.Error("a first import has an earlier one")
	}
	at := head(t, o)
	if earlier := complete(f); earlier == nil || earlier.File != "表.xlsx" || !earlier.At.Equal(today) {
		t.Errorf("%+v", earlier)
	}
	if head(t, o) != at {
		t.Error("the same file twice left an event")
	}
	complete(tableOf(t, usual, "0012,修路,甲,乙局,2026-05-20,"))
	complete(f) // back to what it was: an import of its own
	all, err := Batches(t.Context(), o.Log)
	if err != nil || len(all) != 3 {
		t.Fatal(all, err)
	}
	first := all[0].ImportCompleted
	if first.Rows != 2 || first.New != 1 || first.Refused != 1 || first.Digest != f.Digest() || first.By != by || len(first.Confirmation) != 16 {
		t.Errorf("%+v", first)
	}
	if all[1].Corrected != 1 || all[2].Corrected != 1 || all[2].Digest != f.Digest() {
		t.Errorf("%+v", all)
	}
}
