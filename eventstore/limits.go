package eventstore

import (
	"strconv"
	"unicode/utf8"
)

// Limits are part of the contract, so that what one back end accepts fits in
// every other. Names of streams and types start with a letter or digit and go
// on with letters, digits and any of "-_.:/@+%~"; metadata keys go on with
// letters, digits and any of "-_.". All of it is ASCII.
const (
	MaxAppendEvents = 100
	MaxAppendBytes  = 512 << 10
	MaxStreamName   = 255
	MaxTypeName     = 128
	MaxSchema       = 1 << 16
	MaxMetaKeys     = 64
	MaxMetaKey      = 64
	MaxMetaValue    = 16 << 10
)

const (
	namePunct = "-_.:/@+%~"
	keyPunct  = "-_."
)

// Validate checks a stream's name.
func (s StreamID) Validate() error {
	return checkName("stream name", string(s), MaxStreamName, namePunct)
}

// ValidateAppend checks an append against the contract's limits. Every back end
// calls it first, so that all refuse the same input with the same error.
func ValidateAppend(stream StreamID, expect Expected, events []Event) error {
	if err := stream.Validate(); err != nil {
		return err
	}
	if expect < 0 {
		return &InvalidError{What: "expected version", Why: "is negative"}
	}
	if len(events) == 0 {
		return &InvalidError{What: "append", Why: "has no events"}
	}
	if len(events) > MaxAppendEvents {
		return &TooLargeError{What: "events in one append", Size: len(events), Max: MaxAppendEvents}
	}
	return validateEvents(events)
}

func validateEvents(events []Event) error {
	size := 0
	for i := range events {
		if err := events[i].Validate(); err != nil {
			return err
		}
		for j := range i {
			if events[j].ID == events[i].ID {
				return &DuplicateIDError{ID: events[i].ID}
			}
		}
		size += events[i].Size()
	}
	if size > MaxAppendBytes {
		return &TooLargeError{What: "bytes in one append", Size: size, Max: MaxAppendBytes}
	}
	return nil
}

// Validate checks what an event must be whatever stream it goes to.
func (e *Event) Validate() error {
	if e.ID.IsZero() {
		return &InvalidError{What: "event id", Why: "is zero"}
	}
	if err := checkName("event type", e.Type, MaxTypeName, namePunct); err != nil {
		return err
	}
	if e.Schema < 1 || e.Schema > MaxSchema {
		return &InvalidError{What: "schema", Why: strconv.Itoa(e.Schema) + " is out of range"}
	}
	if y := e.Occurred.UTC().Year(); e.Occurred.IsZero() || y < 1 || y > 9999 {
		return &InvalidError{What: "occurred", Why: "is unset or out of the years 1 to 9999"}
	}
	return checkMeta(e.Meta)
}

func checkMeta(meta map[string]string) error {
	if len(meta) > MaxMetaKeys {
		return &TooLargeError{What: "metadata keys", Size: len(meta), Max: MaxMetaKeys}
	}
	for k, v := range meta {
		if err := checkName("metadata key", k, MaxMetaKey, keyPunct); err != nil {
			return err
		}
		if len(v) > MaxMetaValue {
			return &TooLargeError{What: "metadata value of " + k, Size: len(v), Max: MaxMetaValue}
		}
		if !utf8.ValidString(v) {
			return &InvalidError{What: "metadata value of " + k, Why: "is not UTF-8"}
		}
	}
	return nil
}

func checkName(what, s string, max int, punct string) error {
	if len(s) > max {
		return &TooLargeError{What: what, Size: len(s), Max: max}
	}
	if !legalName(s, punct) {
		return &InvalidError{What: what, Why: strconv.Quote(s) + " has an illegal character or none"}
	}
	return nil
}

func legalName(s, punct string) bool {
	for i := range len(s) {
		if c := s[i]; !alphanumeric(c) && (i == 0 || !contains(punct, c)) {
			return false
		}
	}
	return s != ""
}

func alphanumeric(c byte) bool {
	return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z'
}

func contains(set string, c byte) bool {
	for i := range len(set) {
		if set[i] == c {
			return true
		}
	}
	return false
}
