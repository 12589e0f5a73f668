package zh

import (
	"maps"
	"slices"
	"strings"
)

// Refusal words a refusal: what is not possible, why, and what to do. Facts
// that are codes of the domain (act, role, state, field, class ...) are turned
// into their words; the rest is put in as it is.
func Refusal(code string, facts map[string]string) string {
	f := map[string]string{}
	maps.Copy(f, facts)
	for key, kind := range map[string]string{"act": "act", "role": "role", "field": "field", "class": "class", "mode": "mode",
		"register": "register", "entry": "entry", "manner": "manner", "held": "role",
		"level": "publicity", "ground": "withheld"} {
		if v, ok := f[key]; ok {
			f[key] = word(kind, v)
		}
	}
	if label := facts["label"]; label != "" && f["class"] == facts["class"] {
		f["class"] = Text("fmt.class", map[string]string{"label": label}) // a code that only its rule set knows
	}
	if v, ok := f["state"]; ok {
		f["state"] = word("state."+f["machine"], v)
	}
	for key, kind := range map[string]string{"allowed": "role", "missing": "consent", "known": "class"} {
		if v, ok := f[key]; ok {
			f[key] = wordsOf(kind, v)
		}
	}
	f["possible"] = ""
	if v, ok := f["from"]; ok {
		f["possible"] = Text("fmt.possible", map[string]string{"states": wordsOf("state."+f["machine"], v)})
	}
	return Text("refusal."+code, f)
}

// wordsOf words a comma-separated list of names, each word once.
func wordsOf(kind, names string) string {
	var out []string
	for name := range strings.SplitSeq(names, ",") {
		if w := word(kind, name); !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return join(out)
}
