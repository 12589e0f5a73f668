package ledger_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"path/filepath"
	"testing"

	zs "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"huiyin/eventstore"
	"huiyin/eventstore/ledger"
)

// raw runs SQL on the closed log as somebody with the file in his hands would.
func (w *world) raw(script string) {
	w.t.Helper()
	conn, err := zs.OpenConn(filepath.Join(w.dir, "events.db"), zs.OpenReadWrite)
	if err != nil {
		w.t.Fatal(err)
	}
	defer conn.Close()
	for _, trigger := range triggers(w.t, conn) {
		script = "DROP TRIGGER " + trigger + ";" + script
	}
	if err := sqlitex.ExecuteScript(conn, script, nil); err != nil {
		w.t.Fatal(err)
	}
}

func triggers(t *testing.T, conn *zs.Conn) (names []string) {
	t.Helper()
	err := sqlitex.ExecuteTransient(conn, "SELECT name FROM sqlite_schema WHERE type = 'trigger'", &sqlitex.ExecOptions{
		ResultFunc: func(s *zs.Stmt) error { names = append(names, s.ColumnText(0)); return nil }})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// rewrite changes an event's bytes and makes its own row consistent again; with
// relink the hashes of its successors in the stream too, as a clever forger does.
func (w *world) rewrite(position int64, old, new string, relink bool) {
	w.t.Helper()
	conn, err := zs.OpenConn(filepath.Join(w.dir, "events.db"), zs.OpenReadWrite)
	if err != nil {
		w.t.Fatal(err)
	}
	defer conn.Close()
	for _, trigger := range triggers(w.t, conn) {
		if err := sqlitex.ExecuteTransient(conn, "DROP TRIGGER "+trigger, nil); err != nil {
			w.t.Fatal(err)
		}
	}
	was := w.record(conn, position)
	next := bytes.Replace(was, []byte(old), []byte(new), 1)
	if bytes.Equal(was, next) {
		w.t.Fatalf("position %d does not hold %q", position, old)
	}
	w.store(conn, position, next)
	for at := position + 7; relink && at <= w.last(conn); at += 7 {
		before, after := sha256.Sum256(was), sha256.Sum256(next)
		was = w.record(conn, at)
		next = bytes.Replace(was, hexOf(before), hexOf(after), 1)
		w.store(conn, at, next)
	}
}

func hexOf(sum [32]byte) []byte {
	const digits = "0123456789abcdef"
	var out []byte
	for _, b := range sum {
		out = append(out, digits[b>>4], digits[b&15])
	}
	return out
}

func (w *world) record(conn *zs.Conn, position int64) (data []byte) {
	w.t.Helper()
	err := sqlitex.Execute(conn, "SELECT record FROM events WHERE position = ?", &sqlitex.ExecOptions{Args: []any{position},
		ResultFunc: func(s *zs.Stmt) error { data = make([]byte, s.ColumnLen(0)); s.ColumnBytes(0, data); return nil }})
	if err != nil || data == nil {
		w.t.Fatal(position, err)
	}
	return data
}

func (w *world) store(conn *zs.Conn, position int64, record []byte) {
	w.t.Helper()
	sum := sha256.Sum256(record)
	err := sqlitex.Execute(conn, "UPDATE events SET record = ?, hash = ? WHERE position = ?", &sqlitex.ExecOptions{Args: []any{record, sum[:], position}})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) last(conn *zs.Conn) (n int64) {
	w.t.Helper()
	err := sqlitex.Execute(conn, "SELECT max(position) FROM events", &sqlitex.ExecOptions{
		ResultFunc: func(s *zs.Stmt) error { n = s.ColumnInt64(0); return nil }})
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

// The tamper matrix (handbook LOG-04): every way to change a log is found, by
// its own error and, for damage, with the first position that is wrong. What
// only a checkpoint kept elsewhere can find is shown to pass without one.
func TestTamperMatrix(t *testing.T) {
	w := newWorld(t)
	w.grow(60, "word")
	early := w.verified(w.checkpoint())
	w.grow(40, "word")
	signed := w.checkpoint()
	late := w.verified(signed)
	if r, err := w.audit(early, late); err != nil || r.Events != 100 || r.Streams != 7 || r.Checked != 2 || r.Root != late.Root {
		t.Fatalf("untouched: %+v, %v", r, err)
	}
	for _, c := range []struct {
		name     string
		tamper   func(*world)
		want     error
		position eventstore.Position
		unseen   bool // without a checkpoint the log alone does not tell
	}{
		{"payload, clumsy", func(w *world) {
			w.raw("UPDATE events SET record = CAST(replace(CAST(record AS TEXT), 'word 30', 'wort 30') AS BLOB) WHERE position = 31")
		}, eventstore.ErrCorrupt, 31, false},
		{"payload, own hash mended", func(w *world) { w.rewrite(31, "word 30", "wort 30", false) }, eventstore.ErrCorrupt, 38, false},
		{"payload, whole stream relinked", func(w *world) { w.rewrite(31, "word 30", "wort 30", true) }, ledger.ErrForked, 0, true},
		{"last event of a stream", func(w *world) { w.rewrite(100, "word 99", "wort 99", true) }, ledger.ErrForked, 0, true},
		{"actor", func(w *world) { w.rewrite(31, "officer 7", "officer 8", true) }, ledger.ErrForked, 0, true},
		{"type", func(w *world) { w.rewrite(31, "case.noted", "case.moved", true) }, ledger.ErrForked, 0, true},
		{"stream of the record", func(w *world) { w.rewrite(31, "case-2", "case-3", false) }, eventstore.ErrCorrupt, 31, false},
		{"delete in the middle", func(w *world) { w.raw("DELETE FROM events WHERE position = 31") }, eventstore.ErrCorrupt, 31, false},
		{"delete and close the gap", func(w *world) {
			w.raw("DELETE FROM events WHERE position = 31; UPDATE events SET position = -position WHERE position > 31; UPDATE events SET position = -position - 1 WHERE position < 0")
		}, eventstore.ErrCorrupt, 37, false},
		{"cut the tail", func(w *world) { w.raw("DELETE FROM events WHERE position > 90") }, ledger.ErrRolledBack, 0, true},
		{"insert a copy", func(w *world) {
			w.raw("INSERT INTO events SELECT 101, stream, 99, randomblob(16), hash, record FROM events WHERE position = 31")
		}, eventstore.ErrCorrupt, 101, false},
		{"swap two", func(w *world) {
			w.raw("UPDATE events SET position = -1 WHERE position = 31; UPDATE events SET position = 31 WHERE position = 38; UPDATE events SET position = 38 WHERE position = -1")
		}, eventstore.ErrCorrupt, 31, false},
		{"swap two of different streams", func(w *world) {
			w.raw("UPDATE events SET position = -1 WHERE position = 31; UPDATE events SET position = 31 WHERE position = 32; UPDATE events SET position = 32 WHERE position = -1")
		}, ledger.ErrForked, 0, true},
		{"cut and write on", func(w *world) { w.raw("DELETE FROM events WHERE position > 93"); w.grow(10, "other") }, ledger.ErrForked, 0, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := w.copied(t)
			c.tamper(w)
			_, err := w.audit(early, late)
			var damage *eventstore.CorruptError
			if !errors.Is(err, c.want) || errors.As(err, &damage) && damage.Position != c.position {
				t.Errorf("with checkpoints: %v, want %v at %d", err, c.want, c.position)
			}
			if _, err := w.audit(); (err == nil) != c.unseen {
				t.Errorf("without checkpoints: %v, want unseen %t", err, c.unseen)
			}
		})
	}
	t.Run("old backup put back", func(t *testing.T) {
		old := newWorld(t)
		old.signer, old.known = w.signer, w.known
		old.grow(10, "word")
		backup := old.copied2(t)
		old.grow(5, "word")
		seen := old.verified(old.checkpoint())
		if _, err := backup.audit(seen); !errors.Is(err, ledger.ErrRolledBack) {
			t.Error(err)
		}
		s := backup.open()
		defer s.Close()
		tree := backup.tree(s)
		defer tree.Close()
		if err := ledger.Guard(t.Context(), s, tree, seen); !errors.Is(err, ledger.ErrRolledBack) {
			t.Errorf("guard: %v", err)
		}
	})
	for name, forged := range map[string][]byte{
		"text of the checkpoint":   bytes.Replace(signed, []byte("\n100\n"), []byte("\n99\n"), 1),
		"root of the checkpoint":   bytes.Replace(signed, []byte(late.Root.String()), []byte(early.Root.String()), 1),
		"signature":                append(append([]byte{}, signed[:len(signed)-6]...), "AAAA=\n"...),
		"signature of another key": newWorldSigned(t, late),
	} {
		if _, err := ledger.Verify(forged, w.known); !errors.Is(err, ledger.ErrCheckpoint) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// copied2 copies a log that has no tree file yet.
func (w *world) copied2(t *testing.T) *world {
	t.Helper()
	s := w.open()
	w.tree(s).Close()
	s.Close()
	return w.copied(t)
}

func newWorldSigned(t *testing.T, c ledger.Checkpoint) []byte {
	t.Helper()
	signed, err := c.Sign(newWorld(t).signer)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}
