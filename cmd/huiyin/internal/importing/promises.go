package importing

import (
	"regexp"
	"strconv"
	"strings"

	"huiyin/cmd/huiyin/internal/sheet"
)

// cellOf is a cell with its column.
type cellOf struct {
	column
	cell sheet.Cell
}

// promises reads what the columns of promises and due days say. Several promises
// stand in one cell as numbered lines, or in columns of their own; a due day
// belongs to the promise of its line or column. One due day for all promises of
// a cell holds for each of them.
func (r *tableRow) promises() {
	var all []any
	for _, m := range r.matters {
		text := r.plain("promise", m.cell)
		if text == "" {
			continue
		}
		items := lines(text)
		due := r.dueOf(m.n, len(items))
		if len(due.texts) > 1 && len(due.texts) != len(items) {
			r.places["due"] = due.place
			r.refuse("dues_unlike_promises", "due", strings.Join(due.texts, " "), "promises", strconv.Itoa(len(items)), "dues", strconv.Itoa(len(due.texts)))
			continue
		}
		for i, item := range items {
			promise, path := map[string]any{"text": item}, "commitments["+strconv.Itoa(len(all)+1)+"]"
			r.places[path] = place{sheet.Address(r.at, m.at), m.head}
			if len(due.texts) > 0 {
				promise["due"] = due.texts[min(i, len(due.texts)-1)]
				r.places[path+".due"] = due.place
			}
			all = append(all, promise)
		}
	}
	if all != nil {
		r.tree["commitments"] = all
	}
	r.orphans()
}

// dueDays are the due days of one column, and where they stand.
type dueDays struct {
	texts []string
	place place
}

// dueOf reads the due days beside a number of promises: numbered like them, or a
// line for each, or one.
func (r *tableRow) dueOf(n, promises int) dueDays {
	for _, d := range r.dues {
		if d.n != n {
			continue
		}
		at := place{sheet.Address(r.at, d.at), d.head}
		r.places["due"] = at
		text := r.day("due", d.cell)
		if text == "" {
			return dueDays{}
		}
		days := lines(text)
		if each := strings.Split(text, "\n"); len(days) == 1 && len(each) == promises {
			days = each
		}
		return dueDays{days, at}
	}
	return dueDays{}
}

// orphans refuses a due day beside an empty promise.
func (r *tableRow) orphans() {
	for _, d := range r.dues {
		promised := false
		for _, m := range r.matters {
			promised = promised || m.n == d.n && stripped(m.cell.Text) != ""
		}
		if s := stripped(d.cell.Text); s != "" && !promised {
			r.places["due"] = place{sheet.Address(r.at, d.at), d.head}
			r.refuse("due_alone", "due", s)
		}
	}
}

// lines parts a cell where numbers stand that count up from one: at the start of
// a line or after a full stop or semicolon. A text without them is one, whatever
// lines it has.
func lines(text string) []string {
	var items []string
	for _, part := range sentences(text) {
		if n, rest := cutMark(part); n == len(items)+1 {
			items = append(items, rest)
		} else if len(items) > 0 {
			items[len(items)-1] += part
		} else {
			return []string{strings.TrimSpace(text)}
		}
	}
	for i := range items {
		items[i] = strings.TrimRight(strings.TrimSpace(items[i]), ";\uff1b")
	}
	return items
}

// sentences cuts a text after every sign that may stand before a number.
func sentences(text string) []string {
	return strings.FieldsFunc(ends.ReplaceAllString(strings.TrimSpace(text), "$0\x00"), func(c rune) bool { return c == 0 })
}

var (
	ends = regexp.MustCompile(`[\n;\x{ff1b}\x{3002}]+`)
	// A number before a line: 1. or 1) or (1), and the circled ones.
	lineMark = regexp.MustCompile(`^\s*(?:[(\x{ff08}]([^)\x{ff09}]{1,3})[)\x{ff09}]|([^\s.\x{ff0e}\x{3001})\x{ff09}]{1,3})[.\x{ff0e}\x{3001})\x{ff09}]|([\x{2460}-\x{2473}]))`)
	fraction = regexp.MustCompile(`^[0-9\x{ff10}-\x{ff19}]{1,3}(?:[^0-9\x{ff10}-\x{ff19}]|$)`)
)

// cutMark takes the number off a line; 0 if there is none. In 1.5 there is none,
// in 1.2026 a year follows one.
func cutMark(line string) (int, string) {
	m := lineMark.FindStringSubmatch(line)
	if m == nil {
		return 0, line
	}
	rest := line[len(m[0]):]
	if m[3] != "" {
		return int([]rune(m[3])[0]-0x2460) + 1, rest
	}
	text := fold(m[1] + m[2])
	n, err := strconv.Atoi(text)
	if name, known := words().name("numeral", text); known {
		n, err = strconv.Atoi(name)
	}
	if err != nil || m[2] != "" && fraction.MatchString(rest) {
		return 0, line
	}
	return n, rest
}
