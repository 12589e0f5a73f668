package calendar

import "slices"

// versionDigits is the length of a Version: 64 bits are plenty to tell the
// handful of calendars of one platform apart, and short enough to print.
const versionDigits = 16

// Version returns a short digest of the content, equal for equal content however
// the source was ordered or its lines ended. The zero Calendar has none.
func (c Calendar) Version() string {
	if c.t == nil {
		return ""
	}
	return c.t.digest[:versionDigits]
}

// Digest returns the full SHA-256 of CSV in lower-case hex. The zero Calendar
// has none.
func (c Calendar) Digest() string {
	if c.t == nil {
		return ""
	}
	return c.t.digest
}

// CSV returns the canonical content: the header, then one row a day in date
// order, each ended by a line feed. Parse reads it back to an equal calendar.
func (c Calendar) CSV() []byte {
	if c.t == nil {
		return nil
	}
	return slices.Clone(c.t.content)
}

// Equal reports whether two calendars have the same content.
func (c Calendar) Equal(other Calendar) bool { return c.Digest() == other.Digest() }
