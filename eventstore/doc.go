// Package eventstore is the contract of the append-only log: what an event
// is, how it is numbered and hashed, and what every back end promises.
//
// The log takes bytes and gives the same bytes back; it knows no domain type.
// Guarantees, each proved for every back end by the suite in storetest:
//
//   - one stream's events carry the versions 1, 2, 3, … without a hole;
//   - every event has a position, and positions form one total order;
//   - a reader that has seen position P has seen everything at or below P for
//     ever: nothing appears there later (a stable prefix);
//   - an append is all or nothing, and repeating it with the same ids is the
//     same act: it reports the versions and positions of the first time;
//   - an acknowledged append survives a crash of process and machine;
//   - what is read was verified against its hash, or is not returned.
//
// Each event is stored as canonical bytes (see AppendCanonical for the format)
// that include the hash of the stream's previous event, so a stream can be
// exported and checked alone, with sha256sum and a text editor.
//
// Not offered, on purpose: deletion, editing, snapshots, an "any version"
// append, and transactions over several streams.
package eventstore
