package wire

import (
	"strings"

	"huiyin/domain/suggestion"
)

const casePrefix = "suggestion-"

// RulesStream is the stream of adopted rule sets and calendars.
const RulesStream = "rules"

// SecurityStream is the stream of refused acts that are evidence.
const SecurityStream = "security"

// CaseStream is the name of a case's stream.
func CaseStream(id suggestion.CaseID) string { return casePrefix + string(id) }

// CaseOf is the case a stream belongs to; false for any other stream.
func CaseOf(stream string) (suggestion.CaseID, bool) {
	id, ok := strings.CutPrefix(stream, casePrefix)
	return suggestion.CaseID(id), ok
}
