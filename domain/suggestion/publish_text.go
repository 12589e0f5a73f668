package suggestion

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// justified holds that a level is one of a decision, and that less than all has a
// ground and a reason.
func justified(l Level, on, reason string) *Refusal {
	switch {
	case l == "":
		return refuse("missing", "field", "level")
	case !slices.Contains(DecidedLevels(), l):
		return refuse("no_such_level", "level", string(l))
	case l == Public:
		return nil
	case on == "":
		return refuse("missing", "field", "ground")
	case !slices.Contains(Grounds(), on):
		return refuse("no_such_ground", "ground", on)
	case reason == "":
		return refuse("missing", "field", "reason")
	}
	return nil
}

// correcting holds that a decision made anew says why.
func correcting(again bool, reason string) error {
	if again && reason == "" {
		return refuse("correction_needs_reason")
	}
	return nil
}

// ground is the ground of what is not public in full; what is has none.
func ground(l Level, on string) string {
	if l == Public {
		return ""
	}
	return on
}

// reworded is what is read under a level: in full the text as it stands, which
// has to be given only where the case does not hold it; in part another one.
func reworded(l Level, original, given string) (string, *Refusal) {
	given = typed(given)
	same := given == typed(original)
	switch {
	case l == Public && original != "" && given != "" && !same:
		return "", refuse("not_in_full", "field", "text")
	case l == Public && original != "":
		return original, nil
	case given == "":
		return "", refuse("missing", "field", "text")
	case l == Partly && same:
		return "", refuse("nothing_redacted", "field", "text")
	}
	return given, nil
}

// typed is a text without what filling in a form adds to it: the line ends of a
// browser, and space around it.
func typed(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
}

// fit refuses a text that the public must not read: with the number of a mobile
// telephone or an identity card in it, or with a name that is not to be told.
func (s *Suggestion) fit(text string, named bool) *Refusal {
	if r := withoutContacts(text); r != nil {
		return r
	}
	if name := s.tells(text); name != "" && !named {
		return refuse("name_in_text", "name", name)
	}
	return nil
}

// answersName refuses to take the names back while a reply that is public has
// them in it.
func (s *Suggestion) answersName(named bool) *Refusal {
	for _, l := range s.Lines {
		if name := s.tells(l.Answer.Text); !named && l.Answer.InForce() && name != "" {
			return refuse("name_in_public_reply", "name", name, "unit", l.Unit)
		}
	}
	return nil
}

// tells is the name of one who signs or ever signed that stands in the text,
// spaces or not. A name of one character is none: it stands everywhere.
func (s *Suggestion) tells(text string) string {
	text = unspaced(text)
	signed := slices.Concat(s.Deputies(), s.Contacts, s.Changes.FormerLeads, s.Stated.Deputies)
	if s.Confidential {
		signed = append(signed, Person{Name: s.Delegation})
	}
	for _, gone := range s.Changes.Departures {
		signed = append(signed, gone.Person)
	}
	for _, p := range signed {
		if name := unspaced(p.Name); utf8.RuneCountInString(name) > 1 && strings.Contains(text, name) {
			return p.Name
		}
	}
	return ""
}

func unspaced(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

// personal finds what identifies a person: a mobile number, an identity card's.
var personal = regexp.MustCompile(`(?:^|[^0-9])((?:86)?1[3-9][0-9]{9}|[1-9][0-9]{16}[0-9Xx])(?:$|[^0-9])`)

// withoutContacts refuses personal numbers, however they are spaced or how wide
// their digits are. The numbers of offices, which are no mobile ones, may stand.
func withoutContacts(text string) *Refusal {
	text = strings.Map(func(r rune) rune {
		if r >= '\uFF10' && r <= '\uFF19' { // full-width digits
			return r - '\uFF10' + '0'
		}
		return r
	}, text)
	for _, form := range []string{text, between.ReplaceAllString(text, "$1")} {
		if found := personal.FindStringSubmatch(form); found != nil {
			return refuse("personal_number", "number", found[1][:3]+"****"+found[1][len(found[1])-2:])
		}
	}
	return nil
}

// between are the marks people put between a number's digits.
var between = regexp.MustCompile(`([0-9])[ \x{00A0}\-\x{2013}]+`)

func replyGivenOut(d *decision, about Subject) *Refusal {
	if l, ok := d.s.Line(about.Line); ok && !l.Replied() {
		return refuse("no_reply_yet", "unit", l.Unit)
	}
	return nil
}

func deputyHasReply(d *decision, about Subject) *Refusal {
	if l, ok := d.s.Line(about.Line); ok {
		if _, given := l.Given(); !given {
			return refuse("not_delivered")
		}
	}
	return nil
}

func contentPublished(d *decision, _ Subject) *Refusal {
	if !d.s.Content.InForce() {
		return refuse("not_published")
	}
	return nil
}

func replyPublished(d *decision, about Subject) *Refusal {
	if l, ok := d.s.Line(about.Line); ok && !l.Answer.InForce() {
		return refuse("not_published")
	}
	return nil
}
