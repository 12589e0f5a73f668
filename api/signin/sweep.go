package signin

import (
	"context"
	"encoding/hex"
	"errors"
	"time"
)

// Sweep writes down when sessions and tokens were last used and throws away what
// has ended. The server calls it once a minute and before it stops; a call that
// was left out loses nothing but the minutes.
func (s *Service) Sweep(ctx context.Context) error {
	return errors.Join(s.sweepSessions(ctx), s.sweepTokens(ctx),
		sweep(ctx, s.store, kindPending, func(p pending) bool { return s.past(p.Until) }),
		sweep(ctx, s.store, kindLink, func(l link) bool { return s.past(l.Until) }),
		sweep(ctx, s.store, kindCode, func(c code) bool { return s.past(c.Until) }),
		sweep(ctx, s.store, kindState, func(f flow) bool { return s.past(f.Until) }),
		sweep(ctx, s.store, kindSetUp, func(u setUp) bool { return s.past(u.Until) }),
		sweep(ctx, s.store, kindTries, func(t tries) bool { return s.past(t.Until) && s.past(t.Last.Add(forget)) }))
}

func (s *Service) past(t time.Time) bool { return !s.now().Before(t) }

func (s *Service) sweepSessions(ctx context.Context) error {
	for _, k := range s.sessions.of(func(Session) bool { return true }) {
		if k.session.ended(s.now()) {
			if err := s.end(ctx, k.key); err != nil {
				return err
			}
			continue
		}
		seen := k.session.Seen
		err := change(ctx, s.store, kindSession, hex.EncodeToString(k.key[:]), func(v *Session, there bool) error {
			if !there || !v.Seen.Before(seen) {
				return errNothing // ended meanwhile: it must not come back
			}
			v.Seen = seen
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) sweepTokens(ctx context.Context) error {
	s.tokens.mu.RLock()
	list := make([]Token, 0, len(s.tokens.all))
	for _, h := range s.tokens.all {
		list = append(list, h.now())
	}
	s.tokens.mu.RUnlock()
	for _, now := range list {
		err := change(ctx, s.store, kindToken, now.ID, func(t *Token, there bool) error {
			if !there || !t.Used.Before(now.Used) {
				return errNothing // revoked meanwhile: it must not come back
			}
			t.Used, t.UsedIP = now.Used, now.UsedIP
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// sweep throws away the records of a kind that are over, unless somebody writes
// them again meanwhile.
func sweep[T any](ctx context.Context, store Store, kind string, over func(T) bool) error {
	ids, err := store.List(ctx, kind)
	for _, id := range ids {
		v, generation, err := getAt[T](ctx, store, kind, id)
		if err == nil && generation != 0 && over(v) {
			_, err = store.Swap(ctx, kind, id, generation, nil)
		}
		if err != nil {
			return err
		}
	}
	return err
}
