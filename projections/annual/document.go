package annual

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
)

// JSON is the report as a document: indented, its fields in a fixed order, with
// a line feed at the end. The same report always gives the same bytes.
func (r *Report) JSON() ([]byte, error) { return encode(r) }

// JSONWithCases is the document with the list behind each figure. It is for
// reading on; the digest is over the one without, which holds a digest of each
// list.
func (r *Report) JSONWithCases() ([]byte, error) {
	return encode(struct {
		*Report
		Cases map[string][]suggestion.CaseID `json:"cases"`
	}{r, r.lists()})
}

func (r *Report) lists() map[string][]suggestion.CaseID {
	out := map[string][]suggestion.CaseID{}
	for _, f := range r.Figures() {
		if len(f.Items) > 0 {
			out[f.ID] = f.Cases()
		}
	}
	return out
}

// Cases are the cases behind the figure, each once, in the order of the list.
func (f Figure) Cases() []suggestion.CaseID {
	seen := map[suggestion.CaseID]bool{}
	var out []suggestion.CaseID
	for _, i := range f.Items {
		if !seen[i.Case] {
			seen[i.Case] = true
			out = append(out, i.Case)
		}
	}
	return out
}

func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(v)
	return b.Bytes(), err
}

// Digest is SHA-256 over the bytes of JSON, in lower-case hex: what sha256sum
// says of the document in a file.
func (r *Report) Digest() (string, error) {
	data, err := r.JSON()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}

// Day is the last day the report covers, and whether it covers the whole day.
func (r *Report) Day() (day calendar.Date, whole bool) {
	day = calendar.DateOf(r.Until.Add(-time.Nanosecond))
	return day, calendar.EndOf(day).Equal(r.Until)
}

// Number is a figure as a frozen report keeps it.
type Number struct {
	ID    string
	Count int
	Base  int
}

// Numbers are the figures in the order of the tables.
func (r *Report) Numbers() []Number {
	var out []Number
	for _, f := range r.Figures() {
		out = append(out, Number{f.ID, f.Count, f.Base})
	}
	return out
}

// Change is a figure that differs between two reports. Old or New is nil where
// only one of them has it.
type Change struct {
	ID       string
	Old, New *Number
}

// Changes compares two reports figure by figure, in the order of the newer one;
// what only the older has comes last.
func Changes(older, newer []Number) []Change {
	old := map[string]Number{}
	for _, n := range older {
		old[n.ID] = n
	}
	var out []Change
	for _, n := range newer {
		before, had := old[n.ID]
		delete(old, n.ID)
		switch {
		case !had:
			out = append(out, Change{ID: n.ID, New: &n})
		case before != n:
			out = append(out, Change{ID: n.ID, Old: &before, New: &n})
		}
	}
	for _, n := range older {
		if _, gone := old[n.ID]; gone {
			out = append(out, Change{ID: n.ID, Old: &n})
		}
	}
	return slices.Clip(out)
}
