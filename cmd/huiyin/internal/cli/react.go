package cli

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"

	"huiyin/projections/reactors"
)

// runner runs the reactors over the desk's log. The checkpoints are the caller's
// to close.
func (a *app) runner(d *desk) (*reactors.Runner, *reactors.Checkpoints, error) {
	marks, err := reactors.OpenCheckpoints(filepath.Join(a.data, reactorsFile))
	if err != nil {
		return nil, nil, err
	}
	logger := slog.New(slog.NewTextHandler(a.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	o := reactors.Options{Logger: logger, Now: d.Now}
	return reactors.NewRunner(d.Log, marks, o, reactors.NewMerges(d, logger).Handler(), reactors.NewFlags(d, d.Log, logger).Handler()), marks, nil
}

// react lets the reactors answer whatever the log holds that they have not seen,
// then brings the views up to date.
func (a *app) react(ctx context.Context, d *desk) error {
	runner, marks, err := a.runner(d)
	if err != nil {
		return err
	}
	if err := errors.Join(runner.CatchUp(ctx), marks.Close()); err != nil {
		return err
	}
	return d.refresh(ctx, a.figures)
}
