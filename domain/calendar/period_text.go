package calendar

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ErrPeriod is wrapped by every error about the text form of a period.
var ErrPeriod = errors.New("calendar: not a period such as 3m, 15wd, 10d or 05-31")

// ParsePeriod reads the text form of a valid period: a length without leading
// zeros followed by m (months), wd (working days) or d (calendar days), or a
// fixed day as MM-DD. Nothing else is accepted, and String gives the text back.
func ParsePeriod(s string) (Period, error) {
	p := parsePeriod(s)
	if !p.Valid() || p.String() != s {
		return Period{}, fmt.Errorf("%w: %q", ErrPeriod, s)
	}
	return p, nil
}

// parsePeriod is lenient; ParsePeriod makes it strict by writing the result out
// again and comparing.
func parsePeriod(s string) Period {
	if month, day, fixed := strings.Cut(s, "-"); fixed {
		m, _ := digits(month)
		d, _ := digits(day)
		return EachYearOn(time.Month(m), d)
	}
	end := strings.IndexAny(s, "mwd")
	if end < 0 {
		return Period{}
	}
	n, _ := digits(s[:end])
	switch s[end:] {
	case "m":
		return InMonths(n)
	case "wd":
		return InWorkingDays(n)
	case "d":
		return InDays(n)
	}
	return Period{}
}

// String returns the text form, or the empty text for an unset period.
func (p Period) String() string {
	switch p.Unit {
	case Months:
		return strconv.Itoa(p.N) + "m"
	case WorkingDays:
		return strconv.Itoa(p.N) + "wd"
	case CalendarDays:
		return strconv.Itoa(p.N) + "d"
	case FixedDate:
		return fmt.Sprintf("%02d-%02d", p.On.Month, p.On.Day)
	}
	return ""
}

// MarshalText writes the String form.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the String form: the empty text gives the unset period,
// anything else must satisfy ParsePeriod. On error the receiver is untouched.
func (p *Period) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*p = Period{}
		return nil
	}
	parsed, err := ParsePeriod(string(text))
	if err != nil {
		return err
	}
	*p = parsed
	return nil
}

// String names the unit in English, for logs and errors.
func (u Unit) String() string {
	switch u {
	case Months:
		return "months"
	case WorkingDays:
		return "working days"
	case CalendarDays:
		return "calendar days"
	case FixedDate:
		return "fixed date"
	}
	return "unset"
}
