package sheet

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Refusal is why a file is not read: a stable code, and the facts that the
// user's words for it need.
type Refusal struct {
	Code  string
	Facts map[string]string
}

// Error is for logs; people read the catalogue's words for the code.
func (r *Refusal) Error() string {
	var facts []string
	for _, k := range slices.Sorted(maps.Keys(r.Facts)) {
		facts = append(facts, k+"="+r.Facts[k])
	}
	return "sheet: " + r.Code + " " + strings.Join(facts, " ")
}

// refuse takes the facts as name, value, name, value.
func refuse(code string, pairs ...any) *Refusal {
	facts := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		facts[fmt.Sprint(pairs[i])] = fmt.Sprint(pairs[i+1])
	}
	return &Refusal{Code: code, Facts: facts}
}
