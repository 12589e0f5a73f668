package notices

import (
	"context"
	"time"

	"zombiezen.com/go/sqlite"

	"huiyin/domain/suggestion"
)

// Figures are what the queue holds, by channel.
type Figures struct {
	Waiting, Sent, Failed map[string]int
	// Oldest is from when the oldest letter is that should be gone: ready, or tried in
	// vain. Zero if there is none; what waits for the morning is not late.
	Oldest time.Time
}

// Figures counts the letters as of a moment.
func (n *Notices) Figures(ctx context.Context) (Figures, error) {
	f := Figures{Waiting: map[string]int{}, Sent: map[string]int{}, Failed: map[string]int{}}
	of := map[State]map[string]int{Waiting: f.Waiting, Sent: f.Sent, Failed: f.Failed}
	err := n.file.read(ctx, `SELECT state, channel, count(*), coalesce(min(CASE WHEN tries > 0 OR ready <= ? THEN made END), 0) FROM queue
 GROUP BY state, channel`, []any{n.o.Now().UnixMilli()}, func(s *sqlite.Stmt) error {
		state, late := State(s.ColumnText(0)), s.ColumnInt64(3)
		if of[state] != nil {
			of[state][s.ColumnText(1)] = s.ColumnInt(2)
		}
		if made := time.UnixMilli(late); state == Waiting && late > 0 && (f.Oldest.IsZero() || made.Before(f.Oldest)) {
			f.Oldest = made
		}
		return nil
	})
	return f, err
}

// Failed lists the newest letters that were given up, at most so many.
func (n *Notices) Failed(ctx context.Context, limit int) (all []Result, err error) {
	err = n.file.read(ctx, "SELECT made, case_id, notice, channel, role, unit, tries, reason FROM queue WHERE state = 'failed' ORDER BY made DESC, id LIMIT ?",
		[]any{max(limit, 0)}, func(s *sqlite.Stmt) error {
			all = append(all, Result{At: time.UnixMilli(s.ColumnInt64(0)), Case: suggestion.CaseID(s.ColumnText(1)), Key: s.ColumnText(2), Channel: s.ColumnText(3),
				Role: roleOf(s.ColumnText(4)), Unit: s.ColumnText(5), Tries: s.ColumnInt(6), Reason: s.ColumnText(7)})
			return nil
		})
	return all, err
}
