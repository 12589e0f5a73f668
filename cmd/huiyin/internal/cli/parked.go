package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/projections/parked"
	"huiyin/projections/reactors"
	"huiyin/projections/telling"
)

const reactorsFile = "reactors.db"

// withFacts gives a case's events to a function, as far as this program can read
// them. Where it cannot, the answer is what was before, and a failed check that
// names the event.
func (a *app) withFacts(ctx context.Context, d *desk, id suggestion.CaseID, do func([]office.Fact) error) error {
	facts, stop := d.History(ctx, id)
	facts, stop = foldable(facts, stop)
	if _, own := parked.CauseOf(stop); stop != nil && !own {
		return stop
	}
	all, err := d.file.Parked(ctx)
	if err != nil {
		return err
	}
	for _, p := range all {
		if p.Case == id {
			a.note("cli.parked.case", "where", where(p), "waiting", strconv.Itoa(p.Waiting))
		}
	}
	if err := do(facts); err != nil || stop == nil {
		return err
	}
	return failedCheck{say("cli.parked.stopped", "n", strconv.Itoa(len(facts)+1), "reason", reasonOf(stop))}
}

// foldable is how many of the events fold without a panic, and what stopped it.
func foldable(facts []office.Fact, stop error) ([]office.Fact, error) {
	s := suggestion.New()
	for i, f := range facts {
		err := func() (err error) {
			defer parked.Recover(&err)
			s = suggestion.Fold(s, f.Event)
			return nil
		}()
		if err != nil {
			return facts[:i], err
		}
	}
	return facts, stop
}

// reasonOf words what is wrong: its kind for people, the detail for developers.
func reasonOf(err error) string {
	cause, _ := parked.CauseOf(err)
	return say("cli.parked.reason", "cause", text("cause."+string(cause)), "detail", err.Error())
}

// where names the event a stream is parked at.
func where(p parked.Stream) string {
	at, typ := text("unknown"), text("unknown")
	if p.Position > 0 {
		at = fmt.Sprint(uint64(p.Position))
	}
	if p.Type != "" {
		typ = p.Type
	}
	return say("cli.parked.where", "n", fmt.Sprint(int64(p.Version)), "position", at, "type", typ)
}

// findParked finds a case that has no row because its first event cannot be read.
func (a *app) findParked(ctx context.Context, d *desk, name string) (suggestion.CaseID, error) {
	all, err := d.file.Parked(ctx)
	if err != nil {
		return "", err
	}
	for _, p := range all {
		if name != "" && (string(p.Case) == name || p.Number == name) {
			return p.Case, nil
		}
	}
	return "", notFound{say("cli.no_case", "name", name)}
}

// noteParked says beside a list that some rows are older than the rest.
func (a *app) noteParked(d *desk) {
	all, err := d.file.Parked(context.Background())
	if err == nil && len(all) > 0 {
		a.note("cli.parked.others", "n", strconv.Itoa(len(all)), "corrupt", corruptWords(all))
	}
}

// corruptWords says apart how many of the parked are damaged.
func corruptWords(all []parked.Stream) string {
	n := len(slices.DeleteFunc(slices.Clone(all), func(p parked.Stream) bool { return p.Cause != parked.Corrupt }))
	if n == 0 {
		return ""
	}
	return say("cli.parked.corrupt", "n", strconv.Itoa(n))
}

// allParked is what the views and the reactors have parked.
func (a *app) allParked(ctx context.Context, d *desk) ([]parked.Stream, error) {
	all, err := d.file.Parked(ctx)
	if err != nil {
		return nil, err
	}
	more, err := a.reactorsParked()
	return append(all, more...), err
}

// reactorsParked reads the reactors' file, if they ever ran.
func (a *app) reactorsParked() (all []parked.Stream, err error) {
	path := filepath.Join(a.data, reactorsFile)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	marks, err := reactors.OpenCheckpoints(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, marks.Close()) }()
	return marks.Parked("")
}

// parkedRow is a parked stream as data.
type parkedRow struct {
	Consumer string `json:"consumer"`
	Case     string `json:"case"`
	Number   string `json:"number"`
	Stream   string `json:"stream"`
	Version  int64  `json:"version"`
	Position uint64 `json:"position"`
	Type     string `json:"type"`
	Cause    string `json:"cause"`
	Reason   string `json:"reason"`
	Since    string `json:"since"`
	Tries    int    `json:"tries"`
	Waiting  int    `json:"waiting"`
}

func parkedTable(all []parked.Stream) ([]parkedRow, *table) {
	rows, t := []parkedRow{}, newTable(heads("consumer", "number", "id", "parked_at", "waiting", "tries", "since", "cause", "detail")...)
	for _, p := range all {
		since := telling.Day(p.Since)
		rows = append(rows, parkedRow{p.Consumer, string(p.Case), p.Number, string(p.Name), int64(p.Version), uint64(p.Position), p.Type,
			string(p.Cause), p.Reason, since, p.Tries, p.Waiting})
		t.add(consumer(p.Consumer), orDash(p.Number), orDash(string(p.Case)), where(p), strconv.Itoa(p.Waiting), strconv.Itoa(p.Tries), since,
			text("cause."+string(p.Cause)), p.Reason)
	}
	return rows, t
}

func consumer(name string) string {
	if zh.Has("cli.consumer." + name) {
		return text("consumer." + name)
	}
	return name
}
