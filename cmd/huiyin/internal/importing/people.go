package importing

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"huiyin/cmd/huiyin/internal/sheet"
	"huiyin/domain/zh"
)

// separators part the names in a cell; blanks do where nothing else does.
const separators = "\u3001\uff0c,\uff1b;\n\r/|"

// split parts a cell into its names.
func split(s string) []string {
	parts := strings.FieldsFunc(s, func(c rune) bool { return strings.ContainsRune(separators, c) })
	if len(parts) == 1 {
		parts = strings.Fields(s)
	}
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return slices.DeleteFunc(parts, func(s string) bool { return s == "" })
}

func units(s string) []string { return split(s) }

// names parts a cell into the names of people. Names of two characters are often
// spread with a blank to the width of three: a character alone is no name and
// goes with the one after it.
func names(s string) []string {
	var out []string
	single := false // the last of out is one character alone
	for _, part := range split(s) {
		words := strings.Fields(part)
		for _, w := range words {
			one := utf8.RuneCountInString(w) == 1 && unicode.Is(unicode.Han, []rune(w)[0])
			if single {
				out[len(out)-1] += w
				single = false
				continue
			}
			out, single = append(out, w), one
		}
		single = false || single && len(words) == 1
	}
	return out
}

// people reads the lead deputy or those who joined. A lead "and others, n in all"
// states how many they are.
func (r *tableRow) people(c column, cell sheet.Cell) {
	found := names(r.plain(c.name, cell))
	if len(found) == 0 {
		return
	}
	last := len(found) - 1
	name, total, more := others(found[last])
	found[last] = name
	if more && total == 0 {
		r.warn("others_unnamed", c.name, cell.Text)
	}
	if c.name == "cosigners" {
		r.cosigners = found
		return
	}
	r.lead = found
	if total > 0 && r.tree["deputies_total"] == nil {
		r.tree["deputies_total"] = jsonNumber(total)
	}
}

// deputies joins the lead and the others. Without a lead nobody is made one: the
// names are kept as words.
func (r *tableRow) deputies() {
	r.places["deputies"] = r.places["cosigners"]
	if len(r.lead) > 0 {
		r.list("deputies", slices.Concat(r.lead, r.cosigners))
		return
	}
	if len(r.cosigners) == 0 {
		return
	}
	all := strings.Join(r.cosigners, list)
	r.warn("lead_missing", "cosigners", all)
	r.keep("cosigners", all)
}

// keep puts what the case has no place for into its happenings, in the table's
// own words.
func (r *tableRow) keep(name, text string) {
	events, _ := r.tree["events"].([]any)
	r.tree["events"] = append(events, map[string]any{"type": name, "text": zh.Text("import_kept.text",
		map[string]string{"name": columnWord(name), "text": text})})
}

// others splits "and others, n in all" from the end of a name.
func others(s string) (name string, total int, more bool) {
	name, rest, more := strings.Cut(fold(s), words().one("sign", "others"))
	if !more || name == "" {
		return s, 0, false
	}
	counted := false
	for _, sign := range words().of("sign", "people") {
		if before, ok := strings.CutSuffix(rest, sign); ok {
			rest, counted = before, true
			break
		}
	}
	if rest != "" && !counted {
		return s, 0, false
	}
	total, err := strconv.Atoi(rest)
	if err != nil {
		return name, 0, true
	}
	return name, total, true
}
