package rulebook

import "slices"

// Document returns the exact document of a set that was adopted or waits for a
// second person; false for any other.
func (b Book) Document(id string) ([]byte, bool) {
	i := slices.IndexFunc(b.entries, func(e Entry) bool { return e.Set.ID == id })
	if i >= 0 {
		return []byte(b.entries[i].content), true
	}
	for _, p := range b.sets {
		if p.ID == id {
			return []byte(p.Content), true
		}
	}
	return nil, false
}
