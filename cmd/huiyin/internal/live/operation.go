package live

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"syscall"

	"huiyin/api/desk"
	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/calendar"
	"huiyin/eventstore/ledger"
)

// engine tells how the running office does.
func (s *Server) engine(ctx context.Context) (e desk.Engine, err error) {
	if e.Head, err = s.Office.Log.Head(ctx); err != nil {
		return e, err
	}
	parked, err := s.Views.Parked(ctx)
	if err != nil {
		return e, err
	}
	e.Shown, e.Parked = s.Views.Checkpoint(), len(parked)
	today := s.Office.Today()
	last, _ := calendar.NewDate(today.Year()+1, 12, 31)
	e.Years = s.Office.Calendar.MissingYears(today, last)
	if e.Room, err = s.room(); err != nil || s.o.Backups == "" {
		return e, err
	}
	e.Backups = true
	e.Backup, err = office.LastBackup(s.o.Backups)
	return e, err
}

// room is how many bytes are left on the data folder's disk.
func (s *Server) room() (uint64, error) {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(s.o.Office.Dir, &disk); err != nil {
		return 0, err
	}
	return disk.Bavail * uint64(disk.Bsize), nil
}

// proof gives what the log is held against.
func (s *Server) proof(ctx context.Context) (p desk.Proof, err error) {
	if p.Head, err = s.Office.Log.Head(ctx); err != nil || p.Head == 0 {
		return p, err
	}
	if p.Origin, err = ledger.Origin(ctx, s.Office.Log); err != nil || s.o.Checkpoint == "" {
		return p, err
	}
	signed, err := os.ReadFile(s.o.Checkpoint)
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	if err != nil {
		return p, err
	}
	about, err := os.Stat(s.o.Checkpoint)
	if err != nil {
		return p, err
	}
	p.Checkpoint, p.Saved = string(signed), about.ModTime()
	return p, nil
}
