package search_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"huiyin/domain/suggestion"
	"huiyin/projections/search"
)

func (s *stage) similar(d search.Draft, scope search.Scope) []search.Likeness {
	s.t.Helper()
	out, err := search.Similar(context.Background(), s.file, d, scope, 5)
	if err != nil {
		s.t.Fatal(err)
	}
	return out
}

func TestSimilar(t *testing.T) {
	s := begin(t)
	for i, title := range []string{"关于支持柘溪库区柑桔产业高质量发展的建议", "关于加强柑桔产业病虫害防治的建议", "关于推进城市公园免费开放的建议", "关于支持农业高质量发展的建议"} {
		s.write(suggestion.CaseID(fmt.Sprint("c", i)), "甲", title, "正文")
	}
	s.catchUp()
	for _, c := range []struct{ title, want string }{
		{"关于支持柘溪库区柑桔产业高质量发展的建议", "c0 1.00 支持柘溪库区柑桔产业高质量发展"},
		{"支持柘溪库区柑桔产业高质量发展", "c0 1.00 支持柘溪库区柑桔产业高质量发展"},
		{"加强柑桔病虫害防治", "c1"}, {"关于公园免费开放", "c2"}, {"公园", ""}, {"关于的建议", ""}, {"", ""},
	} {
		got := s.similar(search.Draft{Title: c.title}, everything)
		if c.want == "" {
			if len(got) > 0 {
				t.Errorf("%q: %+v", c.title, got)
			}
			continue
		}
		if len(got) == 0 || !strings.HasPrefix(fmt.Sprintf("%s %.2f %s", got[0].ID, got[0].Score, sharedOf(got[0])), c.want) {
			t.Errorf("%q: %+v, want %s", c.title, got, c.want)
		}
		for i := 1; i < len(got); i++ {
			if got[i].Score > got[i-1].Score {
				t.Errorf("%q: out of order %+v", c.title, got)
			}
		}
	}
	if got := s.similar(search.Draft{Title: "支持柘溪库区柑桔产业高质量发展", Except: "c0"}, everything); len(got) > 0 && got[0].ID == "c0" {
		t.Error("a case is like itself")
	}
}

// A body that says the same lifts a title that says it otherwise.
func TestSimilarByBody(t *testing.T) {
	s := begin(t)
	body := "乡村小学校车超载严重，家长接送困难，建议统一购置校车并配备照管员。"
	s.write("a", "甲", "关于解决校车问题的建议", body)
	s.write("b", "乙", "关于解决校车问题的建议", "另一回事：停车位不够。")
	s.catchUp()
	got := s.similar(search.Draft{Title: "关于规范农村校车问题的建议", Body: body}, everything)
	if len(got) != 2 || got[0].ID != "a" || got[0].InBody < 0.99 || got[0].Score <= got[1].Score {
		t.Errorf("%+v", got)
	}
}

func sharedOf(l search.Likeness) string {
	title := []rune(l.Title)
	var out []string
	for _, s := range l.Shared {
		out = append(out, string(title[s.From:s.To]))
	}
	return strings.Join(out, "|")
}
