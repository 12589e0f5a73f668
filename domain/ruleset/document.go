package ruleset

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// maxDocument bounds the bytes Parse will look at; real documents have a few
// thousand.
const maxDocument = 256 << 10

// formatVersion is the only document format there is so far.
const formatVersion = 1

// document is the JSON form. Pointers tell "absent" from "empty".
type document struct {
	Format           int                   `json:"format"`
	ID               string                `json:"id"`
	Name             string                `json:"name"`
	Jurisdiction     string                `json:"jurisdiction"`
	ValidFrom        string                `json:"valid_from"`
	ValidTo          string                `json:"valid_to"`
	Authority        string                `json:"authority"`
	Note             string                `json:"note"`
	LocalRules       *bool                 `json:"local_rules"`
	Limits           map[string]limitDoc   `json:"limits"`
	ExtensionConsent *paramDoc[[]string]   `json:"extension_consent"`
	Reminders        *paramDoc[int]        `json:"reminders"`
	MaxRedoRounds    *paramDoc[int]        `json:"max_redo_rounds"`
	MaxReturns       *paramDoc[int]        `json:"max_returns"`
	WarnDays         *paramDoc[[]int]      `json:"warn_days"`
	Classes          *paramDoc[[]classDoc] `json:"classes"`
	Rating           *paramDoc[ratingDoc]  `json:"rating"`
}

type limitDoc struct {
	Period     string `json:"period"`
	From       string `json:"from"`
	Basis      string `json:"basis"`
	Assumption *bool  `json:"assumption"`
}

type paramDoc[T any] struct {
	Value      *T     `json:"value"`
	Basis      string `json:"basis"`
	Assumption *bool  `json:"assumption"`
}

type classDoc struct {
	Code            string   `json:"code"`
	Label           string   `json:"label"`
	Outcome         string   `json:"outcome"`
	Covers          []string `json:"covers"`
	NeedsCommitment bool     `json:"needs_commitment"`
}

type ratingDoc struct {
	Grades []gradeDoc `json:"grades"`
	Parts  []partDoc  `json:"parts"`
}

type gradeDoc struct {
	Code        string `json:"code"`
	Label       string `json:"label"`
	NeedsReason bool   `json:"needs_reason"`
}

type partDoc struct {
	Code  string `json:"code"`
	Label string `json:"label"`
}

// decode reads exactly one JSON object with known, lower-case, unrepeated keys.
func decode(doc []byte) (document, error) {
	var d document
	if len(doc) > maxDocument {
		return d, wrong("", "longer than %d bytes", maxDocument)
	}
	dec := json.NewDecoder(bytes.NewReader(doc))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&d); err != nil {
		return document{}, jsonError(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return document{}, wrong("", "something follows the document")
	}
	return d, checkKeys(json.NewDecoder(bytes.NewReader(doc)), "")
}

// jsonError translates the decoder's error and keeps the field it names.
func jsonError(err error) error {
	var mismatch *json.UnmarshalTypeError
	if errors.As(err, &mismatch) {
		return wrong(mismatch.Field, "want %v, got %s", mismatch.Type, mismatch.Value)
	}
	reason := strings.TrimPrefix(err.Error(), "json: ")
	if field, unknown := strings.CutPrefix(reason, "unknown field "); unknown {
		return wrong(strings.Trim(field, `"`), "unknown field")
	}
	return wrong("", "%s", reason)
}

// checkKeys walks one JSON value and refuses what the decoder lets pass: a
// repeated key, of which the last would silently win, and a key in capitals,
// which would be matched all the same. The value is known to be well formed.
func checkKeys(dec *json.Decoder, path string) error {
	token, err := dec.Token()
	if err != nil {
		return jsonError(err)
	}
	delim, nested := token.(json.Delim)
	if !nested {
		return nil
	}
	seen := map[string]bool{}
	for dec.More() {
		inner := path
		if delim == '{' {
			key, _ := dec.Token()
			word, _ := key.(string)
			inner = strings.TrimPrefix(path+"."+word, ".")
			if seen[word] || word != strings.ToLower(word) {
				return wrong(inner, "key is repeated or not in lower case")
			}
			seen[word] = true
		}
		if err := checkKeys(dec, inner); err != nil {
			return err
		}
	}
	_, err = dec.Token()
	return err
}
