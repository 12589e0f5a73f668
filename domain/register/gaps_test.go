package register_test

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"huiyin/domain/register"
	"huiyin/domain/suggestion"
)

func TestSeries(t *testing.T) {
	for _, c := range []struct {
		format, number string
		n              int
	}{
		{"%04d", "0131", 131}, {"%04d", "12345", 12345}, {"B%03d", "B025", 25}, {"%d", "7", 7}, {"闭会%02d号", "闭会09号", 9},
		{"%04d", "131", 0}, {"%04d", "00131", 0}, {"%04d", "0000", 0}, {"%04d", "+131", 0}, {"B%03d", "025", 0}, {"%04d", "01３1", 0}, {"%04d", "12345678901", 0},
	} {
		s, ok := register.ParseSeries(c.format)
		if n, is := s.Read(c.number); !ok || n != c.n || is != (c.n > 0) {
			t.Errorf("%s of %s: %d %v", c.number, c.format, n, is)
		}
	}
	for _, bad := range []string{"", "第号", "%s", "%04s", "%4d", "%00d", "%099d", "%d%d", "%", "%-4d", "%+d", "%04d%"} {
		if _, ok := register.ParseSeries(bad); ok {
			t.Errorf("%q is a format", bad)
		}
	}
}

// FuzzSeries: no format and no text breaks the reading, and what is read is
// written the same.
func FuzzSeries(f *testing.F) {
	f.Add("%04d", "0131")
	f.Add("闭会%02d号", "闭会09号")
	f.Add("%", "%d")
	f.Fuzz(func(t *testing.T, format, number string) {
		s, ok := register.ParseSeries(format)
		if !ok {
			return
		}
		if back, ok := register.ParseSeries(s.Format()); !ok || back != s {
			t.Fatalf("%q is written %q", format, s.Format())
		}
		if n, is := s.Read(number); is && s.Number(n) != number || !is && n != 0 {
			t.Fatalf("%q reads %q as %d", format, number, n)
		}
	})
}

func TestGaps(t *testing.T) {
	l := register.Ledger{
		Used:     map[string]suggestion.CaseID{"0003": "c3", "0009": "c9", "B002": "b2", "闭会第1号": "x"},
		Reserved: map[string]suggestion.CaseID{"0003": "c3", "0004": "c4", "0009": "c9", "B002": "b2", "13": "c13"},
		Voided:   map[string]string{"0006": "重号", "B003": "撤回"},
	}
	gaps, outside := l.Gaps(register.Session{Facts: fourth.Facts})
	want := []register.Gap{
		{Number: "0004", Last: "0004", Count: 1, Why: register.Unused, Case: "c4"},
		{Number: "0005", Last: "0005", Count: 1, Why: register.Unreserved},
		{Number: "0006", Last: "0006", Count: 1, Why: register.Voided, Reason: "重号"},
		{Number: "0007", Last: "0008", Count: 2, Why: register.Unreserved},
		{Number: "B003", Last: "B003", Count: 1, Off: true, Why: register.Voided, Reason: "撤回"},
	}
	if !reflect.DeepEqual(gaps, want) {
		t.Errorf("%+v", gaps)
	}
	if !reflect.DeepEqual(outside, []string{"13", "闭会第1号"}) {
		t.Errorf("outside %q", outside)
	}
	in, off, _ := register.Session{Facts: fourth.Facts}.Series()
	if l.Next(in) != "0010" || l.Next(off) != "B004" || (register.Ledger{}).Next(in) != "0001" {
		t.Error(l.Next(in), l.Next(off))
	}
}

// Used numbers and gaps together are every number from the first known to the
// last, each once.
func TestGapsFillTheSeries(t *testing.T) {
	s, _ := register.ParseSeries("%03d")
	numbers := rapid.MapOf(rapid.Map(rapid.IntRange(1, 40), s.Number), rapid.Just(suggestion.CaseID("c")))
	rapid.Check(t, func(t *rapid.T) {
		l := register.Ledger{Used: numbers.Draw(t, "used"), Reserved: numbers.Draw(t, "reserved")}
		gaps, outside := l.Gaps(register.Session{Facts: register.SessionFacts{InFormat: "%03d"}})
		seen, first, last := map[int]int{}, 0, 0
		note := func(n int) {
			seen[n]++
			if last = max(last, n); first == 0 || n < first {
				first = n
			}
		}
		for number := range l.Used {
			n, _ := s.Read(number)
			note(n)
		}
		for _, g := range gaps {
			from, _ := s.Read(g.Number)
			to, _ := s.Read(g.Last)
			if to-from+1 != g.Count {
				t.Fatalf("%+v", g)
			}
			for n := from; n <= to; n++ {
				note(n)
			}
		}
		for n := first; n > 0 && n <= last; n++ {
			if seen[n] != 1 {
				t.Fatalf("%d stands %d times in %v and %+v", n, seen[n], l, gaps)
			}
		}
		if len(outside) > 0 {
			t.Fatalf("%v", outside)
		}
	})
}
