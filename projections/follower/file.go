package follower

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"huiyin/eventstore"
	"huiyin/projections/parked"
)

// Consumer is the name under which a read file's parked cases are kept.
const Consumer = "views"

// File is a read file: the tables of its views and the position they show.
//
// One connection writes; readers come from a pool and see whole transactions.
// Several processes may follow into one file: a batch is written only on top of
// the checkpoint it was read from. The file is not synced on every commit: after
// a power cut it may be some batches behind, never torn, and the follower goes
// on from its checkpoint.
//
// An open File is one file until it is closed, also when another was rebuilt and
// has taken its place since.
type File struct {
	path    string
	fresh   bool // nobody else knows it, and it may be lost
	views   []View
	conn    *sqlite.Conn
	pool    *sqlitex.Pool
	reached atomic.Uint64

	mu     sync.Mutex // of all below, and of the writing connection
	insert []*sqlite.Stmt
	remove []*sqlite.Stmt
	mark   *sqlite.Stmt
	// aside are the parked streams with the newest version seen of each, as of
	// the file's count of parkings.
	aside    map[eventstore.StreamID]eventstore.Version
	parkings int64
}

// readers is how many reads one File serves at a time.
const readers = 4

// OpenFile opens the read file that the path leads to, or begins a new one when
// there is none or when it was written for other views.
func OpenFile(path string, views []View) (*File, error) {
	for {
		at, err := place(path)
		if err != nil {
			return nil, fmt.Errorf("follower: open %s: %w", path, err)
		}
		f := &File{path: at, views: views}
		err = f.open()
		now, shownErr := shown(path)
		if err == nil && now == at {
			return f, nil
		}
		closeErr := f.Close()
		if now == at || shownErr != nil { // else another took its place meanwhile
			return nil, fmt.Errorf("follower: open %s: %w", path, errors.Join(err, shownErr, closeErr))
		}
	}
}

func (f *File) open() (err error) {
	flags, pragmas := sqlite.OpenReadWrite|sqlite.OpenWAL, "PRAGMA synchronous=NORMAL"
	if f.fresh {
		flags, pragmas = sqlite.OpenReadWrite, "PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF; PRAGMA cache_size=-16384"
	}
	if f.conn, err = sqlite.OpenConn(f.path, flags); err != nil {
		return err
	}
	if err := pragma(f.conn, pragmas); err != nil {
		return err
	}
	for _, v := range f.views {
		for name, do := range v.Functions {
			if err := f.conn.CreateFunction(name, do); err != nil {
				return err
			}
		}
	}
	if err := f.begin(); err != nil {
		return err
	}
	if err := f.prepare(); err != nil {
		return err
	}
	return f.openPool()
}

// pragma runs statements outside of any transaction.
func pragma(conn *sqlite.Conn, statements string) error {
	for _, s := range strings.Split(statements, ";") {
		if err := sqlitex.ExecuteTransient(conn, s, nil); err != nil {
			return err
		}
	}
	return nil
}

// openPool opens the readers and lets each of them read once, for only then has
// SQLite opened all a connection needs, and nothing is looked for by name later.
func (f *File) openPool() (err error) {
	if f.pool, err = sqlitex.NewPool(f.path, sqlitex.PoolOptions{Flags: sqlite.OpenReadOnly, PoolSize: readers}); err != nil {
		return err
	}
	for range readers { // the pool lends them in turn
		if err := f.Read(context.Background(), func(r *Reader) error { _, err := r.Checkpoint(); return err }); err != nil {
			return err
		}
	}
	return nil
}

// begin makes the tables anew unless they are of our form. It drops them in one
// transaction instead of deleting the file, which another process may have open.
func (f *File) begin() (err error) {
	end, err := sqlitex.ImmediateTransaction(f.conn)
	if err != nil {
		return err
	}
	defer end(&err)
	var tables []string
	err = sqlitex.ExecuteTransient(f.conn, "SELECT name FROM sqlite_schema WHERE type = 'table'", &sqlitex.ExecOptions{
		ResultFunc: func(s *sqlite.Stmt) error { tables = append(tables, s.ColumnText(0)); return nil }})
	if err != nil || slices.Contains(tables, "form_"+f.form()) {
		return err
	}
	for _, table := range tables { // a virtual one takes its own tables along
		if err := sqlitex.ExecuteTransient(f.conn, `DROP TABLE IF EXISTS "`+table+`"`, nil); err != nil {
			return err
		}
	}
	return sqlitex.ExecuteScript(f.conn, f.schema(), nil)
}

// form identifies the tables; a file with another form is begun anew.
func (f *File) form() string {
	sum := sha256.New()
	fmt.Fprintln(sum, parked.Schema)
	for _, v := range f.views {
		fmt.Fprintln(sum, v.Name, v.Version, v.Columns, v.Keys, v.Indexes, v.Also)
	}
	return fmt.Sprintf("%x", sum.Sum(nil)[:8])
}

func (f *File) schema() string {
	var b strings.Builder
	fmt.Fprintf(&b, "CREATE TABLE form_%s (id INTEGER PRIMARY KEY, position INTEGER NOT NULL, parkings INTEGER NOT NULL) STRICT;\n", f.form())
	fmt.Fprintf(&b, "INSERT INTO form_%s VALUES (1, 0, 0);\n", f.form())
	fmt.Fprintln(&b, parked.Schema)
	for _, v := range f.views {
		fmt.Fprintf(&b, "CREATE TABLE %s (%s, PRIMARY KEY (%s)) STRICT, WITHOUT ROWID;\n", v.Name, strings.Join(v.Columns, ", "), v.key())
	}
	if !f.fresh {
		b.WriteString(f.indexes())
	}
	return b.String()
}

// indexes are made with the tables; in a file that is filled at once, after that.
func (f *File) indexes() string {
	var b strings.Builder
	for _, v := range f.views {
		for i, cols := range v.Indexes {
			fmt.Fprintf(&b, "CREATE INDEX %s_%d ON %s (%s);\n", v.Name, i, v.Name, cols)
		}
		fmt.Fprintln(&b, v.Also)
	}
	return b.String()
}

// key is the primary key as SQL.
func (v View) key() string {
	keys := make([]string, v.Keys)
	for i := range keys {
		keys[i], _, _ = strings.Cut(v.Columns[i], " ")
	}
	return strings.Join(keys, ", ")
}

func (f *File) prepare() error {
	f.insert, f.remove = make([]*sqlite.Stmt, len(f.views)), make([]*sqlite.Stmt, len(f.views))
	for i, v := range f.views {
		marks := strings.TrimSuffix(strings.Repeat("?,", len(v.Columns)), ",")
		key, _, _ := strings.Cut(v.Columns[0], " ")
		var err error
		if f.insert[i], err = f.conn.Prepare("INSERT INTO " + v.Name + " VALUES (" + marks + ")"); err != nil {
			return err
		}
		if f.remove[i], err = f.conn.Prepare("DELETE FROM " + v.Name + " WHERE " + key + " = ?"); err != nil {
			return err
		}
	}
	var err error
	if f.mark, err = f.conn.Prepare("UPDATE form_" + f.form() + " SET position = ?, parkings = ? WHERE id = 1"); err != nil {
		return err
	}
	return f.look()
}

// position reads the checkpoint as the connection's transaction sees it, and how
// often a case was parked or taken up again.
func (f *File) position(conn *sqlite.Conn) (at eventstore.Position, parkings int64, err error) {
	err = sqlitex.Execute(conn, "SELECT position, parkings FROM form_"+f.form(), &sqlitex.ExecOptions{
		ResultFunc: func(s *sqlite.Stmt) error {
			at, parkings = eventstore.Position(s.ColumnInt64(0)), s.ColumnInt64(1)
			return nil
		}})
	return at, parkings, err
}

// look takes note of where the file is and what is parked. The caller has the
// writing connection.
func (f *File) look() error {
	at, parkings, err := f.position(f.conn)
	if err != nil {
		return err
	}
	all, err := parked.List(f.conn, Consumer)
	if err != nil {
		return err
	}
	f.aside = make(map[eventstore.StreamID]eventstore.Version, len(all))
	for _, p := range all {
		f.aside[p.Name] = p.Version + eventstore.Version(p.Waiting)
	}
	f.parkings = parkings
	f.reached.Store(uint64(at))
	return nil
}

// parked are the parked streams with the newest version seen of each.
func (f *File) parked() map[eventstore.StreamID]eventstore.Version {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.aside
}

// Checkpoint is the position the rows show, as far as this File knows: another
// process may have gone on since.
func (f *File) Checkpoint() eventstore.Position { return eventstore.Position(f.reached.Load()) }

// Views lists the views of the file.
func (f *File) Views() []View { return f.views }

// Reader reads one state of the file.
type Reader struct {
	file *File
	conn *sqlite.Conn
}

// Read gives the function a reader. All it asks sees the same state, whatever is
// written meanwhile. A read that the context's end cuts off gives the context's
// error, so that a server that stops does not take it for a failure.
func (f *File) Read(ctx context.Context, do func(*Reader) error) (err error) {
	defer func() {
		if err != nil && ctx.Err() != nil {
			err = ctx.Err()
		}
	}()
	conn, err := f.pool.Take(ctx)
	if err != nil {
		return err
	}
	defer f.pool.Put(conn)
	end := sqlitex.Transaction(conn)
	defer end(&err)
	return do(&Reader{file: f, conn: conn})
}

// Query runs a read and calls each row's function.
func (r *Reader) Query(query string, args []any, row func(*sqlite.Stmt) error) error {
	return sqlitex.Execute(r.conn, query, &sqlitex.ExecOptions{Args: args, ResultFunc: row})
}

// Checkpoint is the position the reader's rows show.
func (r *Reader) Checkpoint() (eventstore.Position, error) {
	at, _, err := r.file.position(r.conn)
	return at, err
}

// Parked are the cases whose rows are older than the checkpoint, and why.
func (r *Reader) Parked() ([]parked.Stream, error) { return parked.List(r.conn, Consumer) }

// Query runs a single read.
func (f *File) Query(ctx context.Context, query string, args []any, row func(*sqlite.Stmt) error) error {
	return f.Read(ctx, func(r *Reader) error { return r.Query(query, args, row) })
}

// Parked is Reader.Parked by itself.
func (f *File) Parked(ctx context.Context) (all []parked.Stream, err error) {
	err = f.Read(ctx, func(r *Reader) error { all, err = r.Parked(); return err })
	return all, err
}

// Digest is SHA-256 over the view's rows in key order. Equal digests mean equal
// rows; the checkpoint is not part of it.
func (f *File) Digest(ctx context.Context, view string) (sum string, rows int, err error) {
	i := slices.IndexFunc(f.views, func(v View) bool { return v.Name == view })
	if i < 0 {
		return "", 0, fmt.Errorf("follower: no view %q", view)
	}
	err = f.Read(ctx, func(r *Reader) error {
		sum, rows, err = r.digest(f.views[i])
		return err
	})
	return sum, rows, err
}

func (r *Reader) digest(v View) (string, int, error) {
	sum, n := sha256.New(), 0
	err := r.Query("SELECT * FROM "+v.Name+" ORDER BY "+v.key(), nil, func(s *sqlite.Stmt) error {
		n++
		hashRow(sum, s)
		return nil
	})
	return fmt.Sprintf("%x", sum.Sum(nil)), n, err
}

func hashRow(sum hash.Hash, s *sqlite.Stmt) {
	for i := range s.ColumnCount() {
		text := s.ColumnText(i)
		fmt.Fprintf(sum, "%d:%s,", len(text), text)
	}
	sum.Write([]byte{'\n'})
}

// Close ends the file's use.
func (f *File) Close() error {
	var errs []error
	if f.pool != nil {
		errs = append(errs, f.pool.Close())
	}
	if f.conn != nil {
		errs = append(errs, f.conn.Close())
	}
	return errors.Join(errs...)
}
