package cli

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"

	"huiyin/projections/reactors"
)

// react lets the reactors answer whatever the log holds that they have not seen,
// then brings the views up to date.
func (a *app) react(ctx context.Context, d *desk) error {
	marks, err := reactors.OpenCheckpoints(filepath.Join(a.data, "reactors.db"))
	if err != nil {
		return err
	}
	logger := slog.New(slog.NewTextHandler(a.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	runner := reactors.NewRunner(d.Log, marks, reactors.Options{Logger: logger}, reactors.NewMerges(d, logger).Handler(),
		reactors.NewFlags(d, d.Log, logger).Handler())
	if err := errors.Join(runner.CatchUp(ctx), marks.Close()); err != nil {
		return err
	}
	return d.refresh(ctx, a.figures)
}
