package signin

import (
	"context"
	"time"
)

// binding says which login somebody at an identity provider is.
type binding struct {
	Login, Issuer, Subject string
	Since                  time.Time
}

// Bound is one identity that an account is bound to.
type Bound struct {
	Issuer, Subject string
	Since           time.Time
}

// Bind lets who is (issuer, subject) at an identity provider in as login. One
// identity is one account, and changes only after Unbind.
func (s *Service) Bind(ctx context.Context, login, issuer, subject, by string, from From) error {
	if _, exists := s.entry(login); !exists || issuer == "" || subject == "" {
		return refuse(ErrWrong)
	}
	err := change(ctx, s.store, kindSubject, digest(issuer, subject), func(b *binding, there bool) error {
		switch {
		case there && b.Login == login:
			return errNothing
		case there:
			return refuse(ErrBound)
		}
		*b = binding{login, issuer, subject, s.now()}
		return nil
	})
	if err != nil {
		return err
	}
	return s.report(ctx, from, Record{Act: SubjectBound, Login: login, By: by, Detail: map[string]string{"issuer": issuer}})
}

// Unbind takes that back and ends the account's sessions.
func (s *Service) Unbind(ctx context.Context, login, issuer, subject, by string, from From) error {
	id := digest(issuer, subject)
	b, there, err := get[binding](ctx, s.store, kindSubject, id)
	if err != nil {
		return err
	}
	if !there || b.Login != login {
		return refuse(ErrUnbound)
	}
	if err := drop(ctx, s.store, kindSubject, id); err != nil {
		return err
	}
	if err := s.endAll(ctx, func(v Session) bool { return v.Login == login }, login, by, "", from); err != nil {
		return err
	}
	return s.report(ctx, from, Record{Act: SubjectUnbound, Login: login, By: by, Detail: map[string]string{"issuer": issuer}})
}

// BoundTo lists the identities of an account.
func (s *Service) BoundTo(ctx context.Context, login string) (list []Bound, err error) {
	err = all(ctx, s.store, kindSubject, func(_ string, b binding) error {
		if b.Login == login {
			list = append(list, Bound{b.Issuer, b.Subject, b.Since})
		}
		return nil
	})
	return list, err
}
