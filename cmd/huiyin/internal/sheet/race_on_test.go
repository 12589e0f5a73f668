//go:build race

package sheet

// raced says that the detector is in, under which reading is ten times as slow.
const raced = true
