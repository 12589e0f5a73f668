package vault_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	zs "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"huiyin/eventstore/vault"
)

// sql does something to a vault's file behind its back.
func sql(t testing.TB, path, script string) {
	t.Helper()
	conn, err := zs.OpenConn(path, zs.OpenReadWrite)
	must(t, err)
	must(t, sqlitex.ExecuteScript(conn, script, nil))
	must(t, conn.Close())
}

// foreign makes a database that is something else.
func foreign(t testing.TB, path string) { sql(t, path, "CREATE TABLE other (x)") }

// A record that was moved, exchanged, put back under another generation or
// changed by a byte does not open, is named, and the others open as ever.
func TestTampering(t *testing.T) {
	for name, script := range map[string]string{
		"another id":         "UPDATE records SET id = 'z' WHERE id = 'a'",
		"another kind":       "UPDATE records SET kind = 'kk' WHERE id = 'a'",
		"another generation": "UPDATE records SET generation = generation + 100 WHERE id = 'a'",
		"another's value":    "UPDATE records SET sealed = (SELECT sealed FROM records WHERE id = 'b') WHERE id = 'a'",
		"cut":                "UPDATE records SET sealed = substr(sealed, 1, length(sealed) - 1) WHERE id = 'a'",
		"emptied":            "UPDATE records SET sealed = x'' WHERE id = 'a'",
	} {
		p := newPlace(t)
		v, ctx := open(t, p.options()), t.Context()
		for _, id := range []string{"a", "b"} {
			must(t, v.Put(ctx, "k", id, []byte("value of "+id)))
		}
		must(t, v.Close())
		sql(t, p.path, script)
		v = open(t, p.options())
		damaged := 0
		for _, kind := range []string{"k", "kk"} {
			ids, err := v.List(ctx, kind)
			must(t, err)
			for _, id := range ids {
				value, generation, err := v.Get(ctx, kind, id)
				var e *vault.RecordError
				switch {
				case errors.Is(err, vault.ErrDamaged) && errors.As(err, &e) && e.ID == id && e.Kind == kind && value == nil && generation == 0:
					damaged++
				case err != nil || string(value) != "value of b":
					t.Errorf("%s: %s %s is %q %v", name, kind, id, value, err)
				}
			}
		}
		if damaged != 1 {
			t.Errorf("%s: %d records do not open", name, damaged)
		}
	}
}

// A flipped bit anywhere in the file never gives another value: the record does
// not open, or the file does not, or the bit lies where nothing is.
func TestFlippedBits(t *testing.T) {
	p := newPlace(t)
	v, ctx := open(t, p.options()), t.Context()
	for i := range 40 {
		must(t, v.Put(ctx, "k", fmt.Sprintf("%02d", i), []byte(fmt.Sprintf("value of %02d", i))))
	}
	must(t, v.Close())
	whole, random := read(t, p.path), rand.New(rand.NewPCG(7, 7))
	noticed := 0
	for range 300 {
		spoilt := bytes.Clone(whole)
		spoilt[random.IntN(len(spoilt))] ^= 1 << random.IntN(8)
		must(t, os.WriteFile(p.path, spoilt, 0o600))
		if readsAsWritten(t, p) {
			continue
		}
		noticed++
	}
	if noticed < 50 {
		t.Errorf("only %d of 300 flips were noticed", noticed)
	}
}

// readsAsWritten fails the test at a value that nobody wrote.
func readsAsWritten(t *testing.T, p place) bool {
	defer func() {
		for _, f := range []string{"-wal", "-shm"} {
			_ = os.Remove(p.path + f)
		}
	}()
	v, err := vault.Open(p.options())
	if err != nil {
		return false
	}
	defer func() { _ = v.Close() }()
	whole := true
	for i := range 40 {
		id := fmt.Sprintf("%02d", i)
		value, generation, err := v.Get(t.Context(), "k", id)
		switch {
		case err != nil || generation == 0:
			whole = false
		case string(value) != "value of "+id:
			t.Errorf("%s is %q", id, value)
		}
	}
	return whole
}

// What was deleted, and what was replaced before, is nowhere in the vault's files
// when the call returns, not even sealed.
func TestDeletedIsGone(t *testing.T) {
	p := newPlace(t)
	v, ctx := open(t, p.options()), t.Context()
	for i := range 30 {
		must(t, v.Put(ctx, "k", fmt.Sprintf("neighbour-%d", i), bytes.Repeat([]byte("n"), 200)))
	}
	must(t, v.Put(ctx, "k", "gone-by-delete", []byte("first")))
	must(t, v.Put(ctx, "k", "gone-by-put", []byte("second")))
	sealed := sealedOf(t, p.path, "gone-by-delete", "gone-by-put")
	for _, s := range sealed {
		if places(t, p, s) == 0 {
			t.Fatal("the test does not find what is there")
		}
	}
	must(t, v.Put(ctx, "k", "gone-by-put", []byte("other")))
	must(t, v.Delete(ctx, "k", "gone-by-delete"))
	sealed = append(sealed, []byte("gone-by-delete"))
	for _, s := range sealed {
		if n := places(t, p, s); n != 0 {
			t.Errorf("%q is still there in %d places", s, n)
		}
	}
}

func sealedOf(t *testing.T, path string, ids ...string) (all [][]byte) {
	conn, err := zs.OpenConn(path, zs.OpenReadOnly)
	must(t, err)
	for _, id := range ids {
		must(t, sqlitex.Execute(conn, "SELECT sealed FROM records WHERE id = ?", &sqlitex.ExecOptions{Args: []any{id}, ResultFunc: func(s *zs.Stmt) error {
			b := make([]byte, s.ColumnLen(0))
			s.ColumnBytes(0, b)
			all = append(all, b)
			return nil
		}}))
	}
	must(t, conn.Close())
	return all
}

// places counts where something lies in the files of the data folder.
func places(t *testing.T, p place, what []byte) (n int) {
	files, err := filepath.Glob(filepath.Join(filepath.Dir(p.path), "*"))
	must(t, err)
	for _, f := range files {
		n += bytes.Count(read(t, f), what)
	}
	return n
}
