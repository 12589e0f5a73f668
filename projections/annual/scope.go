package annual

import (
	"cmp"
	"slices"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// Scope selects cases by what they state; an empty field selects all. Names are
// compared as written.
type Scope struct {
	Congress string `json:"congress,omitempty"`
	Session  string `json:"session,omitempty"`
	Year     int    `json:"year,omitempty"`
}

// belonging is whether a case is in a scope.
type belonging uint8

const (
	inside belonging = iota
	outside
	unstated // the case does not say what the scope asks for
)

// of judges a case. What it states decides before what it leaves open.
func (s Scope) of(c *suggestion.Suggestion) belonging {
	if s.Congress != "" && c.Congress != "" && c.Congress != s.Congress ||
		s.Session != "" && c.Session != "" && c.Session != s.Session ||
		s.Year != 0 && c.Year != 0 && c.Year != s.Year {
		return outside
	}
	if s.Congress != "" && c.Congress == "" || s.Session != "" && c.Session == "" || s.Year != 0 && c.Year == 0 {
		return unstated
	}
	return inside
}

// Sitting is one congress session with how many suggestions the book has of it.
type Sitting struct {
	Scope
	Cases int
}

// Sittings lists the congress sessions of the book, the newest year first and
// the larger before the smaller. Year is the latest that a case of it states.
func (b *Book) Sittings() []Sitting {
	at := map[Scope]*Sitting{}
	for _, k := range b.Cases {
		s := k.State
		key := Scope{Congress: s.Congress, Session: s.Session}
		if s.Congress == "" || s.Session == "" || !k.received {
			continue
		}
		if at[key] == nil {
			at[key] = &Sitting{Scope: key}
		}
		at[key].Cases++
		at[key].Year = max(at[key].Year, s.Year)
	}
	var out []Sitting
	for _, s := range at {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(x, y Sitting) int {
		return cmp.Or(cmp.Compare(y.Year, x.Year), cmp.Compare(y.Cases, x.Cases), cmp.Compare(x.Congress, y.Congress), cmp.Compare(x.Session, y.Session))
	})
	return out
}

// grey reports whether all that is known of the case is what a source states.
func (k *Case) grey() bool { return k.State.Imported && !k.State.Touched }

// counted reports whether the case is one of the year's suggestions: it has its
// number, or a source tells of its handling, and it was not withdrawn.
func (k *Case) counted() bool {
	switch k.State.State {
	case lifecycle.Registered, lifecycle.Assigned, lifecycle.Handling, lifecycle.Replied, lifecycle.AwaitingFeedback,
		lifecycle.Tracking, lifecycle.Closed, lifecycle.Archived:
		return true
	}
	return k.State.Imported && k.State.State != lifecycle.Withdrawn
}
