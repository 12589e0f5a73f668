package zh

import (
	"maps"
	"strings"
)

// Refusal words a refusal: what is not possible, why, and what to do. Facts
// that are codes of the domain (act, role, state, field, class ...) are turned
// into their words; the rest is put in as it is.
func Refusal(code string, facts map[string]string) string {
	f := maps.Clone(facts)
	for key, kind := range map[string]string{"act": "act", "role": "role", "field": "field", "class": "class", "mode": "mode"} {
		if v, ok := f[key]; ok {
			f[key] = word(kind, v)
		}
	}
	if v, ok := f["state"]; ok {
		f["state"] = word("state."+f["machine"], v)
	}
	if v, ok := f["allowed"]; ok {
		roles := strings.Split(v, ",")
		for i := range roles {
			roles[i] = word("role", roles[i])
		}
		f["allowed"] = strings.Join(roles, lookup("fmt.join"))
	}
	return Text("refusal."+code, f)
}
