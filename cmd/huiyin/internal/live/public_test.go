package live_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"huiyin/api/desk"
	"huiyin/api/pages"
	"huiyin/api/v1"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// reads opens an address as anybody, or with a session's cookie.
func (w *world) reads(path, cookie string, header ...string) reply {
	w.t.Helper()
	req, err := http.NewRequest("GET", w.web.URL+path, nil)
	must(w.t, err)
	if cookie != "" {
		req.AddCookie(&http.Cookie{Name: "huiyin", Value: cookie})
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := w.web.Client().Do(req)
	must(w.t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	must(w.t, err)
	return reply{resp.StatusCode, resp.Header, body}
}

// publicPaths are all that anybody can ask of the public, with these words and
// cases.
func publicPaths(words []string, ids ...string) (all []string) {
	for _, path := range []string{"/public", "/public/figures", v1.Prefix + "/public/cases", v1.Prefix + "/public/figures", "/public?year=2026",
		"/public?class=B", "/public?unit=" + url.QueryEscape("湖南省甲厅"), v1.Prefix + "/public/cases?page_size=1"} {
		all = append(all, path)
	}
	for _, word := range words {
		all = append(all, "/public?q="+url.QueryEscape(word), v1.Prefix+"/public/cases?words="+url.QueryEscape(word))
	}
	for _, id := range ids {
		all = append(all, "/public/cases/"+id, v1.Prefix+"/public/cases/"+id)
	}
	return all
}

// echoed is what differs by what was asked alone: the number of the request, and
// the question itself.
var echoed = regexp.MustCompile(`"request_id":"[0-9a-f]+"|"instance":"[^"]*"|name="q" value="[^"]*"`)

// everybody reads all of the public as anybody does.
func (w *world) everybody(words []string, ids ...string) map[string]string {
	w.t.Helper()
	w.shown()
	out := map[string]string{}
	for _, path := range publicPaths(words, ids...) {
		r := w.reads(path, "")
		if r.status >= 500 {
			w.t.Errorf("%s: %d", path, r.status)
		}
		out[path] = fmt.Sprint(r.status, " ", echoed.ReplaceAllString(string(r.body), ""))
	}
	return out
}

func (w *world) found(words string) int {
	w.t.Helper()
	w.shown()
	var out v1.List[v1.PublicRow]
	w.ask("", "GET", "/public/cases?words="+url.QueryEscape(words), nil).into(w.t, &out)
	if out.Total != len(out.Items) {
		w.t.Errorf("%d of %d", len(out.Items), out.Total)
	}
	return out.Total
}

var partly = fields{"level": "partly", "ground": "privacy", "reason": "涉及个人情况"}

func withText(text string) fields {
	out := fields{"text": text}
	for k, v := range partly {
		out[k] = v
	}
	return out
}

// Whatever happens to a case before something of it is published changes no byte
// that the public can read, and its address is that of a case that never was; then
// what is decided is there, word for word, and after it is taken down nothing
// (handbook ACL-04, D10).
func TestThePublicReadsWhatIsPublished(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	words := []string{"修桥", "正文", "答复正文", "某deputy", "甲厅", "B001"}
	before := w.everybody(words, "none")
	id := w.assigned("关于修桥的建议", "湖南省甲厅")
	w.replied(id)
	w.act("deputy", id, "state_publication_wish", fields{"level": "public", "named": false})
	w.act("north", id, "examine_publication", fields{"level": "public", "checker": fields{"name": "审查员"}})
	w.same("an unpublished case", before, w.everybody(words, "none"))
	for _, path := range []string{"/public/cases/", v1.Prefix + "/public/cases/"} {
		if here, never := w.reads(path+id, ""), w.reads(path+"none", ""); here.status != 404 ||
			echoed.ReplaceAllString(string(here.body), "") != echoed.ReplaceAllString(string(never.body), "") {
			t.Errorf("%s: %d, another 404 than that of what never was", path, here.status)
		}
	}

	w.act("gov", id, "decide_reply_publication", withText("答复（已隐去）"))
	if w.found("已隐去") != 1 || w.found("修桥") != 0 || w.found("正文") != 0 {
		t.Fatal("the reply alone, as published, is to be found")
	}
	var c v1.PublicCase
	w.ask("", "GET", "/public/cases/"+id, nil).into(t, &c)
	if c.Title != "" || c.Deputy != "" || c.Text != "" || c.Content.Code != "private" || len(c.Replies) != 1 || c.Replies[0].Text != "答复（已隐去）" {
		t.Fatalf("%+v", c)
	}
	w.act("office", id, "decide_content_publication", fields{"level": "public", "named": false})
	if w.found("修桥") != 1 || w.found("正文") != 1 || w.found("正文 已隐去 甲厅 B001") != 1 || w.found("正文 没有") != 0 {
		t.Fatal("the content is not to be found")
	}
	for path, text := range w.everybody(nil, id) {
		if strings.Contains(text, "某deputy") || strings.Contains(text, "p-deputy") || strings.Contains(text, "答复正文") || strings.Contains(text, "审查员") {
			t.Errorf("%s tells what is not public: %s", path, text)
		}
	}

	w.act("gov", id, "take_down_reply", fields{"ground": "privacy", "reason": "还有个人信息"})
	w.act("office", id, "take_down_content", fields{"ground": "deputy_wish", "reason": "代表要求"})
	w.same("taken down", before, w.everybody(words, "none"))
}

// A public page is the same for all, may be kept for a minute, and sets nothing.
func TestPublicPagesCanBeKept(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	id := w.assigned("关于修路的建议", "湖南省甲厅")
	w.act("office", id, "decide_content_publication", fields{"level": "public", "named": true})
	w.shown()
	cookie := w.cookie("office")
	for _, path := range publicPaths([]string{"修路"}, id) {
		r, signedIn := w.reads(path, ""), w.reads(path, cookie)
		if r.status != 200 || r.header.Get("Cache-Control") != "public, max-age=60" || r.header.Get("Set-Cookie") != "" || string(r.body) != string(signedIn.body) {
			t.Errorf("%s: %d %v, the same with a session: %t", path, r.status, r.header, string(r.body) == string(signedIn.body))
		}
		if again := w.reads(path, "", "If-None-Match", r.header.Get("ETag")); again.status != http.StatusNotModified || len(again.body) > 0 {
			t.Errorf("%s: %d with its tag", path, again.status)
		}
		if !strings.HasPrefix(path, v1.Prefix) && !strings.Contains(string(r.body), `<meta name="robots" content="`) {
			t.Errorf("%s says nothing to robots", path)
		}
	}
	for _, path := range []string{"/public?after=zz", v1.Prefix + "/public/cases?page_token=zz", v1.Prefix + "/public/cases?x=1", "/public?q=" + strings.Repeat("a", 101)} {
		if r := w.reads(path, ""); r.status != 400 || r.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %v", path, r.status, r.header)
		}
	}
	if r := w.reads("/signin", ""); !strings.Contains(string(r.body), "noindex") {
		t.Error("the sign-in page is for robots")
	}
}

// The list goes on from its token, and every figure is the number of the list
// behind it.
func TestPublicFiguresAreTheListsBehindThem(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	for i, title := range []string{"关于甲的建议", "关于乙的建议", "关于丙的建议"} {
		id := w.assigned(title, []string{"湖南省甲厅", "湖南省乙厅"}[i%2])
		w.act("office", id, "decide_content_publication", fields{"level": "public"})
	}
	w.shown()
	var f v1.PublicFigures
	w.ask("", "GET", "/public/figures", nil).into(t, &f)
	if f.Cases != 3 || f.Contents != 3 || f.Replies != 0 || f.Definition == "" || len(f.By) != 3 {
		t.Fatalf("%+v", f)
	}
	for _, x := range f.By {
		var l v1.List[v1.PublicRow]
		w.ask("", "GET", "/public/cases?"+url.Values{x.Mark: {x.Name}}.Encode(), nil).into(t, &l)
		if l.Total != x.Cases {
			t.Errorf("%+v, the list has %d", x, l.Total)
		}
	}
	var seen []string
	for token := ""; ; {
		var l v1.List[v1.PublicRow]
		w.ask("", "GET", "/public/cases?page_size=1&page_token="+token, nil).into(t, &l)
		for _, r := range l.Items {
			seen = append(seen, r.Number)
		}
		if token = l.NextPageToken; token == "" {
			break
		}
	}
	if slices.Sort(seen); !slices.Equal(seen, []string{"B001", "B002", "B003"}) {
		t.Errorf("by parts: %v", seen)
	}
}

// The counter of the workbench is the list behind it, for both who decide.
func TestWhatWaitsForADecision(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	id := w.assigned("关于修桥的建议", "湖南省甲厅")
	w.replied(id)
	count := func(login string) (n int) {
		w.shown()
		for _, verb := range []string{"decide_content_publication", "decide_reply_publication"} {
			var l v1.List[v1.StepRow]
			w.get(login, "/steps?verb="+verb).into(t, &l)
			n += l.Total
		}
		return n
	}
	if count("office") != 1 || count("gov") != 0 {
		t.Errorf("before the examination: %d for the committee, %d for the government", count("office"), count("gov"))
	}
	w.act("north", id, "examine_publication", fields{"level": "private", "ground": "internal_matter", "reason": "内部事项", "checker": fields{"name": "审查员"}})
	if count("office") != 2 || count("gov") != 1 {
		t.Errorf("after it: %d and %d", count("office"), count("gov"))
	}
	w.act("gov", id, "decide_reply_publication", fields{"level": "private", "ground": "internal_matter", "reason": "同意"})
	w.act("office", id, "decide_content_publication", fields{"level": "public"})
	if count("office") != 0 || count("gov") != 0 {
		t.Error("still waiting")
	}
}

// Who asks for more than anybody reads waits, and nobody else does.
func TestThePublicIsPaced(t *testing.T) {
	d := openDoor(t, true, func(_ *door, o *pages.Options) { o.Limits = pages.Limits{Public: 3} })
	c := d.caller()
	for range 3 {
		c.gets("/public").is(t, http.StatusOK, "建议办理公开")
	}
	c.gets("/public").is(t, http.StatusTooManyRequests)
	c.gets("/signin").is(t, http.StatusOK)
}

// The form shows the original beside what the public would read, and asks once
// more before it is public; what is kept back is not shown as if it went out.
func TestTheDecisionPage(t *testing.T) {
	d := openDoor(t, true)
	w := &world{t: t, server: d.server}
	d.account("office", lifecycle.DeputyAffairsCommittee)
	office := d.enters("office")
	id := d.registered("关于修桥的建议")
	form := "/cases/" + id + "/acts/decide_content_publication"
	begun := office.gets(form)
	begun.is(t, http.StatusOK, "建议原文", "代表没有提出公开意愿", "正文")
	version := shownVersion.FindStringSubmatch(begun.body)[1]
	got := office.posts(form, "command", w.key(), "version", version, "level", "partly", "ground", "privacy", "reason", "隐去个人", "title", "关于修桥的建议", "text", "正…", "step", "check")
	got.is(t, http.StatusOK, "部分公开", "正…", `value="do"`)
	got = office.posts(form, "command", w.key(), "version", version, "level", "private", "ground", "privacy", "reason", "不宜", "title", "关于修桥的建议", "text", "正…", "step", "check")
	got.is(t, http.StatusOK, "不公开")
	if strings.Contains(got.body, `<dd class="text">正…</dd>`) {
		t.Error("what is kept back is shown as if it went out")
	}
	office.posts(form, "command", w.key(), "version", version, "level", "public", "text", "正文\r\n", "title", "关于修桥的建议", "step", "do").is(t, http.StatusSeeOther, "done=decide_content_publication")
	w.shown()
	d.caller().gets("/public/cases/"+id).is(t, http.StatusOK, "关于修桥的建议", "正文")
	office.gets("/cases/"+id+"?tab=publication").is(t, http.StatusOK, "已决定公开", "/public/cases/"+id)
}

// shownVersion is the version of the case that a form was made for.
var shownVersion = regexp.MustCompile(`name="version" value="(\d+)"`)

// registered is a case under its number.
func (d *door) registered(title string) string {
	d.t.Helper()
	deputy := suggestion.Actor{Role: lifecycle.LeadDeputy, Person: suggestion.Person{ID: "p-deputy", Name: "某某"}}
	for _, a := range []struct {
		actor suggestion.Actor
		do    suggestion.Command
	}{
		{deputy, suggestion.DraftSuggestion{Case: "s1", Kind: suggestion.OffSession, Congress: congress, Session: session, Year: 2026, Title: title, Body: "正文", Evidence: "调研"}},
		{deputy, suggestion.Submit{}}, {keeper, suggestion.BeginReview{}}, {keeper, suggestion.Register{Number: "B001"}},
	} {
		_, err := d.server.Office.Do(d.t.Context(), desk.Act{Case: "s1", Actor: a.actor, Command: a.do, Rules: d.server.Office.RulesFor("湖南省", today)})
		must(d.t, err)
	}
	return "s1"
}
