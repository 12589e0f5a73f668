// Package calendar counts legal time: civil dates in China Standard Time, the
// State Council's working days, and the due dates that follow from both.
//
// Three guarantees carry the package.
//
// First, no zone data and no clock: a day runs from 00:00 to 24:00 at a fixed
// UTC+8, whatever the server's own zone is.
//
// Second, nothing is guessed in silence. A day whose year has no holiday notice
// is judged by weekends alone, and every result that looked at such a day says
// so: it is provisional and names the years whose notice is missing.
//
// Third, a computation is reproducible: it carries the version of the calendar
// that made it, and that version is a digest of the calendar's content.
//
// Every function is pure and total, and every value is immutable and safe for
// concurrent use.
package calendar
