package simulation_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/cmd/huiyin/internal/simulation"
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
)

// askHash makes the test binary print the hash of a year and stop.
const askHash = "HUIYIN_SIMULATION_HASH"

func TestMain(m *testing.M) {
	if os.Getenv(askHash) == "" {
		os.Exit(m.Run())
	}
	dir, err := os.MkdirTemp("", "simulation-")
	if err == nil {
		defer os.RemoveAll(dir)
		var hash string
		hash, err = year(context.Background(), dir, simulation.Options{Cases: 15, Seed: 5})
		fmt.Println("hash", hash)
	}
	if err != nil {
		fmt.Println(err)
	}
}

// year lives a year and gives the hash of its log.
func year(ctx context.Context, dir string, o simulation.Options) (string, error) {
	if _, err := simulation.Run(ctx, dir, o); err != nil {
		return "", err
	}
	h := sha256.New()
	err := read(ctx, dir, func(r *eventstore.Recorded) error {
		_, err := h.Write(r.Canonical)
		return err
	})
	return fmt.Sprintf("%x", h.Sum(nil)), err
}

func read(ctx context.Context, dir string, see func(*eventstore.Recorded) error) error {
	of, err := office.Open(ctx, office.Options{Dir: dir, ReadOnly: true})
	if err != nil {
		return err
	}
	defer of.Close()
	for r, err := range of.Log.ReadAll(ctx, 0) {
		if err == nil {
			err = see(&r)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func hashOf(t *testing.T, o simulation.Options) string {
	t.Helper()
	h, err := year(t.Context(), t.TempDir(), o)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestTheSeedIsTheYear(t *testing.T) {
	one := simulation.Options{Cases: 12, Seed: 1}
	first := hashOf(t, one)
	if again := hashOf(t, one); again != first {
		t.Errorf("the same seed gave %s and %s", first, again)
	}
	if other := hashOf(t, simulation.Options{Cases: 12, Seed: 2}); other == first {
		t.Error("another seed gave the same log")
	}
}

func TestTheTimeZoneDoesNotMatter(t *testing.T) {
	want := "hash " + hashOf(t, simulation.Options{Cases: 15, Seed: 5})
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), exe)
	c.Env = append(os.Environ(), askHash+"=1", "TZ=America/Los_Angeles")
	out, err := c.CombinedOutput()
	if got := strings.TrimSpace(string(out)); err != nil || got != want {
		t.Errorf("in Los Angeles: %s, %v; want %s", got, err, want)
	}
}

// neverMade are events that no command of the domain makes yet, that only the
// import or a late calendar notice makes, that need a unit outside the platform
// (the simulated units are all on it), or that the year leaves out: its clock
// gives no warnings, which would make the log a sixth longer and tell no more of
// any case.
var neverMade = []string{"deadline.warned", "deadline.corrected", "return_visit.recorded", "red_flag.raised", "suggestion.imported", "suggestion.import_corrected",
	"assignment.sent_on_paper", "assignment.received",
	// Publication was recorded so before decisions had the words the public reads;
	// and no office of the year takes a suggestion down.
	"reply.published", "reply.publication_refused", "content.taken_down",
	"files.attached", // the year has no scans
	// The simulated year has the main line: supervision beyond the appointments,
	// return visits and successions are done by hand.
	"appraisal.voted", "assignment.succeeded", "award.given", "commitment.carried_into_term", "deputy.lead_passed", "deputy.unit_tie",
	"feedback.impossible", "inspection.held", "instruction.recorded", "key.item_joined", "key.lifted", "key.proposed", "red_flag.cleared",
	"reply.delivery_completed", "return_visit.drawn", "suggestion.delegation_head_changed", "suggestion.deputy_left", "supervision.relieved",
	"supervision.result", "supervision.task_reported", "supervision.task_set", "urging.sent",
	// A draft of the simulation is handed in as it was written, and nobody asks or hides.
	"suggestion.draft_edited", "suggestion.names_withheld", "suggestion.names_disclosed", "suggestion.progress_asked", "suggestion.progress_told"}

// rare events need more than four hundred cases, or luck.
var rare = []string{"assignment.discharged", "assignment.return_ruled_final", "commitment.broken", "commitment.head_settled", "feedback.disputed",
	"suggestion.reopened", "class.contested", "escalation.assessment_held", "objection.ruled", "contest.ruled", "withdrawal.consented",
	"withdrawal.consents_filed"}

// TestFourHundredCases looks at one larger year from all sides: its chains, its
// events, its cases folded from the log again, and its shape.
func TestFourHundredCases(t *testing.T) {
	dir := t.TempDir()
	sum, err := simulation.Run(t.Context(), dir, simulation.Options{Cases: 400, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	types, chains, events := map[string]int{}, map[eventstore.StreamID]*eventstore.Chain{}, 0
	told := map[eventstore.StreamID][]suggestion.Event{}
	err = read(t.Context(), dir, func(r *eventstore.Recorded) error {
		if chains[r.Stream] == nil {
			chains[r.Stream] = &eventstore.Chain{}
		}
		if _, isCase := wire.CaseOf(string(r.Stream)); isCase {
			e, err := wire.Decode(r.Type, r.Schema, r.Data)
			if err != nil {
				return err
			}
			types[r.Type]++
			events++
			told[r.Stream] = append(told[r.Stream], e)
		}
		return chains[r.Stream].Check(r)
	})
	if err != nil {
		t.Error(err)
	}
	if events != sum.Events || len(told) != sum.Cases {
		t.Errorf("the log has %d events of %d cases, the summary %d of %d", events, len(told), sum.Events, sum.Cases)
	}
	for _, info := range wire.Types() {
		if types[info.Name] == 0 && !slices.Contains(neverMade, info.Name) && !slices.Contains(rare, info.Name) {
			t.Errorf("no %s in the year", info.Name)
		}
	}
	states := map[lifecycle.State]int{}
	for _, events := range told {
		states[suggestion.Fold(suggestion.New(), events...).State]++
	}
	if !maps.Equal(states, sum.States) {
		t.Errorf("from the log %v; the summary %v", states, sum.States)
	}
	distribution(t, sum)
}

// distribution holds the load model's bounds (handbook 7.2), widened by what
// chance does to four hundred cases.
func distribution(t *testing.T, sum simulation.Summary) {
	within := func(what string, n, of int, lo, hi float64) {
		if share := 100 * float64(n) / float64(of); share < lo || share > hi {
			t.Errorf("%s: %d of %d are %.1f in a hundred, want %v to %v", what, n, of, share, lo, hi)
		}
	}
	e, first := sum.ByEvent, sum.Replies.Early+sum.Replies.LastTenDays+sum.Replies.Late
	rated := sum.Ratings["satisfied"] + sum.Ratings["basically_satisfied"] + sum.Ratings["dissatisfied"]
	within("class A", sum.Classes["A"], first, 35, 55)
	within("class B", sum.Classes["B"], first, 28, 48)
	within("class C", sum.Classes["C"], first, 10, 26)
	within("satisfied", sum.Ratings["satisfied"], rated, 88, 97)
	within("basically satisfied", sum.Ratings["basically_satisfied"], rated, 2, 10)
	within("dissatisfied", sum.Ratings["dissatisfied"], rated, 0.5, 5)
	within("silent", e["FeedbackNotReturned"], first, 4, 13)
	within("replies in the last ten days", sum.Replies.LastTenDays, first, 30, 50)
	within("late replies", sum.Replies.Late, first, 0.5, 6)
	within("sent another way by the review", e["RevisionRequested"]+e["ReturnedToDeputy"]+e["Transferred"], sum.Cases, 5, 18)
	within("merged", e["Merged"], sum.Cases, 1.5, 6)
	within("given back by units", e["ReturnRequested"], sum.Cases, 3, 10)
	within("extensions", e["ExtensionRequested"], first, 1.5, 6.5)
	within("events a case", sum.Events, 100*sum.Cases, 25, 60)
	leads := slices.Sorted(maps.Values(sum.Leads))
	top, all := 0, 0
	for i, n := range leads {
		all += n
		if i >= len(leads)-5 {
			top += n
		}
	}
	within("the five units with most", top, all, 40, 60)
	if sum.Refused == 0 || sum.Lapsed[lifecycle.DueReply] == 0 || e["KeySuggestionFixed"] < 3 {
		t.Errorf("%d refusals, %d late replies, %d key suggestions", sum.Refused, sum.Lapsed[lifecycle.DueReply], e["KeySuggestionFixed"])
	}
}

func TestOptionsOutOfBounds(t *testing.T) {
	for _, o := range []simulation.Options{{Cases: -1}, {Cases: 10000}, {Year: 2023}, {Year: 2058}, {Until: calendar.MustDate("2027-01-01")}} {
		if _, err := simulation.Run(t.Context(), t.TempDir(), o); !errors.Is(err, simulation.ErrOptions) {
			t.Errorf("%+v: %v", o, err)
		}
	}
}

// TestTheYearCanBeCutShort also reports every virtual day once.
func TestTheYearCanBeCutShort(t *testing.T) {
	last, total := 0, 0
	o := simulation.Options{Cases: 20, Until: calendar.MustDate("2026-03-05"), Progress: func(done, of int) {
		if done < last {
			t.Errorf("progress went from %d to %d", last, done)
		}
		last, total = done, of
	}}
	sum, err := simulation.Run(t.Context(), t.TempDir(), o)
	if err != nil {
		t.Fatal(err)
	}
	if last != 64 || total != 64 || sum.ByEvent["Assigned"] == 0 || sum.ByEvent["FeedbackGiven"] != 0 {
		t.Errorf("%d of %d days, %v", last, total, sum.ByEvent)
	}
}
