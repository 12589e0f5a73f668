package access

import (
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// NeedsProof reports whether who does the act has to have shown in the last minutes
// who they are: for a signature under a paper that goes out, and for the filing of a
// key suggestion (handbook AUT-09, THR-31). A program cannot show that.
func NeedsProof(verb string, s *suggestion.Suggestion) bool {
	return verb == "issue_reply" || verb == string(lifecycle.Archive) && s.Key
}
