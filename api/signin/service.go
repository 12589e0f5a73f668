package signin

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"slices"
	"time"
)

// Store keeps secrets. eventstore/vault is one.
type Store interface {
	// Get gives a record and its generation, 0 if there is none.
	Get(ctx context.Context, kind, id string) (value []byte, generation uint64, err error)
	// Swap writes a record if its generation is still the one given, where 0
	// means that there is none; nil deletes it. A generation never comes back.
	Swap(ctx context.Context, kind, id string, generation uint64, value []byte) (ok bool, err error)
	// List gives a kind's ids, sorted.
	List(ctx context.Context, kind string) ([]string, error)
}

// Directory is what the registers say of logins. It is asked at every request
// and must answer from memory.
type Directory interface {
	// Account tells of a login at a time; ok is false if there is none.
	Account(login string, at time.Time) (a Account, ok bool)
}

// Account is what the registers say of a login.
type Account struct {
	// Suspended stops everything at once.
	Suspended bool
	// SecondFactor says that its roles must have one (handbook AUT-04).
	SecondFactor bool
	// Grants are the keys of what the account may act as now. They are the
	// caller's; here they are only compared.
	Grants []string
	// Words must not be in its password: names of the person and the unit.
	Words []string
}

// Options make a Service. Store, Directory and Audit must be set.
type Options struct {
	Store     Store
	Directory Directory
	Audit     Audit
	// Policy is [Dengbao3] if it is empty.
	Policy Policy
	// Words must be in nobody's password: of the place and the system.
	Words []string
	// Issuer names the system in an authenticator app.
	Issuer string
	// Now is the clock and Random the source of secrets; nil means the real ones.
	Now    func() time.Time
	Random io.Reader
	// Cost is argon2id's; zero means OWASP's: 2 passes, 19 MiB, 1 thread.
	Cost Cost
}

// Service is sign-in for one installation. Its methods may be called from any
// number of goroutines. It must be the only writer of its records: what is asked
// at every request it keeps in memory.
type Service struct {
	store     Store
	directory Directory
	audit     Audit
	policy    Policy
	words     []string
	issuer    string
	now       func() time.Time
	random    io.Reader
	hasher    hasher
	sessions  sessions
	tokens    tokens
}

// New reads the sessions and tokens there are.
func New(ctx context.Context, o Options) (*Service, error) {
	if o.Store == nil || o.Directory == nil || o.Audit == nil {
		return nil, fmt.Errorf("signin: a store, a directory and an audit are needed")
	}
	if o.Policy == "" {
		o.Policy = Dengbao3
	}
	if !slices.Contains(Policies(), o.Policy) {
		return nil, fmt.Errorf("signin: no policy %q", o.Policy)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	s := &Service{store: o.Store, directory: o.Directory, audit: o.Audit, policy: o.Policy, words: o.Words,
		issuer: o.Issuer, now: o.Now, random: o.Random}
	var err error
	if s.hasher, err = newHasher(o.Cost, o.Random); err != nil {
		return nil, err
	}
	if err := s.sessions.load(ctx, s.store); err != nil {
		return nil, err
	}
	return s, s.tokens.load(ctx, s.store)
}

// entry asks the directory about a login.
func (s *Service) entry(login string) (Account, bool) { return s.directory.Account(login, s.now()) }
