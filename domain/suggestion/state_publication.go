package suggestion

import (
	"slices"

	"huiyin/domain/calendar"
)

// Level is how far something is public (公开属性).
type Level string

// Levels, the widest first. What may be public is decided as public, in part or
// not at all; TitleOnly and Internal are words a deputy may use for a wish.
const (
	Public    Level = "public"
	Partly    Level = "partly"
	TitleOnly Level = "title_only"
	Internal  Level = "internal"
	Private   Level = "private"
)

// DecidedLevels are the levels of a decision and of an examination, Wishes those
// of a deputy's wish.
func DecidedLevels() []Level { return []Level{Public, Partly, Private} }

// Wishes are described at DecidedLevels.
func Wishes() []Level { return []Level{Public, TitleOnly, Internal, Private} }

// Grounds are the reasons for which something is not public or not in full: what
// the provisions on open government name (articles 14 to 16 of 政府信息公开条例), and
// the deputy's wish.
func Grounds() []string {
	return []string{"state_secret", "public_safety", "trade_secret", "privacy", "internal_matter", "deputy_wish", "other"}
}

// Wish is the deputy's word on publication; the zero Wish is none.
type Wish struct {
	Level  Level
	Named  bool
	Reason string
	On     calendar.Date
}

// allows reports whether a publication stays within the wish. The deputy's word
// binds on what he or she wrote, and on the name.
func (w Wish) allows(p Publication) bool {
	switch {
	case w.Level == "" || p.Level == Private:
		return true
	case p.Named && !w.Named:
		return false
	case w.Level == TitleOnly:
		return p.Text == ""
	}
	return w.Level == Public
}

// Examination is the handling unit's proposal for one version of its reply.
type Examination struct {
	Version int
	Level   Level
	Text    string
	Ground  string
	Reason  string
	Checker Person
	On      calendar.Date
}

// Publication is the newest decision on one text; the zero Publication is none.
type Publication struct {
	Version int
	Level   Level
	Named   bool
	Title   string
	Text    string
	Ground  string
	Reason  string
	On      calendar.Date
	// Down is set after the publication was taken down, with the reason.
	Down       calendar.Date
	DownReason string
}

// Decided reports whether anything was ever decided.
func (p Publication) Decided() bool { return p.Level != "" }

// InForce reports whether the decision makes something public.
func (p Publication) InForce() bool { return p.Decided() && p.Level != Private && unset(p.Down) }

// Given returns the newest version that every deputy has.
func (l Line) Given() (Version, bool) {
	for _, v := range slices.Backward(l.Versions) {
		if !unset(v.Complete) {
			return v, true
		}
	}
	return Version{}, false
}

// Proposed returns the unit's examination of the version, if there is one.
func (l Line) Proposed(version int) (Examination, bool) {
	return l.Examined, l.Examined.Level != "" && l.Examined.Version == version
}

// Unheard reports whether the content is decided to be public against what was
// said afterwards: the deputy's wish, or that the names are withheld. Until it is
// decided again, what goes too far is not shown.
func (s *Suggestion) Unheard() bool {
	return s.Content.InForce() && (!s.Wish.allows(s.Content) || s.Content.Named && s.Confidential)
}

// nameable reports whether the public may read the names of those who signed:
// only where the decision on the content says so, the wish does not forbid it, and
// the names are not withheld (handbook THR-44).
func (s *Suggestion) nameable() bool {
	return !s.Confidential && s.Content.InForce() && s.Content.Named && s.Wish.allows(s.Content)
}

func (s *Suggestion) applyPublication(e Event) bool {
	switch e := e.(type) {
	case PublicationWished:
		s.Wish = Wish{Level: e.Level, Named: e.Named, Reason: e.Reason, On: e.On}
	case PublicationExamined:
		if l, ok := s.Line(e.Line); ok {
			l.Examined = Examination{Version: e.Version, Level: e.Level, Text: e.Text, Ground: e.Ground, Reason: e.Reason, Checker: e.Checker, On: e.On}
		}
	default:
		return s.applyDecided(e)
	}
	return true
}
