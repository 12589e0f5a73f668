package signin

import (
	"context"
	"time"
)

// LinkTime is the longest life of a deputy's link.
const LinkTime = 72 * time.Hour

const (
	purposeReset  = "reset"
	purposeDeputy = "deputy"
)

// link is something that may be done once by who has its token.
type link struct {
	Purpose string
	Login   string    `json:",omitempty"`
	For     DeputyFor `json:",omitzero"`
	Until   time.Time
}

// DeputyFor says what a deputy's link or code is for. All of it are identifiers
// of the log; none is a name or a number.
type DeputyFor struct {
	Deputy string
	Case   string
	// Act is what it lets the deputy do.
	Act string
}

// NewLink makes a one-time link for one deputy, one suggestion and one act, for
// so long and no longer than 72 hours. The address should hold the token alone
// (handbook THR-42).
func (s *Service) NewLink(ctx context.Context, what DeputyFor, life time.Duration, by string) (token string, err error) {
	if life <= 0 || life > LinkTime {
		life = LinkTime
	}
	token, id, err := s.keepLink(ctx, link{Purpose: purposeDeputy, For: what, Until: s.now().Add(life)})
	if err != nil {
		return "", err
	}
	return token, s.report(ctx, From{}, Record{Act: LinkMade, By: by, Subject: id, Detail: what.detail()})
}

// SeeLink tells what a link is for and changes nothing. A page shows it at GET.
func (s *Service) SeeLink(ctx context.Context, token string) (DeputyFor, error) {
	l, err := s.seeLink(ctx, token, purposeDeputy)
	return l.For, err
}

// UseLink uses a link up, for one caller only. A page does so at POST.
func (s *Service) UseLink(ctx context.Context, token string, from From) (DeputyFor, error) {
	l, err := s.seeLink(ctx, token, purposeDeputy)
	if err == nil {
		err = s.useUp(ctx, token)
	}
	r := Record{Act: LinkUsed, Subject: publicID(token), Detail: l.For.detail()}
	if err != nil {
		return DeputyFor{}, s.stoppedAt(ctx, from, r, err)
	}
	return l.For, s.report(ctx, from, r)
}

// VoidLinks makes all links for a deputy and a suggestion worthless.
func (s *Service) VoidLinks(ctx context.Context, deputy, caseID string) error {
	return s.voidLinks(ctx, func(l link) bool {
		return l.Purpose == purposeDeputy && l.For.Deputy == deputy && l.For.Case == caseID
	})
}

func (s *Service) keepLink(ctx context.Context, l link) (token, id string, err error) {
	if token, err = s.secret(tokenBytes); err != nil {
		return "", "", err
	}
	return token, publicID(token), put(ctx, s.store, kindLink, digest(token), l)
}

func (s *Service) seeLink(ctx context.Context, token, purpose string) (link, error) {
	l, there, err := get[link](ctx, s.store, kindLink, digest(token))
	if err == nil && (!there || l.Purpose != purpose || !s.now().Before(l.Until)) {
		return link{}, refuse(ErrLink)
	}
	return l, err
}

func (s *Service) useUp(ctx context.Context, token string) error {
	_, ok, err := take[link](ctx, s.store, kindLink, digest(token))
	if err == nil && !ok {
		return refuse(ErrLink)
	}
	return err
}

func (s *Service) voidLinks(ctx context.Context, match func(link) bool) error {
	return all(ctx, s.store, kindLink, func(id string, l link) error {
		if !match(l) {
			return nil
		}
		return drop(ctx, s.store, kindLink, id)
	})
}

func (d DeputyFor) detail() map[string]string {
	return map[string]string{"deputy": d.Deputy, "case": d.Case, "act": d.Act}
}
