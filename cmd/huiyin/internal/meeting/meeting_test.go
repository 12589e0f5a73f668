package meeting_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"huiyin/cmd/huiyin/internal/meeting"
	"huiyin/domain/acts"
	"huiyin/domain/suggestion"
)

func lead(unit, scope string) suggestion.UnitPart {
	return suggestion.UnitPart{Unit: unit, Part: suggestion.Lead, Scope: scope}
}

func TestReadCSV(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		want []meeting.Row
	}{
		"codes": {"case,mode,lead\n1,single,甲厅\n", []meeting.Row{{2, "1", suggestion.Single, []suggestion.UnitPart{lead("甲厅", "")}}}},
		"words, a mark of the encoding, other columns, an empty line": {"\xef\xbb\xbf编号,标题,主办单位,会办单位\n1,关于修桥,甲厅,乙厅、丙厅\n,,,\n",
			[]meeting.Row{{2, "1", suggestion.LeadAndCo, []suggestion.UnitPart{lead("甲厅", ""), {Unit: "乙厅", Part: suggestion.Co}, {Unit: "丙厅", Part: suggestion.Co}}}}},
		"scopes and line breaks": {"编号,分办单位,办理方式\n1,\"甲厅：桥\n乙厅:路；丙厅\",分别办理\n", []meeting.Row{{2, "1", suggestion.Separate,
			[]suggestion.UnitPart{{Unit: "甲厅", Part: suggestion.Separated, Scope: "桥"}, {Unit: "乙厅", Part: suggestion.Separated, Scope: "路"}, {Unit: "丙厅", Part: suggestion.Separated, Scope: ""}}}}},
		"several leads": {"编号,主办\n1,甲厅：桥；乙厅：路\n", []meeting.Row{{2, "1", suggestion.SeveralLeads, []suggestion.UnitPart{lead("甲厅", "桥"), lead("乙厅", "路")}}}},
		"lines of JSON": {`{"case":"1","lead":"甲厅","co":["乙厅：资金"]}` + "\n\n" + `{"case":"2","separate":["甲厅：a","乙厅：b"]}`,
			[]meeting.Row{{1, "1", suggestion.LeadAndCo, []suggestion.UnitPart{lead("甲厅", ""), {Unit: "乙厅", Part: suggestion.Co, Scope: "资金"}}},
				{3, "2", suggestion.Separate, []suggestion.UnitPart{{Unit: "甲厅", Part: suggestion.Separated, Scope: "a"}, {Unit: "乙厅", Part: suggestion.Separated, Scope: "b"}}}}},
	} {
		rows, problems := meeting.Read([]byte(c.file))
		if problems != nil || !reflect.DeepEqual(rows, c.want) {
			t.Errorf("%s: %+v, %+v", name, rows, problems)
		}
	}
}

func TestWhatCannotBeReadIsToldByLine(t *testing.T) {
	for file, want := range map[string]string{
		"":                     "0 empty",
		"编号,主办\n":              "0 empty",
		"编号,主办\n\xff,甲厅\n":     "0 not_utf8",
		"标题,主办\n1,甲厅\n":        "1 no_case_column",
		"编号,case,主办\n1,1,甲厅\n": "1 column_twice",
		"编号,主办\n,甲厅\n2,\n3,丙厅\n3,丁厅\n":            "2 no_case|3 no_units|5 twice",
		"编号,主办,办理方式\n1,甲厅,随便\n":                   "2 bad_mode",
		"编号,主办\n\"1,甲厅\n":                         "0 not_csv",
		"{\"case\":1,\"lead\":\"x\"}\n{x}\n":      "1 no_case|1 not_text|2 not_json",
		"{\"case\":\"1\",\"lead\":[1]}\n":         "1 no_units|1 not_text",
		"{\"case\":\"1\",\"lead\":\"、；\"}\n":      "1 no_units",
		"{\"case\":\"1\",\"lead\":\"：范围\"}\n":     "1 no_units",
		"{\"case\":\"1\",\"lead\":{\"a\":\"b\"}}": "1 no_units|1 not_text",
	} {
		rows, problems := meeting.Read([]byte(file))
		var got []string
		for _, p := range problems {
			got = append(got, strings.TrimSpace(strings.Join([]string{string(rune('0' + p.Line)), p.Code}, " ")))
			if text := p.Text(); text == "" || strings.ContainsAny(text, "⟦⟧") {
				t.Errorf("%s: %q", p.Code, text)
			}
		}
		slices.Sort(got)
		if rows != nil || strings.Join(got, "|") != want {
			t.Errorf("%q: %v, %d rows; want %s", file, got, len(rows), want)
		}
	}
}

// FuzzRead holds that no file makes reading panic, that a file gives rows or
// problems, and that what is read comes back from the cells an intent keeps.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"编号,主办\n1,甲厅：桥；乙厅：路\n", `{"case":"1","lead":["甲厅"],"co":"乙厅"}`, "case,separate\n1,\"a\nb\"", "\xef\xbb\xbf编号\n"} {
		f.Add([]byte(seed))
	}
	assign, _ := acts.Find("assign")
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, problems := meeting.Read(data)
		if (len(rows) == 0) == (len(problems) == 0) {
			t.Fatalf("%d rows and %d problems", len(rows), len(problems))
		}
		for _, r := range rows {
			values := []acts.Value{{Name: "mode", Text: r.Cells()[0]}}
			for _, cell := range r.Cells()[1:] {
				values = append(values, acts.Value{Name: "units", Text: cell})
			}
			c, err := assign.Fill("c", suggestion.Subject{}, values)
			if err != nil || !reflect.DeepEqual(c, suggestion.Assign{Mode: r.Mode, Units: r.Units}) {
				t.Fatalf("%+v came back as %+v, %v", r, c, err)
			}
		}
	})
}
