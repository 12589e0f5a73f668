package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	zs "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"huiyin/eventstore"
)

func TestSecondWriterIsToldWhoOwnsTheFolder(t *testing.T) {
	dir := t.TempDir()
	s := open(t, Options{Dir: dir})
	_, err := Open(t.Context(), Options{Dir: dir})
	var locked *eventstore.LockedError
	if !errors.Is(err, eventstore.ErrLocked) || !errors.As(err, &locked) {
		t.Fatalf("got %v, want ErrLocked", err)
	}
	host, _ := os.Hostname()
	if locked.PID != os.Getpid() || locked.Host != host || locked.Dir != dir {
		t.Fatalf("got %+v", *locked)
	}
	closed(t, s)
	closed(t, open(t, Options{Dir: dir}))
}

func TestReadOnlyWorksBesideTheOwner(t *testing.T) {
	dir := t.TempDir()
	owner := open(t, Options{Dir: dir})
	defer closed(t, owner)
	mustAppend(t, owner, "s", 0, "first")
	reader := open(t, Options{Dir: dir, ReadOnly: true})
	defer closed(t, reader)
	mustAppend(t, owner, "s", 1, "second")
	if got := readAll(t, reader); len(got) != 2 {
		t.Fatalf("%d events, want 2", len(got))
	}
	if _, err := reader.Append(t.Context(), "s", 2, testEvent("x")); !errors.Is(err, eventstore.ErrReadOnly) {
		t.Fatalf("append: %v", err)
	}
	n := 0
	for batch, err := range reader.Subscribe(t.Context(), 0, eventstore.SubscribeOptions{Poll: time.Millisecond}) {
		if err != nil {
			t.Fatal(err)
		}
		if n += len(batch.Events); n == 2 && batch.CaughtUp {
			mustAppend(t, owner, "s", 2, "third")
		}
		if n == 3 {
			break
		}
	}
}

func TestReadOnlyWorksWithoutAnOwner(t *testing.T) {
	dir := t.TempDir()
	s := open(t, Options{Dir: dir})
	mustAppend(t, s, "s", 0, "first")
	closed(t, s)
	for _, name := range []string{"-wal", "-shm"} {
		if _, err := os.Stat(filepath.Join(dir, fileName+name)); !errors.Is(err, fs.ErrNotExist) {
			t.Fatalf("%s is there after Close: %v", name, err)
		}
	}
	reader := open(t, Options{Dir: dir, ReadOnly: true})
	if got := readAll(t, reader); len(got) != 1 {
		t.Fatalf("%d events, want 1", len(got))
	}
	// An owner may come while the reader is there.
	s = open(t, Options{Dir: dir})
	mustAppend(t, s, "s", 1, "second")
	if got := readAll(t, reader); len(got) != 2 {
		t.Fatalf("%d events, want 2", len(got))
	}
	closed(t, s)
	closed(t, reader)
	s = open(t, Options{Dir: dir})
	defer closed(t, s)
	if got := readAll(t, s); len(got) != 2 {
		t.Fatalf("%d events, want 2", len(got))
	}
}

func TestReadOnlyWorksAfterTheOwnerWasKilled(t *testing.T) {
	dir, copied := t.TempDir(), t.TempDir()
	s := open(t, Options{Dir: dir})
	defer closed(t, s)
	mustAppend(t, s, "s", 0, "first")
	// A copy of the files while they are open is what a dead process leaves.
	for _, name := range []string{fileName, fileName + "-wal"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(copied, name), data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	reader := open(t, Options{Dir: copied, ReadOnly: true})
	defer closed(t, reader)
	if got := readAll(t, reader); len(got) != 1 {
		t.Fatalf("%d events, want 1", len(got))
	}
}

func TestReadOnlyNeedsALog(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "none")
	if _, err := Open(t.Context(), Options{Dir: dir, ReadOnly: true}); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("got %v", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Fatal("reading made the folder")
	}
}

func TestNoStatementChangesOrDeletesAnEvent(t *testing.T) {
	dir := t.TempDir()
	s := open(t, Options{Dir: dir})
	mustAppend(t, s, "s", 0, "first")
	try := func(conn *zs.Conn, by string) {
		for _, sql := range []string{
			"UPDATE events SET record = x'00'", "DELETE FROM events", "UPDATE events SET version = 2 WHERE position = 1",
			"UPDATE streams SET name = 'other'", "DELETE FROM streams",
		} {
			if err := sqlitex.ExecuteTransient(conn, sql, nil); err == nil || !strings.Contains(err.Error(), "never") {
				t.Errorf("%s by %s: %v", sql, by, err)
			}
		}
	}
	raw, err := zs.OpenConn(filepath.Join(dir, fileName), zs.OpenReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	try(raw, "a fresh connection")
	if err := raw.Close(); err != nil {
		t.Fatal(err)
	}
	conn := s.writer.conn
	closedBefore := readAll(t, s)
	try(conn, "the writer's own connection")
	if got := readAll(t, s); len(got) != 1 || got[0].Hash != closedBefore[0].Hash {
		t.Fatal("the event changed")
	}
	closed(t, s)
}

// damage writes past the triggers, as a broken disk would.
func damage(t *testing.T, dir, sql string) {
	t.Helper()
	conn, err := zs.OpenConn(filepath.Join(dir, fileName), zs.OpenReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	script := "DROP TRIGGER events_no_update; DROP TRIGGER events_no_delete; " + sql
	if err := errors.Join(sqlitex.ExecuteScript(conn, script, nil), conn.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestDamageIsReportedWithItsPlaceAndNeverRead(t *testing.T) {
	for name, sql := range map[string]string{
		"record changed":       "UPDATE events SET record = CAST(replace(CAST(record AS TEXT), 'event 3', 'event X') AS BLOB) WHERE position = 4;",
		"hash changed":         "UPDATE events SET hash = zeroblob(32) WHERE position = 4;",
		"record cut":           "UPDATE events SET record = substr(record, 1, 100) WHERE position = 4;",
		"event gone":           "DELETE FROM events WHERE position = 4;",
		"events swapped":       "UPDATE events SET record = (SELECT record FROM events WHERE position = 6), hash = (SELECT hash FROM events WHERE position = 6) WHERE position = 4;",
		"event of another log": "UPDATE events SET record = (SELECT record FROM events WHERE position = 5), hash = (SELECT hash FROM events WHERE position = 5) WHERE position = 4;",
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, Options{Dir: dir})
			for i := range 10 {
				mustAppend(t, s, eventstore.StreamID(fmt.Sprint("s-", i%2)), eventstore.Version(i/2), fmt.Sprint("event ", i))
			}
			defer closed(t, s)
			damage(t, dir, sql)
			wantDamage(t, s, s.ReadAll(t.Context(), 0), 3)
			wantDamage(t, s, s.ReadStream(t.Context(), "s-1", 0), 1)
			wantReadOn(t, s, name != "event gone")
			if _, err := Open(t.Context(), Options{Dir: dir, ReadOnly: true}); !errors.Is(err, eventstore.ErrCorrupt) {
				t.Fatalf("opening the damaged log: %v", err)
			}
		})
	}
}

// wantDamage reads until the damage and checks what came before it.
func wantDamage(t *testing.T, s *Store, read func(func(eventstore.Recorded, error) bool), good int) {
	t.Helper()
	n := 0
	for r, err := range read {
		if err == nil {
			n++
			if r.Position >= 4 {
				t.Fatalf("read over the damage to position %d", r.Position)
			}
			continue
		}
		var facts *eventstore.CorruptError
		if !errors.As(err, &facts) || facts.Position != 4 && facts.Position != 6 {
			t.Fatalf("got %v, want damage at 4 or found at 6", err)
		}
	}
	if n != good {
		t.Fatalf("%d good events before the damage, want %d", n, good)
	}
}

// wantReadOn subscribes up to the damage at 4 and on behind it.
func wantReadOn(t *testing.T, s *Store, told bool) {
	t.Helper()
	n, after := 0, eventstore.Position(0)
	for after < 10 {
		for b, err := range s.Subscribe(t.Context(), after, eventstore.SubscribeOptions{}) {
			if err == nil {
				n, after = n+len(b.Events), b.Position
				if b.CaughtUp {
					break
				}
				continue
			}
			var facts *eventstore.CorruptError
			if !errors.As(err, &facts) || after != 3 || facts.Position != 4 {
				t.Fatalf("got %v after %d, want damage at 4", err, after)
			}
			if want := map[bool]eventstore.StreamID{true: "s-1"}[told]; facts.Stream != want {
				t.Errorf("damage ascribed to %q, want %q", facts.Stream, want)
			}
			if !told {
				return
			}
			after = facts.Position
		}
	}
	if n != 9 {
		t.Errorf("%d events around the damage", n)
	}
}

func TestForeignFilesAreRefused(t *testing.T) {
	for name, sql := range map[string]string{
		"another application": "CREATE TABLE t (x); PRAGMA application_id = 7;",
		"no application":      "CREATE TABLE t (x);",
		"a future format":     fmt.Sprintf("PRAGMA application_id=%d; CREATE TABLE t (x); PRAGMA user_version = 2;", applicationID),
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			conn, err := zs.OpenConn(filepath.Join(dir, fileName))
			if err == nil {
				err = errors.Join(sqlitex.ExecuteScript(conn, sql, nil), conn.Close())
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, readOnly := range []bool{false, true} {
				if _, err := Open(t.Context(), Options{Dir: dir, ReadOnly: readOnly}); !errors.Is(err, eventstore.ErrCorrupt) {
					t.Fatalf("got %v, want ErrCorrupt", err)
				}
			}
		})
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, fileName), []byte(strings.Repeat("not a database ", 500)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), Options{Dir: dir}); !errors.Is(err, eventstore.ErrCorrupt) {
		t.Fatalf("got %v, want ErrCorrupt", err)
	}
}

func TestLibraryVersionIsAsserted(t *testing.T) {
	for version, good := range map[string]bool{
		"3.51.3": true, "3.51.10": true, "3.54.1": true, "4.0.0": true,
		"3.51.2": false, "3.7.0": false, "3.50.99": false, "2.99.99": false, "new": false,
	} {
		if err := checkVersion(version); (err == nil) != good {
			t.Errorf("%s: %v", version, err)
		}
	}
}

func TestDurabilityIsSetAndReadBack(t *testing.T) {
	s := open(t, Options{Dir: t.TempDir()})
	defer closed(t, s)
	for pragma, want := range map[string]int64{
		"synchronous": 2, "trusted_schema": 0, "cell_size_check": 1, "wal_autocheckpoint": 0,
		"busy_timeout": busyTimeout.Milliseconds(), "cache_size": -cacheKiB,
	} {
		if got, err := readInt(s.writer.conn, "PRAGMA "+pragma); err != nil || got != want {
			t.Errorf("%s is %d, want %d (%v)", pragma, got, want, err)
		}
	}
	if err := setPragma(s.writer.conn, "journal_mode", "nonsense", "nonsense"); err == nil {
		t.Error("a pragma that did not take was accepted")
	}
}

func TestBulkLoadIsWholeOrRefused(t *testing.T) {
	dir, cut := t.TempDir(), t.TempDir()
	s := open(t, Options{Dir: dir, BulkLoad: true})
	for i := range 50 {
		mustAppend(t, s, "s", eventstore.Version(i), fmt.Sprint("event ", i))
	}
	for _, name := range []string{fileName, fileName + "-wal"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(cut, name), data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	closed(t, s)
	if _, err := Open(t.Context(), Options{Dir: cut}); !errors.Is(err, eventstore.ErrCorrupt) {
		t.Fatalf("a load that was cut off opened with %v", err)
	}
	if _, err := Open(t.Context(), Options{Dir: dir, BulkLoad: true}); !errors.Is(err, eventstore.ErrInvalid) {
		t.Fatalf("a load into a log with events opened with %v", err)
	}
	s = open(t, Options{Dir: dir})
	defer closed(t, s)
	if got := readAll(t, s); len(got) != 50 {
		t.Fatalf("%d events, want 50", len(got))
	}
	mustAppend(t, s, "s", 50, "after")
}

func TestHooksSeeTheWork(t *testing.T) {
	var appends, groups, events int
	s := open(t, Options{Dir: t.TempDir(), Hooks: eventstore.Hooks{
		AppendDone:  func(n int, _ time.Duration, err error) { appends++ },
		GroupCommit: func(requests, n int, _ time.Duration) { groups, events = groups+1, events+n },
	}})
	mustAppend(t, s, "s", 0, "first")
	mustAppend(t, s, "s", 0, "first")
	closed(t, s)
	if appends != 2 || groups != 2 || events != 1 {
		t.Fatalf("appends %d, groups %d, events %d", appends, groups, events)
	}
}

// TestOneGroupAnswersEachAppendByItself holds the writer until a whole group has
// queued up, with a conflict and a reused id in the middle of it.
func TestOneGroupAnswersEachAppendByItself(t *testing.T) {
	hold := make(chan struct{})
	var largest int
	s := open(t, Options{Dir: t.TempDir(), Hooks: eventstore.Hooks{
		GroupCommit: func(n, _ int, _ time.Duration) { largest = max(largest, n) },
	}})
	commit := s.writer.commit
	s.writer.commit = func() error { <-hold; return commit() }
	results := make(chan error, 6)
	send := func(stream eventstore.StreamID, at eventstore.Expected, names ...string) {
		var events []eventstore.Event
		for _, name := range names {
			events = append(events, testEvent(name))
		}
		go func() {
			_, err := s.Append(context.Background(), stream, at, events...)
			results <- err
		}()
		time.Sleep(100 * time.Millisecond) // keeps the order of the queue, also on a busy machine
	}
	send("first", 0, "a")
	send("s", 0, "b", "c")
	send("s", 7, "d")
	send("t", 0, "e", "b")
	send("s", 2, "f")
	close(hold)
	counts := map[string]int{}
	for range 5 {
		switch err := <-results; {
		case err == nil:
			counts["ok"]++
		case errors.Is(err, eventstore.ErrConflict):
			counts["conflict"]++
		case errors.Is(err, eventstore.ErrDuplicateID):
			counts["duplicate"]++
		}
	}
	if counts["ok"] != 3 || counts["conflict"] != 1 || counts["duplicate"] != 1 || largest != 4 {
		t.Fatalf("results %v, largest group %d", counts, largest)
	}
	if got := readAll(t, s); len(got) != 4 || got[3].Version != 3 || string(got[3].Data) != "f" {
		t.Fatalf("%d events", len(got))
	}
	closed(t, s)
}
