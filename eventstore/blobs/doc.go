// Package blobs keeps received files (scans, attachments) beside the log, under
// the SHA-256 of what they hold.
//
// An event never holds a file's plain hash, from which its content could be
// guessed for ever, but its Binding: HMAC-SHA-256 of that hash under a random
// salt that lies beside the file and nowhere else. As long as the salt is there,
// the binding proves that this is the file the event meant; once file and salt
// are erased, the binding says nothing any more. A binding is 64 lower-case hex
// digits. The same content has one salt and one binding in a store, so that a
// retry with the same file is the same act.
//
// Layout of the folder:
//
//	ab/cd/<sha256>       the content, read-only
//	ab/cd/<sha256>.json  salt, type, size, and what the scanner said
//	bound/<binding>      the sha256 behind a binding
//	coming/              files being received; Sweep empties it
//	held/<id>            whose file it is that was sent and is not bound yet
//	kept/<binding>       says that an event was seen to hold the binding
//
// A file is there before the act it comes with is decided. Until then it is held
// (Hold, Claim); Lapse erases after a time what no event came to hold.
//
// Put streams: it stops at the size limit, refuses what is not the type its name
// says, scans, syncs, and lets the file appear under its name whole or not at
// all. Content is never written again. What a name or a type may be is in names.go
// and types.go; the rules are handbook IMP-09.
package blobs
