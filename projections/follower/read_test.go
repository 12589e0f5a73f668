package follower_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"huiyin/projections/follower"
	"huiyin/projections/views"
)

// A read that its context ends says so, wherever it was cut off.
func TestAReadThatIsCutOff(t *testing.T) {
	f, err := follower.OpenFile(filepath.Join(t.TempDir(), "views.db"), views.All())
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	ctx, stop := context.WithCancel(t.Context())
	err = f.Read(ctx, func(r *follower.Reader) error {
		stop()
		_, err := r.Parked()
		return err
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if _, err := f.Parked(ctx); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}
