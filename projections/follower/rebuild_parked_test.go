package follower_test

import (
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"

	"huiyin/projections/follower"
	"huiyin/projections/internal/rehearsal"
	"huiyin/projections/parked"
)

// A fresh file has no journal, so a step that meets a case in trouble is written
// over itself; nothing of the first writing may stay.
func TestARebuildWithAViewThatFailsOnOneCase(t *testing.T) {
	p := poison(t, 120, rehearsal.ID(107), 6)
	for cause, fail := range map[parked.Cause]func(){
		parked.Panicked: func() { panic("at the disco") },
		parked.Rejected: func() {},
	} {
		for _, batch := range []int{1, 9, 5000} {
			var mended atomic.Bool
			path, all := filepath.Join(t.TempDir(), "views.db"), p.fragile(fail, &mended)
			o := follower.Options{Batch: batch, Model: p.later(), Sleep: hurry}
			if err := follower.Rebuild(t.Context(), p.log, path, all, o); err != nil {
				t.Fatal(err)
			}
			f := openFile(t, path, all)
			defer closeFile(t, f)
			p.sound(t, fmt.Sprint(cause, batch), f)
			p.parkedAt(t, f, cause, 1)
		}
	}
}
