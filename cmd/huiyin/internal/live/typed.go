package live

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// Typed keeps what people type into forms before they send it, in a small file of
// its own beside the log. It is no record: a form that was sent is taken out, one
// that nobody came back to is thrown away after ninety days, and of one person at
// most the two hundred newest are kept. A save survives a kill of the process; a
// power cut may cost the last ones.
type Typed struct {
	mu   sync.Mutex
	conn *sqlite.Conn
}

const (
	typedDays = 90
	typedMost = 200
)

const typedSchema = `CREATE TABLE IF NOT EXISTS typed (whose TEXT NOT NULL, form TEXT NOT NULL, at INTEGER NOT NULL, fields TEXT NOT NULL,
  PRIMARY KEY (whose, form)) STRICT, WITHOUT ROWID;`

// OpenTyped opens the file, making a new one if there is none. Only its owner can
// read it.
func OpenTyped(path string) (*Typed, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite|sqlite.OpenWAL)
	if err != nil {
		return nil, fmt.Errorf("typed: open %s: %w", path, err)
	}
	for _, statement := range []string{"PRAGMA synchronous=NORMAL", "PRAGMA secure_delete=ON", typedSchema} {
		if err := sqlitex.ExecuteTransient(conn, statement, nil); err != nil {
			return nil, errors.Join(fmt.Errorf("typed: open %s: %w", path, err), conn.Close())
		}
	}
	return &Typed{conn: conn}, nil
}

// Keep implements pages.Typed.
func (t *Typed) Keep(_ context.Context, whose, form string, fields url.Values, at time.Time) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.run("INSERT INTO typed VALUES (?, ?, ?, ?) ON CONFLICT (whose, form) DO UPDATE SET at = excluded.at, fields = excluded.fields",
		whose, form, at.UnixMilli(), fields.Encode()); err != nil {
		return err
	}
	if err := t.run("DELETE FROM typed WHERE at < ?", at.AddDate(0, 0, -typedDays).UnixMilli()); err != nil {
		return err
	}
	return t.run("DELETE FROM typed WHERE whose = ?1 AND form IN (SELECT form FROM typed WHERE whose = ?1 ORDER BY at DESC LIMIT -1 OFFSET ?2)", whose, typedMost)
}

// Kept implements pages.Typed.
func (t *Typed) Kept(_ context.Context, whose, form string) (fields url.Values, at time.Time, ok bool, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	err = sqlitex.Execute(t.conn, "SELECT at, fields FROM typed WHERE whose = ? AND form = ?", &sqlitex.ExecOptions{
		Args: []any{whose, form}, ResultFunc: func(s *sqlite.Stmt) (err error) {
			at, ok = time.UnixMilli(s.ColumnInt64(0)), true
			fields, err = url.ParseQuery(s.ColumnText(1))
			return err
		}})
	return fields, at, ok, err
}

// Forget implements pages.Typed.
func (t *Typed) Forget(_ context.Context, whose, form string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.run("DELETE FROM typed WHERE whose = ? AND form = ?", whose, form)
}

func (t *Typed) run(sql string, args ...any) error {
	return sqlitex.Execute(t.conn, sql, &sqlitex.ExecOptions{Args: args})
}

// Close ends the use of the file.
func (t *Typed) Close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.conn.Close()
}
