package vault_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"huiyin/eventstore/vault"
)

// place is where a vault and its key lie.
type place struct{ dir, path, key string }

func newPlace(t testing.TB) place {
	dir := t.TempDir()
	return place{dir, filepath.Join(dir, "data", "vault.db"), filepath.Join(dir, "keys", "vault.key")}
}

func (p place) options() vault.Options {
	return vault.Options{Path: p.path, KeyFile: p.key, CreateKey: true}
}

func open(t testing.TB, o vault.Options) *vault.Vault {
	t.Helper()
	v, err := vault.Open(o)
	must(t, err)
	t.Cleanup(func() { must(t, v.Close()) })
	return v
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestPutGetDelete(t *testing.T) {
	p := newPlace(t)
	v, ctx := open(t, p.options()), t.Context()
	if value, generation, err := v.Get(ctx, "k", "a"); value != nil || generation != 0 || err != nil {
		t.Fatal(value, generation, err)
	}
	must(t, v.Put(ctx, "k", "a", []byte("one")))
	_, first, err := v.Get(ctx, "k", "a")
	must(t, err)
	must(t, v.Put(ctx, "k", "a", []byte("two")))
	must(t, v.Close())
	v = open(t, p.options())
	value, second, err := v.Get(ctx, "k", "a")
	must(t, err)
	if string(value) != "two" || second <= first {
		t.Errorf("%s, generation %d after %d", value, second, first)
	}
	must(t, v.Delete(ctx, "k", "a"))
	must(t, v.Delete(ctx, "k", "a"))
	if _, generation, err := v.Get(ctx, "k", "a"); generation != 0 || err != nil {
		t.Error(generation, err)
	}
}

// Ids come in the order of their bytes, of their own kind only.
func TestListOrder(t *testing.T) {
	v, ctx := open(t, newPlace(t).options()), t.Context()
	ids := []string{"b", "a", "ab", "B", "10", "9", "长沙", "é", "z\x00a", "z"}
	for _, id := range ids {
		must(t, v.Put(ctx, "k", id, []byte("x")))
		must(t, v.Put(ctx, "kk", id+"!", []byte("x")))
	}
	got, err := v.List(ctx, "k")
	must(t, err)
	slices.Sort(ids)
	if !slices.Equal(got, ids) {
		t.Errorf("%q, want %q", got, ids)
	}
	if none, err := v.List(ctx, "other"); err != nil || len(none) != 0 {
		t.Error(none, err)
	}
}

// Of any number who swap from one generation, one does; a generation does not
// come back, so that what was deleted and made again is not mistaken.
func TestSwap(t *testing.T) {
	v, ctx := open(t, newPlace(t).options()), t.Context()
	swap := func(generation uint64, value []byte) bool {
		ok, err := v.Swap(ctx, "k", "a", generation, value)
		must(t, err)
		return ok
	}
	if swap(7, []byte("x")) || !swap(0, []byte("one")) || swap(0, []byte("two")) {
		t.Fatal("0 means that there is none")
	}
	_, first, err := v.Get(ctx, "k", "a")
	must(t, err)
	if !swap(first, nil) || swap(first, nil) || !swap(0, []byte("one")) || swap(first, []byte("late")) {
		t.Error("a generation came back")
	}
	_, now, err := v.Get(ctx, "k", "a")
	must(t, err)
	var won atomic.Int32
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if swap(now, []byte("mine")) {
				won.Add(1)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 {
		t.Errorf("%d won", won.Load())
	}
}

// Two processes' connections keep to the same rule.
func TestSwapBesideAnother(t *testing.T) {
	p := newPlace(t)
	one, two, ctx := open(t, p.options()), open(t, p.options()), t.Context()
	must(t, one.Put(ctx, "k", "a", []byte("x")))
	_, generation, err := two.Get(ctx, "k", "a")
	must(t, err)
	var won atomic.Int32
	var all sync.WaitGroup
	for _, v := range []*vault.Vault{one, two} {
		all.Go(func() {
			if ok, err := v.Swap(ctx, "k", "a", generation, []byte("mine")); ok && err == nil {
				won.Add(1)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 {
		t.Errorf("%d won", won.Load())
	}
}

func TestWhatItDoesNotTake(t *testing.T) {
	v, ctx := open(t, newPlace(t).options()), t.Context()
	long := strings.Repeat("x", 600)
	for _, c := range [][3]string{{"", "a", "x"}, {"k", "", "x"}, {"k", "a", ""}, {long, "a", "x"}, {"k", long, "x"}, {"k", "a", strings.Repeat(long, 120)}} {
		if err := v.Put(ctx, c[0], c[1], []byte(c[2])); !errors.Is(err, vault.ErrRefused) {
			t.Error(err)
		}
		if c[2] != "" {
			if ok, err := v.Swap(ctx, c[0], c[1], 0, []byte(c[2])); ok || !errors.Is(err, vault.ErrRefused) {
				t.Error(ok, err)
			}
		}
	}
	over, cancel := context.WithCancel(ctx)
	cancel()
	if err := v.Put(over, "k", "a", []byte("x")); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	must(t, v.Close())
	must(t, v.Close())
	if _, _, err := v.Get(ctx, "k", "a"); !errors.Is(err, vault.ErrClosed) {
		t.Error(err)
	}
}

// Whatever is done to it, it answers as a map would.
func TestLikeAMap(t *testing.T) {
	p := newPlace(t)
	v, ctx, model := open(t, p.options()), t.Context(), map[string]string{}
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]string{"k", "kk"}).Draw(t, "kind")
		id := rapid.SampledFrom([]string{"a", "b", "ka"}).Draw(t, "id")
		switch rapid.IntRange(0, 2).Draw(t, "what") {
		case 0:
			value := rapid.StringN(1, 50, -1).Draw(t, "value")
			must2(t, v.Put(ctx, kind, id, []byte(value)))
			model[kind+"/"+id] = value
		case 1:
			must2(t, v.Delete(ctx, kind, id))
			delete(model, kind+"/"+id)
		}
		for key, want := range model {
			kind, id, _ := strings.Cut(key, "/")
			if got, _, err := v.Get(ctx, kind, id); err != nil || string(got) != want {
				t.Fatalf("%s is %q, want %q: %v", key, got, want, err)
			}
		}
	})
}

func must2(t *rapid.T, err error) {
	if err != nil {
		t.Fatal(err)
	}
}

// The files are their owner's alone, and hold neither value nor key.
func TestNothingLiesInTheClear(t *testing.T) {
	p := newPlace(t)
	v := open(t, p.options())
	must(t, v.Put(t.Context(), "k", "a", []byte("a value in the clear")))
	backup := filepath.Join(p.dir, "backup.db")
	must(t, v.Backup(t.Context(), backup))
	key, err := os.ReadFile(p.key)
	must(t, err)
	for _, path := range append(beside(t, p.path), p.key, backup) {
		info, err := os.Stat(path)
		must(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", filepath.Base(path), info.Mode())
		}
		if content := read(t, path); bytes.Contains(content, []byte("a value in the clear")) || (path != p.key && bytes.Contains(content, key[20:40])) {
			t.Errorf("%s holds what it must not", filepath.Base(path))
		}
	}
}

// beside lists the file and those that SQLite keeps beside it.
func beside(t testing.TB, path string) []string {
	all, err := filepath.Glob(path + "*")
	must(t, err)
	return all
}

func read(t testing.TB, path string) []byte {
	b, err := os.ReadFile(path)
	must(t, err)
	return b
}

// A backup taken while others write opens with the same key and holds whole
// records.
func TestBackup(t *testing.T) {
	p := newPlace(t)
	v, ctx := open(t, p.options()), t.Context()
	for i := range 50 {
		must(t, v.Put(ctx, "k", fmt.Sprint(i), []byte(fmt.Sprint("value ", i))))
	}
	var all sync.WaitGroup
	all.Go(func() {
		for i := range 20 {
			must(t, v.Put(ctx, "later", fmt.Sprint(i), []byte("x")))
		}
	})
	copied := filepath.Join(p.dir, "copy", "vault.db")
	must(t, os.Mkdir(filepath.Dir(copied), 0o700))
	must(t, v.Backup(ctx, copied))
	all.Wait()
	if err := v.Backup(ctx, copied); !errors.Is(err, os.ErrExist) {
		t.Error("a backup was replaced:", err)
	}
	b := open(t, vault.Options{Path: copied, KeyFile: p.key})
	ids, err := b.List(ctx, "k")
	must(t, err)
	for _, id := range ids {
		if value, _, err := b.Get(ctx, "k", id); err != nil || string(value) != "value "+id {
			t.Errorf("%s: %q %v", id, value, err)
		}
	}
	if len(ids) != 50 {
		t.Errorf("%d records", len(ids))
	}
}
