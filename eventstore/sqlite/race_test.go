//go:build race

package sqlite

// fewer is by what the usual rounds are divided: the race detector makes this
// SQLite, which is Go, up to ten times slower. The full rounds run without it, and so do
// the tests that begin with go:build !race.
const fewer = 6

const racers = 12
