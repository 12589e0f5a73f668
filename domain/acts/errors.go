package acts

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// FormError says which field of a form is wrong and why. The user's words stand
// in the catalogue under "form.<code>".
type FormError struct {
	Code  string
	Facts map[string]string
}

// Error is for logs and programs.
func (e *FormError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "acts: %s", e.Code)
	for _, k := range slices.Sorted(maps.Keys(e.Facts)) {
		fmt.Fprintf(&b, " %s=%q", k, e.Facts[k])
	}
	return b.String()
}

func wrong(code string, pairs ...string) *FormError {
	e := &FormError{Code: code, Facts: map[string]string{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		e.Facts[pairs[i]] = pairs[i+1]
	}
	return e
}
