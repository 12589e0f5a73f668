package follower

import (
	"fmt"

	"zombiezen.com/go/sqlite/sqlitex"
)

// Fill lets the file grow no more, as on a full disk, or again.
func (f *File) Fill(full bool) error {
	pages := 1 << 30
	if full {
		pages = 1 // SQLite takes the present size instead
	}
	return sqlitex.ExecuteTransient(f.conn, fmt.Sprintf("PRAGMA max_page_count=%d", pages), nil)
}

// Kept is how many folded cases the follower keeps.
func (f *Follower) Kept() int { return len(f.cases.byID) }
