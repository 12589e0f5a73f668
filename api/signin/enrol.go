package signin

import (
	"bytes"
	"context"
	"fmt"

	"github.com/pquerna/otp/totp"
	"rsc.io/qr"
)

const (
	recoveryCodes = 10
	recoveryBytes = 10 // 80 bits: no dictionary of them can be made
)

// Enrolment is a second factor that is not confirmed yet.
type Enrolment struct {
	// Secret is to be typed where no picture can be taken.
	Secret string
	// URI is the otpauth address that the picture holds.
	URI string
	// PNG is the picture.
	PNG []byte
}

// BeginEnrol draws a second factor for the session's own account. The session
// must be fresh: who sits down at an open desk cannot give it their own phone.
// What was enrolled before stays until the new one is confirmed.
func (s *Service) BeginEnrol(ctx context.Context, token string) (Enrolment, error) {
	v, err := s.freshly(token)
	if err != nil {
		return Enrolment{}, err
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: s.issuer, AccountName: v.Login, SecretSize: 20, Rand: s.random})
	if err != nil {
		return Enrolment{}, err
	}
	code, err := qr.Encode(key.URL(), qr.M)
	if err != nil {
		return Enrolment{}, err
	}
	err = s.alter(ctx, v.Login, func(a *secrets) error {
		a.Begun = key.Secret()
		return nil
	})
	return Enrolment{key.Secret(), key.URL(), code.PNG()}, err
}

// FinishEnrol confirms the second factor by its first code, and gives the
// session a new token and its owner ten recovery codes, which are not shown
// again. The old second factor and its recovery codes are gone.
func (s *Service) FinishEnrol(ctx context.Context, token, code string, from From) (step Step, recovery []string, err error) {
	v, err := s.freshly(token)
	if err != nil {
		return Step{}, nil, err
	}
	recovery, kept, err := s.drawRecovery(v.Login)
	if err != nil {
		return Step{}, nil, err
	}
	err = s.alter(ctx, v.Login, func(a *secrets) error {
		if a.Begun == "" {
			return refuse(ErrNoSecond)
		}
		at, ok := stepOf(a.Begun, code, s.now())
		if !ok {
			return refuse(ErrWrong)
		}
		a.Second, a.Begun, a.Recovery = &second{a.Begun, s.now(), at}, "", kept
		return nil
	})
	if err != nil {
		return Step{}, nil, err
	}
	step, err = s.rotate(ctx, token, from, Record{Act: SecondEnrolled}, func(v *Session) {
		v.Second, v.Factor = true, s.now()
		if v.Must == MustEnrol {
			v.Must = MustNothing
		}
	})
	return step, recovery, err
}

// RenewRecovery replaces the recovery codes of the session's own account.
func (s *Service) RenewRecovery(ctx context.Context, token string, from From) ([]string, error) {
	v, err := s.freshly(token)
	if err != nil {
		return nil, err
	}
	codes, kept, err := s.drawRecovery(v.Login)
	if err != nil {
		return nil, err
	}
	err = s.alter(ctx, v.Login, func(a *secrets) error {
		if a.Second == nil {
			return refuse(ErrNoSecond)
		}
		a.Recovery = kept
		return nil
	})
	if err != nil {
		return nil, err
	}
	return codes, s.report(ctx, from, Record{Act: RecoveryRenewed, Login: v.Login, Subject: v.ID})
}

// RemoveSecond takes a lost second factor off an account and ends its sessions.
// An administrator does it for somebody else; if the roles need a second factor,
// the next sign-in may do nothing but enrol a new one.
func (s *Service) RemoveSecond(ctx context.Context, login, by string, from From) error {
	err := s.alter(ctx, login, func(a *secrets) error {
		if a.Second == nil {
			return refuse(ErrNoSecond)
		}
		a.Second, a.Begun, a.Recovery = nil, "", nil
		return nil
	})
	if err != nil {
		return err
	}
	if err := s.endAll(ctx, func(v Session) bool { return v.Login == login }, login, by, "", from); err != nil {
		return err
	}
	return s.report(ctx, from, Record{Act: SecondRemoved, Login: login, By: by})
}

// drawRecovery draws codes as they are shown and as they are kept.
func (s *Service) drawRecovery(login string) (shown, kept []string, err error) {
	for range recoveryCodes {
		c, err := s.secret(recoveryBytes)
		if err != nil {
			return nil, nil, err
		}
		shown = append(shown, fmt.Sprintf("%s-%s-%s-%s", c[:4], c[4:8], c[8:12], c[12:]))
		kept = append(kept, digest(login, c))
	}
	return shown, kept, nil
}

// freshly is a session whose owner has just proved who they are.
func (s *Service) freshly(token string) (Session, error) {
	v, err := s.Lookup(token)
	if err == nil && !v.Fresh(s.now()) {
		err = refuse(ErrStepUp)
	}
	return v, err
}

// SVG draws the picture as shapes, for a page that prints it.
func (e Enrolment) SVG() ([]byte, error) {
	code, err := qr.Encode(e.URI, qr.M)
	if err != nil {
		return nil, err
	}
	const quiet = 4
	var b bytes.Buffer
	n := code.Size + 2*quiet
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges"><rect width="%d" height="%d" fill="#fff"/><path d="`, n, n, n, n)
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(&b, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	b.WriteString(`"/></svg>`)
	return b.Bytes(), nil
}
