package asof

import (
	"errors"
	"fmt"
	"time"

	"huiyin/domain/calendar"
)

// ErrTime is wrapped by every error about the text form of a moment.
var ErrTime = errors.New("asof: not a day or a time of the form 2026-05-28T10:30")

// forms of an instant; those without an offset are in China Standard Time.
var forms = []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", time.RFC3339Nano}

// Parse reads the last instant that counts: a day, which stands for its end in
// China, or a day and a time with or without seconds and offset. An instant is
// taken as it is written: of 10:30 the seconds after it are not in it.
func Parse(text string) (time.Time, error) {
	if day, err := calendar.ParseDate(text); err == nil {
		return EndOf(day), nil
	}
	for _, form := range forms {
		t, err := time.ParseInLocation(form, text, calendar.CST())
		if err == nil && !calendar.DateOf(t).IsZero() {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%w: %q", ErrTime, text)
}
