package annual

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestPercent(t *testing.T) {
	for _, c := range []struct {
		n, d, decimals int
		want           string
	}{
		{54, 93, 2, "58.06"}, {33, 93, 2, "35.48"}, {2, 93, 2, "2.15"}, {4, 93, 2, "4.30"}, {4, 93, 1, "4.3"}, {13, 93, 1, "14.0"},
		{11, 81, 0, "14"}, {33, 52, 1, "63.5"}, {1, 8, 2, "12.50"}, {1, 8, 1, "12.5"}, {1, 8, 0, "13"}, {1, 16, 3, "6.250"},
		{1, 3, 4, "33.3333"}, {2, 3, 0, "67"}, {1, 200, 0, "1"}, {0, 5, 2, "0.00"}, {5, 5, 0, "100"}, {0, 0, 2, ""}, {1, 0, 2, ""},
		{469, 445, 1, "105.4"}, {1, 1000000, 2, "0.00"}, {1, 3, 9, "33.3333"}, {1, 3, -1, "33"},
	} {
		if got := Percent(c.n, c.d, c.decimals); got != c.want {
			t.Errorf("%d of %d to %d places is %q, want %q", c.n, c.d, c.decimals, got, c.want)
		}
	}
}

// TestPercentIsExact compares with arithmetic that has no limits: half a unit of
// the last place, and more, goes up.
func TestPercentIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.IntRange(1, 1_000_000_000).Draw(t, "d")
		n := rapid.IntRange(0, d).Draw(t, "n")
		places := rapid.IntRange(0, MaxDecimals).Draw(t, "places")
		got, ok := new(big.Rat).SetString(Percent(n, d, places))
		if !ok {
			t.Fatalf("%q is no number", Percent(n, d, places))
		}
		scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil))
		diff := new(big.Rat).Sub(got, new(big.Rat).Mul(big.NewRat(100, 1), big.NewRat(int64(n), int64(d))))
		diff.Mul(diff, scale) // in units of the last place
		if diff.Cmp(big.NewRat(1, 2)) > 0 || diff.Cmp(big.NewRat(-1, 2)) <= 0 {
			t.Fatalf("%d of %d to %d places is %s, off by %s units", n, d, places, got, diff)
		}
	})
}
