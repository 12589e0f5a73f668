// Package doctor looks over an installation and says what is wrong with it and what
// stands in the way of tomorrow (handbook OPS-12). It changes nothing and works
// beside the running server.
//
// A finding is a code and facts; the words, with what to do, are the catalogue's
// under "cli.doctor.<check>.<code>" and "cli.doctor.<check>.<code>.do".
package doctor

import (
	"context"
	"time"
)

// Level is how bad a finding is.
type Level string

// Levels. What is Bad keeps the office from working, or its records from being safe.
const (
	Good Level = "good"
	Warn Level = "warn"
	Bad  Level = "bad"
)

// Finding is what one check found.
type Finding struct {
	Check string
	Code  string
	Level Level
	Facts map[string]string
}

// House is the installation as its settings describe it.
type House struct {
	Data                      string
	VaultKey, Secret          string // files; empty if none is named
	Backups                   string
	Checkpoint, CheckpointPub string
	Listen, Ops               string
	Version                   string
	Now                       func() time.Time
}

// check is one thing that is looked at; it may find several.
type check struct {
	name string
	look func(context.Context, House) []Finding
}

var checks = []check{{"version", version}, {"folder", folder}, {"owner", owner}, {"disk", disk}, {"clock", clock}, {"log", log}, {"views", shown},
	{"calendar", years}, {"vault", secrets}, {"backups", backups}, {"checkpoint", checkpoint}, {"ports", ports}}

// Checks lists the names of all checks, in their order.
func Checks() (all []string) {
	for _, c := range checks {
		all = append(all, c.name)
	}
	return all
}

// Examine looks at everything.
func Examine(ctx context.Context, h House) (all []Finding) {
	for _, c := range checks {
		for _, f := range c.look(ctx, h) {
			f.Check = c.name
			all = append(all, f)
		}
	}
	return all
}

func good(code string, facts ...string) Finding { return finding(Good, code, facts) }
func warn(code string, facts ...string) Finding { return finding(Warn, code, facts) }
func bad(code string, facts ...string) Finding  { return finding(Bad, code, facts) }

func finding(l Level, code string, facts []string) Finding {
	f := Finding{Code: code, Level: l, Facts: map[string]string{}}
	for i := 0; i+1 < len(facts); i += 2 {
		f.Facts[facts[i]] = facts[i+1]
	}
	return f
}

// only is a check that finds one thing.
func only(f Finding) []Finding { return []Finding{f} }

func version(_ context.Context, h House) []Finding { return only(good("is", "version", h.Version)) }
