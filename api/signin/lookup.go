package signin

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// Lookup finds who a token is and counts as a use of the session. It reads only
// memory. It fails with ErrNoSession for a token that is unknown or ended and
// for an account that is gone or suspended now.
func (s *Service) Lookup(token string) (Session, error) { return s.find(token, true) }

// Peek is Lookup without counting as a use: for what a page does by itself, such
// as a stream that looks every few seconds whether its reader may still read
// (handbook THR-33).
func (s *Service) Peek(token string) (Session, error) { return s.find(token, false) }

func (s *Service) find(token string, use bool) (Session, error) {
	h, _, ok := s.sessions.get(token)
	if !ok {
		return Session{}, refuse(ErrNoSession)
	}
	now, v := s.now(), h.now()
	account, there := s.entry(v.Login)
	if v.ended(now) || !there || account.Suspended {
		return Session{}, refuse(ErrNoSession)
	}
	if !slices.Contains(account.Grants, v.Grant) {
		v.Grant = ""
	}
	if v.Must == MustNothing && account.SecondFactor && !v.Second {
		v.Must = MustEnrol // the role came after sign-in
	}
	if use {
		h.use(now)
		v.Seen = now
	}
	return v, nil
}

// Sessions lists an account's sessions, the one used longest ago first.
func (s *Service) Sessions(login string) (list []Session) {
	now := s.now()
	for _, k := range s.sessions.of(func(v Session) bool { return v.Login == login && !v.ended(now) }) {
		list = append(list, k.session)
	}
	return list
}

// SignOut ends a session. An unknown token is no error: it is out already.
func (s *Service) SignOut(ctx context.Context, token string, from From) error {
	h, key, ok := s.sessions.get(token)
	if !ok {
		return nil
	}
	if err := s.end(ctx, key); err != nil {
		return err
	}
	return s.report(ctx, from, Record{Act: SignedOut, Login: h.session.Login, Subject: h.session.ID})
}

// End ends one of an account's sessions by its ID; by is who asked for it.
func (s *Service) End(ctx context.Context, login, id, by string, from From) error {
	return s.endAll(ctx, func(v Session) bool { return v.Login == login && v.ID == id }, login, by, id, from)
}

// EndAll ends all sessions of an account and revokes its API tokens: by itself,
// by its unit's owner or by the security administrator (handbook THR-33). It
// holds for the next request.
func (s *Service) EndAll(ctx context.Context, login, by string, from From) error {
	if err := s.endAll(ctx, func(v Session) bool { return v.Login == login }, login, by, "", from); err != nil {
		return err
	}
	return s.revokeAll(ctx, login, by, from)
}

// EndOthers ends all sessions of an account but the one that asks.
func (s *Service) EndOthers(ctx context.Context, token string, from From) error {
	v, err := s.Lookup(token)
	if err != nil {
		return err
	}
	return s.endAll(ctx, func(o Session) bool { return o.Login == v.Login && o.ID != v.ID }, v.Login, v.Login, "", from)
}

func (s *Service) endAll(ctx context.Context, match func(Session) bool, login, by, id string, from From) error {
	list := s.sessions.of(match)
	for _, k := range list {
		if err := s.end(ctx, k.key); err != nil {
			return err
		}
	}
	if len(list) == 0 {
		return nil
	}
	return s.report(ctx, from, Record{Act: SessionsEnded, Login: login, By: by, Subject: id})
}

// end takes a session away, from memory first: it is over when this returns,
// whatever the store does.
func (s *Service) end(ctx context.Context, key [sha256.Size]byte) error {
	s.sessions.remove(key)
	return drop(ctx, s.store, kindSession, hex.EncodeToString(key[:]))
}
