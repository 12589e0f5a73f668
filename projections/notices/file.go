package notices

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"huiyin/projections/reactors"
)

// derived are the tables that follow from the log; local are those that do not.
const (
	derived = `
CREATE TABLE IF NOT EXISTS inbox (id TEXT PRIMARY KEY, account TEXT NOT NULL, grant_key TEXT NOT NULL, at INTEGER NOT NULL,
 case_id TEXT NOT NULL, key TEXT NOT NULL, about TEXT NOT NULL, due TEXT NOT NULL, duty INTEGER NOT NULL, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS inbox_new ON inbox (account, grant_key, at);
CREATE UNIQUE INDEX IF NOT EXISTS inbox_in_order ON inbox (account, grant_key, n);
CREATE TABLE IF NOT EXISTS results (id TEXT PRIMARY KEY, case_id TEXT NOT NULL, at INTEGER NOT NULL, key TEXT NOT NULL, channel TEXT NOT NULL,
 role TEXT NOT NULL, unit TEXT NOT NULL, person_id TEXT NOT NULL, person TEXT NOT NULL, tries INTEGER NOT NULL, reason TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS results_of ON results (case_id, at);`
	local = `
CREATE TABLE IF NOT EXISTS seen (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS read_up_to (account TEXT, grant_key TEXT, at INTEGER NOT NULL, PRIMARY KEY (account, grant_key)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS queue (id TEXT PRIMARY KEY, account TEXT NOT NULL, channel TEXT NOT NULL, notice TEXT NOT NULL, case_id TEXT NOT NULL,
 number TEXT NOT NULL, due_day TEXT NOT NULL, role TEXT NOT NULL, unit TEXT NOT NULL, person_id TEXT NOT NULL, person TEXT NOT NULL,
 made INTEGER NOT NULL, ready INTEGER NOT NULL, batch TEXT NOT NULL DEFAULT '', tries INTEGER NOT NULL DEFAULT 0,
 state TEXT NOT NULL DEFAULT 'waiting', receipt TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '', told INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS queue_open ON queue (state, told, ready);`
	// form is raised when a derived table changes; older ones are then made anew.
	form = 1
)

// file is the SQLite file: one connection that writes, some that read.
type file struct {
	mu    sync.Mutex
	once  sync.Once
	conn  *sqlite.Conn
	pool  *sqlitex.Pool
	marks *reactors.Checkpoints
}

func openFile(path string) (f *file, err error) {
	f = &file{}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("notices: open %s: %w", path, err), f.close())
			f = nil
		}
	}()
	if f.conn, err = sqlite.OpenConn(path, sqlite.OpenReadWrite|sqlite.OpenCreate|sqlite.OpenWAL); err != nil {
		return f, err
	}
	if err = sqlitex.ExecuteTransient(f.conn, "PRAGMA synchronous=NORMAL", nil); err != nil {
		return f, err
	}
	if f.marks, err = reactors.OpenCheckpoints(path); err != nil {
		return f, err
	}
	if err = f.prepare(); err != nil {
		return f, err
	}
	f.pool, err = sqlitex.NewPool(path, sqlitex.PoolOptions{Flags: sqlite.OpenReadOnly | sqlite.OpenWAL, PoolSize: 4})
	return f, err
}

// prepare makes the tables; derived ones of another form are made anew.
func (f *file) prepare() error {
	was := int64(0)
	if err := sqlitex.ExecuteTransient(f.conn, "PRAGMA user_version", &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
		was = s.ColumnInt64(0)
		return nil
	}}); err != nil {
		return err
	}
	if was != 0 && was != form {
		if err := f.forget(); err != nil {
			return err
		}
	}
	return sqlitex.ExecuteScript(f.conn, derived+local+fmt.Sprintf("\nPRAGMA user_version = %d;", form), nil)
}

// forget throws away what follows from the log.
func (f *file) forget() error {
	return sqlitex.ExecuteScript(f.conn, "DROP TABLE IF EXISTS inbox; DROP TABLE IF EXISTS results; DELETE FROM checkpoints; DELETE FROM parked;"+derived, nil)
}

// close ends the file's use; twice is harmless.
func (f *file) close() (err error) {
	f.once.Do(func() { err = f.end() })
	return err
}

func (f *file) end() error {
	var errs []error
	if f.pool != nil {
		errs = append(errs, f.pool.Close())
	}
	if f.marks != nil {
		errs = append(errs, f.marks.Close())
	}
	if f.conn != nil {
		errs = append(errs, f.conn.Close())
	}
	return errors.Join(errs...)
}

// write does all the changes, or none.
func (f *file) write(do func(*sqlite.Conn) error) (err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	end, err := sqlitex.ImmediateTransaction(f.conn)
	if err != nil {
		return err
	}
	defer end(&err)
	return do(f.conn)
}

func run(c *sqlite.Conn, query string, args ...any) error {
	return sqlitex.Execute(c, query, &sqlitex.ExecOptions{Args: args})
}

// read asks one question; a read that the context's end cuts off gives its error.
func (f *file) read(ctx context.Context, query string, args []any, row func(*sqlite.Stmt) error) error {
	conn, err := f.pool.Take(ctx)
	if err != nil {
		return err
	}
	defer f.pool.Put(conn)
	err = sqlitex.Execute(conn, query, &sqlitex.ExecOptions{Args: args, ResultFunc: row})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}
