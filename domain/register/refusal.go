package register

import (
	"strconv"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
)

func refuse(code string, facts ...string) *suggestion.Refusal {
	r := &suggestion.Refusal{Code: code, Facts: make(map[string]string, len(facts)/2)}
	for i := 0; i+1 < len(facts); i += 2 {
		r.Facts[facts[i]] = facts[i+1]
	}
	return r
}

// need refuses the first field that is empty; it takes name, value, name, value.
func need(fields ...string) *suggestion.Refusal {
	for i := 0; i+1 < len(fields); i += 2 {
		if fields[i+1] == "" {
			return refuse("field_missing", "entry", fields[i])
		}
	}
	return nil
}

// first gives the first refusal of several checks.
func first(all ...*suggestion.Refusal) *suggestion.Refusal {
	for _, r := range all {
		if r != nil {
			return r
		}
	}
	return nil
}

// among refuses a code that is not in its list.
func among[T ~string](code T, all []T) *suggestion.Refusal {
	for _, c := range all {
		if c == code {
			return nil
		}
	}
	return refuse("unknown_code", "code", string(code))
}

// absent refuses an entry that is there already.
func absent(d *Directory, e Event) *suggestion.Refusal {
	if was, ok := d.Get(e.Ref()); ok {
		return refuse("entry_exists", "register", string(e.Ref().Kind), "name", was.Name(e.Day()), "id", e.Ref().ID)
	}
	return nil
}

// known finds an entry that must be there.
func known[T Entry](d *Directory, r Ref) (T, *suggestion.Refusal) {
	e, _ := d.Get(r)
	t, ok := e.(T)
	if !ok {
		return t, refuse("no_such_entry", "register", string(r.Kind), "id", r.ID)
	}
	return t, nil
}

// linked refuses a link to an entry that is not there.
func linked(d *Directory, kind Kind, l Link) *suggestion.Refusal {
	if _, ok := d.Get(Ref{kind, l.ID}); !ok {
		return refuse("no_such_entry", "register", string(kind), "id", l.ID)
	}
	return nil
}

// within refuses a day on which the entry was not there, or not any more.
func within(life Span, on calendar.Date, name string) *suggestion.Refusal {
	switch {
	case on.IsZero():
		return refuse("field_missing", "entry", "from")
	case on.Before(life.From):
		return refuse("before_entry", "name", name, "day", on.String(), "from", life.From.String())
	case !life.Until.IsZero() && !on.Before(life.Until):
		return refuse("entry_ended", "name", name, "day", on.String(), "until", life.Until.String())
	}
	return nil
}

// holding refuses a correction that would move what it corrects away from the day
// by which it was found.
func holding(on, from calendar.Date, name string) *suggestion.Refusal {
	if !on.IsZero() && on.Before(from) {
		return refuse("before_entry", "name", name, "day", on.String(), "from", from.String())
	}
	return nil
}

// ending refuses an end that is not after the beginning, and a second end that
// does not say why the first was wrong.
func ending(life Span, from calendar.Date, name, why string) *suggestion.Refusal {
	switch {
	case from.IsZero():
		return refuse("field_missing", "entry", "from")
	case !life.From.Before(from):
		return refuse("ends_at_once", "name", name, "day", from.String(), "from", life.From.String())
	case !life.Until.IsZero() && why == "":
		return refuse("ended_before", "name", name, "until", life.Until.String())
	}
	return nil
}

func itoa(n int) string { return strconv.Itoa(n) }
