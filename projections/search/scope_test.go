package search_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huiyin/domain/suggestion"
	"huiyin/projections/follower"
	"huiyin/projections/search"
)

func TestScope(t *testing.T) {
	s := library(t)
	s.write("draft", "丁一", "张家界高铁草稿", "正文")
	s.Import("named", "src", suggestion.Facts{Title: "张家界旧件", Deputies: []suggestion.Person{{Name: "戊二"}}, LeadUnit: "旧单位", Year: 2018})
	s.Deliver("c", "l1")
	s.Publish("c", "l1")
	s.catchUp()
	for _, c := range []struct {
		name  string
		scope search.Scope
		want  string
	}{
		{"nothing", search.Scope{}, "[]"}, {"all", everything, "[a b c draft named]"},
		{"submitted", search.Scope{Submitted: true}, "[a b c named]"},
		{"unit", search.Scope{Units: []string{"张家界市人民政府"}}, "[b]"},
		{"author", search.Scope{Deputies: []string{"p-丁一"}}, "[draft]"},
		{"either", search.Scope{Deputies: []string{"p-丁一"}, Units: []string{"张家界市人民政府"}}, "[b draft]"},
		{"named", search.Scope{Named: []string{"戊二"}}, "[named]"},
		{"a namesake of one with an ID", search.Scope{Named: []string{"丁一"}}, "[]"},
		{"public", search.Scope{Public: true}, "[c]"},
		{"nobody", search.Scope{Units: []string{""}, Deputies: []string{""}, Named: []string{""}, Overseers: []string{""}, Delegations: []string{""}}, "[]"},
		{"no field", search.Scope{All: true, Fields: []search.Field{}}, "[]"},
		{"titles", search.Scope{All: true, Fields: []search.Field{search.Title}}, "[b c draft named]"},
	} {
		got := map[suggestion.CaseID]bool{}
		for _, q := range []string{"张家界", "省道"} {
			r := s.find(q, c.scope)
			if r.Total != len(r.Hits) {
				t.Errorf("%s: %d of %d", c.name, len(r.Hits), r.Total)
			}
			for _, id := range ids(r) {
				got[id] = true
			}
		}
		if all := fmt.Sprint(slices.Sorted(maps.Keys(got))); all != c.want {
			t.Errorf("%s: %s, want %s", c.name, all, c.want)
		}
	}
}

// A field outside the scope is neither searched nor shown, its pinyin included.
func TestHiddenFields(t *testing.T) {
	s := library(t)
	hidden := search.Scope{All: true, Fields: []search.Field{search.Number, search.Title, search.Units, search.Category}}
	for _, q := range []string{"曾向南", "zengxiang", "养老院"} {
		if s.find(q, everything).Total != 1 || s.find(q, hidden).Total != 0 {
			t.Errorf("%s is found in a hidden field", q)
		}
	}
	hit := s.find("0131", hidden).Hits[0]
	if hit.Deputies != nil || hit.Number != "0131" || len(hit.Units) != 1 {
		t.Errorf("%+v", hit)
	}
}

// What others write changes no byte of what a reader is answered (ACL-04).
func TestOthersChangeNothing(t *testing.T) {
	s := library(t)
	scope := search.Scope{Units: []string{"张家界市人民政府"}}
	draft := search.Draft{Title: "关于修建张家界高铁连接线", Body: "桥梁老化"}
	answers := func() string {
		out := ""
		for _, q := range []string{"张家界", "桥", "0718", "zjj", "建议"} {
			r := s.find(q, scope)
			out += fmt.Sprint(r.Total, r.Hits)
		}
		return out + fmt.Sprint(s.similar(draft, scope))
	}
	before := answers()
	for i := range 30 {
		id := suggestion.CaseID(fmt.Sprint("other", i))
		s.write(id, "别人", "关于修建张家界高铁连接线的建议", "桥梁老化")
		s.handle(id, "别人", fmt.Sprint("9", i), "别的单位")
	}
	s.catchUp()
	if after := answers(); after != before {
		t.Errorf("before %s\nafter  %s", before, after)
	}
}

// Whatever is asked, the index finds what a reader would find by eye.
func TestFindIsContains(t *testing.T) {
	alphabet := rapid.RuneFrom([]rune("桥路𠮷a1"))
	text := rapid.StringOfN(alphabet, 1, 8, -1)
	rapid.Check(t, func(rt *rapid.T) {
		s := begin(t)
		bodies := rapid.SliceOfN(text, 1, 6).Draw(rt, "bodies")
		for i, body := range bodies {
			s.write(suggestion.CaseID(fmt.Sprint("c", i)), "甲", "标", body)
		}
		s.catchUp()
		for range 8 {
			q := rapid.StringOfN(alphabet, 1, 4, -1).Draw(rt, "query")
			want := 0
			for _, body := range bodies {
				if strings.Contains(body, q) {
					want++
				}
			}
			only := search.Scope{All: true, Fields: []search.Field{search.Body}}
			if got := s.find(q, only); got.Total != want || len(got.Hits) != want {
				rt.Fatalf("%q in %q: %d hits of %d, want %d", q, bodies, len(got.Hits), got.Total, want)
			}
		}
	})
}

// A file that is begun anew answers as the one that grew with the log.
func TestRebuild(t *testing.T) {
	s := begin(t)
	for i := range 5 {
		id := suggestion.CaseID(fmt.Sprint("c", i))
		s.write(id, "甲", fmt.Sprintf("关于第%d座桥的建议", i), "正文")
		s.catchUp()
		s.handle(id, "甲", fmt.Sprint(i), "某单位")
		s.catchUp()
	}
	grown := s.find("桥", everything)
	digests := s.digests()
	s.file = s.openFile("again.db")
	s.fold = follower.New(s.Log, s.file, follower.Options{})
	s.catchUp()
	if again := s.find("桥", everything); fmt.Sprint(again) != fmt.Sprint(grown) || s.digests() != digests {
		t.Errorf("%v\nwant %v", again, grown)
	}
}
