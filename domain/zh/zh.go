package zh

import (
	"slices"
	"strings"
)

// Label gives the user's word for a name of the domain, such as
// Label("role", "gov_office"). A missing word shows as its key in white square
// brackets, so that a reader can report it.
func Label(kind, name string) string { return lookup(kind + "." + name) }

// Has reports whether the catalogue holds the key.
func Has(key string) bool {
	_, ok := words()[key]
	return ok
}

// Keys lists every key that starts with the prefix, sorted.
func Keys(prefix string) []string {
	var out []string
	for key := range words() {
		if strings.HasPrefix(key, prefix) {
			out = append(out, key)
		}
	}
	slices.Sort(out)
	return out
}

// Text gives the text of a key with each {placeholder} replaced by the fact of
// that name. Facts are put in as they are: braces in them mean nothing. A
// placeholder without a fact shows as missing.
func Text(key string, facts map[string]string) string {
	text, out := lookup(key), strings.Builder{}
	for {
		before, rest, opened := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !opened || !closed {
			out.WriteString(text)
			return out.String()
		}
		out.WriteString(before)
		if fact, ok := facts[name]; ok {
			out.WriteString(fact)
		} else {
			out.WriteString(missing(name))
		}
		text = after
	}
}

func lookup(key string) string {
	if text, ok := words()[key]; ok {
		return text
	}
	return missing(key)
}

func missing(key string) string { return "\u27e6" + key + "\u27e7" }
