package pinyin

import "testing"

func TestTheDataIsWellFormed(t *testing.T) {
	b, err := parse(source)
	if err != nil || len(b.surnames) < 50 || len(b.words) < 50 {
		t.Fatal(len(b.surnames), len(b.words), err)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, line := range []string{"surname 曾 zeng1", "surname 曾 zeng1 a b", "word 长沙 chang2 地名", "name 曾 zeng1 why", "char 长沙 chang2 sha1 why",
		"surname 曾 zeng1 why\nsurname 曾 ceng2 why"} {
		if _, err := parse(line); err == nil {
			t.Errorf("%q passes", line)
		}
	}
}
