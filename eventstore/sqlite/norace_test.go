//go:build !race

package sqlite

const fewer = 1
