// Package crashtest says what a power cut can leave of a program's files.
//
// A program runs under strace, which records every call that changes a file and
// every sync, with the bytes. Played back on a Disk, the record gives at each
// moment the images a machine may start from after the power failed there:
//
//   - what was synced is there: a file's content after its own sync, a file's
//     name after the sync of its folder, and neither by the other's;
//   - every later change may be there, not be there, or be there in part: a
//     write is torn at any sector of 512 bytes, in any order, and a sector that
//     was being changed may hold anything;
//   - changes of a file's length and of names are kept or lost one by one;
//   - after a sync that failed the changes it was for are gone, although the
//     program reads them back and the next sync succeeds: so does Linux.
//
// That is more than file systems in use will do to a program. What a program
// survives here it survives there, as far as disks keep what they say is synced
// and keep sectors that are not written. Bytes outside the range of a write are
// not touched, which SQLite assumes as well (powersafe overwrite).
//
// What the package does not model it refuses: a call on the recorded files that
// it does not know is an error, so the record is whole or there is none. Shared
// writable mappings can not be recorded; Options.Scratch names files for which
// that does not matter because the program makes them anew.
package crashtest
