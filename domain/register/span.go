package register

import (
	"reflect"
	"slices"

	"huiyin/domain/calendar"
)

// Span is a stretch of days: From is its first, Until the first day after it.
// An unset From says that nobody stated since when, an unset Until that no end
// is known. A span that ends where it begins has no day.
type Span struct {
	From  calendar.Date
	Until calendar.Date
}

// Has reports whether the day lies in the span.
func (s Span) Has(on calendar.Date) bool { return !on.Before(s.From) && !s.endedBy(on) }

// endedBy reports whether the span is over on the day.
func (s Span) endedBy(on calendar.Date) bool { return !s.Until.IsZero() && !on.Before(s.Until) }

// Meets reports whether the two have a day in common.
func (s Span) Meets(o Span) bool {
	return !s.empty() && !o.empty() && !s.endedBy(o.From) && !o.endedBy(s.From)
}

func (s Span) empty() bool { return s.endedBy(s.From) && !s.Until.IsZero() }

// cut gives the part of the span in which the other lies too.
func (s Span) cut(o Span) Span {
	if s.From.Before(o.From) {
		s.From = o.From
	}
	if !o.Until.IsZero() && (s.Until.IsZero() || o.Until.Before(s.Until)) {
		s.Until = o.Until
	}
	return s
}

// from is the day, or the first day of the span if that is later.
func (s Span) from(on calendar.Date) calendar.Date {
	if on.Before(s.From) {
		return s.From
	}
	return on
}

// last is the day, or the last day of the span if it is over by then.
func (s Span) last(on calendar.Date) calendar.Date {
	if s.endedBy(on) {
		return s.Until.AddDays(-1)
	}
	return on
}

// Timeline is a value that changes on days. Its first stretch has no first day:
// it holds from the beginning of whatever has the value.
type Timeline[T any] []Stretch[T]

// Stretch is a value from a day on, until the next stretch.
type Stretch[T any] struct {
	From  calendar.Date
	Value T
}

// starting is a timeline that has not changed yet.
func starting[T any](v T) Timeline[T] { return Timeline[T]{{Value: v}} }

// On is the value on the day; the zero value for an empty timeline.
func (t Timeline[T]) On(day calendar.Date) T {
	var none T
	if i := t.at(day); i >= 0 {
		return t[i].Value
	}
	return none
}

// at is the index of the stretch that holds the day, or -1.
func (t Timeline[T]) at(day calendar.Date) int {
	i := len(t) - 1
	for ; i > 0 && day.Before(t[i].From); i-- {
	}
	return i
}

// from gives the timeline on which the value holds from the day on, until the
// next change that is known. What was said of the same day is replaced.
func (t Timeline[T]) from(day calendar.Date, v T) Timeline[T] {
	i := t.at(day)
	switch {
	case i < 0:
		return starting(v)
	case reflect.DeepEqual(t[i].Value, v):
		return t
	case t[i].From == day:
		return t.amend(day, v)
	}
	return slices.Insert(slices.Clone(t), i+1, Stretch[T]{From: day, Value: v})
}

// amend gives the timeline on which the stretch that holds the day has another
// value.
func (t Timeline[T]) amend(day calendar.Date, v T) Timeline[T] {
	i := t.at(day)
	if i < 0 {
		return starting(v)
	}
	t = slices.Clone(t)
	t[i].Value = v
	return t
}

// spans gives each stretch as the span of days it holds within a life.
func (t Timeline[T]) spans(life Span, each func(T, Span)) {
	for i, s := range t {
		span := Span{From: s.From}
		if i+1 < len(t) {
			span.Until = t[i+1].From
		}
		each(s.Value, span.cut(life))
	}
}

// changes reports whether the timeline changes before the day, which would then
// be too late as the first.
func (t Timeline[T]) changes(before calendar.Date) bool {
	return len(t) > 1 && t[1].From.Before(before)
}
