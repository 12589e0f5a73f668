package v1

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"time"

	"huiyin/api/desk"
	"huiyin/domain/suggestion"
	"huiyin/domain/veil"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/projections/telling"
)

// Notice tells that something happened to a case; what, is asked of the case.
type Notice struct {
	Position uint64    `json:"position"`
	Case     string    `json:"case"`
	Number   string    `json:"number,omitempty"`
	Version  int64     `json:"version"`
	Type     string    `json:"type"`
	Recorded time.Time `json:"recorded"`
	Who      string    `json:"who,omitempty"`
}

// news is an event as it goes to all who listen, with the case to judge who may
// know it.
type news struct {
	record eventstore.Recorded
	state  *suggestion.Suggestion
	data   []byte
}

// feed reads the log once for all who listen, while anybody does. Nobody who is
// slow holds up another: who is bufferSize behind is let go and reads on from the
// log.
type feed struct {
	log    desk.Log
	office desk.Office
	logger *slog.Logger
	done   context.Context

	mu        sync.Mutex
	listeners map[*listener]bool
	stop      context.CancelFunc // set while the feed runs
}

// bufferSize is how many events wait for one listener (handbook API-08).
const bufferSize = 256

// listener is one that is told; its channel is closed when it is let go.
type listener struct{ news chan *news }

// join begins to be told: of everything that is appended after this returns.
func (f *feed) join() (*listener, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	l := &listener{make(chan *news, bufferSize)}
	if f.stop == nil {
		head, err := f.log.Head(f.done)
		if err != nil {
			return nil, err
		}
		ctx, stop := context.WithCancel(f.done)
		f.stop, f.listeners = stop, map[*listener]bool{}
		go f.run(ctx, f.listeners, head)
	}
	f.listeners[l] = true
	return l, nil
}

// leave ends being told; the last one stops the feed.
func (f *feed) leave(l *listener) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.listeners[l] {
		delete(f.listeners, l)
		close(l.news)
	}
	if len(f.listeners) == 0 && f.stop != nil {
		f.stop()
		f.stop = nil
	}
}

// run tells what is appended until it is stopped or the log cannot be read; then
// everybody is let go.
func (f *feed) run(ctx context.Context, mine map[*listener]bool, after eventstore.Position) {
	for batch, err := range f.log.Subscribe(ctx, after, eventstore.SubscribeOptions{Keep: ofCase}) {
		if err != nil {
			if ctx.Err() == nil && !errors.Is(err, eventstore.ErrClosed) {
				f.logger.Error("stream", "error", err)
			}
			break
		}
		for _, r := range batch.Events {
			if n, err := f.prepare(ctx, r); err == nil {
				f.tell(mine, n)
			} else if ctx.Err() == nil {
				f.logger.Error("stream", "position", uint64(r.Position), "error", err)
			}
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for l := range mine {
		delete(mine, l)
		close(l.news)
	}
}

func ofCase(r *eventstore.Recorded) bool {
	_, ok := wire.CaseOf(string(r.Stream))
	return ok
}

func (f *feed) prepare(ctx context.Context, r eventstore.Recorded) (*news, error) {
	id, _ := wire.CaseOf(string(r.Stream))
	s, _, err := f.office.Current(ctx, id)
	if err != nil {
		return nil, err
	}
	return newsOf(r, s)
}

func newsOf(r eventstore.Recorded, s *suggestion.Suggestion) (*news, error) {
	data, err := json.Marshal(Notice{Position: uint64(r.Position), Case: string(s.ID), Number: s.Number, Version: int64(r.Version), Type: r.Type,
		Recorded: local(r.Recorded), Who: telling.Who(veil.Of(s).Meta(r.Meta))}) // to everybody alike, so veiled for all
	return &news{r, s, data}, err
}

func (f *feed) tell(mine map[*listener]bool, n *news) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for l := range mine {
		select {
		case l.news <- n:
		default:
			delete(mine, l)
			close(l.news)
		}
	}
}
