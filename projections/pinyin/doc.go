// Package pinyin reads names aloud: how a deputy's or a unit's name is sorted and
// how it is found by its letters (handbook UX-17).
//
// The readings of single characters are those of github.com/mozillazg/go-pinyin.
// Where a name is read otherwise than its characters are read alone, readings.txt
// says so, each line with its reason: surnames at the beginning of a person's
// name, and words and places anywhere in the name of a unit.
//
// A name has one reading to be sorted by, and every reading to be found by: a
// deputy of the family of Qin or Tan stands in one place in a list and is found
// under both.
//
// The order of strokes is by the number of strokes (Unicode CLDR's zh-stroke),
// character by character. Among characters of equally many strokes CLDR goes by
// radical, and not by the form of the first stroke as printed lists of deputies
// do; so a list for publication still wants an eye on its ties.
//
// All functions are pure and safe for concurrent use.
package pinyin
