package suggestion

import (
	"fmt"
	"slices"
	"strings"

	"huiyin/domain/lifecycle"
)

// Refusal says why an act is not possible now. Code is stable; the user's words
// for it stand in the catalogue under "refusal.<code>", filled from Facts.
type Refusal struct {
	Code  string
	Facts map[string]string
}

// Error is for logs and programs.
func (r *Refusal) Error() string {
	keys := make([]string, 0, len(r.Facts))
	for k := range r.Facts {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	var b strings.Builder
	fmt.Fprintf(&b, "refused: %s", r.Code)
	for _, k := range keys {
		fmt.Fprintf(&b, " %s=%q", k, r.Facts[k])
	}
	return b.String()
}

func refuse(code string, facts ...string) *Refusal {
	r := &Refusal{Code: code, Facts: make(map[string]string, len(facts)/2)}
	for i := 0; i+1 < len(facts); i += 2 {
		r.Facts[facts[i]] = facts[i+1]
	}
	return r
}

// about adds the act and the guard that shut it.
func (r *Refusal) about(t lifecycle.Trigger, g lifecycle.Guard) *Refusal {
	r.Facts["act"], r.Facts["guard"] = string(t), string(g)
	return r
}

func join[T ~string](names []T) string {
	out := make([]string, len(names))
	for i, r := range names {
		out[i] = string(r)
	}
	return strings.Join(out, ",")
}
