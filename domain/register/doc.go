// Package register says who is who and what is what in an office, by day: its
// sessions with their number series, the handling units under every name they
// ever bore, deputies, delegations, leaders in office, special committees and
// the roles of accounts.
//
// Each line of a register is an Entry with a stream of its own. There is no
// command beside the event: who keeps a register states a fact, and Decide
// gives it back as it is to be recorded, or a *suggestion.Refusal. A fact that
// changes nothing is no event, so stating it twice is harmless. Decide, Evolve
// and the Directory are pure, total and deterministic.
//
// # Days
//
// A fact says from which day it is so; when it was recorded stands in the log's
// envelope. A Directory folded from the events recorded up to a moment is the
// register as known then; asked about a day it answers as true on that day. A
// fact may be recorded before its day or long after it.
//
// Every day in a fact is the first day on which it is so: who left from 1 March
// was in office on the last of February. Only the last day of a meeting and the
// last day of a session year (年度) are last days. An unset first day says that
// nobody stated since when; it holds for all days before the next change.
//
// # Corrections
//
// Nothing is edited. A change stated again for the same day replaces what was
// said of that day; an end stated again replaces the first end and must say
// why; a Corrected event states anew what was wrong in an entry from its
// beginning, with the reason.
//
// # One office
//
// A register is that of one congress through all its terms: its session years
// do not overlap, and a person is its deputy in one term at a time. Personal
// data is the official record only: names, bodies, posts. Contact data and
// secrets enter no event.
package register
