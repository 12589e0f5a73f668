package search_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"huiyin/domain/suggestion"
	"huiyin/projections/internal/rehearsal"
	"huiyin/projections/search"
)

// library is a few cases whose texts are in the table of TestFind.
func library(t testing.TB) *stage {
	s := begin(t)
	s.write("a", "曾向南", "关于加快“一老一小”服务体系建设的建议", "张家界市已有ＰＰＰ项目2.5万处。\n第二段说到养老院。")
	s.handle("a", "曾向南", "0131", "湖南省交通运输厅")
	s.write("b", "覃小河", "关于修建张家界西站高铁连接线的建议", "桥梁老化，𠮷野㛃等地名罕见。")
	s.handle("b", "覃小河", "0718", "张家界市人民政府")
	s.write("c", "单𰻝䶮", "关于0131号省道改造的建议", "请参照a的做法，解决“断头路”。")
	s.handle("c", "单𰻝䶮", "1310", "湖南省发展和改革委员会")
	s.Reply("c", "l1", "B", suggestion.Promise{Text: "完成漂流码头改造", Due: s.Today().AddDays(90), Unit: "湖南省发展和改革委员会"})
	s.catchUp()
	return s
}

func TestFind(t *testing.T) {
	s := library(t)
	for _, c := range []struct{ query, want string }{
		{"张家", "b a"}, {"家界", "b a"}, {"桥", "b"}, {"界", "b a"}, {"高铁连接线", "b"}, {"养老院", "a"}, // words, parts, characters
		{"0131", "a c"}, {"131", "a c"}, {"31", "c a"}, {"第0131号", "a c"}, {"第131号", "a c"}, {"718", "b"}, {"2.5万", "a"}, // numbers and parts
		{"张家界 高铁", "b"}, {"高铁　张家界", "b"}, {"高铁 养老", ""}, {"0131 省道", "c"}, // several terms
		{"ppp", "a"}, {"PPP", "a"}, {"ＰＰＰ项目", "a"}, {"ppp项", "a"}, {"０７１８", "b"}, // width and case
		{"一老一小", "a"}, {"「一老一小」", "a"}, {"加快一老", "a"}, {"加快《一老", "a"}, // marks
		{"𠮷", "b"}, {"𠮷野㛃", "b"}, {"䶮", "c"}, {"𰻝", "c"}, {"单𰻝䶮", "c"}, // beyond the basic plane
		{"曾向南", "a"}, {"覃小", "b"}, {"发展和改革", "c"}, {"交通", "c b a"}, {"漂流码头", "c"}, {"reply", "c"}, // fields
		{"zjj", "b"}, {"hnsjt", "a"}, {"jtysting", ""}, {"jtyst", "a"}, {"hunansheng", "c a"}, {"zhangjiajie", "b"}, {"ZJJ", "b"}, // pinyin
		{"zxn", "a"}, {"zengxiang", "a"}, {"cengxiang", ""}, {"qinxiaohe", "b"}, {"tanxh", ""}, {"tanxiao", "b"}, {"txh", "b"}, {"shanbiang", "c"},
		{"zjj 高铁", "b"}, {"zjj 养老", ""}, {"", ""}, {"，。", ""}, {"没有的词", ""},
	} {
		got := s.find(c.query, everything)
		var names []string
		for _, id := range ids(got) {
			names = append(names, string(id))
		}
		if strings.Join(names, " ") != c.want || got.Total != len(names) {
			t.Errorf("%q: %v of %d, want %s", c.query, names, got.Total, c.want)
		}
	}
}

func TestRankAndSnippets(t *testing.T) {
	s := library(t)
	got := s.find("第131号", everything)
	if got.Hits[0].Rank != search.ByNumber || got.Hits[1].Rank != search.ByTitle {
		t.Errorf("ranks %v", got.Hits)
	}
	for _, c := range []struct {
		query string
		want  []string
	}{
		{"张家界", []string{"title:关于修建[张家界]西站高铁连接线的建议", "units:[张家界]市人民政府", "body:[张家界]市已有ＰＰＰ项目2.5万处。"}},
		{"加快一老 ppp", []string{"title:关于[加快“一老]一小”服务体系建设的建议", "body:张家界市已有[ＰＰＰ]项目2.5万处。"}},
		{"㛃", []string{"body:桥梁老化，𠮷野[㛃]等地名罕见。"}},
		{"zengxiang", []string{"deputies:[曾向]南"}},
		{"jtyst", []string{"units:湖南省[交通运输厅]"}},
	} {
		var all []string
		for _, h := range s.find(c.query, everything).Hits {
			for _, sn := range h.Snippets {
				all = append(all, marked(sn))
			}
		}
		if !slices.Equal(all, c.want) {
			t.Errorf("%q: %q, want %q", c.query, all, c.want)
		}
	}
}

// marked is a snippet with its marks in brackets.
func marked(s search.Snippet) string {
	text := []rune(s.Text)
	for _, m := range slices.Backward(s.Marks) {
		text = slices.Concat(text[:m.From], []rune("["), text[m.From:m.To], []rune("]"), text[m.To:])
	}
	return string(s.Field) + ":" + string(text)
}

func TestLongTextsAreCut(t *testing.T) {
	s := begin(t)
	s.write("a", "甲", "标题", strings.Repeat("前", 100)+"高铁"+strings.Repeat("后", 100))
	s.catchUp()
	got := s.find("高铁", everything).Hits[0].Snippets
	if len(got) != 1 || !got[0].Before || !got[0].After || !strings.Contains(marked(got[0]), "前[高铁]后") || len([]rune(got[0].Text)) != 60 {
		t.Errorf("%+v", got)
	}
}

func TestPages(t *testing.T) {
	s := begin(t)
	for i := range 9 {
		title, body := "关于高铁的建议", "正文"
		if i%2 == 1 {
			title, body = "标题", "高铁"
		}
		s.write(suggestion.CaseID(rune('a'+i)), "甲", title, body)
	}
	s.catchUp()
	whole := s.ask(search.Query{Text: "高铁", Limit: 100}, everything)
	if len(whole.Hits) != 9 || whole.Hits[0].ID != "i" || whole.Hits[4].Rank != search.ByTitle || whole.Hits[5].Rank != search.ByText {
		t.Fatalf("%v", ids(whole))
	}
	for limit := 1; limit <= 9; limit++ {
		var got []suggestion.CaseID
		for len(got) < 9 {
			page := s.ask(search.Query{Text: "高铁", Limit: limit, Offset: len(got)}, everything)
			if page.Total != 9 || len(page.Hits) == 0 {
				t.Fatalf("limit %d: %d of %d", limit, len(got), page.Total)
			}
			got = append(got, ids(page)...)
		}
		if !slices.Equal(got, ids(whole)) {
			t.Errorf("limit %d: %v", limit, got)
		}
	}
}

func TestTheIndexFollowsAChangedText(t *testing.T) {
	s := begin(t)
	s.write("a", "甲", "关于老问题的建议", "正文")
	s.catchUp()
	s.Do("a", rehearsal.Deputy("甲"), suggestion.Submit{})
	s.Do("a", rehearsal.Committee(), suggestion.BeginReview{})
	s.Do("a", rehearsal.Committee(), suggestion.RequestRevision{Reason: "不清"})
	s.Do("a", rehearsal.Deputy("甲"), suggestion.Revise{Title: "关于新问题的建议", Body: "正文", Reason: "改"})
	s.catchUp()
	if s.find("老问题", everything).Total != 0 || s.find("新问题", everything).Total != 1 {
		t.Error("the index shows the old text")
	}
}

func TestOtherNamesOfAUnit(t *testing.T) {
	s := library(t)
	names := func(term string) []string {
		if term == "省发改委" {
			return []string{"湖南省发展和改革委员会"}
		}
		return nil
	}
	got := s.ask(search.Query{Text: "省发改委", Names: names}, everything)
	if len(got.Hits) != 1 || got.Hits[0].ID != "c" || marked(got.Hits[0].Snippets[0]) != "units:[湖南省发展和改革委员会]" {
		t.Errorf("%+v", got)
	}
}

func TestTooLong(t *testing.T) {
	s := begin(t)
	for _, text := range []string{strings.Repeat("长", 201), strings.Repeat("词 ", 13)} {
		if _, err := search.Find(context.Background(), s.file, search.Query{Text: text}, everything); !errors.Is(err, search.ErrTooLong) {
			t.Errorf("%.9q: %v", text, err)
		}
	}
	if _, err := search.Find(context.Background(), s.file, search.Query{Text: strings.Repeat("𠮷", 200)}, everything); err != nil {
		t.Error(err) // characters, not bytes
	}
}
