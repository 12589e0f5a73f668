package importing

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"huiyin/domain/calendar"
)

// reading takes one row's object apart and collects its problems.
type reading struct {
	row   *Row
	tree  map[string]any
	known map[string]bool // unknown fields already warned of
	table bool            // the row is of a table and no line of JSON
}

func (r *reading) refuse(code, field, value string, pairs ...string) {
	r.row.refuse(Problem{Code: code, Field: field, Value: value, Facts: facts(pairs)})
}

func (r *reading) warn(code, field, value string, pairs ...string) {
	r.row.Problems = append(r.row.Problems, Problem{Code: code, Field: field, Value: value, Facts: facts(pairs), Warning: true})
}

// strange warns of fields that nothing here reads, once a name and file.
func (r *reading) strange(prefix string, object map[string]any, fields []string) {
	var names []string
	for name := range object {
		if !slices.Contains(fields, name) && !r.known[prefix+name] {
			names = append(names, name)
		}
	}
	slices.Sort(names) // a map has no order, and messages need one
	for _, name := range names {
		r.known[prefix+name] = true
		r.warn("unknown_field", prefix+name, show(object[name]))
	}
}

// show is a value of the row as JSON.
func show(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(b)
}

func (r *reading) text(field string) string { return r.textIn(r.tree, "", field) }

// textIn reads a text without its outer spaces. Null, nothing and the empty
// text say nothing. A number is refused: it would have lost its leading zeros.
func (r *reading) textIn(object map[string]any, path, field string) string {
	switch v := object[field].(type) {
	case nil:
		return ""
	case string:
		return strings.TrimSpace(v)
	default:
		code := "text_wanted"
		if _, number := v.(json.Number); number && field == "number" {
			code = "number_must_be_text"
		}
		r.refuse(code, path+field, show(v))
		return ""
	}
}

// whole reads a whole number in a range; 0 if none is stated.
func (r *reading) whole(field string, least, most int) int {
	switch v := r.tree[field].(type) {
	case nil:
		return 0
	case json.Number:
		n, err := strconv.Atoi(v.String())
		if err == nil && n >= least && n <= most {
			return n
		}
		r.refuse("out_of_range", field, v.String(), "least", strconv.Itoa(least), "most", strconv.Itoa(most))
	default:
		r.refuse("integer_wanted", field, show(v))
	}
	return 0
}

// yes reads a yes or no; stated tells no from nothing.
func (r *reading) yes(object map[string]any, path, field string) (yes, stated bool) {
	switch v := object[field].(type) {
	case nil:
		return false, false
	case bool:
		return v, true
	default:
		r.refuse("bool_wanted", path+field, show(v))
		return false, false
	}
}

func (r *reading) date(field string) calendar.Date { return r.dateIn(r.tree, "", field) }

// dateIn reads a day. Forms that can only be read in one way are accepted; a
// month, a year or words are no day, and which day is meant is not guessed.
func (r *reading) dateIn(object map[string]any, path, field string) calendar.Date {
	s := r.textIn(object, path, field)
	if s == "" {
		return calendar.Date{}
	}
	d, ok := parseDay(s)
	if !ok {
		r.refuse("bad_date", path+field, s)
	}
	return d
}

// dayLike reports whether a text means to be one day: three numbers.
func dayLike(s string) bool {
	numbers := strings.FieldsFunc(fold(s), func(c rune) bool { return c < '0' || c > '9' })
	return len(numbers) == 3
}

// clock is the time of day that some programs write after a day.
var clock = regexp.MustCompile(`^(.*\d)[ T]+\d{1,2}:\d{2}(:\d{2})?$`)

// parseDay reads YYYY-MM-DD, and with slashes, dots or the signs of the
// vocabulary, where month and day may have one digit, and YYYYMMDD. A time of
// day after it is left out.
func parseDay(s string) (calendar.Date, bool) {
	if d, err := calendar.ParseDate(s); err == nil {
		return d, true
	}
	if m := clock.FindStringSubmatch(strings.TrimSpace(s)); m != nil {
		s = m[1]
	}
	s = fold(s)
	if len(s) == 8 && strings.Trim(s, "0123456789") == "" {
		s = s[:4] + "-" + s[4:6] + "-" + s[6:]
	}
	if rest, ok := strings.CutSuffix(s, words().one("date", "day")); ok {
		s = strings.NewReplacer(words().one("date", "year"), "/", words().one("date", "month"), "/").Replace(rest)
	}
	for _, sign := range []string{"-", "/", "."} {
		parts := strings.Split(s, sign)
		if len(parts) != 3 || len(parts[0]) != 4 {
			continue
		}
		for i := 1; i < 3; i++ {
			if len(parts[i]) == 1 {
				parts[i] = "0" + parts[i]
			}
		}
		d, err := calendar.ParseDate(strings.Join(parts, "-"))
		return d, err == nil
	}
	return calendar.Date{}, false
}

// list reads a list; nil if none is stated.
func (r *reading) list(field string) []any {
	switch v := r.tree[field].(type) {
	case nil:
		return nil
	case []any:
		return v
	default:
		r.refuse("list_wanted", field, show(v))
		return nil
	}
}

// names reads a list of names and drops empty and repeated ones.
func (r *reading) names(field string) []string {
	var out []string
	seen := map[string]bool{} // a line has room for a hundred thousand names
	for i, v := range r.list(field) {
		at := field + "[" + strconv.Itoa(i+1) + "]"
		s, ok := v.(string)
		s = strings.TrimSpace(s)
		switch {
		case !ok:
			r.refuse("text_wanted", at, show(v))
		case s == "":
			r.warn("name_empty", at, "")
		case seen[s]:
			r.warn("name_twice", at, s)
		default:
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// objects walks a list of objects with the path of each.
func (r *reading) objects(field string, fields []string, each func(object map[string]any, path string)) {
	for i, v := range r.list(field) {
		path := field + "[" + strconv.Itoa(i+1) + "]"
		object, ok := v.(map[string]any)
		if !ok {
			r.refuse("object_wanted", path, show(v))
			continue
		}
		r.strange(field+".", object, fields)
		each(object, path+".")
	}
}
