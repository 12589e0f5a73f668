package v1

import (
	"strings"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
)

// Word is a stable code with its word for people.
type Word struct {
	Code    string `json:"code"`
	Display string `json:"display"`
}

// Person is a person as the case or the register knows one.
type Person struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name"`
}

func wordOf[T ~string](kind string, code T) Word {
	return Word{string(code), label(kind, string(code))}
}

// wordOr is no Word for an empty code.
func wordOr[T ~string](kind string, code T) *Word {
	if code == "" {
		return nil
	}
	w := wordOf(kind, code)
	return &w
}

func personOf(p suggestion.Person) Person { return Person{p.ID, p.Name} }

func people(all []suggestion.Person) (out []Person) {
	for _, p := range all {
		out = append(out, personOf(p))
	}
	return out
}

// local is a time as this office reads it.
func local(t time.Time) time.Time { return t.In(calendar.CST()) }

func label(kind, name string) string { return zh.Label(kind, name) }

// say fills a text of the catalogue; facts are name, value, name, value.
func say(key string, facts ...string) string {
	m := make(map[string]string, len(facts)/2)
	for i := 0; i+1 < len(facts); i += 2 {
		m[facts[i]] = facts[i+1]
	}
	return zh.Text(key, m)
}

// words says what a parameter takes.
func (q Param) words() string {
	switch {
	case q.Choices != nil:
		return strings.Join(q.Choices, " ")
	case q.Kind == aFlag:
		return "true false"
	}
	return say("web.api.kind." + string(q.Kind))
}
