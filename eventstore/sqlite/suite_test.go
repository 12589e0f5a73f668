package sqlite

import (
	"testing"

	"huiyin/eventstore"
	"huiyin/eventstore/storetest"
)

func TestStoreKeepsTheContract(t *testing.T) {
	storetest.Run(t, storetest.Harness{
		Open: func(t testing.TB, clock eventstore.Clock) eventstore.Store {
			return open(t, Options{Dir: t.TempDir(), Clock: clock})
		},
		Reopen: func(t testing.TB, s eventstore.Store) eventstore.Store {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			o := s.(*Store).options
			return open(t, Options{Dir: o.Dir, Clock: o.Clock})
		},
	})
}

func open(t testing.TB, o Options) *Store {
	t.Helper()
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
