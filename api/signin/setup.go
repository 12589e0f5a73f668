package signin

import (
	"context"
	"crypto/subtle"
	"time"
)

// SetUpTime is how long a set-up token holds.
const SetUpTime = 30 * time.Minute

type setUp struct {
	Digest string
	Until  time.Time
}

// SetUp gives a new token for setting up an installation, which replaces the one
// before. It fails with ErrSetUp once an account has a password: there is no
// default account, and no second way to the first one (handbook THR-23).
func (s *Service) SetUp(ctx context.Context) (token string, err error) {
	if err := s.untouched(ctx); err != nil {
		return "", err
	}
	if token, err = s.secret(tokenBytes); err != nil {
		return "", err
	}
	if err := put(ctx, s.store, kindSetUp, "token", setUp{digest(token), s.now().Add(SetUpTime)}); err != nil {
		return "", err
	}
	return token, s.report(ctx, From{}, Record{Act: SetUpPrinted})
}

// CheckSetUp tells whether a set-up token still holds, and changes nothing.
func (s *Service) CheckSetUp(ctx context.Context, token string) error {
	if err := s.untouched(ctx); err != nil {
		return err
	}
	kept, there, err := get[setUp](ctx, s.store, kindSetUp, "token")
	if err != nil {
		return err
	}
	if !there || !s.now().Before(kept.Until) || subtle.ConstantTimeCompare([]byte(kept.Digest), []byte(digest(token))) != 1 {
		return refuse(ErrLink)
	}
	return nil
}

// UseSetUp sets the password of the first account. The caller has checked the
// token and entered the account in the registers; if that much was done and this
// was not, a new token does it. A password that does not fit leaves the token.
func (s *Service) UseSetUp(ctx context.Context, token, login, password string, from From) error {
	r := Record{Act: SetUpUsed, Login: login}
	if err := s.CheckSetUp(ctx, token); err != nil {
		r.Login = ""
		return s.stoppedAt(ctx, from, r, err)
	}
	if _, exists := s.entry(login); !exists {
		return refuse(ErrWrong)
	}
	if err := s.CheckPassword(login, password); err != nil {
		return err
	}
	if _, ok, err := take[setUp](ctx, s.store, kindSetUp, "token"); err != nil || !ok {
		return orElse(err, refuse(ErrLink))
	}
	if err := s.report(ctx, from, r); err != nil {
		return err
	}
	return s.setPassword(ctx, login, password)
}

// untouched refuses an installation in which somebody can sign in by password.
func (s *Service) untouched(ctx context.Context) error {
	return all(ctx, s.store, kindAccount, func(_ string, a secrets) error {
		if a.Password != "" {
			return refuse(ErrSetUp)
		}
		return nil
	})
}
