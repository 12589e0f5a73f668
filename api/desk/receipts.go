package desk

import (
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
	"huiyin/domain/veil"
	"huiyin/eventstore"
	"huiyin/eventstore/ledger"
	"huiyin/projections/telling"
)

// Receipt is what the log holds of one rating (handbook THR-41). Leaf is the
// rating's leaf in the log's tree, in hexadecimal, Code its beginning, short enough
// to be read out on the telephone. Paper says that it came on paper, and how.
type Receipt struct {
	Line     suggestion.LineID
	What     string
	Paper    string
	Recorded time.Time
	Position eventstore.Position
	Leaf     string
	Code     string
}

// Receipts are those of the ratings of a case, the newest first, of one line or,
// where none is named, of all. The names are behind the veil; the leaf is that of
// what lies in the log.
func Receipts(facts []Fact, line suggestion.LineID, rules ruleset.Set, v *veil.Veil) (all []Receipt, err error) {
	state, paper := suggestion.New(), ""
	for _, f := range facts {
		leaf := ledger.Leaf(&f.Recorded)
		if f, err = Veiled(v, f); err != nil {
			return nil, err
		}
		state = suggestion.Fold(state, f.Event)
		switch e := f.Event.(type) {
		case suggestion.FeedbackEntered: // says of the rating that follows that it came on paper
			paper = telling.What(state, f.Type, f.Event, f.Meta["unit"], rules)
		case suggestion.FeedbackGiven:
			if e.Line == line || line == "" {
				all = append(all, Receipt{Line: e.Line, What: telling.What(state, f.Type, f.Event, f.Meta["unit"], rules), Paper: paper,
					Recorded: f.Recorded.Recorded, Position: f.Position, Leaf: hex.EncodeToString(leaf[:]), Code: code(leaf[:])})
			}
			paper = ""
		}
	}
	slices.Reverse(all)
	return all, nil
}

// code is the beginning of a hash in two groups of four.
func code(hash []byte) string {
	text := strings.ToUpper(hex.EncodeToString(hash[:4]))
	return text[:4] + "-" + text[4:]
}
