package simulation

import (
	"embed"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
)

//go:embed text/*.txt
var texts embed.FS

// sections reads "[name]" headed lists from the embedded files, once. Lines
// that begin with # are notes.
var sections = sync.OnceValue(func() map[string][]string {
	all := map[string][]string{}
	for _, name := range []string{"units", "people", "titles", "phrases", "paper"} {
		data, err := texts.ReadFile("text/" + name + ".txt")
		if err != nil {
			panic(err) // the files are part of the program
		}
		head := name
		for line := range strings.Lines(string(data)) {
			line = strings.TrimSpace(line)
			switch {
			case line == "" || line[0] == '#':
			case line[0] == '[' && line[len(line)-1] == ']':
				head = line[1 : len(line)-1]
			default:
				all[head] = append(all[head], line)
			}
		}
	}
	return all
})

// list is a section; a missing one is a mistake in this package.
func list(section string) []string {
	l := sections()[section]
	if len(l) == 0 {
		panic("simulation: no text [" + section + "]")
	}
	return l
}

// words is a section whose lines hold several words.
func words(section string) []string { return strings.Fields(strings.Join(list(section), " ")) }

// say picks a line of the section and fills its places, if it has any.
func say(r *rand.Rand, section string, args ...any) string {
	l := list(section)
	line := l[r.IntN(len(l))]
	if strings.Contains(line, "%") {
		return fmt.Sprintf(line, args...)
	}
	return line
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// chance is true so often in a thousand.
func chance(r *rand.Rand, perMille int) bool { return r.IntN(1000) < perMille }

// between is a number from lo to hi, both included.
func between(r *rand.Rand, lo, hi int) int {
	if hi <= lo {
		return lo
	}
	return lo + r.IntN(hi-lo+1)
}

// weighed picks an index by weight.
func weighed(r *rand.Rand, weights ...int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	n := r.IntN(sum)
	for i, w := range weights {
		if n -= w; n < 0 {
			return i
		}
	}
	return len(weights) - 1
}

// fill puts a place name into a title.
func fill(line, place string) string {
	before, rest, _ := strings.Cut(line, "{")
	_, after, _ := strings.Cut(rest, "}")
	return before + place + after
}
