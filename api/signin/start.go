package signin

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
)

// Step is how far somebody has come: in, if Token is set; asked for a second
// factor, if Pending is.
type Step struct {
	// Pending goes with the code to [Service.Second], within five minutes.
	Pending string
	// Token is the session's secret, for the cookie. It is not shown again.
	Token string
	// Device is set when this device was not known: a secret for a cookie of a
	// year, by which its owner gets in while somebody else has the login locked.
	Device string
	// Session is what the token stands for.
	Session Session
}

// start signs somebody in who has proved who they are.
func (s *Service) start(ctx context.Context, login string, from From, how string, factored bool) (Step, error) {
	device, err := s.meet(ctx, login, from)
	if err != nil {
		return Step{}, err
	}
	known := device == ""
	if !known {
		from.Device = device
	}
	secrets, err := s.secretsOf(ctx, login)
	if err != nil {
		return Step{}, err
	}
	v := s.fresh(login, from)
	v.Second, v.Must = factored, s.must(login, secrets, factored, how)
	if err := s.makeRoom(ctx, login, from); err != nil {
		return Step{}, err
	}
	step, err := s.open(ctx, v)
	if err != nil {
		return Step{}, err
	}
	step.Device = device
	return step, s.handOut(ctx, step, from, Record{Act: SignedIn, NewDevice: !known, Detail: map[string]string{"how": how}})
}

// fresh is a session that begins now.
func (s *Service) fresh(login string, from From) Session {
	now := s.now()
	v := Session{Login: login, Created: now, Seen: now, Factor: now, IP: from.IP, Agent: clip(from.Agent, 200), Device: publicID(from.Device)}
	if account, ok := s.entry(login); ok && len(account.Grants) == 1 {
		v.Grant = account.Grants[0]
	}
	return v
}

// must says what has to be done first. A password's age matters only to who
// came in by it.
func (s *Service) must(login string, a secrets, factored bool, how string) Must {
	account, _ := s.entry(login)
	switch {
	case account.SecondFactor && !factored:
		return MustEnrol
	case how == byPassword && s.policy.expired(a.Set, s.now()):
		return MustChangePassword
	}
	return MustNothing
}

// meet makes sure that the device is known from now on, and gives its new secret
// if it was not.
func (s *Service) meet(ctx context.Context, login string, from From) (cookie string, err error) {
	fresh, err := s.secret(tokenBytes)
	if err != nil {
		return "", err
	}
	err = s.alter(ctx, login, func(a *secrets) error {
		cookie = ""
		if a.knows(from.Device) {
			return errNothing
		}
		cookie = fresh
		a.remember(cookie, s.now())
		return nil
	})
	return cookie, err
}

// makeRoom ends the sessions used longest ago until one more may be.
func (s *Service) makeRoom(ctx context.Context, login string, from From) error {
	list := s.sessions.of(func(v Session) bool { return v.Login == login && !v.ended(s.now()) })
	for len(list) >= MaxSessions {
		if err := s.end(ctx, list[0].key); err != nil {
			return err
		}
		r := Record{Act: SessionsEnded, Login: login, Subject: list[0].session.ID, Detail: map[string]string{"why": "too_many"}}
		if err := s.report(ctx, from, r); err != nil {
			return err
		}
		list = list[1:]
	}
	return nil
}

// open gives a session a token and keeps it.
func (s *Service) open(ctx context.Context, v Session) (Step, error) {
	token, err := s.secret(tokenBytes)
	if err != nil {
		return Step{}, err
	}
	v.ID = publicID(token)
	key := sha256.Sum256([]byte(token))
	if err := put(ctx, s.store, kindSession, hex.EncodeToString(key[:]), v); err != nil {
		return Step{}, err
	}
	s.sessions.set(key, v)
	return Step{Token: token, Session: v}, nil
}

// handOut reports a new session, and ends it if that cannot be done.
func (s *Service) handOut(ctx context.Context, step Step, from From, r Record) error {
	r.Login, r.Subject, r.Device = step.Session.Login, step.Session.ID, step.Session.Device
	err := s.report(ctx, from, r)
	if err != nil {
		_, key, _ := s.sessions.get(step.Token)
		_ = s.end(context.WithoutCancel(ctx), key) // the first error is what stopped it
	}
	return err
}

// rotate replaces a session by a changed one with a new token, as every gain of
// rights does (handbook AUT-06). Of two that rotate the same session one wins.
func (s *Service) rotate(ctx context.Context, token string, from From, r Record, f func(*Session)) (Step, error) {
	v, err := s.Lookup(token)
	if err != nil {
		return Step{}, err
	}
	_, key, _ := s.sessions.get(token)
	if !s.sessions.remove(key) {
		return Step{}, refuse(ErrNoSession)
	}
	if err := drop(ctx, s.store, kindSession, hex.EncodeToString(key[:])); err != nil {
		return Step{}, err
	}
	f(&v)
	step, err := s.open(ctx, v)
	if err != nil {
		return Step{}, err
	}
	return step, s.handOut(ctx, step, from, r)
}
