package importing

import (
	"strings"

	"huiyin/cmd/huiyin/internal/sheet"
)

// settle decides what the columns mean whose heads alone do not tell, and
// refuses two columns for one thing. Nothing is guessed: the values must fit
// one reading and no other.
func (t *table) settle() error {
	for i, c := range t.columns {
		var err error
		switch c.name {
		case "outcome":
			t.columns[i].name, err = t.outcome(c)
		case "category":
			err = t.category(c)
		}
		if err != nil {
			return err
		}
	}
	t.number("promise")
	t.number("due")
	return t.once()
}

// outcome tells the class of the reply from the rating of the result.
func (t *table) outcome(c column) (string, error) {
	classes, grades, odd := t.readings(c)
	switch {
	case classes+grades == 0 && odd == "":
		return "ordinal", nil // nothing stands there
	case grades == 0 && odd == "":
		return "reply_class", nil
	case classes == 0 && odd == "":
		return "result", nil
	}
	return "", deny("outcome_ambiguous", "cell", sheet.Address(t.first, c.at), "head", c.head, "at", t.example(c, odd))
}

// category refuses classes under a head that means what a suggestion is about.
func (t *table) category(c column) error {
	if classes, _, odd := t.readings(c); classes > 0 && odd == "" {
		return deny("category_ambiguous", "cell", sheet.Address(t.first, c.at), "head", c.head)
	}
	return nil
}

// readings counts the values of a column that are classes and that are ratings;
// odd is the address of the first that is neither.
func (t *table) readings(c column) (classes, grades int, odd string) {
	for row := t.last + 1; row < len(t.grid.Rows); row++ {
		s := stripped(t.grid.At(row, c.at).Text)
		if s == "" || !t.wanted(row) {
			continue
		}
		_, class := readMark(s)
		_, grade := words().grade(s)
		switch {
		case class:
			classes++
		case grade:
			grades++
		case odd == "":
			odd = sheet.Address(row, c.at)
		}
	}
	return classes, grades, odd
}

// example names a cell that does not fit, or the first class and rating.
func (t *table) example(c column, odd string) string {
	if odd != "" {
		return odd
	}
	var class, grade string
	for row := t.last + 1; row < len(t.grid.Rows); row++ {
		s := stripped(t.grid.At(row, c.at).Text)
		if _, ok := readMark(s); ok && class == "" {
			class = sheet.Address(row, c.at)
		}
		if _, ok := words().grade(s); ok && grade == "" {
			grade = sheet.Address(row, c.at)
		}
	}
	return strings.Join([]string{class, grade}, list)
}

// number counts the columns of promises and of due days that have no number of
// their own, from left to right.
func (t *table) number(name string) {
	plain, seen := 0, 0
	for _, c := range t.columns {
		if c.name == name && c.n == 0 {
			plain++
		}
	}
	for i, c := range t.columns {
		if c.name == name && c.n == 0 && plain > 1 {
			t.columns[i].n = seen
			seen++
		}
	}
}

// once refuses two columns of one meaning; those of unread ones may repeat.
func (t *table) once() error {
	type meaning struct {
		name string
		n    int
	}
	seen := map[meaning]column{}
	for _, c := range t.columns {
		if c.name == "" || c.name == "ordinal" || c.name == "contact" || c.name == "ours" {
			continue
		}
		before, twice := seen[meaning{c.name, c.n}]
		if twice {
			return deny("column_twice", "first", sheet.Address(t.first, before.at), "first_head", before.head,
				"second", sheet.Address(t.first, c.at), "second_head", c.head, "meaning", columnWord(c.name))
		}
		seen[meaning{c.name, c.n}] = c
	}
	for _, c := range t.columns {
		if _, ok := seen[meaning{"promise", c.n}]; c.name == "due" && !ok {
			return deny("due_without_promise", "cell", sheet.Address(t.first, c.at), "head", c.head)
		}
	}
	return nil
}
