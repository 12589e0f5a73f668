package vault

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	zs "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

const (
	// applicationID marks the file as a vault ("huiv" in ASCII).
	applicationID = 0x68756976
	format        = 1
	busyTimeout   = 5 * time.Second

	// settings: deleted cells are overwritten, a commit is on disk when it
	// returns, and what a WAL once held is not left behind in a longer file.
	settings = `PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA secure_delete=ON;
		PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;`

	// The one row of vault holds the data key, sealed, and the number of the last
	// write, which becomes the generation of the record it wrote.
	schema = `
CREATE TABLE vault (
  one    INTEGER PRIMARY KEY CHECK (one = 1),
  key    BLOB NOT NULL,
  writes INTEGER NOT NULL
) STRICT;
CREATE TABLE records (
  kind       TEXT NOT NULL,
  id         TEXT NOT NULL,
  generation INTEGER NOT NULL,
  sealed     BLOB NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
`
)

// keyBound is what the data key is sealed with.
var keyBound = []byte("huiyin vault data key 1")

// touch makes sure that a file is there, readable by its owner alone, before
// SQLite opens it; the files beside it take the same mode.
func touch(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(f.Chmod(0o600), f.Close(), syncDir(filepath.Dir(path)))
}

func connect(path string) (*zs.Conn, error) {
	if err := touch(path); err != nil {
		return nil, err
	}
	conn, err := zs.OpenConn(path, zs.OpenReadWrite)
	if err != nil {
		return nil, err
	}
	conn.SetBusyTimeout(busyTimeout)
	if err := script(conn, settings); err != nil {
		err = notVault(path, err)
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

// notVault says of a file that is no database at all that it is no vault.
func notVault(path string, err error) error {
	if zs.ErrCode(err).ToPrimary() == zs.ResultNotADB {
		return &RecordError{Path: path, Err: ErrNotVault}
	}
	return err
}

// fresh reports whether the file is empty, and refuses one that is no vault.
func fresh(conn *zs.Conn, path string) (bool, error) {
	var app, version, tables int64
	for query, into := range map[string]*int64{"PRAGMA application_id": &app, "PRAGMA user_version": &version,
		"SELECT count(*) FROM sqlite_schema": &tables} {
		if err := one(conn, query, func(s *zs.Stmt) { *into = s.ColumnInt64(0) }); err != nil {
			return false, notVault(path, err)
		}
	}
	if app == 0 && tables == 0 {
		return true, nil
	}
	if app != applicationID || version != format {
		return false, &RecordError{Path: path, Err: ErrNotVault}
	}
	return false, nil
}

// found makes a new vault: its tables and its data key.
func found(conn *zs.Conn, key []byte, random io.Reader) error {
	data := make([]byte, keySize)
	if _, err := io.ReadFull(random, data); err != nil {
		return err
	}
	sealed, err := seal(key, data, keyBound, random)
	if err != nil {
		return err
	}
	return within(conn, func() error {
		err := script(conn, schema+fmt.Sprintf("PRAGMA application_id=%d; PRAGMA user_version=%d;", applicationID, format))
		if err != nil {
			return err
		}
		return run(conn, "INSERT INTO vault VALUES (1, ?, 0)", sealed)
	})
}

// dataKey opens the data key.
func dataKey(conn *zs.Conn, key []byte, keyFile string) ([]byte, error) {
	var sealed []byte
	if err := one(conn, "SELECT key FROM vault", func(s *zs.Stmt) { sealed = blob(s, 0) }); err != nil {
		return nil, err
	}
	data, ok := unseal(key, sealed, keyBound)
	if !ok {
		return nil, &RecordError{Path: keyFile, Err: ErrWrongKey}
	}
	return data, nil
}

// within runs f in a transaction that holds the file from the start.
func within(conn *zs.Conn, f func() error) (err error) {
	end, err := sqlitex.ImmediateTransaction(conn)
	if err != nil {
		return err
	}
	defer end(&err)
	return f()
}

func run(conn *zs.Conn, query string, args ...any) error {
	return sqlitex.Execute(conn, query, &sqlitex.ExecOptions{Args: args})
}

func one(conn *zs.Conn, query string, row func(*zs.Stmt), args ...any) error {
	return sqlitex.Execute(conn, query, &sqlitex.ExecOptions{Args: args, ResultFunc: func(s *zs.Stmt) error {
		row(s)
		return nil
	}})
}

func blob(s *zs.Stmt, col int) []byte {
	b := make([]byte, s.ColumnLen(col))
	s.ColumnBytes(col, b)
	return b
}

// script runs statements one by one, each for itself, as pragmas ask.
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
