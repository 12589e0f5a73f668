package suggestion

import (
	"slices"
	"strconv"
	"time"

	"huiyin/domain/calendar"
)

// Hasty is how soon after the delivery a rating is remarkable. No text gives a
// figure; this one is the product's own.
const Hasty = 10 * time.Minute

// Seen are the recorded times of a line's newest delivery and rating, which a
// folded case does not hold. An unset time is unknown and proves nothing.
type Seen struct {
	Delivered time.Time
	Rated     time.Time
}

// Suspicion is a reason to look at a rating.
type Suspicion struct {
	Flag string
	Why  string // minutes, a date or a unit, as the flag needs it
}

// Suspicions tells what is remarkable about the newest rating of a line, in the
// order of FlagCodes. It is a pure function of the case right after the rating
// and of the times, and it judges nobody: every remark can have a good reason.
func Suspicions(s *Suggestion, id LineID, seen Seen) []Suspicion {
	l, ok := s.Line(id)
	if !ok || len(l.Ratings) == 0 {
		return nil
	}
	var out []Suspicion
	add := func(on bool, flag, why string) {
		if on {
			out = append(out, Suspicion{flag, why})
		}
	}
	pause := seen.Rated.Sub(seen.Delivered)
	known := !seen.Rated.IsZero() && !seen.Delivered.IsZero()
	add(known && pause >= 0 && pause < Hasty, FlagHasty, strconv.Itoa(int(pause.Minutes())))
	add(unheard(s, l), FlagNoContact, "")
	add(turned(s, l), FlagTurned, "")
	early, on := rushed(s, l)
	add(early, FlagEarly, on)
	add(s.Tied(s.Lead, l.Unit), FlagTied, l.Unit)
	return out
}

// unheard: a good rating of a reply that no confirmed contact of its round came
// before. A merged member's contact is its head's; of an import's nobody knows.
func unheard(s *Suggestion, l *Line) bool {
	r := l.LastRating()
	if r.Worse() == Dissat || l.Latest().Head != "" || l.Latest().Number == 1 && s.Imported {
		return false
	}
	return !slices.ContainsFunc(l.Contacts, func(k Contact) bool { return k.Round == r.Round && k.State == AnsweredYes })
}

// turned: the word before was dissatisfied, and nothing happened between. The
// tables leave no way to that; a source may tell of one.
func turned(s *Suggestion, l *Line) bool {
	if n := len(l.Ratings); n > 1 {
		old, last := l.Ratings[n-2], l.Ratings[n-1]
		return old.Worse() == Dissat && last.Worse() != Dissat && old.Version == last.Version && old.Heard == last.Heard
	}
	told := s.Stated.Ratings
	return len(l.Ratings) == 1 && l.LastRating().Version == 1 && !s.Stated.Further && len(told) > 1 &&
		told[len(told)-2].Grade == Dissat && told[len(told)-1].Grade != Dissat
}

// rushed: rated before the newest reply had reached everybody, or, in a source,
// before it was given. It tells the day of the rating.
func rushed(s *Suggestion, l *Line) (bool, string) {
	r := l.LastRating()
	if done := l.Latest().Complete; !unset(done) && !unset(r.On) && r.Version == l.Latest().Number && r.On.Before(done) {
		return true, r.On.String()
	}
	for _, told := range s.Stated.Ratings {
		on, err := calendar.ParseDate(told.At)
		if err == nil && !unset(s.Stated.RepliedOn) && on.Before(s.Stated.RepliedOn) {
			return true, on.String()
		}
	}
	return false, ""
}
