package ruleset

import (
	"slices"

	"huiyin/domain/calendar"
)

// maxCount bounds the small numbers; more is a typing error.
const maxCount = 100

// startsVary are the limits whose start the texts set differently, so that a
// document has to say it.
var startsVary = []Key{Return, FirstContact, CoOpinion, Reply, ExtendedReply, ReplyCap}

// yearly are the limits that recur on a day of the year.
var yearly = []Key{CommitmentReport, UnitYearReport, SupervisionReport}

// validate checks what no single field can tell. It returns the first fault.
func validate(s Set) error {
	checks := []func(Set) error{checkSpan, checkLimits, checkReply, checkCounts, checkWarnings, checkClasses, checkRating}
	for _, check := range checks {
		if err := check(s); err != nil {
			return err
		}
	}
	return nil
}

func checkSpan(s Set) error {
	if !s.ValidTo.IsZero() && s.ValidTo.Before(s.ValidFrom) {
		return wrong("valid_to", "%v lies before valid_from", s.ValidTo)
	}
	if s.LocalRules == (s.Jurisdiction == NationalJurisdiction) {
		return wrong("local_rules", "must be false for the national set and true for every other")
	}
	return nil
}

func checkLimits(s Set) error {
	for _, key := range Keys() {
		rule, ok := s.rules[key]
		if !ok {
			continue
		}
		field := "limits." + key.String()
		if slices.Contains(startsVary, key) != (rule.From != OwnEvent) {
			return wrong(field+".from", "must be given for %v and for nothing else", startsVary)
		}
		if slices.Contains(yearly, key) && rule.Period.Unit != calendar.FixedDate {
			return wrong(field+".period", "must be a fixed day of the year, got %v", rule.Period)
		}
	}
	return nil
}

// checkReply holds reply <= extended_reply <= reply_cap. An extension counts from
// where the reply counts; the cap counts from the assignment, as the law does.
func checkReply(s Set) error {
	if _, ok := s.rules[Reply]; !ok {
		return wrong("limits.reply", "is missing")
	}
	if _, extended := s.rules[ExtendedReply]; extended {
		if _, capped := s.rules[ReplyCap]; !capped {
			return wrong("limits.reply_cap", "is missing, though there is an extended_reply")
		}
	}
	shorter := Reply
	for _, key := range []Key{ExtendedReply, ReplyCap} {
		longer, ok := s.rules[key]
		if !ok {
			continue
		}
		start := s.rules[Reply].From
		if key == ReplyCap {
			start = Assigned
			if longer.Period.Unit == calendar.FixedDate { // the next such day can be a year off
				return wrong("limits.reply_cap.period", "must be a length, got %v", longer.Period)
			}
		}
		if longer.From != start {
			return wrong("limits."+key.String()+".from", "must be %v", start)
		}
		if err := notShorter(key, longer.Period, shorter, s.rules[shorter].Period); err != nil {
			return err
		}
		shorter = key
	}
	return nil
}

// notShorter lets a fixed day stand beside a length: which of them is later
// depends on the case, and the cap is applied there.
func notShorter(key Key, longer calendar.Period, than Key, shorter calendar.Period) error {
	order, comparable := longer.Compare(shorter)
	mixed := longer.Unit != shorter.Unit
	fixed := longer.Unit == calendar.FixedDate || shorter.Unit == calendar.FixedDate
	if mixed && fixed {
		return nil
	}
	if !comparable || order < 0 {
		return wrong("limits."+key.String()+".period", "%v must be in the unit of %v and not shorter than its %v", longer, than, shorter)
	}
	return nil
}

func checkCounts(s Set) error {
	counts := []struct {
		field string
		param *Param[int]
	}{
		{"reminders", s.numbers.reminders},
		{"max_redo_rounds", s.numbers.maxRedoRounds},
		{"max_returns", s.numbers.maxReturns},
	}
	for _, c := range counts {
		if c.param != nil && (c.param.Value < 0 || c.param.Value > maxCount) {
			return wrong(c.field+".value", "must be 0 to %d, got %d", maxCount, c.param.Value)
		}
	}
	_, period := s.rules[Reminder]
	if reminded := s.numbers.reminders != nil; reminded != period {
		return wrong("reminders", "needs limits.reminder, and the other way round")
	}
	if _, asked := s.rules[Feedback]; period && !asked {
		return wrong("limits.reminder", "needs limits.feedback")
	}
	return nil
}

func checkWarnings(s Set) error {
	days, ok := given(s.numbers.warnDays)
	if !ok {
		return nil
	}
	for i, n := range days.Value {
		if n < 0 || n > 365 || (i > 0 && n >= days.Value[i-1]) {
			return wrong(at("warn_days.value", i), "must be 0 to 365 and descending, got %d", n)
		}
	}
	return nil
}
