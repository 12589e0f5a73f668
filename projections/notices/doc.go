// Package notices tells people what happened to the cases they have to do with:
// in the program always, and by mail, short message or the office's messenger if
// they wish (handbook UX-14, M1).
//
// # From the log to a person
//
// [For] decides, purely, who is told what of an event: a table of event, audience
// and text, over the case as it was right after the event and the register as it
// says who held which role that day. A handling unit is told of no event that
// suggestion.Untold keeps from it, so a rating reaches it with its release
// (THR-04). What is told is a key of the catalogue, a unit's name and a due day;
// never a deputy's name, a text or a grade. Number and title of the case are looked
// up when a notice is shown, within what its reader may see then.
//
// A notice's id derives from event, account and grant. So an event handled twice
// tells nobody twice. Reminders and lapsed days of one case give an account one
// notice a working day at most.
//
// # What lies where
//
// One SQLite file holds what follows from the log, namely the notices, the results
// of messages and the place in the log up to which events were handled, and what
// does not: what somebody has read and which messages wait or went out. Rebuild
// throws away and makes anew the former alone. Rows are committed before the place
// moves on, in the same file, so a kill loses nothing and repeats nothing. Addresses
// and wishes are personal data and lie in the vault ([Contacts]).
//
// # Messages
//
// A message says how many notices wait, the numbers of their cases and the nearest
// due day, and asks to sign in: it carries nothing of a case and no link. It goes
// out at least once, with a stable id that the gateway can tell a repeat by, in at
// most [MostTries] tries, outside the person's quiet hours, at once or gathered at
// 08:00 of the next working day. What is older than [Fresh] when it is handled goes
// to nobody's telephone: an old log that is read anew sends nothing. What became of
// a message is an event of the stream wire.NoticeStream.
//
// Times are those of Asia/Shanghai.
package notices
