package importing

import "testing"

// FuzzMark holds that a class is read from the letter alone: what was read is
// one of the known letters, and that letter reads as itself.
func FuzzMark(f *testing.F) {
	for _, s := range []string{"", "A\u7c7b", "A1\u7c7b", "\uff22\uff12\u7c7b", "(C)\u7c7b", "\u529e\u7406\u7ed3\u679c\uff1a(C)", "B\u7c7b20\u53f7", "[", "A\xff", ":\u3014B\u3015"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, ok := readMark(text)
		if !ok && m != (mark{}) || ok && m.series != (m.class == "") {
			t.Fatalf("%q: %+v, %v", text, m, ok)
		}
		if m.class == "" {
			return
		}
		if again, ok := readMark(string(m.class)); !ok || again.class != m.class {
			t.Fatalf("%q reads %s, which reads %+v", text, m.class, again)
		}
	})
}
