package importing

import "strconv"

// clashes holds the rows of a table against each other. Of two rows that claim
// one number or one source and differ, neither is taken: which is right is for
// people to say. A row that stands twice alike is taken once.
func (t *table) clashes() {
	groups := map[string][]int{}
	for i, row := range t.rows {
		for _, name := range []string{row.key, row.Source.ID} {
			if name != "" {
				groups[name] = append(groups[name], i)
			}
		}
	}
	told := map[[2]int]bool{}
	for i, row := range t.rows {
		for _, name := range []string{row.key, row.Source.ID} {
			for _, j := range groups[name] {
				if pair := [2]int{i, j}; name != "" && i != j && !told[pair] {
					told[pair] = true
					t.compare(&t.rows[i], t.rows[j])
				}
			}
		}
	}
}

// compare tells the row of another one of the same number or source.
func (t *table) compare(row *Row, other Row) {
	same := row.Source.Digest == other.Source.Digest
	if !same && row.Source.ID != other.Source.ID && row.Facts.Title == other.Facts.Title {
		return // two sources of one case
	}
	code := "rows_clash"
	switch {
	case same && row.Line < other.Line:
		return
	case same:
		code = "row_repeated"
	case row.key == "" || row.key != other.key:
		code = "rows_clash_unnumbered"
	}
	row.Problems = append(row.Problems, Problem{Code: code, Field: "number", Value: row.Facts.Number, Warning: same, Facts: facts([]string{"number", row.Facts.Number,
		"other", strconv.Itoa(other.Line), "row", row.Facts.Title, "here", other.Facts.Title})})
}
