package parked

import (
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"huiyin/domain/suggestion"
	"huiyin/eventstore"
)

// Schema makes the table in a consumer's own file, where parking a stream and
// moving the checkpoint are one transaction.
const Schema = `CREATE TABLE IF NOT EXISTS parked (
  consumer TEXT NOT NULL, stream TEXT NOT NULL, case_id TEXT NOT NULL, number TEXT NOT NULL,
  version INTEGER NOT NULL, position INTEGER NOT NULL, type TEXT NOT NULL, cause TEXT NOT NULL,
  reason TEXT NOT NULL, since TEXT NOT NULL, tries INTEGER NOT NULL, waiting INTEGER NOT NULL,
  PRIMARY KEY (consumer, stream)) STRICT, WITHOUT ROWID;`

// Put parks the stream, or parks it again, perhaps at another event. The time of
// the first parking stays and tries add up.
func Put(conn *sqlite.Conn, s Stream) error {
	return sqlitex.Execute(conn, `INSERT INTO parked VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (consumer, stream) DO UPDATE SET number = excluded.number, version = excluded.version, position = excluded.position,
		type = excluded.type, cause = excluded.cause, reason = excluded.reason, tries = tries + excluded.tries, waiting = excluded.waiting`,
		&sqlitex.ExecOptions{Args: []any{s.Consumer, string(s.Name), string(s.Case), s.Number, int64(s.Version), int64(s.Position), s.Type,
			string(s.Cause), s.Reason, s.Since.UTC().Format(time.RFC3339), s.Tries, s.Waiting}})
}

// Wait notes that an event of a parked stream has come.
func Wait(conn *sqlite.Conn, consumer string, stream eventstore.StreamID) error {
	return sqlitex.Execute(conn, "UPDATE parked SET waiting = waiting + 1 WHERE consumer = ? AND stream = ?",
		&sqlitex.ExecOptions{Args: []any{consumer, string(stream)}})
}

// Pass notes that a retry is done with the event at a version, so that one that
// is cut off goes on behind it. Which event comes next is not known yet.
func Pass(conn *sqlite.Conn, consumer string, stream eventstore.StreamID, version eventstore.Version) error {
	return sqlitex.Execute(conn, "UPDATE parked SET version = ? + 1, position = 0, type = '', waiting = max(0, waiting - 1) WHERE consumer = ? AND stream = ?",
		&sqlitex.ExecOptions{Args: []any{int64(version), consumer, string(stream)}})
}

// Remove ends the parking of a stream.
func Remove(conn *sqlite.Conn, consumer string, stream eventstore.StreamID) error {
	return sqlitex.Execute(conn, "DELETE FROM parked WHERE consumer = ? AND stream = ?",
		&sqlitex.ExecOptions{Args: []any{consumer, string(stream)}})
}

// List gives what a consumer has parked, or all have if none is named: what was
// tried least first, so that retries that are cut short reach everybody in turn.
func List(conn *sqlite.Conn, consumer string) (out []Stream, err error) {
	err = sqlitex.Execute(conn, `SELECT consumer, stream, case_id, number, version, position, type, cause, reason, since, tries, waiting
		FROM parked WHERE ?1 IN ('', consumer) ORDER BY tries, consumer, position, stream`, &sqlitex.ExecOptions{Args: []any{consumer},
		ResultFunc: func(q *sqlite.Stmt) error {
			since, err := time.Parse(time.RFC3339, q.ColumnText(9))
			out = append(out, Stream{Consumer: q.ColumnText(0), Name: eventstore.StreamID(q.ColumnText(1)), Case: suggestion.CaseID(q.ColumnText(2)),
				Number: q.ColumnText(3), Version: eventstore.Version(q.ColumnInt64(4)), Position: eventstore.Position(q.ColumnInt64(5)),
				Type: q.ColumnText(6), Cause: Cause(q.ColumnText(7)), Reason: q.ColumnText(8), Since: since,
				Tries: q.ColumnInt(10), Waiting: q.ColumnInt(11)})
			return err
		}})
	return out, err
}
