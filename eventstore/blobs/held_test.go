package blobs_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/iotest"
	"time"

	"pgregory.net/rapid"

	"huiyin/eventstore/blobs"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func paper(mark string) []byte { return []byte("%PDF-1.7\n" + mark + "\n%%EOF\n") }

func hold(t testing.TB, s *blobs.Store, owner, mark string, at time.Time) blobs.Held {
	t.Helper()
	h, err := s.Hold(t.Context(), owner, "../"+mark+".pdf", bytes.NewReader(paper(mark)), at)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func never(context.Context, string, string) (bool, error) { return false, nil }

// A held file is its sender's, under its clean name; nobody else has it by the id or
// by sending what does not fit.
func TestAHoldIsItsSenders(t *testing.T) {
	s, _ := open(t, blobs.Options{MaxHeld: 2})
	h := hold(t, s, "a", "one", noon)
	if got, err := s.Held("a", h.ID); err != nil || got.Name != "one.pdf" || got.Binding != h.Binding || got.Size != int64(len(paper("one"))) {
		t.Fatal(got, err)
	}
	for _, who := range [][2]string{{"b", h.ID}, {"a", ""}, {"a", "../" + h.ID}, {"a", h.ID + "00"}, {"", h.ID}} {
		if _, err := s.Held(who[0], who[1]); !errors.Is(err, blobs.ErrNotFound) {
			t.Errorf("%v: %v", who, err)
		}
		if _, err := s.Claim(who[0], who[1], "c"); !errors.Is(err, blobs.ErrNotFound) {
			t.Errorf("claim %v: %v", who, err)
		}
	}
	hold(t, s, "a", "two", noon)
	var r *blobs.Refusal
	if _, err := s.Hold(t.Context(), "a", "x.pdf", bytes.NewReader(paper("x")), noon); !errors.As(err, &r) || r.Code != "too_many" {
		t.Fatal(err)
	}
	hold(t, s, "b", "two", noon)
	if _, err := s.Claim("a", h.ID, "case"); err != nil {
		t.Fatal(err)
	}
	hold(t, s, "a", "three", noon) // what is claimed counts no more
}

// What was broken off or refused leaves no hold.
func TestNothingIsHeldOfAFailure(t *testing.T) {
	s, dir := open(t, blobs.Options{})
	broken := errors.New("broken")
	if _, err := s.Hold(t.Context(), "a", "x.pdf", io.MultiReader(bytes.NewReader(paper("x")), iotest.ErrReader(broken)), noon); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if _, err := s.Hold(t.Context(), "a", "x.exe", bytes.NewReader(paper("x")), noon); err == nil {
		t.Fatal("taken")
	}
	left, err := os.ReadDir(filepath.Join(dir, "held"))
	if err != nil || len(left) > 0 {
		t.Fatal(left, err)
	}
}

// Whatever is held, claimed, bound and let lapse in whatever order: a file that an
// event holds is never erased, and one that none holds is gone once its last hold
// has lapsed.
func TestLapse(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s, err := blobs.Open(mkdir(t), blobs.Options{})
		if err != nil {
			rt.Fatal(err)
		}
		now, held := noon, []blobs.Held{}
		inLog, known := map[string][]string{}, map[string]bool{}
		bound := func(_ context.Context, about, binding string) (bool, error) {
			return slices.Contains(inLog[about], binding), nil
		}
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			switch rapid.IntRange(0, 3).Draw(rt, "do") {
			case 0:
				h := hold(t, s, "a", rapid.SampledFrom([]string{"x", "y"}).Draw(rt, "file"), now)
				held, known[h.Binding] = append(held, h), true
			case 1, 2:
				if len(held) == 0 {
					continue
				}
				h, about := rapid.SampledFrom(held).Draw(rt, "which"), rapid.SampledFrom([]string{"c1", "c2"}).Draw(rt, "case")
				if _, err := s.Claim("a", h.ID, about); err == nil && rapid.Bool().Draw(rt, "accepted") {
					inLog[about] = append(inLog[about], h.Binding)
				}
			case 3:
				now = now.Add(13 * time.Hour)
				if _, err := s.Lapse(t.Context(), now.Add(-24*time.Hour), bound); err != nil {
					rt.Fatal(err)
				}
			}
			for _, all := range inLog {
				for _, b := range all {
					if err := s.Verify(t.Context(), b); err != nil {
						rt.Fatalf("%s is in the log: %v", b, err)
					}
				}
			}
		}
		if _, err := s.Lapse(t.Context(), now.Add(time.Hour), bound); err != nil {
			rt.Fatal(err)
		}
		for b := range known {
			_, err := s.Find(b)
			if want := slices.Contains(slices.Concat(inLog["c1"], inLog["c2"]), b); want != (err == nil) {
				rt.Fatalf("%s: in the log %v, found %v", b, want, err)
			}
		}
	})
}

func mkdir(t *testing.T) string {
	dir, err := os.MkdirTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// A hold whose case cannot be asked is not settled: nothing is erased on a guess.
func TestLapseAsksBeforeItErases(t *testing.T) {
	s, _ := open(t, blobs.Options{})
	h := hold(t, s, "a", "one", noon)
	if _, err := s.Claim("a", h.ID, "case"); err != nil {
		t.Fatal(err)
	}
	down := errors.New("down")
	if _, err := s.Lapse(t.Context(), noon.Add(time.Hour), func(context.Context, string, string) (bool, error) { return false, down }); !errors.Is(err, down) {
		t.Fatal(err)
	}
	if _, err := s.Held("a", h.ID); err != nil || s.Verify(t.Context(), h.Binding) != nil {
		t.Fatal(err)
	}
	if n, err := s.Lapse(t.Context(), noon.Add(time.Hour), never); n != 1 || err != nil {
		t.Fatal(n, err)
	}
}
