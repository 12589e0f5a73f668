package calendar

import (
	"errors"
	"fmt"
	"time"
)

// ErrDate is wrapped by every error about the text form of a date.
var ErrDate = errors.New("calendar: not a date of the form YYYY-MM-DD")

// ParseDate reads exactly YYYY-MM-DD, ASCII digits only, and refuses a day that
// does not exist. The empty text is no date here; see Date.UnmarshalText.
func ParseDate(s string) (Date, error) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return Date{}, fmt.Errorf("%w: %q", ErrDate, s)
	}
	year, okYear := digits(s[:4])
	month, okMonth := digits(s[5:7])
	day, okDay := digits(s[8:])
	d, exists := NewDate(year, time.Month(month), day)
	if !okYear || !okMonth || !okDay || !exists {
		return Date{}, fmt.Errorf("%w: %q", ErrDate, s)
	}
	return d, nil
}

// MustDate is ParseDate for dates written in source code; it panics on any other
// text, so it must never see input.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// String returns YYYY-MM-DD, or the empty text for an unset date. ParseDate
// reads every non-empty result back.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	year, month, day := d.Civil()
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day)
}

// MarshalText writes the String form.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the String form: the empty text gives the unset date,
// anything else must satisfy ParseDate. On error the receiver is untouched.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// digits reads an unsigned decimal number of ASCII digits and nothing else.
func digits(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' || n > 1_000_000 {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, len(s) > 0
}
