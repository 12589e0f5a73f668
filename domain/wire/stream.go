package wire

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"huiyin/domain/suggestion"
)

const casePrefix = "suggestion-"

// RulesStream is the stream of adopted rule sets and calendars.
const RulesStream = "rules"

// SecurityStream is the stream of refused acts that are evidence.
const SecurityStream = "security"

// ImportsStream is the stream of imported files, one event each.
const ImportsStream = "imports"

// NumbersStream is the stream of one congress session's number series. Stream
// names are plain ASCII, so it is named by a digest of the two.
func NumbersStream(congress, session string) string {
	sum := sha256.Sum256([]byte(congress + "\x00" + session))
	return fmt.Sprintf("numbers-%x", sum[:8])
}

// CaseStream is the name of a case's stream.
func CaseStream(id suggestion.CaseID) string { return casePrefix + string(id) }

// CaseOf is the case a stream belongs to; false for any other stream.
func CaseOf(stream string) (suggestion.CaseID, bool) {
	id, ok := strings.CutPrefix(stream, casePrefix)
	return suggestion.CaseID(id), ok
}
