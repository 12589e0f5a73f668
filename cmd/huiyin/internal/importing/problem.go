package importing

import (
	"maps"
	"strconv"
	"strings"

	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
)

// Problem is something to know about a row. A row with one that is not a
// warning is refused.
type Problem struct {
	// Code is stable; the user's words stand in the catalogue under
	// "import.<code>" and say what, where and what to do.
	Code string
	// Field is the path in the row, such as "commitments[2].due"; empty for the
	// whole row.
	Field string
	// Cell is the address of the cell in a table, such as C7, and Head what the
	// user calls its column; both are empty for JSON and for a whole row.
	Cell, Head string
	// Value is what stands there.
	Value string
	// Facts fill the words beside line, field, name and value.
	Facts map[string]string
	// Warning is set if the row can be imported all the same.
	Warning bool
}

// maxValue keeps a message readable whatever the field holds.
const maxValue = 60

// Text is the problem in the user's words.
func (p Problem) Text(line int) string {
	// What a file spells in Latin letters is no word of the catalogue.
	facts := map[string]string{"null": "null", "yes": "true", "no": "false", "json": "JSON", "encoding": "UTF-8", "classes": "A\u3001B\u3001C"}
	maps.Copy(facts, p.Facts)
	facts["line"], facts["field"], facts["name"], facts["value"] = strconv.Itoa(line), p.Field, p.name(), shorten(p.Value)
	if p.Code == "refused" {
		facts["why"] = zh.Refusal(p.Facts["code"], p.Facts)
	}
	if p.Cell == "" {
		return zh.Text("import."+p.Code, facts)
	}
	facts["field"], facts["name"] = p.Cell, p.Head
	if key := "import_cell." + p.Code; zh.Has(key) { // JSON has advice of its own
		return zh.Text(key, facts)
	}
	return zh.Text("import."+p.Code, facts)
}

// name is the user's word for the field, which stands beside its path.
func (p Problem) name() string {
	base := p.Field
	if i := strings.IndexAny(base, "[."); i >= 0 {
		base = base[:i]
	}
	if key := "import_field." + base; zh.Has(key) {
		return zh.Text(key, nil)
	}
	return p.Field
}

func shorten(s string) string {
	runes := []rune(s)
	if len(runes) <= maxValue {
		return s
	}
	return string(runes[:maxValue]) + "\u2026"
}

// refused reports whether any problem is more than a warning.
func refused(problems []Problem) bool {
	for _, p := range problems {
		if !p.Warning {
			return true
		}
	}
	return false
}

func facts(pairs []string) map[string]string {
	m := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}

// ofRefusal turns the domain's answer into a problem of the row.
func ofRefusal(r *suggestion.Refusal) Problem {
	f := maps.Clone(r.Facts)
	if f == nil {
		f = map[string]string{}
	}
	f["code"] = r.Code
	switch r.Code {
	case "unit_twice":
		return Problem{Code: "unit_twice", Field: "co_units", Value: f["unit"], Facts: f}
	case "reply_before_assignment":
		return Problem{Code: "reply_before_assignment", Field: "replied_at", Value: f["replied"], Facts: f}
	case "handled_here":
		return Problem{Code: "handled_here", Field: "number", Value: f["number"], Facts: f}
	}
	return Problem{Code: "refused", Facts: f}
}
