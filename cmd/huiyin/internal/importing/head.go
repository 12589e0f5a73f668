package importing

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"huiyin/cmd/huiyin/internal/sheet"
)

// column is one column of a table that has a head.
type column struct {
	at   int    // counted from 0
	name string // in the vocabulary; empty if unknown
	n    int    // of promises and due days: which one, counted from 0
	head string // as the user wrote it, on one line
}

// layout is where the heads of a table stand and what they mean.
type layout struct {
	first, last int // rows of the heads, counted from 0; two where heads are grouped
	columns     []column
}

// find looks for the heads in the first rows. A row counts by its columns with a
// known name; two rows count as one where a group stands over several heads,
// which must name more than either row does alone.
func find(g sheet.Grid) layout {
	best := layout{first: -1}
	for _, more := range []int{0, 1} {
		for row := 0; row+more < min(len(g.Rows), sheet.MaxHeadRows); row++ {
			if l := heads(g, row, row+more); l.known() > best.known() {
				best = l
			}
		}
	}
	return best
}

// known counts the columns that have a name.
func (l layout) known() int {
	n := 0
	for _, c := range l.columns {
		if c.name != "" {
			n++
		}
	}
	return n
}

// has reports whether the table has a column of the name.
func (l layout) has(name string) bool { return l.index(name) >= 0 }

func (l layout) index(name string) int {
	return slices.IndexFunc(l.columns, func(c column) bool { return c.name == name })
}

// heads reads one or two rows as heads.
func heads(g sheet.Grid, first, last int) layout {
	l := layout{first: first, last: last}
	width := len(g.Rows[first])
	if last < len(g.Rows) {
		width = max(width, len(g.Rows[last]))
	}
	group := ""
	for at := range width {
		top, sub := g.At(first, at), sheet.Cell{}
		if last > first {
			sub = g.At(last, at)
		}
		switch {
		case top.Type != sheet.Blank && top.Span == sheet.Own:
			group = top.Text
		case top.Type == sheet.Blank && sub.Type == sheet.Blank:
			group = ""
		}
		if c, ok := headOf(at, group, top, sub); ok {
			l.columns = append(l.columns, c)
		}
	}
	return l
}

// headOf names one column. Below a group, the group's words and the head's count
// together before the head's alone.
func headOf(at int, group string, top, sub sheet.Cell) (column, bool) {
	if sub.Type == sheet.Blank || sub.Span == sheet.Down {
		if top.Type == sheet.Blank || top.Span != sheet.Own {
			return column{}, false
		}
		name, n := headName(top.Text)
		return column{at, name, n, oneLine(top.Text)}, true
	}
	if sub.Span == sheet.Right {
		return column{}, false
	}
	name, n := headName(group + sub.Text)
	if name == "" {
		name, n = headName(sub.Text)
	}
	return column{at, name, n, oneLine(strings.TrimSpace(group + " " + sub.Text))}, true
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), "") }

var (
	inBrackets = regexp.MustCompile("[(\\[\u3010\u3014\u300c][^)\\]\u3011\u3015\u300d]*[)\\]\u3011\u3015\u300d]")
	numbered   = regexp.MustCompile(`^(.+?)\(?(\d{1,2})\)?$`)
)

// headName is the vocabulary's name of a head, and for one of several promises
// which it is, counted from 0. Unknown heads have no name.
func headName(text string) (name string, n int) {
	s := strings.Trim(fold(text), "*:\u2605")
	if name, ok := words().name("column", s); ok {
		return name, 0
	}
	base, n := cutCount(s)
	if name, ok := words().name("column", base); ok && (name == "promise" || name == "due") && n > 0 {
		return name, n - 1
	}
	name, _ = words().name("column", inBrackets.ReplaceAllString(s, ""))
	return name, 0
}

// cutCount splits a number from the end of a head, in digits or in Chinese.
func cutCount(s string) (string, int) {
	if m := numbered.FindStringSubmatch(s); m != nil {
		n, err := strconv.Atoi(m[2])
		if err == nil {
			return m[1], n
		}
	}
	s = strings.NewReplacer("(", "", ")", "").Replace(s)
	for n := 1; n <= 10; n++ {
		if base, ok := strings.CutSuffix(s, words().one("numeral", strconv.Itoa(n))); ok {
			return base, n
		}
	}
	return s, 0
}
