package register

import (
	"fmt"
	"strconv"
	"strings"
)

// Series is a number series by its format: a text with one %d in it, or %0Nd
// for N digits at least. A place's own marks stand around it: "%04d", "B%03d".
// Numbers start at 1.
type Series struct {
	before, after string
	digits        int
}

// maxDigits keeps a number within an int everywhere.
const maxDigits = 9

// ParseSeries reads a format and reports whether it is one.
func ParseSeries(format string) (Series, bool) {
	before, rest, found := strings.Cut(format, "%")
	width, after, closed := strings.Cut(rest, "d")
	s := Series{before: before, after: after, digits: 1}
	if width != "" {
		n, err := strconv.Atoi(strings.TrimPrefix(width, "0"))
		if err != nil || width != fmt.Sprintf("0%d", n) || n < 1 || n > maxDigits {
			return Series{}, false
		}
		s.digits = n
	}
	return s, found && closed && !strings.Contains(after, "%")
}

// Format is the text ParseSeries reads.
func (s Series) Format() string {
	if s.digits == 1 {
		return s.before + "%d" + s.after
	}
	return fmt.Sprintf("%s%%0%dd%s", s.before, s.digits, s.after)
}

// Number is the n-th number of the series.
func (s Series) Number(n int) string { return fmt.Sprintf("%s%0*d%s", s.before, s.digits, n, s.after) }

// Read tells which number of the series a text is, and whether it is one: what
// Number would not write exactly so is none, and 0.
func (s Series) Read(number string) (int, bool) {
	middle, ok := strings.CutPrefix(number, s.before)
	middle, ok2 := strings.CutSuffix(middle, s.after)
	n, err := strconv.Atoi(middle)
	if !ok || !ok2 || err != nil || n < 1 || len(middle) > maxDigits || s.Number(n) != number {
		return 0, false
	}
	return n, true
}

// apart reports that no text is a number of both series: their marks differ
// even without digits.
func (s Series) apart(o Series) bool {
	marks := func(s Series) string {
		return strings.Map(func(r rune) rune {
			if '0' <= r && r <= '9' {
				return -1
			}
			return r
		}, s.before+s.after)
	}
	return marks(s) != marks(o)
}
