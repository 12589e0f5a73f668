package importing

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"huiyin/domain/suggestion"
)

func TestMarks(t *testing.T) {
	for text, class := range map[string]string{"A类": "A", "A1类": "A", "Ｂ２类": "B", "(C)类": "C", "（C）类": "C", "办理结果:A": "A",
		"办理结果：(C)": "C", "办复类别:B": "B", "b": "B", "B 类": "B", "C2": "C", "〔B〕类": "B", "D类": "D",
		"已解决或基本解决": "A", "正在解决或列入规划逐步解决": "B",
		"B类20号": "", "E类": "", "优": "", "": "", "A类B类": "", "AB": "", "A12": "", "留作参考": ""} {
		if m, _ := readMark(text); m.class != suggestion.Class(class) {
			t.Errorf("%s reads %q, want %q", text, m.class, class)
		}
	}
}

func TestGrades(t *testing.T) {
	for text, grade := range map[string]suggestion.Grade{"满意": "satisfied", "非常满意": "satisfied", "基本满意": "basically_satisfied",
		"不满意": "dissatisfied", "理解": "", "比较满意": "", "好": ""} {
		if g, _ := words().grade(text); g != grade {
			t.Errorf("%s reads %q, want %q", text, g, grade)
		}
	}
	f := one(t, with("satisfaction", "非常满意", "satisfaction_history", []any{
		map[string]any{"value": "不满意", "text": "未妥善解决"}, map[string]any{"value": "非常满意", "at": "2021-01"}})).Facts
	if f.SatisfiedRaw != "非常满意" || f.Ratings[0].Text != "未妥善解决" || f.Ratings[1].Text != "非常满意" || f.Ratings[1].At != "2021-01" {
		t.Errorf("%+v", f)
	}
}

func TestDays(t *testing.T) {
	for text, day := range map[string]string{"2025-04-22": "2025-04-22", "2025/4/2": "2025-04-02", "2025.04.22": "2025-04-22",
		"2025年4月22日": "2025-04-22", "２０２５-０４-２２": "2025-04-22", "2025-4-2": "2025-04-02",
		"2025-04": "", "2025": "", "22/4/2025": "", "2025-13-01": "", "2025-02-29": "", "2025年4月": "", "202198": "", "去年": ""} {
		if d, _ := parseDay(text); d.String() != day {
			t.Errorf("%s reads %q, want %q", text, d, day)
		}
	}
}

func TestVocabularyIsChecked(t *testing.T) {
	for _, text := range []string{"grade", "grade = x", "grade a = x | x"} {
		if _, err := parseVocabulary(text); err == nil {
			t.Errorf("%q is accepted", text)
		}
	}
}

func TestTheDigestIsOfWhatIsStated(t *testing.T) {
	a := one(t, `{"id":"a","title":"<b>","number":null,"co_units":[]}`).Source.Digest
	b := one(t, "\t{ \"title\" : \"\\u003cb>\" , \"id\":\"a\" }\r\n").Source.Digest
	c := one(t, `{"id":"a","title":"<c>"}`).Source.Digest
	if a != b || a == c {
		t.Error(a, b, c)
	}
}

// FuzzRow holds the reader to what must be true of every line there is: it does
// not panic, a row is either refused with words or has an identity, and reading
// its canonical form again gives the same.
func FuzzRow(f *testing.F) {
	for line := range bytes.Lines(published) {
		f.Add(line)
	}
	f.Add([]byte(`{"id":1}`))
	f.Add([]byte(with("doc_kind", "会办意见", "satisfaction_history", []any{map[string]any{"value": "好"}})))
	f.Fuzz(func(t *testing.T, line []byte) {
		var rows []Row
		if err := Read(bytes.NewReader(line), func(r Row) error { rows = append(rows, r); return nil }); err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			for _, p := range r.Problems {
				if text := p.Text(r.Line); strings.Contains(text, "⟦") && !bytes.Contains(line, []byte("⟦")) {
					t.Fatal(text)
				}
			}
			if !r.Refused() && (r.Case == "" || r.Source.ID == "" || r.Source.Digest == "") {
				t.Fatalf("%+v", r)
			}
		}
		if len(rows) == 1 && !rows[0].Refused() {
			again(t, line, rows[0])
		}
	})
}

func again(t *testing.T, line []byte, r Row) {
	t.Helper()
	tree, _, err := parseTree(bytes.TrimPrefix(bytes.TrimRight(line, "\r\n"), []byte("\ufeff")))
	if err != nil {
		return // a line among blank ones
	}
	plain, err := json.Marshal(stated(tree))
	if err != nil {
		t.Fatal(err)
	}
	b := one(t, string(plain))
	if b.Source.Digest != r.Source.Digest || b.Case != r.Case || asJSON(b.Facts) != asJSON(r.Facts) {
		t.Fatalf("%+v\n%+v", r, b)
	}
}
