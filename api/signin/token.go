package signin

import (
	"cmp"
	"context"
	"crypto/subtle"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// TokenTime is the longest life of an API token.
const TokenTime = 365 * 24 * time.Hour

// TokenPattern finds a token where it must not be: for scanners of source,
// chats and logs.
const TokenPattern = `hy_[a-z2-7]{16}_[a-z2-7]{52}`

// Token is a program's way in, on behalf of one account and one of its grants.
type Token struct {
	// ID is public: the middle part of the token.
	ID    string
	Login string
	Name  string // what it is for, in its owner's words
	// Grant bounds it to one unit and role; Scopes say what of that it may do.
	Grant          string
	Scopes         []string
	Created, Until time.Time
	// Used and UsedIP are its last use, to the minute after a restart.
	Used   time.Time
	UsedIP string
	Digest string // of the secret
}

// Terms are what is asked of a new token. All fields are needed.
type Terms struct {
	Name   string
	Grant  string
	Scopes []string
	Until  time.Time
}

// tokens are all there are, in memory.
type tokens struct {
	mu  sync.RWMutex
	all map[string]*heldToken
}

type heldToken struct {
	token Token
	use   atomic.Pointer[use]
}

type use struct {
	at time.Time
	ip string
}

func (l *tokens) load(ctx context.Context, store Store) error {
	l.all = map[string]*heldToken{}
	return all(ctx, store, kindToken, func(id string, t Token) error {
		l.all[id] = holdToken(t)
		return nil
	})
}

func holdToken(t Token) *heldToken {
	h := &heldToken{token: t}
	h.use.Store(&use{t.Used, t.UsedIP})
	return h
}

func (h *heldToken) now() Token {
	t, u := h.token, h.use.Load()
	t.Used, t.UsedIP = u.at, u.ip
	return t
}

// NewToken makes an API token for the session's own account; the secret is shown
// once. The session must be fresh.
func (s *Service) NewToken(ctx context.Context, session string, terms Terms, from From) (secret string, t Token, err error) {
	v, err := s.freshly(session)
	if err != nil {
		return "", Token{}, err
	}
	if err := s.agree(v.Login, terms); err != nil {
		return "", Token{}, err
	}
	id, err1 := s.secret(publicBytes)
	word, err2 := s.secret(tokenBytes)
	if err := cmp.Or(err1, err2); err != nil {
		return "", Token{}, err
	}
	t = Token{ID: id, Login: v.Login, Name: strings.TrimSpace(terms.Name), Grant: terms.Grant, Scopes: slices.Clone(terms.Scopes),
		Created: s.now(), Until: terms.Until, Digest: digest(word)}
	if err := s.keepToken(ctx, t, from); err != nil {
		return "", Token{}, err
	}
	t.Digest = ""
	return "hy_" + id + "_" + word, t, nil
}

// agree refuses a token that would be unbounded, or go beyond its owner.
func (s *Service) agree(login string, t Terms) error {
	now := s.now()
	if strings.TrimSpace(t.Name) == "" || len(t.Scopes) == 0 || !t.Until.After(now) || t.Until.Sub(now) > TokenTime {
		return refuse(ErrTokenTerms)
	}
	if account, _ := s.entry(login); !slices.Contains(account.Grants, t.Grant) {
		return refuse(ErrGrant)
	}
	return nil
}

// keepToken writes a token down and reports it; only then does it open anything.
func (s *Service) keepToken(ctx context.Context, t Token, from From) error {
	if err := put(ctx, s.store, kindToken, t.ID, t); err != nil {
		return err
	}
	r := Record{Act: TokenCreated, Login: t.Login, Subject: t.ID, Detail: map[string]string{
		"scopes": strings.Join(t.Scopes, " "), "grant": t.Grant, "until": t.Until.Format(time.RFC3339)}}
	if err := s.report(ctx, from, r); err != nil {
		return errors.Join(err, drop(context.WithoutCancel(ctx), s.store, kindToken, t.ID))
	}
	s.tokens.mu.Lock()
	defer s.tokens.mu.Unlock()
	s.tokens.all[t.ID] = holdToken(t)
	return nil
}

// Bearer finds what an API token may do. It reads only memory. It fails with
// ErrToken or, to who has the right secret of one that is too old, with
// ErrTokenExpired (handbook AUT-08). The scopes are the caller's to compare.
func (s *Service) Bearer(token string, from From) (Token, error) {
	rest, ours := strings.CutPrefix(token, "hy_")
	id, word, parted := strings.Cut(rest, "_")
	s.tokens.mu.RLock()
	h := s.tokens.all[id]
	s.tokens.mu.RUnlock()
	if !ours || !parted || h == nil || subtle.ConstantTimeCompare([]byte(digest(word)), []byte(h.token.Digest)) != 1 {
		return Token{}, refuse(ErrToken)
	}
	now := s.now()
	account, there := s.entry(h.token.Login)
	switch {
	case !now.Before(h.token.Until):
		return Token{}, refuse(ErrTokenExpired)
	case !there || account.Suspended || !slices.Contains(account.Grants, h.token.Grant):
		return Token{}, refuse(ErrToken)
	}
	h.use.Store(&use{now, from.IP})
	t := h.now()
	t.Digest = ""
	return t, nil
}

// RefusedToken reports that a program was turned away; the caller does so, and
// decides how often for one address.
func (s *Service) RefusedToken(ctx context.Context, err *Error, from From) error {
	return s.report(ctx, from, Record{Act: TokenRefused, Refused: err.Err.Error()})
}

// Tokens lists an account's API tokens, the oldest first, without what their
// secrets are compared with.
func (s *Service) Tokens(login string) (list []Token) {
	s.tokens.mu.RLock()
	for _, h := range s.tokens.all {
		if t := h.now(); t.Login == login {
			t.Digest = ""
			list = append(list, t)
		}
	}
	s.tokens.mu.RUnlock()
	slices.SortFunc(list, func(a, b Token) int { return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID)) })
	return list
}

// Revoke takes an API token away from an account; by is who asked for it.
func (s *Service) Revoke(ctx context.Context, login, id, by string, from From) error {
	s.tokens.mu.Lock()
	h := s.tokens.all[id]
	if h != nil && h.token.Login == login {
		delete(s.tokens.all, id)
	}
	s.tokens.mu.Unlock()
	if h == nil || h.token.Login != login {
		return refuse(ErrToken)
	}
	if err := drop(ctx, s.store, kindToken, id); err != nil {
		return err
	}
	return s.report(ctx, from, Record{Act: TokenRevoked, Login: login, By: by, Subject: id})
}

func (s *Service) revokeAll(ctx context.Context, login, by string, from From) error {
	for _, t := range s.Tokens(login) {
		if err := s.Revoke(ctx, login, t.ID, by, from); err != nil {
			return err
		}
	}
	return nil
}
