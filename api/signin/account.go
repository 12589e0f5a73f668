package signin

import (
	"context"
	"slices"
	"time"
)

// secrets are what is kept of a login, in one record, so that whatever changes
// of it changes as a whole.
type secrets struct {
	Password string    // encoded argon2id hash
	Set      time.Time // when it was set
	Second   *second   `json:",omitempty"`
	Begun    string    `json:",omitempty"` // TOTP secret not confirmed yet
	Recovery []string  `json:",omitempty"` // digests
	Devices  []device  `json:",omitempty"` // newest last
}

// second is a second factor by time (RFC 6238).
type second struct {
	Secret string
	Since  time.Time
	Step   int64 // the last one used
}

type device struct {
	Digest string
	Since  time.Time
}

const maxDevices = 10

// knows reports whether somebody has come in with that device before.
func (a secrets) knows(cookie string) bool {
	return cookie != "" && slices.ContainsFunc(a.Devices, func(d device) bool { return d.Digest == digest(cookie) })
}

// remember adds a device and forgets the oldest of too many.
func (a *secrets) remember(cookie string, now time.Time) {
	a.Devices = append(a.Devices, device{digest(cookie), now})
	if extra := len(a.Devices) - maxDevices; extra > 0 {
		a.Devices = slices.Delete(a.Devices, 0, extra)
	}
}

func (s *Service) secretsOf(ctx context.Context, login string) (secrets, error) {
	a, _, err := get[secrets](ctx, s.store, kindAccount, keyOf(login))
	return a, err
}

// alter changes a login's secrets.
func (s *Service) alter(ctx context.Context, login string, f func(*secrets) error) error {
	return change(ctx, s.store, kindAccount, keyOf(login), func(a *secrets, _ bool) error { return f(a) })
}

// keyOf lets anything that was typed as a login be looked up: a register's
// login is at most 64 letters, digits and signs, and stands for itself.
func keyOf(login string) string {
	if len(login) > 64 || login == "" {
		return digest("no login", login)
	}
	return login
}
