package zh

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"text/template"

	"huiyin/domain/calendar"
)

// funcs are what the templates of sentences may call.
func funcs() template.FuncMap {
	return template.FuncMap{
		"date":   Date,
		"stated": stated,
		"label":  func(kind string, name any) string { return Label(kind, fmt.Sprint(name)) },
		"word":   word,
		"has":    func(kind string, name any) bool { return Has(kind + "." + fmt.Sprint(name)) },
		"upto":   func(mark, s string) string { before, _, _ := strings.Cut(s, mark); return before },
		"names":  names,
		"join":   join,
		"due":    due,
		"list":   dues,
		"quote":  func(v any) string { return Text("fmt.quote", map[string]string{"text": fmt.Sprint(v)}) },
		"times":  func(n int) string { return Text("fmt.times", map[string]string{"n": strconv.Itoa(n)}) },
	}
}

// Date prints a day the official way, or that none is stated.
func Date(d calendar.Date) string {
	if d.IsZero() {
		return lookup("fmt.no_date")
	}
	year, month, day := d.Civil()
	return Text("fmt.date", map[string]string{
		"y": strconv.Itoa(year), "m": strconv.Itoa(int(month)), "d": strconv.Itoa(day)})
}

// stated prints a day as a source wrote it: a whole date the official way,
// anything else ("2026-05") unchanged.
func stated(day string) string {
	if d, err := calendar.ParseDate(day); err == nil {
		return Date(d)
	}
	return day
}

// Period prints the text form of a period ("3m", "10wd", "05-31"). A text that
// is no period is printed as it is.
func Period(text string) string {
	p, err := calendar.ParsePeriod(text)
	if err != nil {
		return text
	}
	facts := map[string]string{"n": strconv.Itoa(p.N)}
	switch p.Unit {
	case calendar.Months:
		return Text("period.months", facts)
	case calendar.WorkingDays:
		return Text("period.working_days", facts)
	case calendar.CalendarDays:
		return Text("period.days", facts)
	}
	return Text("period.fixed", map[string]string{
		"m": strconv.Itoa(int(p.On.Month)), "d": strconv.Itoa(p.On.Day)})
}

// word is label for names that may also be free text: what the catalogue does
// not know is printed as it is, and nothing for nothing.
func word(kind string, name any) string {
	text := fmt.Sprint(name)
	if Has(kind + "." + text) {
		return Label(kind, text)
	}
	return text
}

// names joins the names of persons, a slice of structs with a field Name. It
// reads them by reflection, because this package knows no domain type.
func names(persons any) string {
	v := reflect.ValueOf(persons)
	all := make([]string, v.Len())
	for i := range all {
		all[i] = v.Index(i).FieldByName("Name").String()
	}
	return join(all)
}

func join(texts []string) string { return strings.Join(texts, lookup("fmt.join")) }

// dues prints a list of deadlines.
func dues(deadlines any) string {
	v := reflect.ValueOf(deadlines)
	all := make([]string, v.Len())
	for i := range all {
		all[i] = due(v.Index(i).Interface())
	}
	return strings.Join(all, lookup("fmt.clause"))
}

// Deadline names a kind of deadline; the one of publication is about a reply, or
// about the content of the whole case.
func Deadline(kind string, whole bool) string {
	if kind == "publish" && whole {
		return lookup("due.publish_content")
	}
	return Label("deadline", kind)
}

// due prints one deadline with its reason: how it was counted, from which text
// it comes, and what about it is not final.
func due(deadline any) string {
	v := reflect.ValueOf(deadline)
	text := func(field string) string { return v.FieldByName(field).String() }
	day := func(field string) calendar.Date { return v.FieldByName(field).Interface().(calendar.Date) }
	var why []string
	if period := text("Period"); period != "" {
		key := "due.counted"
		if p, err := calendar.ParsePeriod(period); err == nil && p.Unit == calendar.FixedDate || day("Start").IsZero() {
			key = "due.period"
		}
		why = append(why, Text(key, map[string]string{"start": Date(day("Start")), "period": Period(period)}))
	}
	// A basis explains itself after its first clause; the line has room for the
	// source only.
	if basis, _, _ := strings.Cut(text("Basis"), lookup("fmt.clause")); basis != "" {
		why = append(why, basis)
	}
	for _, flag := range []string{"Assumption", "Provisional"} {
		if v.FieldByName(flag).Bool() {
			why = append(why, lookup("due."+strings.ToLower(flag)))
		}
	}
	facts := map[string]string{"kind": Deadline(text("Kind"), v.FieldByName("Subject").IsZero()), "due": Date(day("Due")),
		"why": strings.Join(why, lookup("fmt.comma"))}
	if len(why) == 0 {
		return Text("due.bare", facts)
	}
	return Text("due.full", facts)
}
