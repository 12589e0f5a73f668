package simulation_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"huiyin/cmd/huiyin/internal/importing"
	"huiyin/cmd/huiyin/internal/office"
	"huiyin/cmd/huiyin/internal/simulation"
	"huiyin/domain/calendar"
	"huiyin/domain/rulebook"
	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// Recorded cases (handbook FLT-13): whole lives that earlier programs wrote and
// this one must read to the same state and the same due dates. A file that is
// there is never written again: -record adds the ones that are missing, and a
// change of what the program does is told by a file more.
var record = flag.Bool("record", false, "record the missing files of cases")

// recordings are the files: a whole year with every published case behind it,
// and a spring in which most deadlines still run.
var recordings = []struct {
	name      string
	options   simulation.Options
	published bool
}{
	{"year", simulation.Options{Cases: 240, Seed: 131}, true},
	{"spring", simulation.Options{Cases: 80, Seed: 132, Until: calendar.MustDate("2026-05-20")}, false},
}

func TestRecordedCasesKeepStateAndDueDates(t *testing.T) {
	cases := 0
	for _, r := range recordings {
		t.Run(r.name, func(t *testing.T) {
			base := filepath.Join("testdata", "recorded", r.name)
			if _, err := os.Stat(base + ".gz"); errors.Is(err, os.ErrNotExist) && *record {
				recordYear(t, base+".gz", r.options, r.published)
			}
			p := replayed(t, base+".gz")
			got := p.outline()
			if _, err := os.Stat(base + ".txt"); errors.Is(err, os.ErrNotExist) && *record {
				if err := os.WriteFile(base+".txt", []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(base + ".txt")
			if err != nil {
				t.Fatal(err)
			}
			sameLines(t, got, string(want))
			if p.dated == 0 {
				t.Error("no deadline was dated again: the test proves nothing")
			}
			cases += len(p.order)
		})
	}
	if cases < 500 {
		t.Errorf("%d recorded cases, want 500", cases)
	}
}

func sameLines(t *testing.T, got, want string) {
	t.Helper()
	have, wanted := strings.Split(got, "\n"), strings.Split(want, "\n")
	if len(have) != len(wanted) {
		t.Fatalf("%d cases, recorded were %d", len(have), len(wanted))
	}
	for i := range have {
		if have[i] != wanted[i] {
			t.Errorf("a recorded case differs\n got %s\nwant %s", have[i], wanted[i])
		}
	}
}

// TestARecordedLifeThatDiffersIsNoticed changes one due date, leaves out one
// event, and gives one event an unknown schema.
func TestARecordedLifeThatDiffersIsNoticed(t *testing.T) {
	path := filepath.Join("testdata", "recorded", "spring")
	lines := recordedLines(t, path+".gz")
	want, err := os.ReadFile(path + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	at := -1
	for i, l := range lines {
		if strings.Contains(l, "\tsuggestion.assigned\t") || at < 0 && strings.Contains(l, `"due":"2026-`) {
			at = i
		}
	}
	for name, change := range map[string]func(string) string{
		"another due date": func(l string) string { return strings.Replace(l, `"due":"2026-`, `"due":"2027-`, 1) },
		"no event":         func(string) string { return "" },
		"unknown schema": func(l string) string {
			parts := strings.Split(l, "\t")
			parts[2] = "99"
			return strings.Join(parts, "\t")
		},
	} {
		t.Run(name, func(t *testing.T) {
			changed := append([]string{}, lines...)
			changed[at] = change(lines[at])
			p := newPlayback()
			err := p.play(changed)
			if name == "unknown schema" {
				var unread *wire.Error
				if !errors.Is(err, wire.ErrUnknownSchema) || !errors.As(err, &unread) || unread.Schema != 99 ||
					!strings.Contains(err.Error(), fmt.Sprint("position ", at+1)) {
					t.Fatalf("got %v", err)
				}
				return
			}
			if err == nil && p.outline() == string(want) {
				t.Fatalf("not noticed: %s", lines[at])
			}
		})
	}
}

// playback folds recorded events, and dates every running deadline again after
// each event, by the rules the case has pinned and the calendar in force then.
type playback struct {
	book  rulebook.Book
	cases map[suggestion.CaseID]*suggestion.Suggestion
	order []suggestion.CaseID
	dated int
}

func newPlayback() *playback {
	return &playback{cases: map[suggestion.CaseID]*suggestion.Suggestion{}}
}

func replayed(t *testing.T, path string) *playback {
	t.Helper()
	p := newPlayback()
	if err := p.play(recordedLines(t, path)); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *playback) play(lines []string) error {
	for i, line := range lines {
		if err := p.event(line); err != nil {
			return fmt.Errorf("position %d: %w", i+1, err)
		}
	}
	return nil
}

func (p *playback) event(line string) error {
	if line == "" {
		return nil
	}
	parts := strings.SplitN(line, "\t", 4)
	schema, err := strconv.Atoi(parts[2])
	if err != nil {
		return err
	}
	if parts[0] == wire.RulesStream {
		e, err := wire.DecodeRegister(parts[1], schema, []byte(parts[3]))
		if err == nil {
			p.book, err = p.book.Fold(e)
		}
		return err
	}
	id, _ := wire.CaseOf(parts[0])
	e, err := wire.Decode(parts[1], schema, []byte(parts[3]))
	if err != nil {
		return err
	}
	s, known := p.cases[id]
	if !known {
		s = suggestion.New()
		p.order = append(p.order, id)
	}
	s = suggestion.Fold(s, e)
	p.cases[id] = s
	return p.dateAgain(s)
}

func (p *playback) dateAgain(s *suggestion.Suggestion) error {
	var pinned ruleset.Set
	for _, set := range p.book.Sets() {
		if set.ID == s.RuleSet && set.Digest == s.RuleDigest {
			pinned = set
		}
	}
	if pinned.IsZero() {
		return nil
	}
	for _, c := range s.Clocks {
		if c.Running {
			p.dated++
		}
	}
	for _, shift := range suggestion.Shifts(s, pinned, p.book.Calendar(), calendar.Date{}) {
		return fmt.Errorf("case %s: %s was due on %s and is now due on %s", s.ID, shift.Old.Kind, shift.Old.Due, shift.New.Due)
	}
	return nil
}

// outline is a line a case: its state and those of its parts, and every due date.
func (p *playback) outline() string {
	var b strings.Builder
	for _, id := range p.order {
		s := p.cases[id]
		fmt.Fprintf(&b, "%s %s %s %s %s", id, s.State, s.T0, s.Ended, s.RuleSet)
		for _, a := range s.Assignments {
			fmt.Fprintf(&b, " | %s %s", a.Assignment, a.State)
		}
		for _, l := range s.Lines {
			fmt.Fprintf(&b, " | %s %s %d %d %s", l.ID, l.State, l.Round, len(l.Versions), l.LastRating().Result)
		}
		for _, c := range s.Commitments {
			fmt.Fprintf(&b, " | %s %s %s", c.Commitment, c.State, c.Due)
		}
		for _, c := range s.Clocks {
			fmt.Fprintf(&b, " | %s%s%s%s %s %s %v %v", c.Kind, c.Subject.Assignment, c.Subject.Line, c.Subject.Commitment, c.Start, c.Due, c.Running, c.Lapsed)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func recordedLines(t *testing.T, path string) []string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for scan := bufio.NewReader(unpacked); ; {
		line, err := scan.ReadString('\n')
		if errors.Is(err, io.EOF) {
			return lines
		}
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, strings.TrimSuffix(line, "\n"))
	}
}

// recordYear lives a year and writes its cases' events and its rules, in the
// order of the log.
func recordYear(t *testing.T, path string, o simulation.Options, published bool) {
	t.Helper()
	dir := t.TempDir()
	if _, err := simulation.Run(t.Context(), dir, o); err != nil {
		t.Fatal(err)
	}
	if published {
		importPublished(t, dir)
	}
	var packed bytes.Buffer
	zip, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	err = read(t.Context(), dir, func(r *eventstore.Recorded) error {
		if _, ours := wire.CaseOf(string(r.Stream)); !ours && r.Stream != wire.RulesStream {
			return nil
		}
		_, err := fmt.Fprintf(zip, "%s\t%s\t%d\t%s\n", r.Stream, r.Type, r.Schema, r.Data)
		return err
	})
	if err := errors.Join(err, zip.Close(), os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, packed.Bytes(), 0o644)); err != nil {
		t.Fatal(err)
	}
}

func importPublished(t *testing.T, dir string) {
	t.Helper()
	of, err := office.Open(t.Context(), office.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	_, err = importing.Apply(context.Background(), of, importing.Lines(importing.Published()), nil)
	if err := errors.Join(err, of.Close()); err != nil {
		t.Fatal(err)
	}
}
