// Package telling tells a case in the words of the catalogue: its state one fact
// a line, an event with who did it, a due date with the whole reason why it is
// that date. Command line and pages tell with it, so they say the same.
package telling

import "huiyin/domain/zh"

// say fills a text of the catalogue; facts are name, value, name, value.
func say(key string, facts ...string) string {
	m := make(map[string]string, len(facts)/2)
	for i := 0; i+1 < len(facts); i += 2 {
		m[facts[i]] = facts[i+1]
	}
	return zh.Text(key, m)
}

func text(name string) string { return zh.Label("cli", name) }
