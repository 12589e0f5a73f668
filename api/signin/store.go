package signin

import (
	"context"
	"encoding/json"
	"errors"
)

// The kinds of records. They are stored names and never change.
const (
	kindAccount = "signin.account" // by login
	kindSession = "signin.session" // by the token's hash
	kindToken   = "signin.token"   // by public id
	kindTries   = "signin.tries"   // by the hash of what is counted
	kindPending = "signin.pending" // by the token's hash
	kindLink    = "signin.link"    // by the token's hash
	kindCode    = "signin.code"    // by public id
	kindSetUp   = "signin.setup"   // one, "token"
	kindState   = "signin.state"   // by the hash of the OIDC state
	kindSubject = "signin.subject" // by the hash of issuer and subject
)

// errNothing is what a change gives back that wants no change.
var errNothing = errors.New("nothing to change")

// get reads a record; there is false if there is none.
func get[T any](ctx context.Context, s Store, kind, id string) (v T, there bool, err error) {
	v, generation, err := getAt[T](ctx, s, kind, id)
	return v, generation != 0, err
}

func getAt[T any](ctx context.Context, s Store, kind, id string) (v T, generation uint64, err error) {
	data, generation, err := s.Get(ctx, kind, id)
	if err == nil && generation != 0 {
		err = json.Unmarshal(data, &v)
	}
	return v, generation, err
}

// change lets f change a record and writes it back. If somebody else wrote in
// between, f is called again with what they wrote; so f must only change v. An
// error of f changes nothing and is given back, but for errNothing.
func change[T any](ctx context.Context, s Store, kind, id string, f func(v *T, there bool) error) error {
	for {
		v, generation, err := getAt[T](ctx, s, kind, id)
		if err != nil {
			return err
		}
		if err := f(&v, generation != 0); err != nil {
			if errors.Is(err, errNothing) {
				return nil
			}
			return err
		}
		data, err := json.Marshal(v)
		if err != nil {
			return err
		}
		if ok, err := s.Swap(ctx, kind, id, generation, data); ok || err != nil {
			return err
		}
	}
}

// put writes a record, whatever was there.
func put[T any](ctx context.Context, s Store, kind, id string, v T) error {
	return change(ctx, s, kind, id, func(to *T, _ bool) error {
		*to = v
		return nil
	})
}

// take deletes a record and gives what it was to one caller only; ok says which.
func take[T any](ctx context.Context, s Store, kind, id string) (v T, ok bool, err error) {
	v, generation, err := getAt[T](ctx, s, kind, id)
	if err != nil || generation == 0 {
		return v, false, err
	}
	ok, err = s.Swap(ctx, kind, id, generation, nil)
	return v, ok, err
}

// drop deletes a record, if it is there.
func drop(ctx context.Context, s Store, kind, id string) error {
	for {
		_, generation, err := s.Get(ctx, kind, id)
		if err != nil || generation == 0 {
			return err
		}
		if ok, err := s.Swap(ctx, kind, id, generation, nil); ok || err != nil {
			return err
		}
	}
}

// all reads every record of a kind, in the order of the ids.
func all[T any](ctx context.Context, s Store, kind string, each func(id string, v T) error) error {
	ids, err := s.List(ctx, kind)
	if err != nil {
		return err
	}
	for _, id := range ids {
		v, there, err := get[T](ctx, s, kind, id)
		if err != nil {
			return err
		}
		if there {
			if err := each(id, v); err != nil {
				return err
			}
		}
	}
	return nil
}
