package zh

import (
	"strings"
	"sync"
	"text/template"
)

// Sentence tells an event in one plain sentence without its date and actor,
// which the caller prints before it. typ is the event's wire name and e the
// event itself. It never fails: an event without a usable template shows as its
// key in white square brackets.
func Sentence(typ string, e any) string {
	key := "event." + typ
	t := templates().Lookup(key)
	if t == nil {
		return missing(key)
	}
	var out strings.Builder
	if err := t.Execute(&out, e); err != nil {
		return missing(key)
	}
	return out.String()
}

var templates = sync.OnceValue(func() *template.Template {
	t, err := parse(words())
	if err != nil {
		panic(err) // a mistake in this package's own files, which a test finds
	}
	return t
})

// parse builds one set of templates from all keys under event. and tmpl., so
// that sentences can share parts.
func parse(all map[string]string) (*template.Template, error) {
	root := template.New("").Option("missingkey=error").Funcs(funcs())
	for key, text := range all {
		if !strings.HasPrefix(key, "event.") && !strings.HasPrefix(key, "tmpl.") {
			continue
		}
		if _, err := root.New(key).Parse(text); err != nil {
			return nil, err
		}
	}
	return root, nil
}
