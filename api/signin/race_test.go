package signin_test

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"huiyin/api/signin"
)

// watched is a store that tells of what is asked of it, before it is done.
type watched struct {
	signin.Store
	before func(call, kind string)
}

func (s *watched) Get(ctx context.Context, kind, id string) ([]byte, uint64, error) {
	s.before("get", kind)
	return s.Store.Get(ctx, kind, id)
}

func (s *watched) Swap(ctx context.Context, kind, id string, generation uint64, value []byte) (bool, error) {
	s.before("swap", kind)
	return s.Store.Swap(ctx, kind, id, generation, value)
}

// watch puts the service over a watched store.
func (w *world) watch(before func(call, kind string)) {
	w.options.Store = &watched{w.vault, before}
	w.restart()
}

// A session or a token that is taken away in the middle of a sweep does not come
// back with the next start.
func TestSweepBringsNothingBack(t *testing.T) {
	for _, kind := range []string{"signin.session", "signin.token"} {
		w := newWorld(t)
		w.give(deputy, good)
		in := w.enter(deputy, home)
		secret, _, err := w.NewToken(t.Context(), in.Token, w.terms(), home)
		must(t, err)
		sweeping := false
		w.watch(func(call, of string) {
			if sweeping && call == "get" && of == kind {
				sweeping = false
				must(t, w.EndAll(t.Context(), deputy, deputy, home))
			}
		})
		w.pass(time.Minute)
		_, err = w.Lookup(in.Token)
		must(t, err)
		_, err = w.Bearer(secret, home)
		must(t, err)
		sweeping = true
		must(t, w.Sweep(t.Context()))
		if sweeping {
			t.Fatalf("%s: the sweep read none", kind)
		}
		if ids, err := w.vault.List(t.Context(), kind); err != nil || len(ids) != 0 {
			t.Errorf("%s came back: %v %v", kind, ids, err)
		}
		w.restart()
		_, err = w.Lookup(in.Token)
		wants(t, err, signin.ErrNoSession)
		_, err = w.Bearer(secret, home)
		wants(t, err, signin.ErrToken)
	}
}

// together lets so many go on only when all have come.
type together struct {
	n    int
	mu   sync.Mutex
	here int
	gate chan struct{}
}

func (m *together) wait() {
	m.mu.Lock()
	if m.gate == nil {
		m.gate = make(chan struct{})
	}
	gate := m.gate
	if m.here++; m.here == m.n {
		m.here, m.gate = 0, nil
		close(gate)
	}
	m.mu.Unlock()
	<-gate
}

// Of all who change the same session at the same moment one does, and it is one
// session afterwards. Each asks the directory three times before it changes it.
func TestOneOfManyRotationsWins(t *testing.T) {
	w := newWorld(t)
	w.give(deputy, good)
	in := w.enter(deputy, home)
	meet := &together{n: 8}
	w.options.Directory = directory(func(login string, at time.Time) (signin.Account, bool) {
		meet.wait()
		return w.Account(login, at)
	})
	w.restart()
	var won atomic.Int32
	var all sync.WaitGroup
	for range meet.n {
		all.Go(func() {
			if _, err := w.ActUnder(t.Context(), in.Token, "deputy", home); err == nil {
				won.Add(1)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 || len(w.Sessions(deputy)) != 1 {
		t.Errorf("%d won, %d sessions", won.Load(), len(w.Sessions(deputy)))
	}
}

type directory func(string, time.Time) (signin.Account, bool)

func (d directory) Account(login string, at time.Time) (signin.Account, bool) { return d(login, at) }

// What is done for a login does not depend on whether it exists: the same reads
// and writes in the same order (handbook THR-43).
func TestSameWorkForUnknownLogins(t *testing.T) {
	w := newWorld(t)
	w.give(deputy, good)
	done := map[string][]string{}
	now := ""
	w.watch(func(call, kind string) { done[now] = append(done[now], call+" "+kind) })
	for _, login := range []string{deputy, office, "nobody"} {
		now = login
		for range 7 { // wrong five times, locked twice
			_ = w.guess(login, evil)
			w.pass(5 * time.Second)
		}
	}
	for _, login := range []string{office, "nobody"} {
		if a, b := done[deputy], done[login]; len(a) == 0 || !slices.Equal(a, b) {
			t.Errorf("%s: %v\n%s: %v", deputy, a, login, b)
		}
	}
}
