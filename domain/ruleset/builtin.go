package ruleset

import (
	"embed"
	"slices"
	"strings"
	"sync"
)

//go:embed documents/*.json
var documents embed.FS

// Builtin returns the sets that ship with the program, sorted by ID. They are
// starting points: the set a platform works under is the one it adopted.
func Builtin() []Set { return slices.Clone(builtin()) }

// builtin parses the documents once, on first use.
var builtin = sync.OnceValue(func() []Set {
	entries, err := documents.ReadDir("documents")
	if err != nil {
		panic(err) // The directory is part of the program.
	}
	sets := make([]Set, 0, len(entries))
	for _, entry := range entries {
		doc, _ := Document(strings.TrimSuffix(entry.Name(), ".json"))
		set, err := Parse(doc)
		if err != nil {
			panic(err) // The documents are part of the program and tests parse them.
		}
		sets = append(sets, set)
	}
	slices.SortFunc(sets, func(a, b Set) int { return strings.Compare(a.ID, b.ID) })
	return sets
})

// Document returns the exact bytes of a built-in document, or false when no
// built-in set has this ID.
func Document(id string) ([]byte, bool) {
	doc, err := documents.ReadFile("documents/" + id + ".json")
	return doc, err == nil
}
