// Package annual computes the yearly report on the handling of deputies'
// suggestions (办理情况报告; handbook 5.4, R5-40).
//
// A report is a function of the log up to a position, an instant, and a few
// parameters. It reads no view and no clock, so the same log gives the same
// bytes, and what was published can be computed again years later.
//
// Three rules carry the package.
//
// Every figure can be opened. It has a stable id, a definition in words, and the
// list of the things it counts, each with its case; the count is the length of
// that list and nothing else.
//
// Every denominator is a figure of the report, with its own definition and its
// own list. A percentage is printed with its denominator and is rounded half up
// in integer arithmetic.
//
// What is unknown is in no rate. A case whose source does not state an axis is
// counted under "unknown" of that axis, and in neither part of a fraction.
//
// Three things are counted and never mixed: cases (件), reply instances (件次),
// since several units may each answer one case, and promises (项). Each figure
// says which.
//
// On time is judged by the recorded time, the instant the log set, not by the
// date a paper bears (design: "two times").
package annual
