//go:build !race

package sqlite

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// TestPlantedBugsAreCaught plants each of the eight mistakes of FLT-03 and lets
// the fault test that is there for it look. The same look at the store without
// the mistake finds nothing.
func TestPlantedBugsAreCaught(t *testing.T) {
	planted := []struct {
		bug, by string
		look    func(t *testing.T, bug string) error
	}{
		{"no sync", "a power cut", lookAfterPowerCuts},
		{"acknowledged before the sync", "a power cut", lookAfterPowerCuts},
		{"sync of the wrong file", "a power cut", lookAfterPowerCuts},
		{"folder not synced", "a power cut", lookAfterPowerCuts},
		{"failed sync ignored", "a failing sync", lookAfterFailedSyncs},
		{"hash not checked", "flipped bits", lookAfterFlips},
		{"version checked outside", "concurrent edits", lookAfterRaces},
		{"idempotency record written behind", "kill -9", lookAfterKills},
	}
	if len(planted) != len(bugs) {
		t.Fatalf("%d bugs are looked for, %d can be planted", len(planted), len(bugs))
	}
	sound := map[string]bool{}
	for _, p := range planted {
		t.Run(p.bug, func(t *testing.T) {
			if _, known := bugs[p.bug]; !known {
				t.Fatal("there is no such bug")
			}
			if err := p.look(t, p.bug); err == nil {
				t.Errorf("not caught by %s", p.by)
			} else {
				t.Logf("caught by %s: %.120v", p.by, err)
			}
			if sound[p.by] {
				return
			}
			sound[p.by] = true
			if err := p.look(t, ""); err != nil {
				t.Errorf("%s finds fault with a store that has none: %v", p.by, err)
			}
		})
	}
}

func lookAfterPowerCuts(t *testing.T, bug string) error {
	return cutPower(t, recordPower(t, bug, 6), 60, nil).first
}

func lookAfterFailedSyncs(t *testing.T, bug string) error {
	for _, n := range []int{22, 27} {
		record := recordFailure(t, bug, fmt.Sprintf("fsync:error=EIO:when=%d", n))
		if err := heedsFailure(record); err != nil {
			return err
		}
		if r := cutPower(t, record, 12, nil); r.first != nil {
			return r.first
		}
	}
	return nil
}

func lookAfterFlips(t *testing.T, bug string) error {
	if before := bugs[bug].before; before != nil {
		defer before()()
	}
	log := makeFlippable(t, "closed")
	random := rand.New(rand.NewPCG(3, 3))
	for n := range 20 {
		name, at := log.choose(2*n+1, random)
		if kind, err := log.flip(t, name, at, 4); kind == "wrong" {
			return fmt.Errorf("byte %d: %w", at, err)
		}
	}
	return nil
}

func lookAfterRaces(t *testing.T, bug string) error {
	s := open(t, Options{Dir: t.TempDir()})
	defer closed(t, s)
	// Of 50 writers' histories that no order explains, few can be proved to be so
	// in a minute; of eight's, all in no time.
	const racers = 8
	for round := range 50 {
		won, _, err := race(bugs[bug].in(s), round, racers)
		if err == nil && won != heats {
			err = fmt.Errorf("%d winners in %d heats", won, heats)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func lookAfterKills(t *testing.T, bug string) error {
	k := killed{bug: bug}
	return k.folder(t, 0, 5)
}
