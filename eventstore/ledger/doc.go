// Package ledger proves that a log was not changed, cut or thinned out.
//
// Over the log, in position order, stands one RFC 6962 Merkle tree whose leaves
// are the events' canonical bytes. Positions are not in them, so every node and
// every back end computes the same root from the same log. A Checkpoint is the
// root at a size, signed as a note (C2SP signed-note and tlog-checkpoint); who
// keeps one outside the machine can prove later that the log only grew.
//
// What is caught by what:
//
//   - a changed, dropped, swapped or inserted event: by the hash chain of its
//     stream and by the root at any checkpoint after it;
//   - a log cut short or an old backup put back: by a checkpoint kept elsewhere,
//     and by nothing else (Guard at start, Audit at any time);
//   - a log written anew with the real signing key: likewise.
//
// The tree file (see Open) is derived from the log and may be deleted; it makes
// proofs fast. Audit trusts it in nothing and reads the whole log.
package ledger
