package pages

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huiyin/domain/lifecycle"
	"huiyin/projections/views"
)

// A unit's count is the number of rows that the list behind it has, a rate of fewer
// than five ratings is not told, and what only a source knows is in no rate.
func TestUnitsSideBySide(t *testing.T) {
	grades := []string{"", string(lifecycle.Satisfied), string(lifecycle.Basically), string(lifecycle.Dissatisfied)}
	units := rapid.SliceOfN(rapid.SampledFrom([]string{"甲厅", "乙厅", "丙局"}), 0, 3)
	rapid.Check(t, func(t *rapid.T) {
		var rows []views.CaseRow
		for range rapid.IntRange(0, 20).Draw(t, "cases") {
			rows = append(rows, views.CaseRow{LeadUnits: units.Draw(t, "lead"), CoUnits: units.Draw(t, "co"), Imported: rapid.Bool().Draw(t, "imported"),
				Grade: rapid.SampledFrom(grades).Draw(t, "grade"), Light: rapid.SampledFrom([]views.Light{views.None, views.Overdue}).Draw(t, "light")})
		}
		for _, u := range tally(rows) {
			listed, rated := 0, 0
			for _, r := range rows {
				if slices.Contains(r.LeadUnits, u.name) || slices.Contains(r.CoUnits, u.name) {
					listed++
				}
				if slices.Contains(r.LeadUnits, u.name) && r.Grade != "" && !r.Imported {
					rated++
				}
			}
			if u.cases != listed || u.rated != rated || u.satisfied > u.rated || u.overdue > u.cases {
				t.Fatalf("%+v; %d listed, %d rated", u, listed, rated)
			}
			if told := strings.Contains(rate(u.satisfied, u.rated), "%"); told != (rated >= fewest) {
				t.Fatalf("the rate of %d is told: %v", rated, told)
			}
		}
	})
}

func TestMedianSaysHowMany(t *testing.T) {
	if got := median([]int{90, 10, 30}); got != "30天（3件）" {
		t.Error(got)
	}
	if got := median(nil); got != "—" {
		t.Error(got)
	}
}

// A figure that counts nothing leads nowhere; one that counts leads to its list.
func TestFigures(t *testing.T) {
	if number(0, "/cases").Href != "" || number(2, "/cases").Href != "/cases" {
		t.Error("a figure and its list disagree")
	}
}
