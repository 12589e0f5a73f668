// Package projections is everything downstream of the log.
//
//   - follower folds the log into a node's own read file: rows and checkpoint
//     in one transaction, so a restart anywhere loses and doubles nothing;
//   - views says what the rows are (case list, deadlines, dissatisfied,
//     promises) and answers questions about them;
//   - annual computes the yearly report from the log itself, each figure with its
//     definition, its denominator and the cases behind it;
//   - reactors turns events into commands: the hand-over of merged cases, the
//     clock that lets due dates lapse, and the remarks on ratings.
//
// Nothing here is a source of truth. Every file can be deleted and is folded
// again from the log to the same digests.
package projections
