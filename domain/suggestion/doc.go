// Package suggestion is the aggregate of the product: one deputy's suggestion
// (代表建议) from its draft to its archive.
//
// It is a decider. Decide(state, request) returns the events of an act, or a
// Refusal that says why the act is not possible; Fold(state, events) gives the
// state after them. Both are pure, total and deterministic: time, actor, rule
// set and calendar come in with the request, and nothing is read from outside.
//
// What may be done when and by whom stands in domain/lifecycle; this package
// gives the guards their meaning, computes the deadlines an act starts, and
// derives the suggestion's state from its reply lines and commitments. After
// every decision the aggregate settles: if its derived state moved, one event
// more records from where, to where and why.
//
// A clock counts from where its rule says: from the assignment (T0), from the
// receipt, or from an event of its own. The platform delivers on the day of
// assignment; a paper's receipt is recorded. Whatever a clock counts from, no
// reply is due after the cap of the rules, counted from the assignment. A due
// date changes by event only, with the old and the new one in it.
//
// # Publication
//
// The content of a suggestion and each reply are published by decisions of their
// own: public, in part, or not at all, with a ground and a reason for anything
// less than all. The deputy says how far and whether by name, and that word binds
// the content; the handling unit examines its reply, with somebody else's check
// for secrets; the office decides. A decision carries the words the public reads,
// so that they are what was looked at whatever becomes of the case: a correction
// is a new decision, a withdrawal an event of its own, and nothing published is
// rewritten. InPublic is all that the public may know, and fails closed. The
// acts are standing ones: they move no machine, and outlive the archive. Both
// clocks begin when the deputies have the reply (安徽, 20 working days after it);
// no text knows a period for the content alone. The older events ReplyPublished
// and PublicationRefused say that a decision was made and not what was read; they
// count in the yearly report, and show nothing in public.
//
// Class (what the unit claims), satisfaction (what the deputy says) and
// fulfilment (what later facts prove) are three separate axes. What an imported
// source does not state stays unknown on its axis.
package suggestion
