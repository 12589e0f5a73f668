package signin

import (
	"context"
	"errors"
	"slices"
	"strings"
)

// How somebody proved who they are; the audit says it.
const (
	byPassword = "password"
	byProvider = "oidc"
)

// SignIn takes a login and a password. It gives a session, or asks for a second
// factor if the login has one. It refuses with ErrWrong, ErrSlow, ErrLocked or,
// to who knows the password, ErrSuspended. For a login without a second factor
// whose roles need one, the session may do nothing but enrol it.
func (s *Service) SignIn(ctx context.Context, login, password string, from From) (Step, error) {
	login = strings.TrimSpace(login)
	account, exists := s.entry(login)
	a, err := s.secretsOf(ctx, login)
	if err != nil {
		return Step{}, err
	}
	known := a.knows(from.Device)
	if err := s.charge(ctx, login, from, known); err != nil {
		return Step{}, s.stopped(ctx, login, exists, from, err)
	}
	right, stale, err := s.hasher.check(ctx, a.Password, clip(password, 4*maxPassword))
	switch {
	case err != nil:
		return Step{}, err
	case !right || !exists:
		return Step{}, s.wrong(ctx, login, exists, from, known, "password")
	case account.Suspended:
		return Step{}, s.refused(ctx, from, Record{Act: SignedIn, Login: login}, refuse(ErrSuspended))
	}
	if stale {
		if err := s.rehash(ctx, login, a.Password, password); err != nil {
			return Step{}, err
		}
	}
	if a.Second != nil {
		return s.askSecond(ctx, login, byPassword)
	}
	if err := s.forgive(ctx, login, from, known); err != nil {
		return Step{}, err
	}
	return s.start(ctx, login, from, byPassword, false)
}

// stopped reports a try that was not allowed.
func (s *Service) stopped(ctx context.Context, login string, exists bool, from From, err error) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	return s.refused(ctx, from, Record{Act: SignedIn, Login: named(login, exists)}, e)
}

// wrong reports a try that failed and, if it was the fifth, that the login is
// locked now.
func (s *Service) wrong(ctx context.Context, login string, exists bool, from From, known bool, what string) error {
	e := s.refused(ctx, from, Record{Act: SignedIn, Login: named(login, exists)}, because(ErrWrong, what))
	locked, err := s.failed(ctx, login, from, known)
	if err == nil && locked {
		err = s.report(ctx, from, Record{Act: Locked, Login: named(login, exists)})
	}
	if err != nil {
		return err
	}
	return e
}

// named leaves out what is no login: it may be a password in the wrong field.
func named(login string, exists bool) string {
	if exists {
		return login
	}
	return ""
}

// rehash brings a right password's hash to the cost asked now, unless it was
// changed meanwhile.
func (s *Service) rehash(ctx context.Context, login, old, password string) error {
	encoded, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.alter(ctx, login, func(a *secrets) error {
		if a.Password != old {
			return errNothing
		}
		a.Password = encoded
		return nil
	})
}

// ChangePassword sets the password of the session's own account, who must give
// the old one. All other sessions end and this one gets a new token.
func (s *Service) ChangePassword(ctx context.Context, token, old, password string, from From) (Step, error) {
	v, err := s.Lookup(token)
	if err != nil {
		return Step{}, err
	}
	if err := s.provePassword(ctx, v, old, from, PasswordChanged); err != nil {
		return Step{}, err
	}
	if old == password {
		return Step{}, refuse(ErrSame)
	}
	if err := s.setPassword(ctx, v.Login, password); err != nil {
		return Step{}, err
	}
	if err := s.EndOthers(ctx, token, from); err != nil {
		return Step{}, err
	}
	return s.rotate(ctx, token, from, Record{Act: PasswordChanged}, func(v *Session) {
		if v.Must == MustChangePassword {
			v.Must = MustNothing
		}
	})
}

// CheckPassword tells whether a login could take a password, without setting it:
// a page may say so while it is typed.
func (s *Service) CheckPassword(login, password string) error {
	account, _ := s.entry(login)
	if e := s.policy.fits(password, slices.Concat(s.words, account.Words, []string{login})); e != nil {
		return e
	}
	return nil
}

func (s *Service) setPassword(ctx context.Context, login, password string) error {
	if err := s.CheckPassword(login, password); err != nil {
		return err
	}
	encoded, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.alter(ctx, login, func(a *secrets) error {
		a.Password, a.Set = encoded, s.now()
		return nil
	})
}

// provePassword asks a session's owner for the password, counted like a sign-in.
func (s *Service) provePassword(ctx context.Context, v Session, password string, from From, act Act) error {
	return s.prove(ctx, v, from, act, func(a secrets) (bool, error) {
		right, _, err := s.hasher.check(ctx, a.Password, clip(password, 4*maxPassword))
		return right, err
	})
}

// prove charges a try, makes it and forgives it if it was right.
func (s *Service) prove(ctx context.Context, v Session, from From, act Act, right func(secrets) (bool, error)) error {
	a, err := s.secretsOf(ctx, v.Login)
	if err != nil {
		return err
	}
	known := a.knows(from.Device)
	if err := s.charge(ctx, v.Login, from, known); err != nil {
		return s.stopped(ctx, v.Login, true, from, err)
	}
	ok, err := right(a)
	if err != nil {
		return err
	}
	if !ok {
		return s.refused(ctx, from, Record{Act: act, Login: v.Login, Subject: v.ID}, refuse(ErrWrong))
	}
	return s.forgive(ctx, v.Login, from, known)
}
