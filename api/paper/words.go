package paper

import (
	"strings"

	"huiyin/domain/calendar"
	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
)

// stop ends a sentence; the catalogue leaves it to the caller.
const stop = "\u3002"

// usual is the width of a blank for a fact that is not known.
const usual = 6

func word(name string) string { return zh.Label("web.paper", name) }

// say fills a text of the catalogue; facts are name, value, name, value. An empty
// value becomes a ruled blank.
func say(name string, facts ...string) string {
	m := make(map[string]string, len(facts)/2)
	for i := 0; i+1 < len(facts); i += 2 {
		m[facts[i]] = or(facts[i+1], usual)
	}
	return zh.Text("web.paper."+name, m)
}

// or is the fact, or a blank of the width where there is none.
func or(fact string, width int) string {
	if fact == "" {
		return rule(width)
	}
	return fact
}

// date is a day the official way, or a date to be filled in.
func date(d calendar.Date) string {
	if d.IsZero() {
		return zh.Text("fmt.date", map[string]string{"y": rule(3), "m": rule(2), "d": rule(2)})
	}
	return zh.Date(d)
}

// known is a day the official way, or nothing.
func known(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return zh.Date(d)
}

func join(texts []string) string { return strings.Join(texts, zh.Label("fmt", "join")) }

// classMark is the class as a letter bears it: its letter where the scheme has
// letters, else the scheme's own words.
func classMark(set ruleset.Set, class suggestion.Class) string {
	code := string(class)
	if zh.Has("class." + code) {
		return code
	}
	if c, ok := set.ClassByCode(code); ok {
		return c.Label
	}
	return code
}

// classWords is the class and what it means in this place.
func classWords(set ruleset.Set, class suggestion.Class) string {
	c, ok := set.ClassByCode(string(class))
	switch {
	case !ok && class == "":
		return ""
	case !ok || !zh.Has("class."+c.Code):
		return classMark(set, class)
	}
	return zh.Text("web.paper.class_words", map[string]string{"class": zh.Label("class", c.Code), "label": c.Label})
}

// label is the catalogue's word for a code of the domain; nothing for none.
func label[T ~string](kind string, code T) string {
	if code == "" {
		return ""
	}
	return zh.Label(kind, string(code))
}

// cut shortens a text to a number of characters.
func cut(text string, most int) string {
	text = strings.Join(paragraphs(text), "")
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "\u2026"
	}
	return text
}
