package signin

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// sessions are all there are, in memory, by the hash of their token. The store
// has them too; only the last use is written later, by [Service.Sweep].
type sessions struct {
	mu  sync.RWMutex
	all map[[sha256.Size]byte]*held
}

// held is a session of which everything but the last use is fixed: what changes
// makes a new session with a new token.
type held struct {
	session Session
	seen    atomic.Int64 // nanoseconds since 1970
}

func hold(v Session) *held {
	h := &held{session: v}
	h.seen.Store(v.Seen.UnixNano())
	return h
}

// now is the session with its last use.
func (h *held) now() Session {
	v := h.session
	v.Seen = time.Unix(0, h.seen.Load()).In(v.Created.Location())
	return v
}

// use sets the last use, which never goes back.
func (h *held) use(now time.Time) {
	for at := now.UnixNano(); ; {
		was := h.seen.Load()
		if was >= at || h.seen.CompareAndSwap(was, at) {
			return
		}
	}
}

func (l *sessions) load(ctx context.Context, store Store) error {
	l.all = map[[sha256.Size]byte]*held{}
	return all(ctx, store, kindSession, func(id string, v Session) error {
		var key [sha256.Size]byte
		if n, err := hex.Decode(key[:], []byte(id)); err == nil && n == len(key) {
			l.all[key] = hold(v)
		}
		return nil
	})
}

func (l *sessions) get(token string) (*held, [sha256.Size]byte, bool) {
	key := sha256.Sum256([]byte(token))
	l.mu.RLock()
	defer l.mu.RUnlock()
	h, ok := l.all[key]
	return h, key, ok
}

func (l *sessions) set(key [sha256.Size]byte, v Session) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all[key] = hold(v)
}

// remove reports whether the session was there: of two that end it one does.
func (l *sessions) remove(key [sha256.Size]byte) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, ok := l.all[key]
	delete(l.all, key)
	return ok
}

type keyed struct {
	key     [sha256.Size]byte
	session Session
}

// of lists the sessions that match, the one used longest ago first.
func (l *sessions) of(match func(Session) bool) (found []keyed) {
	l.mu.RLock()
	for key, h := range l.all {
		if v := h.now(); match(v) {
			found = append(found, keyed{key, v})
		}
	}
	l.mu.RUnlock()
	slices.SortFunc(found, func(a, b keyed) int {
		return cmp.Or(a.session.Seen.Compare(b.session.Seen), cmp.Compare(a.session.ID, b.session.ID))
	})
	return found
}
