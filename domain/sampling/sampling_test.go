package sampling_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"huiyin/domain/sampling"
)

func names(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("s2026-%04d", i+1)
	}
	return out
}

// The figures are computed by sha256sum, so the recipe cannot change unseen:
//
//	printf 'huiyin draw 1\n20261020\n54660\ns2026-0117' | sha256sum
func TestTheRecipe(t *testing.T) {
	if got := fmt.Sprintf("%x", sampling.Number("20261020", 54660, "s2026-0117")); got != "7dbfe1ece5c9ef86f501a699ea4e0c08ed0a7369452ea3a1729830a569f3e40d" {
		t.Error(got)
	}
	if got := sampling.Digest([]string{"b", "a", "b"}); got != "sha256:911169ddaaf146aff539f58c26c489af3b892dff0fe283c1c264c65ae5aa59a2" {
		t.Error(got)
	}
}

func TestADrawIsAFunctionOfItsInputs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := names(rapid.IntRange(0, 60).Draw(t, "population"))
		n := rapid.IntRange(-1, 70).Draw(t, "n")
		seed, position := rapid.String().Draw(t, "seed"), rapid.Uint64().Draw(t, "position")
		mixed := rapid.Permutation(append(all, all...)).Draw(t, "order")
		got := sampling.Draw(seed, position, all, n)
		if again := sampling.Draw(seed, position, mixed, n); !slices.Equal(got, again) {
			t.Fatalf("%v and %v", got, again)
		}
		if len(got) != max(0, min(n, len(all))) {
			t.Fatalf("%d drawn of %d, asked for %d", len(got), len(all), n)
		}
		for i, name := range got {
			if !slices.Contains(all, name) || slices.Contains(got[:i], name) {
				t.Fatalf("%q in %v", name, got)
			}
		}
		// A smaller sample is the beginning of a larger one.
		if more := sampling.Draw(seed, position, all, n+1); n >= 0 && !slices.Equal(more[:len(got)], got) {
			t.Fatalf("%v then %v", got, more)
		}
	})
}

// Every name has about the same chance, and another seed or position is another
// draw.
func TestADrawIsFair(t *testing.T) {
	all, times := names(50), map[string]int{}
	for position := range uint64(2000) {
		for _, name := range sampling.Draw("7", position, all, 5) {
			times[name]++
		}
	}
	for _, name := range all {
		if n := times[name]; n < 140 || n > 260 { // 200 expected, 4.5 deviations
			t.Errorf("%s was drawn %d times", name, n)
		}
	}
	if slices.Equal(sampling.Draw("7", 1, all, 5), sampling.Draw("8", 1, all, 5)) {
		t.Error("another seed, the same draw")
	}
}

func TestShares(t *testing.T) {
	for text, want := range map[string]int{"10%": 100, "2.5%": 25, "100%": 1000, "0.1%": 1, "1%": 10} {
		got, err := sampling.ParseShare(text)
		if err != nil || int(got) != want || got.String() != text {
			t.Errorf("%s: %d (%s), %v", text, got, got, err)
		}
	}
	for _, text := range []string{"", "%", "10", "0%", "101%", "1.25%", ".5%", "5.%", "-1%", "1e1%", "1000%", "１０%"} {
		if got, err := sampling.ParseShare(text); err == nil {
			t.Errorf("%q is %d", text, got)
		}
	}
	for _, c := range [][3]int{{100, 812, 82}, {100, 810, 81}, {1, 1, 1}, {1000, 7, 7}, {100, 0, 0}} {
		if got := sampling.Share(c[0]).Of(c[1]); got != c[2] {
			t.Errorf("%d of %d: %d, want %d", c[0], c[1], got, c[2])
		}
	}
}

func FuzzParseShare(f *testing.F) {
	for _, seed := range []string{"10%", "2.5%", "0.0%", "100.0%", "%", "１%"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := sampling.ParseShare(text)
		if err != nil {
			return
		}
		if again, err := sampling.ParseShare(got.String()); err != nil || again != got || got < 1 || got > 1000 {
			t.Fatalf("%q: %d, then %d, %v", text, got, again, err)
		}
	})
}
