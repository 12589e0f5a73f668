// Package ruleset holds the rules of a jurisdiction as data: its time limits,
// its reply classes, its rating scale and the few numbers that steer handling.
//
// A rule set is a JSON document. The document, not this code, says how long a
// unit has to reply; the code says only which questions a document may answer.
// Each answer carries its legal basis and admits when it is an assumption: a
// value that the source texts do not give and a person still has to confirm.
//
// What a document leaves out does not exist. Where the texts set no limit for
// the co-units' opinion, Rule(CoOpinion) reports false, and no deadline of that
// kind may be opened, shown as late or counted.
//
// A Set is immutable and safe for concurrent use. Its Digest identifies the
// exact bytes it was parsed from, so that a case can pin its rules.
package ruleset
