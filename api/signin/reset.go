package signin

import (
	"context"
	"errors"
	"time"
)

// ResetTime is how long the link of a reset holds.
const ResetTime = 24 * time.Hour

// StartReset makes a one-time link by which the owner of a login sets a new
// password, as every account gets its first. An administrator hands it over and
// never sees or sets a password (handbook THR-24). A link before it is void.
func (s *Service) StartReset(ctx context.Context, login, by string, from From) (token string, err error) {
	if _, exists := s.entry(login); !exists {
		return "", refuse(ErrWrong)
	}
	if err := s.voidLinks(ctx, func(l link) bool { return l.Purpose == purposeReset && l.Login == login }); err != nil {
		return "", err
	}
	token, id, err := s.keepLink(ctx, link{Purpose: purposeReset, Login: login, Until: s.now().Add(ResetTime)})
	if err != nil {
		return "", err
	}
	return token, s.report(ctx, from, Record{Act: ResetStarted, Login: login, By: by, Subject: id})
}

// CheckReset tells whose password a link sets, and changes nothing: opening a
// link, as mail scanners do, uses nothing up.
func (s *Service) CheckReset(ctx context.Context, token string) (login string, err error) {
	l, err := s.seeLink(ctx, token, purposeReset)
	return l.Login, err
}

// FinishReset sets the password, ends all sessions of the login and uses the
// link up. It signs nobody in: the second factor is asked as ever. A password
// that does not fit leaves the link.
func (s *Service) FinishReset(ctx context.Context, token, password string, from From) error {
	l, err := s.seeLink(ctx, token, purposeReset)
	if err != nil {
		return s.stoppedAt(ctx, from, Record{Act: ResetUsed}, err)
	}
	if err := s.CheckPassword(l.Login, password); err != nil {
		return err
	}
	if err := s.useUp(ctx, token); err != nil {
		return err
	}
	if err := s.report(ctx, from, Record{Act: ResetUsed, Login: l.Login, Subject: publicID(token)}); err != nil {
		return err
	}
	if err := s.setPassword(ctx, l.Login, password); err != nil {
		return err
	}
	return s.endAll(ctx, func(v Session) bool { return v.Login == l.Login }, l.Login, l.Login, "", from)
}

// stoppedAt reports a refusal; other errors pass.
func (s *Service) stoppedAt(ctx context.Context, from From, r Record, err error) error {
	var e *Error
	if errors.As(err, &e) {
		return s.refused(ctx, from, r, e)
	}
	return err
}
