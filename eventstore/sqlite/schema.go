package sqlite

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	zs "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"huiyin/eventstore"
)

const (
	// applicationID marks the file as a log ("huiy" in ASCII).
	applicationID = 0x68756979
	// formatReady and formatLoading are values of user_version. A bulk load that
	// was not closed leaves formatLoading behind and is refused by Open.
	formatReady   = 1
	formatLoading = 1001

	busyTimeout = 5 * time.Second
	cacheKiB    = 16 << 10
	// checkpointPages is the usual length of the WAL: 16 MB.
	checkpointPages = 4000
)

// schema keeps the record exactly as it was hashed; the other columns exist to
// find it. Stream names lie apart so that the index over (stream, version) is
// small; a stream's number is the position of its first event.
const schema = `
CREATE TABLE streams (
  name TEXT PRIMARY KEY,
  no   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE events (
  position INTEGER PRIMARY KEY,
  stream   INTEGER NOT NULL,
  version  INTEGER NOT NULL,
  id       BLOB NOT NULL UNIQUE,
  hash     BLOB NOT NULL,
  record   BLOB NOT NULL,
  UNIQUE (stream, version)
) STRICT;
`

// guards stop our own mistakes; tampering is what hashes are for. INSERT OR
// REPLACE deletes the row in its way without firing a trigger for DELETE, so an
// INSERT that meets one of an event's keys is stopped before. It is stopped with
// FAIL: for ABORT every insert would copy the pages it touches to a journal of
// its own. A log made before a guard existed gets it when it is opened to be
// written.
const guards = `
CREATE TRIGGER IF NOT EXISTS events_no_update BEFORE UPDATE ON events
  BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER IF NOT EXISTS events_no_delete BEFORE DELETE ON events
  BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
CREATE TRIGGER IF NOT EXISTS events_no_replace BEFORE INSERT ON events
  WHEN EXISTS (SELECT 1 FROM events WHERE position = NEW.position)
    OR EXISTS (SELECT 1 FROM events WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM events WHERE stream = NEW.stream AND version = NEW.version)
  BEGIN SELECT RAISE(FAIL, 'events are never replaced'); END;
CREATE TRIGGER IF NOT EXISTS streams_no_update BEFORE UPDATE ON streams
  BEGIN SELECT RAISE(ABORT, 'streams are never changed'); END;
CREATE TRIGGER IF NOT EXISTS streams_no_delete BEFORE DELETE ON streams
  BEGIN SELECT RAISE(ABORT, 'streams are never deleted'); END;
CREATE TRIGGER IF NOT EXISTS streams_no_replace BEFORE INSERT ON streams
  WHEN EXISTS (SELECT 1 FROM streams WHERE name = NEW.name)
  BEGIN SELECT RAISE(FAIL, 'streams are never replaced'); END;
`

// minVersion is the first SQLite without the WAL-reset defect, which can damage
// a file used by several connections.
var minVersion = [3]int{3, 51, 3}

func checkLibrary(conn *zs.Conn) error {
	version, err := readText(conn, "SELECT sqlite_version()")
	if err != nil {
		return err
	}
	return checkVersion(version)
}

func checkVersion(version string) error {
	var got [3]int
	for i, part := range strings.SplitN(version, ".", 3) {
		n, err := strconv.Atoi(part)
		if err != nil {
			return fmt.Errorf("sqlite: library version %q is not a number", version)
		}
		got[i] = n
	}
	for i := range got {
		if got[i] != minVersion[i] {
			if got[i] < minVersion[i] {
				return fmt.Errorf("sqlite: library %s is older than %v and can damage the log", version, minVersion)
			}
			break
		}
	}
	return nil
}

// connect opens a connection with the settings every one of them needs.
func connect(path string, flags zs.OpenFlags) (*zs.Conn, error) {
	conn, err := zs.OpenConn(path, flags)
	if err != nil {
		return nil, err
	}
	conn.SetBusyTimeout(busyTimeout)
	pragmas := fmt.Sprintf("PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA cache_size=-%d;", cacheKiB)
	if err := script(conn, pragmas); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

// setPragma sets a pragma and refuses to go on if SQLite settled on another
// value: it ignores what it cannot do without an error.
func setPragma(conn *zs.Conn, name, set, want string) error {
	if _, err := readText(conn, "PRAGMA "+name+"="+set); err != nil {
		return err
	}
	got, err := readText(conn, "PRAGMA "+name)
	if err == nil && got != want {
		err = fmt.Errorf("sqlite: %s is %q, need %q", name, got, want)
	}
	return err
}

func readText(conn *zs.Conn, query string) (string, error) {
	var text string
	err := sqlitex.ExecuteTransient(conn, query, &sqlitex.ExecOptions{
		ResultFunc: func(stmt *zs.Stmt) error {
			text = stmt.ColumnText(0)
			return nil
		},
	})
	return text, err
}

func readInt(conn *zs.Conn, query string) (int64, error) {
	text, err := readText(conn, query)
	if err != nil || text == "" {
		return 0, err
	}
	return strconv.ParseInt(text, 10, 64)
}

func createSchema(conn *zs.Conn, format int) error {
	err := script(conn, "BEGIN IMMEDIATE;"+schema+guards+
		fmt.Sprintf("PRAGMA application_id=%d; PRAGMA user_version=%d; COMMIT;", applicationID, format))
	if err != nil && !conn.AutocommitEnabled() {
		err = errors.Join(err, script(conn, "ROLLBACK"))
	}
	return err
}

// script runs statements one by one. The library's own such function wraps them
// in a savepoint, and panics if a damaged file does not let it go back.
func script(conn *zs.Conn, sql string) error {
	for sql = strings.TrimSpace(sql); sql != ""; sql = strings.TrimSpace(sql) {
		stmt, rest, err := conn.PrepareTransient(sql)
		if err != nil {
			return err
		}
		sql = sql[len(sql)-rest:]
		for more := true; more && err == nil; {
			more, err = stmt.Step()
		}
		if err = errors.Join(err, stmt.Finalize()); err != nil {
			return err
		}
	}
	return nil
}

// checkFormat tells a log from any other file and a whole one from a bulk load
// that was cut off. An empty file (no application id) reports fresh.
func checkFormat(conn *zs.Conn) (fresh bool, err error) {
	app, err := readInt(conn, "PRAGMA application_id")
	if err != nil {
		return false, err
	}
	tables, err := readInt(conn, "SELECT count(*) FROM sqlite_schema")
	if err != nil {
		return false, err
	}
	if app == 0 && tables == 0 {
		return true, nil
	}
	format, err := readInt(conn, "PRAGMA user_version")
	switch {
	case err != nil:
		return false, err
	case app != applicationID:
		return false, &eventstore.CorruptError{Why: "the file is not an event log"}
	case format == formatLoading:
		return false, &eventstore.CorruptError{Why: "a bulk load was cut off; generate the log again"}
	case format != formatReady:
		return false, &eventstore.CorruptError{Why: fmt.Sprintf("the file has the unknown format %d", format)}
	}
	return false, nil
}

// object is a row of the schema, but for its name.
type object struct{ kind, table, sql string }

// checkSchema compares what the file says about our tables with what we would
// have written. It decides what every statement means, and no hash protects it.
// Tables that others keep in the file are theirs. Without guards a log can be
// read, not written.
func checkSchema(conn *zs.Conn, guarded bool) error {
	want, err := ourSchema()
	if err != nil {
		return err
	}
	have, err := readSchema(conn)
	if err != nil {
		return err
	}
	for name, o := range have {
		if ours := o.table == "events" || o.table == "streams"; ours && o != want[name] {
			return &eventstore.CorruptError{Why: "the schema is not that of a log: " + strconv.Quote(name)}
		}
	}
	for name, o := range want {
		if _, there := have[name]; !there && (guarded || o.kind != "trigger") {
			return &eventstore.CorruptError{Why: "the schema lacks " + strconv.Quote(name)}
		}
	}
	return nil
}

// ourSchema is what SQLite makes of schema and guards.
var ourSchema = sync.OnceValues(func() (map[string]object, error) {
	conn, err := zs.OpenConn(":memory:", zs.OpenReadWrite|zs.OpenCreate)
	if err != nil {
		return nil, err
	}
	if err := script(conn, schema+guards); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	objects, err := readSchema(conn)
	return objects, errors.Join(err, conn.Close())
})

func readSchema(conn *zs.Conn) (map[string]object, error) {
	objects := map[string]object{}
	err := sqlitex.ExecuteTransient(conn, "SELECT name, type, tbl_name, sql FROM sqlite_schema", &sqlitex.ExecOptions{
		ResultFunc: func(stmt *zs.Stmt) error {
			objects[stmt.ColumnText(0)] = object{stmt.ColumnText(1), strings.ToLower(stmt.ColumnText(2)), stmt.ColumnText(3)}
			return nil
		},
	})
	return objects, err
}
