package wire

import (
	"fmt"
	"time"
)

// stamp is a time as the log writes it: RFC 3339 in UTC with six fractional
// digits, so that equal times are equal bytes. Finer digits are cut off.
type stamp time.Time

const stampLayout = "2006-01-02T15:04:05.000000Z"

// IsZero lets encoding/json leave out an unset time.
func (s stamp) IsZero() bool { return time.Time(s).IsZero() }

// MarshalText refuses a year that four digits cannot hold.
func (s stamp) MarshalText() ([]byte, error) {
	t := time.Time(s).UTC()
	if y := t.Year(); y < 1 || y > 9999 {
		return nil, fmt.Errorf("year %d is out of range", y)
	}
	return t.AppendFormat(nil, stampLayout), nil
}

// UnmarshalText accepts only what MarshalText writes.
func (s *stamp) UnmarshalText(text []byte) error {
	t, err := time.Parse(stampLayout, string(text))
	if err != nil {
		return err
	}
	*s = stamp(t)
	return nil
}
