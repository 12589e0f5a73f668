// Package projections is everything downstream of the log.
//
//   - follower folds the log into a node's own read file: rows and checkpoint
//     in one transaction, so a restart anywhere loses and doubles nothing;
//   - views says what the rows are (case list, deadlines, dissatisfied,
//     promises) and answers questions about them;
//   - search finds cases by what is written in them, and earlier ones like a
//     draft; pinyin reads names aloud, to find and to sort them by;
//   - asof reads the log as of a moment, as known and as true, and folds a case or
//     all cases from it;
//   - annual computes the yearly report from the log itself, each figure with its
//     definition, its denominator and the cases behind it;
//   - reactors turns events into commands: the hand-over of merged cases, the
//     clock that lets due dates lapse, and the remarks on ratings;
//   - parked is what each of them does with a stream in trouble: it is set aside
//     by name and reason, and nobody else stops.
//
// Nothing here is a source of truth. Every file can be deleted and is folded
// again from the log to the same digests.
package projections
