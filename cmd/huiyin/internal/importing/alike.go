package importing

import (
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
)

// otherCase reports whether a row that has no source id of its own says, under a
// number known from an earlier file, what can hardly be the same case: another
// title by another lead deputy, or where none is stated by another unit. A
// corrected title keeps its deputy, and a corrected deputy the title; both at
// once are for people to judge.
func (x *index) otherCase(id suggestion.CaseID, row Row) (Problem, bool) {
	before, known := x.said[row.Source.ID]
	if !known || !row.derived || row.key == "" {
		return Problem{}, false
	}
	now, then := row.Facts, before.facts
	if now.Title == "" || then.Title == "" || fold(now.Title) == fold(then.Title) {
		return Problem{}, false
	}
	if a, b := lead(now), lead(then); a != "" && a == b || a == "" && now.LeadUnit != "" && now.LeadUnit == then.LeadUnit {
		return Problem{}, false
	}
	return Problem{Code: "ambiguous_deputy", Field: "number", Value: now.Number, Facts: facts([]string{"number", now.Number, "row", now.Title,
		"row_lead", named(now), "here", then.Title, "here_lead", named(then), "case", string(id)})}, true
}

// alike warns of another case of the same session that has the row's title and
// lead deputy under another number: often one suggestion counted twice.
func (x *index) alike(id suggestion.CaseID, row *Row) {
	other, known := x.titles[titleKey(row.Facts)]
	if !known || other == id || x.cases[id] != nil {
		return
	}
	row.Problems = append(row.Problems, Problem{Code: "alike", Field: "title", Value: row.Facts.Title, Warning: true,
		Facts: facts([]string{"case", string(other), "number", x.at(other).facts.Number, "lead", lead(row.Facts)})})
}

// titleKey is empty unless a session, a title and a lead deputy are stated.
func titleKey(f suggestion.Facts) string {
	if f.Congress == "" || f.Session == "" || f.Title == "" || lead(f) == "" {
		return ""
	}
	return hashOf("title", fold(f.Congress), fold(f.Session), fold(f.Title), lead(f))
}

// named is the lead deputy in words.
func named(f suggestion.Facts) string {
	if name := lead(f); name != "" {
		return name
	}
	return zh.Text("import_kept.no_lead", nil)
}

// lead is the lead deputy's name; empty if none is stated.
func lead(f suggestion.Facts) string {
	if len(f.Deputies) == 0 {
		return ""
	}
	return f.Deputies[0].Name
}
