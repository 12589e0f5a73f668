package enrolling

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"huiyin/domain/register"
)

//go:embed words.txt
var wordsText string

// words is section and name → words, in order.
var words = sync.OnceValue(func() map[string][]string {
	all := map[string][]string{}
	for line := range strings.Lines(wordsText) {
		if key, list, ok := strings.Cut(strings.TrimSpace(line), " = "); ok && key[0] != '#' {
			all[key] = strings.Split(list, " | ")
		}
	}
	return all
})

// judicial stands for courts and procuratorates together.
const judicial register.System = "judicial"

// systemOf reads a unit's kind; false for a word that is not known.
func systemOf(kind, name string) (register.System, bool) {
	for _, s := range append(register.Systems(), judicial) {
		if !slices.Contains(words()["system "+string(s)], kind) && kind != string(s) {
			continue
		}
		if s != judicial {
			return s, true
		}
		for _, named := range []register.System{"court", "procuratorate"} {
			if strings.Contains(name, words()["named "+string(named)][0]) {
				return named, true
			}
		}
	}
	return "", false
}

// congressOf names a province's congress by its term; false beyond the terms
// that there are words for.
func congressOf(province string, term int) (string, bool) {
	terms := words()["congress terms"]
	if province == "" || term < 1 || term > len(terms) {
		return "", false
	}
	return fmt.Sprintf(words()["congress name"][0], province, terms[term-1]), true
}

func said(name string) string { return words()["said "+name][0] }

// shorts reads a short name; one in brackets is another.
func shorts(text string) (out []string) {
	for _, s := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("()\uff08\uff09", r) }) {
		if s = strings.TrimSpace(s); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
