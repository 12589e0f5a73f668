package importing

import (
	"context"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"huiyin/cmd/huiyin/internal/sheet"
	"huiyin/domain/calendar"
)

// FuzzHead holds the reading of heads: no panic, the same head always means the
// same, and blanks, line breaks and full-width signs change nothing.
func FuzzHead(f *testing.F) {
	for word := range words()["column"] {
		f.Add(word)
	}
	for _, s := range []string{"", "编 号\n（必填）", "承诺事项（十）", "*编号：", "承诺期限99", "（（", "【】"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, head string) {
		name, n := headName(head)
		if name != "" && columnWord(name) == "" || n < 0 || n > 99 {
			t.Fatal(name, n)
		}
		spaced := strings.ReplaceAll(head, "(", "（") + "\u3000\n"
		if again, m := headName(spaced); again != name || m != n {
			t.Fatalf("%q is %s %d, and %q %s %d", head, name, n, spaced, again, m)
		}
	})
}

// FuzzDay holds the reading of days: what is read is a day of the calendar that
// is read again from its own form.
func FuzzDay(f *testing.F) {
	for _, s := range []string{"2026-03-05", "2026.3.5", "2026年3月5日", "20260305", "2026/3/5 0:00", "46086", "2026-02-30", "", "２０２６", "2026-3-5T10:00:00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, ok := parseDay(s)
		if !ok {
			return
		}
		back, err := calendar.ParseDate(d.String())
		if err != nil || back != d {
			t.Fatalf("%q is read as %s: %v", s, d, err)
		}
		if again, ok := parseDay(d.String()); !ok || again != d {
			t.Fatal(s, d)
		}
		year, _, _ := d.Civil()
		if !strings.Contains(fold(s), d.String()[:4]) {
			t.Fatalf("%q is read as a day of %d", s, year)
		}
	})
}

// FuzzLines holds that parting a cell loses nothing but numbers, blanks and
// semicolons.
func FuzzLines(f *testing.F) {
	for _, s := range []string{"1.修路\n2.架桥", "①修路；②架桥", "一、修路", "1.5公里", "1.2026年底", "", "(1)(2)", "1..2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.ContainsRune(s, 0) || !utf8.ValidString(s) {
			return // no cell has one
		}
		rest := s
		for _, item := range lines(s) {
			for _, c := range item {
				i := strings.IndexRune(rest, c)
				if i < 0 {
					t.Fatalf("%q: %q has a character of its own", s, item)
				}
				rest = rest[i+len(string(c)):]
			}
		}
	})
}

// FuzzTable holds a whole CSV file to what must be true of each: a refusal with
// words, or rows that are refused with words or have an identity.
func FuzzTable(f *testing.F) {
	for _, s := range []string{"编号,标题\n0012,修路\n", "编号,标题,承诺事项,承诺期限\n1,修路,\"1.甲\n2.乙\",2026年底\n", "序号,标题,领衔代表,办理结果\n1,修路,甲等5人,A\n",
		",代表,\n标题,领衔,附议\n修路,甲,乙\n", "标题,主办单位,会办单位,届次,年度,是否重点\n修路,甲,甲,十四届三次,去年,也许\n", "编号;标题\n1;修路\n1;架桥\n", "标题\n", "编号,标题\n=1+1,@甲\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Open(context.Background(), "表.csv", data, session)
		var r *sheet.Refusal
		if errors.As(err, &r) {
			if text := words4(err); strings.Contains(text, "⟦") && !strings.Contains(string(data), "⟦") {
				t.Fatal(text)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if file.table == nil {
			return
		}
		for _, row := range rowsOf(t, file) {
			for _, p := range row.Problems {
				if text := row.located(p).Text(row.Line); strings.Contains(text, "⟦") && !strings.Contains(string(data), "⟦") {
					t.Fatal(text)
				}
			}
			if !row.Refused() && (row.Case == "" || row.Source.ID == "") {
				t.Fatalf("%+v", row)
			}
		}
	})
}
