package signin

import (
	"context"
	"crypto/subtle"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
)

const (
	stepTime    = 30 * time.Second
	pendingTime = 5 * time.Minute
)

// pending is who has shown a password and not yet a second factor.
type pending struct {
	Login string
	How   string
	Until time.Time
}

// askSecond remembers that the first factor was right.
func (s *Service) askSecond(ctx context.Context, login, how string) (Step, error) {
	token, err := s.secret(tokenBytes)
	if err != nil {
		return Step{}, err
	}
	p := pending{login, how, s.now().Add(pendingTime)}
	return Step{Pending: token}, put(ctx, s.store, kindPending, digest(token), p)
}

// Second takes the code of an authenticator app, or a recovery code, and signs
// in who has shown a password before. A wrong one counts as a failed sign-in and
// may be tried again until the login is locked.
func (s *Service) Second(ctx context.Context, token, code string, from From) (Step, error) {
	p, there, err := get[pending](ctx, s.store, kindPending, digest(token))
	if err != nil {
		return Step{}, err
	}
	account, exists := s.entry(p.Login)
	if !there || !s.now().Before(p.Until) || !exists || account.Suspended {
		return Step{}, refuse(ErrNoSession)
	}
	a, err := s.secretsOf(ctx, p.Login)
	if err != nil {
		return Step{}, err
	}
	known := a.knows(from.Device)
	if err := s.charge(ctx, p.Login, from, known); err != nil {
		return Step{}, s.stopped(ctx, p.Login, true, from, err)
	}
	how, err := s.spend(ctx, p.Login, code, from)
	if err != nil {
		return Step{}, err
	}
	if how == "" {
		return Step{}, s.wrong(ctx, p.Login, true, from, known, "second")
	}
	if _, ok, err := take[pending](ctx, s.store, kindPending, digest(token)); err != nil || !ok {
		return Step{}, orElse(err, refuse(ErrNoSession))
	}
	if err := s.forgive(ctx, p.Login, from, known); err != nil {
		return Step{}, err
	}
	return s.start(ctx, p.Login, from, p.How, true)
}

// spend uses a code up and tells which kind it was; empty if it is wrong.
func (s *Service) spend(ctx context.Context, login, code string, from From) (how string, err error) {
	code = strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(code, "-", "")), ""))
	err = s.alter(ctx, login, func(a *secrets) error {
		how = ""
		if a.Second == nil {
			return errNothing
		}
		if step, ok := stepOf(a.Second.Secret, code, s.now()); ok && step > a.Second.Step {
			how, a.Second.Step = "totp", step
			return nil
		}
		if i := slices.Index(a.Recovery, digest(login, code)); i >= 0 {
			how, a.Recovery = "recovery", slices.Delete(a.Recovery, i, i+1)
			return nil
		}
		return errNothing
	})
	if err == nil && how == "recovery" {
		err = s.report(ctx, from, Record{Act: RecoveryUsed, Login: login})
	}
	return how, err
}

// stepOf finds the step a code belongs to: the present one, or the one before or
// after for a clock that is off.
func stepOf(secret, code string, now time.Time) (step int64, ok bool) {
	for _, d := range []int64{0, -1, 1} {
		at := now.Add(time.Duration(d) * stepTime)
		want, err := totp.GenerateCodeCustom(secret, at, totp.ValidateOpts{Period: 30, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return at.Unix() / 30, true
		}
	}
	return 0, false
}

// orElse is the first error, or the second if there is none.
func orElse(err error, e *Error) error {
	if err != nil {
		return err
	}
	return e
}
