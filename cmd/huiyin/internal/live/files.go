package live

import (
	"context"
	"time"
)

// heldFor is how long a file waits for the act with which it is sent.
const heldFor = 24 * time.Hour

// keepFiles erases once an hour what was sent and bound to no act within a day,
// until the context ends.
func (s *Server) keepFiles(ctx context.Context) error {
	for {
		n, err := s.files.Lapse(ctx, s.Office.Now().Add(-heldFor), s.Office.Holds)
		switch {
		case err != nil && ctx.Err() == nil:
			s.o.Logger.Error("files", "error", err)
		case n > 0:
			s.o.Logger.Info("files", "erased", n)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Hour):
		}
	}
}
