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
// Class (what the unit claims), satisfaction (what the deputy says) and
// fulfilment (what later facts prove) are three separate axes. What an imported
// source does not state stays unknown on its axis.
package suggestion
