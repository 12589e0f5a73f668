// Package sqlite is the embedded back end of the log: one file, events.db, in
// a data folder that one process owns.
//
// One connection writes, one group at a time: whatever appends have queued up
// during the last group go into one transaction and are answered after one sync,
// so groups grow with the load and a lone writer waits for nobody. A conflict
// rolls back only the append it belongs to.
//
// Durability: WAL with synchronous=FULL, read back at start and refused
// otherwise. After a failed commit the store is fenced: what the disk holds is
// then unknown, so nothing is acknowledged until the folder is opened anew and
// its end verified. Reads go on. Options.BulkLoad alone trades durability away,
// until Close, and only for a log that can be generated again.
//
// Readers use connections of their own and read pages in short transactions,
// so no reader, however slow, holds up the writer or keeps the WAL from being
// reset. Every record is checked against its hash, and against its predecessor
// where that was read too; damage is a *eventstore.CorruptError, never data.
//
// Append, once it has been taken by the writer, waits for the outcome even if
// its context ends.
//
// Proofs: the suite in storetest, kill_test.go (kill -9), fence_test.go.
package sqlite
