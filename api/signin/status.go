package signin

import (
	"context"
	"time"
)

// Status is what an account's owner and the security administrator may see of
// its secrets.
type Status struct {
	HasPassword bool
	PasswordSet time.Time
	// PasswordUntil is when the policy asks for a new one; zero means never.
	PasswordUntil time.Time
	SecondSince   time.Time // zero without a second factor
	RecoveryLeft  int
	Devices       int
}

// Status tells of an account's secrets, and none of them.
func (s *Service) Status(ctx context.Context, login string) (Status, error) {
	a, err := s.secretsOf(ctx, login)
	st := Status{HasPassword: a.Password != "", PasswordSet: a.Set, RecoveryLeft: len(a.Recovery), Devices: len(a.Devices)}
	if age := s.policy.rules().age; age > 0 && st.HasPassword {
		st.PasswordUntil = a.Set.Add(age)
	}
	if a.Second != nil {
		st.SecondSince = a.Second.Since
	}
	return st, err
}

// ForgetDevices lets an account be known on no device: its owner has lost one.
func (s *Service) ForgetDevices(ctx context.Context, login, by string, from From) error {
	err := s.alter(ctx, login, func(a *secrets) error {
		a.Devices = nil
		return nil
	})
	if err != nil {
		return err
	}
	return s.report(ctx, from, Record{Act: DevicesForgotten, Login: login, By: by})
}
