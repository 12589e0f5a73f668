package sqlite

import (
	"errors"
	"fmt"
	"path/filepath"

	zs "zombiezen.com/go/sqlite"

	"huiyin/eventstore"
)

// fail answers a group that was not written. Being busy passes, and so does a
// full disk once it is proved that nothing of the group is left. After any other
// failure what the disk holds is unknown.
func (w *writer) fail(group []*request, cause error) {
	switch code := zs.ErrCode(cause).ToPrimary(); code {
	case zs.ResultBusy, zs.ResultFull:
		err := w.takeBack()
		if err == nil {
			answerAll(group, w.store.classify(cause, 0))
			return
		}
		cause = errors.Join(cause, err)
	}
	w.fence(cause)
	answerAll(group, fencedError(cause))
}

// takeBack undoes a group and proves it: the log must end where it ended.
//
// SQLite reports a full disk when it could not write a page. The page that
// carries the mark of commitment is a transaction's last, so that mark is not in
// the WAL, and what was written before it is overwritten by the next group. A
// sync that fails, for want of room too, has another code and fences.
func (w *writer) takeBack() error {
	if !w.conn.AutocommitEnabled() {
		if err := run(w.stmts.rollback); err != nil {
			return err
		}
	}
	head, err := readInt(w.conn, "SELECT max(position) FROM events")
	if err != nil {
		return err
	}
	if uint64(head) != w.store.head.Load() {
		return fmt.Errorf("sqlite: the log ends at %d after a rollback, was at %d", head, w.store.head.Load())
	}
	w.next = eventstore.Position(head) + 1
	clear(w.tips)
	return nil
}

// fence ends writing. What the disk holds is unknown after a failed write, and
// a second try that succeeds would prove nothing about the first.
func (w *writer) fence(cause error) {
	w.fenced.Store(&cause)
	if !w.conn.AutocommitEnabled() {
		// The transaction is lost either way; this only frees its lock.
		_ = run(w.stmts.rollback)
	}
	w.store.hooks.Fenced(cause)
}

// fold copies the WAL into the file when it has grown long; then SQLite begins
// it anew. SQLite would do that by itself, but without a word when a sync fails,
// and it would then count pages as copied that are not on the disk. Readers may
// hold up a part, and a full disk all of it: the WAL grows on until they let go.
func (w *writer) fold() {
	pages, err := walLength(w.stmts.walLength)
	if err == nil && pages >= w.foldAt {
		_, err = walLength(w.stmts.fold)
	}
	if err != nil && zs.ErrCode(err).ToPrimary() != zs.ResultFull {
		w.fence(err)
	}
}

// walLength is the second column of what wal_checkpoint reports.
func walLength(stmt *zs.Stmt) (pages int64, err error) {
	if _, err := stmt.Step(); err != nil {
		return 0, err
	}
	pages = stmt.ColumnInt64(1)
	return pages, stmt.Reset()
}

// closeUnfolded closes the connection of a fenced writer and leaves the WAL
// where it is: it has every acknowledged event, and the file may not. SQLite
// folds it when the last connection closes, unless that one may only read.
func (w *writer) closeUnfolded() error {
	last, err := connect(filepath.Join(w.store.dir, fileName), zs.OpenReadOnly)
	if err != nil {
		return errors.Join(err, w.conn.Close())
	}
	_, err = readInt(last, "SELECT count(*) FROM sqlite_schema")
	return errors.Join(err, w.conn.Close(), last.Close())
}
