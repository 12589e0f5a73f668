package annual

import (
	"strconv"
	"strings"
)

// MaxDecimals bounds the decimal places of a percentage.
const MaxDecimals = 4

// Percent is n of d in percent with the decimal places asked for, rounded half
// up. The arithmetic is in integers, so that no figure depends on how a machine
// divides: 54 of 93 is 58.06, whatever prints it. It is empty where d is 0:
// there is no rate of nothing.
func Percent(n, d, decimals int) string {
	if d <= 0 || n < 0 {
		return ""
	}
	decimals = min(max(decimals, 0), MaxDecimals)
	scale := int64(1)
	for range decimals {
		scale *= 10
	}
	// floor(100*scale*n/d + 1/2)
	q := (2*100*scale*int64(n) + int64(d)) / (2 * int64(d))
	whole, rest := strconv.FormatInt(q/scale, 10), strconv.FormatInt(q%scale, 10)
	if decimals == 0 {
		return whole
	}
	return whole + "." + strings.Repeat("0", decimals-len(rest)) + rest
}
