// Package live is the running office: the log with its one writer, the views that
// follow it, the reactors that answer it and the clock that lets due dates lapse.
// Pages and API reach it as a desk.Desk.
package live

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"huiyin/api/desk"
	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/calendar"
	"huiyin/eventstore"
	"huiyin/eventstore/blobs"
	"huiyin/projections/follower"
	"huiyin/projections/notices"
	"huiyin/projections/notices/outbound"
	"huiyin/projections/reactors"
	"huiyin/projections/search"
	"huiyin/projections/views"
)

// Statement is a fact entered into a register.
type Statement = desk.Statement

// Options say which folder is served.
type Options struct {
	Office office.Options
	Logger *slog.Logger
	// Backups is the folder in which backups are taken, Checkpoint the file of the
	// last signed checkpoint; empty if they are not known here.
	Backups, Checkpoint string
	// Channels are the ways by which people are told out of the house.
	Channels []outbound.Channel
	// Applied is told how far the views are after each batch.
	Applied func(events int, at, head eventstore.Position)
}

// Server is the running office. Its parts stop together; the first error of one
// ends Run.
type Server struct {
	Office *office.Office
	Views  *follower.File
	Search *follower.File
	Runner *reactors.Runner
	// Typed is what people are typing.
	Typed *Typed
	// Notices tell people what happened; Reach them with an account's contacts
	// before Run.
	Notices *notices.Notices

	o        Options
	marks    *reactors.Checkpoints
	follower *follower.Follower
	indexer  *follower.Follower
	shown    watermark
	files    *blobs.Store
	stopped  atomic.Bool // the store accepts no appends any more
}

// Open opens the folder, takes its lock and brings the views up to date.
func Open(ctx context.Context, o Options) (*Server, error) {
	s := &Server{o: o}
	fenced := o.Office.Hooks.Fenced
	o.Office.Hooks.Fenced = func(cause error) {
		s.stopped.Store(true)
		if fenced != nil {
			fenced(cause)
		}
	}
	of, err := office.Open(ctx, o.Office)
	if err != nil {
		return nil, err
	}
	s.Office = of
	if err := s.open(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Server) open(ctx context.Context) (err error) {
	dir := s.o.Office.Dir
	if s.files, err = s.Office.Files(); err != nil {
		return err
	}
	if err := s.files.Sweep(); err != nil {
		return err
	}
	if s.Views, err = follower.OpenFile(filepath.Join(dir, "views.db"), views.All()); err != nil {
		return err
	}
	if s.Search, err = follower.OpenFile(filepath.Join(dir, "search.db"), search.All()); err != nil {
		return err
	}
	if s.marks, err = reactors.OpenCheckpoints(filepath.Join(dir, "reactors.db")); err != nil {
		return err
	}
	if s.Typed, err = OpenTyped(filepath.Join(dir, "drafts.db")); err != nil {
		return err
	}
	s.Runner = reactors.NewRunner(s.Office.Log, s.marks, reactors.Options{Logger: s.o.Logger, Now: s.Office.Now},
		reactors.NewMerges(s.Office, s.o.Logger).Handler(), reactors.NewFlags(s.Office, s.Office.Log, s.o.Logger).Handler())
	if s.Notices, err = openNotices(s.Office, s.o); err != nil {
		return err
	}
	s.follower = follower.New(s.Office.Log, s.Views, follower.Options{Now: s.Office.Now, Applied: s.applied})
	s.indexer = follower.New(s.Office.Log, s.Search, follower.Options{Now: s.Office.Now})
	if err := errors.Join(s.follower.CatchUp(ctx), s.indexer.CatchUp(ctx)); err != nil {
		return err
	}
	s.shown.raise(s.Views.Checkpoint())
	return nil
}

func (s *Server) applied(events int, at eventstore.Position) {
	s.shown.raise(at)
	if s.o.Applied != nil {
		head, err := s.Office.Log.Head(context.Background())
		if err == nil {
			s.o.Applied(events, at, head)
		}
	}
}

// Run follows, reacts and keeps the clock until the context ends, which is no
// error, or one of them fails.
func (s *Server) Run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	parts := []func(context.Context) error{s.follower.Follow, s.indexer.Follow, s.Runner.Run, s.keepTime, s.keepFiles, s.Notices.Run, s.post().Run}
	failed := make(chan error, len(parts))
	for _, run := range parts {
		go func() {
			err := run(ctx)
			stop()
			failed <- err
		}()
	}
	var errs []error
	for range parts {
		if err := <-failed; err != nil && !errors.Is(err, context.Canceled) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// keepTime lets due dates lapse at the first minute of each day in China, and
// once when the server starts.
func (s *Server) keepTime(ctx context.Context) error {
	for {
		if err := s.lapse(ctx); err != nil {
			s.o.Logger.Error("clock", "error", err)
		}
		now := s.Office.Now()
		wake := calendar.StartOf(calendar.DateOf(now).AddDays(1)).Add(time.Minute)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(min(wake.Sub(now), time.Hour)):
		}
	}
}

func (s *Server) lapse(ctx context.Context) error {
	today := s.Office.Today()
	ids, err := views.DueCases(ctx, s.Views, today)
	if err != nil {
		return err
	}
	_, err = reactors.RunClock(ctx, s.Office, ids, today)
	return err
}

// Desk is the office as pages and API reach it.
func (s *Server) Desk() *desk.Desk {
	return &desk.Desk{Office: s.Office, Log: s.Office.Log, Views: s.Views, Search: s.Search, Files: s.files, Notices: s.Notices, Meetings: meetings{s.Office}, Wait: s.shown.wait, Engine: s.engine, Proof: s.proof,
		Days: func() calendar.Calendar { return s.Office.Calendar }}
}

// Close ends the office's use of the folder.
func (s *Server) Close() error {
	var errs []error
	for _, file := range []*follower.File{s.Views, s.Search} {
		if file != nil {
			errs = append(errs, file.Close())
		}
	}
	if s.Typed != nil {
		errs = append(errs, s.Typed.Close())
	}
	if s.Notices != nil {
		errs = append(errs, s.Notices.Close())
	}
	if s.marks != nil {
		errs = append(errs, s.marks.Close())
	}
	return errors.Join(append(errs, s.Office.Close())...)
}

// patience is how long a reader waits for its own writes to show.
const patience = 2 * time.Second

// watermark is the position the views show, to wait for.
type watermark struct {
	sync.Mutex
	at   eventstore.Position
	next chan struct{} // closed when at moves
}

func (w *watermark) raise(at eventstore.Position) {
	w.Lock()
	defer w.Unlock()
	if at <= w.at {
		return
	}
	w.at = at
	if w.next != nil {
		close(w.next)
		w.next = nil
	}
}

// wait implements desk.Desk.Wait.
func (w *watermark) wait(ctx context.Context, at eventstore.Position) bool {
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	for {
		w.Lock()
		if w.at >= at {
			w.Unlock()
			return true
		}
		if w.next == nil {
			w.next = make(chan struct{})
		}
		next := w.next
		w.Unlock()
		select {
		case <-next:
		case <-ctx.Done():
			return false
		}
	}
}
