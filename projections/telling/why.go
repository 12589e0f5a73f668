package telling

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"huiyin/domain/calendar"
	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/projections/views"
)

// Reading is what a case's state is read by: the day of the lights, the rules it
// pinned or was judged by, and the calendar.
type Reading struct {
	views.Scheme
	Rules    ruleset.Set
	Calendar calendar.Calendar
	Adopted  []ruleset.Set
}

// RuleSet is the set with the ID, or the zero Set.
func RuleSet(sets []ruleset.Set, id string) ruleset.Set {
	i := slices.IndexFunc(sets, func(s ruleset.Set) bool { return s.ID == id })
	if i < 0 {
		return ruleset.Set{}
	}
	return sets[i]
}

// ruleLine names the rules, and says so where there are no local ones.
func (r Reading) ruleLine() string {
	if r.Rules.IsZero() {
		return ""
	}
	mark := ""
	if !r.Rules.LocalRules && !strings.Contains(r.Rules.Name, text("no_local_rules")) {
		mark = InBrackets(text("no_local_rules"))
	}
	return say("cli.s.rules", "name", r.Rules.Name, "id", r.Rules.ID, "mark", mark)
}

// ClassName words a reply class: the catalogue's word, else the rule set's, else
// the code as it is.
func ClassName(set ruleset.Set, code string) string {
	if zh.Has("class." + code) {
		return zh.Label("class", code)
	}
	if class, ok := set.ClassByCode(code); ok {
		return class.Label
	}
	return code
}

// ClassCode takes a class by its code, its word, or the rule set's word.
func ClassCode(set ruleset.Set, typed string) string {
	for _, class := range set.Classes().Value {
		if typed == class.Label || typed == ClassName(set, class.Code) {
			return class.Code
		}
	}
	return typed
}

// Labelled is the event with the classes that only the rule set words in its
// words, so that a sentence can be read.
func Labelled(e suggestion.Event, set ruleset.Set) suggestion.Event {
	v := reflect.New(reflect.TypeOf(e)).Elem()
	v.Set(reflect.ValueOf(e))
	for i := range v.NumField() {
		if class, ok := v.Field(i).Interface().(suggestion.Class); ok && class != "" && !zh.Has("class."+string(class)) {
			v.Field(i).SetString(ClassName(set, string(class)))
		}
	}
	return v.Interface().(suggestion.Event)
}

// received tells of a unit whose paper came on another day than the assignment.
func received(a suggestion.Assignment) string {
	if a.Received.IsZero() || a.Received == a.T0 {
		return ""
	}
	return say("cli.s.received_on", "date", zh.Date(a.Received))
}

// extensionSummary says how far a longer period got: who agreed, or who still
// has to.
func extensionSummary(l suggestion.Line) []string {
	var given, missing []string
	for _, g := range l.Asking.Given {
		given = append(given, zh.Label("consent", string(g.Consent))+g.By.Name)
	}
	for _, m := range l.Asking.Missing() {
		missing = append(missing, zh.Label("consent", string(m)))
	}
	switch {
	case l.Extension == suggestion.Asked:
		return []string{say("cli.s.extension_waits", "missing", strings.Join(missing, views.ListMark), "reason", InBrackets(l.Asking.Reason))}
	case l.Extension == suggestion.Granted && given == nil:
		return []string{say("cli.s.extension_own", "reason", InBrackets(l.Asking.Reason))}
	case l.Extension == suggestion.Granted:
		return []string{say("cli.s.extension", "given", strings.Join(given, views.ListMark), "reason", InBrackets(l.Asking.Reason))}
	}
	return nil
}

// Clock says a due date with its light and the whole reason: the day and
// the event that started it, the period, the days passed over, and the source.
func (r Reading) Clock(s *suggestion.Suggestion, c suggestion.Clock) string {
	light := zh.Label("cli.light", string(r.Of(c.Due)))
	if !c.Running {
		light = text("lapsed_past")
	}
	facts := []string{"kind", zh.Deadline(string(c.Kind), c.Subject == (suggestion.Subject{})), "due", zh.Date(c.Due), "light", light, "start", zh.Date(c.Start),
		"basis", InBrackets(c.Basis), "mark", r.marks(c), "warned", warnedOf(c)}
	period, err := calendar.ParsePeriod(c.Period)
	if err != nil {
		return say("cli.s.clock_own", facts...)
	}
	facts = append(facts, "event", InBrackets(r.startWord(s, c)), "period", zh.Period(c.Period), "passed", r.passed(c, period))
	if period.Unit == calendar.FixedDate {
		return say("cli.s.clock_fixed", facts...)
	}
	return say("cli.s.clock", facts...)
}

// startWord names the event that started the clock.
func (r Reading) startWord(s *suggestion.Suggestion, c suggestion.Clock) string {
	rules := r.Rules
	if c.RuleSet != rules.ID { // a case that came in by import has none of its own
		rules = RuleSet(r.Adopted, c.RuleSet)
	}
	start, key := suggestion.StartOf(s, c, rules)
	unit, _ := s.OfLine(c.Subject.Line)
	if a, ok := s.Assignment(c.Subject.Assignment); ok {
		unit = a
	}
	switch {
	case start == ruleset.Received && unit != nil && unit.T0 == c.Start:
		return text("started.delivered")
	case start != ruleset.OwnEvent:
		return zh.Label("cli.started", start.String())
	case key != 0:
		return zh.Label("cli.started", key.String())
	}
	return ""
}

// passed tells the days off that the count went over. The calendar that dated
// the clock is needed for that; with another one nothing is said.
func (r Reading) passed(c suggestion.Clock, p calendar.Period) string {
	if c.Calendar != r.Calendar.Version() {
		return ""
	}
	got := r.Calendar.Due(c.Start, p)
	switch {
	case got.Due != c.Due:
		return ""
	case len(got.Skipped) > 0:
		return say("cli.s.skipped", "days", DaysOff(append(got.Skipped, got.Rolled...)))
	case len(got.Rolled) > 0:
		return say("cli.s.rolled", "nominal", zh.Date(got.Nominal), "days", DaysOff(got.Rolled))
	}
	return ""
}

// marks are what about a date is not final.
func (r Reading) marks(c suggestion.Clock) string {
	mark := ""
	if c.Assumption {
		mark += text("assumed")
	}
	if !c.Provisional {
		return mark
	}
	var years []string
	for _, y := range r.missing(c) {
		years = append(years, fmt.Sprint(y))
	}
	if years == nil {
		return mark + text("provisional_open")
	}
	return mark + say("cli.provisional", "years", strings.Join(years, views.ListMark))
}

// missing are the years whose notice would settle the date.
func (r Reading) missing(c suggestion.Clock) []int {
	period, err := calendar.ParsePeriod(c.Period)
	if err != nil {
		return nil
	}
	return r.Calendar.Due(c.Start, period).MissingYears
}

// DaysOff sums up the days a period passed over and why they are off.
func DaysOff(days []calendar.DayOff) string {
	if len(days) == 0 {
		return views.Absent
	}
	var names []string
	for _, d := range days {
		name := d.Holiday
		if name == "" {
			name = text("weekend")
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return say("cli.days_off", "n", fmt.Sprint(len(days)), "names", strings.Join(names, views.ListMark))
}
