package enrolling

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// MaxFile is the largest file that is read, in bytes.
const MaxFile = 16 << 20

// ErrFile is wrapped by every error about what a file is not.
var ErrFile = errors.New("enrolling: not a file of registers")

// File is a file of registers as read.
type File struct {
	Province    string       `json:"province"`
	Units       []Unit       `json:"units"`
	Committees  []Committee  `json:"special_committees"`
	Delegations []Delegation `json:"delegations"`
}

// Source says where a row comes from.
type Source struct {
	Title string `json:"source_title"`
	Note  string `json:"note"`
}

// Unit is a row of "units".
type Unit struct {
	Source
	Name      string `json:"name"`
	Short     string `json:"short"`
	Kind      string `json:"kind"`
	Level     string `json:"level"`
	Fields    string `json:"fields"`
	Committee string `json:"supervising_committee"`
	Mapping   string `json:"committee_mapping"`
}

// Committee is a row of "special_committees".
type Committee struct {
	Source
	Name         string   `json:"name"`
	Fields       string   `json:"fields"`
	Counterparts []string `json:"counterparts"`
}

// Delegation is a row of "delegations". A row with the seats of several terms is
// several delegations.
type Delegation struct {
	Source
	Name         string `json:"name"`
	ElectingUnit string `json:"election_unit"`
	Congress     string `json:"congress"`
	Seats        int    `json:"seats"`
	// Terms holds the seats by term, from keys such as "seats_14th".
	Terms map[int]int `json:"-"`
}

// Read reads a file. It fails, with ErrFile, if the text is not such an object,
// and for nothing else; what a row says is judged when it is entered.
func Read(data []byte) (File, error) {
	var f File
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	switch {
	case len(data) > MaxFile:
		return f, fmt.Errorf("%w: more than %d bytes", ErrFile, MaxFile)
	case !utf8.Valid(data):
		return f, fmt.Errorf("%w: not UTF-8", ErrFile)
	}
	if err := json.Unmarshal(data, &f); err != nil {
		return File{}, fmt.Errorf("%w: %w", ErrFile, err)
	}
	if len(f.Units)+len(f.Committees)+len(f.Delegations) == 0 {
		return File{}, fmt.Errorf("%w: no units, special_committees or delegations", ErrFile)
	}
	return f, nil
}

// UnmarshalJSON reads the keys that carry a term, too.
func (d *Delegation) UnmarshalJSON(data []byte) error {
	type plain Delegation // without this method
	if err := json.Unmarshal(data, (*plain)(d)); err != nil {
		return err
	}
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(data, &keys); err != nil {
		return err
	}
	for key, value := range keys {
		term, ok := termOf(key)
		if !ok {
			continue
		}
		seats := 0
		if err := json.Unmarshal(value, &seats); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		if d.Terms == nil {
			d.Terms = map[int]int{}
		}
		d.Terms[term] = seats
	}
	return nil
}

// termOf reads "seats_14th", "seats_1st" and the like.
func termOf(key string) (int, bool) {
	ordinal, ok := strings.CutPrefix(key, "seats_")
	digits := strings.TrimRight(ordinal, "stndrh")
	n, err := strconv.Atoi(digits)
	return n, ok && err == nil && n > 0 && len(ordinal) == len(digits)+2
}
