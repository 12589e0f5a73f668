package reactors

import (
	"errors"
	"fmt"
	"sync"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"huiyin/eventstore"
	"huiyin/projections/parked"
)

// Checkpoints remember, by handler name, up to where events were handled and
// which streams are parked. They lie in a small SQLite file. It is not synced on every save: after a power cut
// some events are handled again, which changes nothing.
//
// A checkpoint only moves on, so several processes may share the file. To handle
// a log from the start again, delete it.
type Checkpoints struct {
	mu   sync.Mutex
	conn *sqlite.Conn
}

const checkpointSchema = `CREATE TABLE IF NOT EXISTS checkpoints (handler TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;`

// OpenCheckpoints opens the file, making a new one if there is none.
func OpenCheckpoints(path string) (*Checkpoints, error) {
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite|sqlite.OpenCreate|sqlite.OpenWAL)
	if err != nil {
		return nil, fmt.Errorf("reactors: open %s: %w", path, err)
	}
	for _, statement := range []string{"PRAGMA synchronous=NORMAL", checkpointSchema, parked.Schema} {
		if err := sqlitex.ExecuteTransient(conn, statement, nil); err != nil {
			return nil, errors.Join(fmt.Errorf("reactors: open %s: %w", path, err), conn.Close())
		}
	}
	return &Checkpoints{conn: conn}, nil
}

// Load is the handler's checkpoint; zero for a handler never seen.
func (c *Checkpoints) Load(handler string) (at eventstore.Position, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	err = sqlitex.Execute(c.conn, "SELECT position FROM checkpoints WHERE handler = ?", &sqlitex.ExecOptions{
		Args: []any{handler}, ResultFunc: func(s *sqlite.Stmt) error { at = eventstore.Position(s.ColumnInt64(0)); return nil }})
	return at, err
}

// Save moves the handler's checkpoint on; one further on already stays.
func (c *Checkpoints) Save(handler string, at eventstore.Position) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.save(handler, at)
}

func (c *Checkpoints) save(handler string, at eventstore.Position) error {
	return sqlitex.Execute(c.conn, "INSERT INTO checkpoints VALUES (?, ?) ON CONFLICT (handler) DO UPDATE SET position = max(position, excluded.position)",
		&sqlitex.ExecOptions{Args: []any{handler, int64(at)}})
}

// Parked lists the streams that a handler has parked, or all handlers have if
// none is named.
func (c *Checkpoints) Parked(handler string) ([]parked.Stream, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return parked.List(c.conn, handler)
}

// move changes what a handler has parked and moves its checkpoint on, or does
// neither.
func (c *Checkpoints) move(handler string, at eventstore.Position, change func(*sqlite.Conn) error) (err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	end, err := sqlitex.ImmediateTransaction(c.conn)
	if err != nil {
		return err
	}
	defer end(&err)
	if err := change(c.conn); err != nil {
		return err
	}
	return c.save(handler, at)
}

// Close ends the use of the file.
func (c *Checkpoints) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.conn.Close()
}
