package cli_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"huiyin/projections/annual"
)

// annual_reports.json holds published yearly figures of congresses: real facts.
// Fed with as many rows as a table counts, through the import, the report must
// give the table back. The rows themselves, their numbers, titles and units, are
// invented, and no deputy is named.

// published is one entry of the file.
type published struct {
	Congress string
	Session  string
	Year     int
	Province string
	Figures  struct {
		Total           int
		GovernmentTotal int         `json:"government_total"`
		Class           tallied     `json:"by_class"`
		ClassPct        shares      `json:"by_class_pct"`
		Category        tallied     `json:"by_category"`
		CategoryPct     shares      `json:"by_category_pct"`
		Delegation      tallied     `json:"by_delegation"`
		System          tallied     `json:"by_system"`
		TopUnits        tallied     `json:"top_units"`
		TopTotal        int         `json:"top5_total"`
		TopPct          json.Number `json:"top5_pct"`
		Satisfaction    map[string]json.RawMessage
	}
}

type (
	tallied map[string]int
	shares  map[string]json.Number
)

func publishedReports(t *testing.T) []published {
	t.Helper()
	data, err := os.ReadFile("testdata/annual_reports.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []published
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// untold are entries with a satisfaction that no set of rows can be made for.
var untold = map[int]string{
	23: "rates of three years without counts",
	25: "a rate that includes proposals of another body",
	42: "an evaluation of units, not of suggestions",
	48: "process and result of two tests: played natively in projections/annual",
	52: "a rate that includes proposals of another body",
	53: "a rate without a total",
}

// tables reports whether the entry has a table to give back.
func (p published) tables() bool {
	f := p.Figures
	return len(f.Class)+len(f.Category)+len(f.Delegation)+len(f.System)+len(f.Satisfaction) > 0
}

// deviations are the published figures that are not what the published counts
// give, or what their own total allows: what the report says instead. Nothing
// else may differ.
var deviations = map[string]string{
	"5 top5_pct 49.4":              "49.5",  // 228 of 461 is 49.458
	"27 by_class_pct A 58.07":      "58.06", // 54 of 93
	"27 by_category_pct 财政经济 26.8": "26.9",  // 25 of 93 is 26.882
	"27 by_category_pct 农业农村 27.9": "28.0",  // 26 of 93 is 27.957
	"27 by_category_pct 城建环资 13.9": "14.0",  // 13 of 93 is 13.978
	"27 by_category_pct 社会建设 6.4":  "6.5",   // 6 of 93 is 6.452
	"29 by_class_pct A 63.4":       "63.5",  // 33 of 52 is 63.462
	"30 by_class_pct D 11":         "14",    // 11 of 81 is 13.58
	"43 satisfaction 不满意 24":       "22",    // 460 and 24 are more than the 482 there are
	"43 satisfaction 不满意_pct 4.9":  "4.6",   // 22 of 482
}

func TestPublishedTablesComeOut(t *testing.T) {
	found := map[string]string{}
	tested := 0
	for i, p := range publishedReports(t) {
		if !p.tables() || untold[i] != "" {
			continue
		}
		tested++
		t.Run(fmt.Sprintf("%02d %s", i, p.Congress), func(t *testing.T) {
			compare(t, i, p, found)
		})
	}
	if tested != 21 {
		t.Errorf("%d entries have tables, want 21", tested)
	}
	for key, got := range found {
		if want, ok := deviations[key]; !ok || want != got {
			t.Errorf("published %s, computed %s", key, got)
		}
	}
	for key := range deviations {
		if _, ok := found[key]; !ok {
			t.Errorf("no longer differs: %s", key)
		}
	}
}

// compare holds every published figure of an entry against the report.
func compare(t *testing.T, i int, p published, found map[string]string) {
	f := p.feed(i)
	at := f.run(t)
	r := at(2)
	figure := func(id string) annual.Figure {
		got, ok := r.Figure(id)
		if !ok {
			t.Errorf("no figure %s", id)
		}
		return got
	}
	count := func(name string, want int, id string) {
		if got := figure(id).Count; got != want {
			found[fmt.Sprintf("%d %s %d", i, name, want)] = fmt.Sprint(got)
		}
	}
	share := func(name string, want json.Number, id string) {
		_, fraction, _ := strings.Cut(want.String(), ".")
		shown, ok := at(len(fraction)).Figure(id)
		if !ok || shown.Percent != want.String() {
			found[fmt.Sprintf("%d %s %s", i, name, want)] = shown.Percent
		}
	}
	count("total", p.size(), "intake/total")
	for table, of := range map[string]struct {
		counts tallied
		shares shares
	}{"category": {p.Figures.Category, p.Figures.CategoryPct}, "delegation": {p.Figures.Delegation, nil}} {
		for key, n := range of.counts {
			count("by_"+table+" "+key, n, table+"/"+key)
		}
		for key, pct := range of.shares {
			share("by_"+table+"_pct "+key, pct, table+"/"+key)
		}
		count("by_"+table+" known", sum(of.counts), table+"/known")
	}
	for key, n := range p.Figures.System {
		count("by_system "+key, n, "system/"+key+"/cases")
	}
	if len(p.Figures.System) > 0 {
		count("by_system known", p.size(), "system/known/cases") // joint ones once, whatever the rows add up to
	}
	for key, n := range p.Figures.Class {
		count("by_class "+key[:1], n, classRow(r, "class", key)+"/latest")
		count("by_class "+key[:1], n, classRow(r, "class_cases", key))
	}
	for key, pct := range p.Figures.ClassPct {
		share("by_class_pct "+key[:1], pct, classRow(r, "class_cases", key))
	}
	if p.Figures.TopTotal > 0 {
		count("top5_total", p.Figures.TopTotal, "handlers/top")
		share("top5_pct", p.Figures.TopPct, "handlers/top")
	}
	for key, n := range p.Figures.TopUnits {
		count("top_units "+key, n, "units/"+key+"/cases")
	}
	p.compareGrades(count, share)
}

// classRow is the row of a class, whatever scheme the case is under.
func classRow(r *annual.Report, table, key string) string {
	t, _ := r.Table(table)
	for _, row := range t.Rows {
		if strings.HasSuffix(row.Key, ":"+key[:1]) {
			return table + "/" + row.Key
		}
	}
	return table + "/" + key
}

func (p published) compareGrades(count func(string, int, string), share func(string, json.Number, string)) {
	rows := map[string]string{"满意": "final/satisfied/overall", "基本满意": "final/basically_satisfied/overall", "不满意": "final/dissatisfied/overall",
		"满意和基本满意": "final/content/overall", "满意率": "final/content/overall", "满意率含基本满意": "final/content/overall", "不满意并重新办理": "dissatisfied/ever"}
	for key, raw := range p.Figures.Satisfaction {
		var n json.Number
		if json.Unmarshal(raw, &n) != nil {
			continue
		}
		if base, pct := strings.CutSuffix(key, "_pct"); pct {
			share("satisfaction "+key, n, rows[base])
		} else {
			count("satisfaction "+key, whole(n), rows[key])
		}
	}
}
