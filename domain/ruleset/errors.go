package ruleset

import (
	"errors"
	"fmt"
)

// ErrDocument is wrapped by every error Parse returns.
var ErrDocument = errors.New("ruleset: bad rule document")

// DocumentError says which field of a rule document is wrong and why.
type DocumentError struct {
	// Field is the path from the top of the document, such as
	// "limits.reply.period"; empty when the document as a whole is wrong.
	Field string
	// Reason is an English sentence fragment.
	Reason string
}

// Error names the field and the reason.
func (e *DocumentError) Error() string {
	if e.Field == "" {
		return fmt.Sprintf("%v: %s", ErrDocument, e.Reason)
	}
	return fmt.Sprintf("%v: %s: %s", ErrDocument, e.Field, e.Reason)
}

// Unwrap returns ErrDocument.
func (e *DocumentError) Unwrap() error { return ErrDocument }

// wrong builds the error for a field.
func wrong(field, format string, args ...any) error {
	return &DocumentError{Field: field, Reason: fmt.Sprintf(format, args...)}
}
