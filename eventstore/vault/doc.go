// Package vault keeps secrets at rest: an encrypted key-value file of its own,
// apart from the log, because what lies in a log can never be taken out again.
//
// A record is bytes under a kind and an id. Kind and id lie in the file in the
// clear, so neither may hold a secret or anything by which a person is reached.
// The value is sealed with AES-256-GCM under a data key that only the file
// knows; the data key is sealed under a key that lies in another file, outside
// the folder of the vault. Whoever has one of the two files has nothing.
//
// # Guarantees
//
//   - A write that returned nil survives a kill and a power cut (WAL,
//     synchronous=FULL). A write that returned an error may or may not be there.
//   - A record is sealed with its kind, id and generation. One that was moved,
//     changed by a bit or put back under another generation does not open:
//     [ErrDamaged] names it, and no other record is touched by that.
//   - A generation is given once in the life of the file, also after a delete.
//     So [Vault.Swap] succeeds for one of any number of callers who read the
//     same generation: what may be used once is used once.
//   - What was deleted is overwritten in the file and gone from its WAL when the
//     call returns, and with it whatever was replaced before. What was replaced
//     is gone at the next deletion or at Close. What a disk keeps of its own
//     blocks is the disk's encryption's concern; without the key it opens to
//     nobody.
//   - List is in the order of the ids' bytes.
//   - The files can be read by their owner alone (mode 0600).
//
// Not guaranteed: a file that was replaced as a whole by an older copy of itself
// opens. Backups of the vault are therefore kept apart from those of the log and
// not longer than 30 days (handbook PII-04), or deletion is fiction.
//
// Any number of goroutines may use a [Vault], and several processes the file.
package vault
