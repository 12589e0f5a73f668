package live_test

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"huiyin/api/v1"
	"huiyin/domain/lifecycle"
)

const lifecycleCommittee = lifecycle.DeputyAffairsCommittee

// everything is all that can be read by somebody, with the cases given: paths and
// their answers.
func (w *world) everything(login string, cases ...string) map[string]string {
	w.t.Helper()
	w.shown()
	out := map[string]string{}
	read := func(path string) {
		r := w.ask(login, "GET", path, nil)
		out[path] = fmt.Sprint(r.status, " ", r.header.Get("ETag"), " ", requestID.ReplaceAllString(string(r.body), ""))
	}
	for _, route := range w.api.Programs().Routes() {
		method, path, _ := strings.Cut(route.Pattern, " ")
		if method != "GET" || route.Name == "stream" {
			continue
		}
		if !strings.Contains(path, "{id}") {
			read(strings.Replace(path, "{kind}", "unit", 1))
			continue
		}
		for _, id := range cases {
			read(strings.NewReplacer("{id}", id, "{verb}", "sign_in", "{kind}", "unit").Replace(path))
		}
	}
	for _, more := range []string{"/search?q=" + url.QueryEscape("建议"), "/search?q=" + url.QueryEscape("乙厅"), "/cases?sort=title&page_size=1", "/cases?text=" + url.QueryEscape("建议"), "/cases?light=-", "/promises?all=true", "/dissatisfied?all=true"} {
		read(more)
	}
	return out
}

var requestID = regexp.MustCompile(`"request_id":"[0-9a-f]+"`)

func (w *world) same(what string, before, after map[string]string) {
	w.t.Helper()
	for path, b := range before {
		if a := after[path]; a != b {
			w.t.Errorf("%s: GET %s changed\n  from %.2000s\n  to   %.2000s", what, path, b, a)
		}
	}
}

// What happens in one unit's cases changes no byte that another unit, or another
// deputy, can read (handbook ACL-04, THR-30).
func TestWhatOneUnitDoesTheOtherDoesNotSee(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	w.person("other", lifecycle.LeadDeputy)
	mine := w.assigned("关于修桥的建议", "湖南省甲厅")
	w.replied(mine)
	theirs := w.assigned("关于修路的建议", "湖南省乙厅")
	before := map[string]map[string]string{}
	for _, login := range []string{"north", "north-head", "other"} {
		before[login] = w.everything(login, mine, theirs, "nothing")
	}
	for i := range 20 {
		id := w.assigned(fmt.Sprintf("关于修第%d条渠的建议", i), "湖南省乙厅")
		w.act("south", id, "sign_in", nil)
	}
	w.act("south", theirs, "sign_in", nil)
	for login, b := range before {
		w.same(login, b, w.everything(login, mine, theirs, "nothing"))
	}
	if a, b := before["north"]["/cases/"+theirs], before["north"]["/cases/nothing"]; !strings.HasPrefix(a, "404") ||
		strings.ReplaceAll(a, theirs, "") != strings.ReplaceAll(b, "nothing", "") {
		t.Fatalf("a foreign case is told from none:\n%s\n%s", a, b)
	}
}

// Nothing that a unit can read tells of a rating before it is released, not even
// that there is one; then it is told (handbook THR-04).
func TestARatingIsNotToldBeforeItsRelease(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	id := w.assigned("关于修桥的建议", "湖南省甲厅")
	w.replied(id)
	units := []string{"north", "north-head"}
	before := map[string]map[string]string{}
	for _, login := range units {
		before[login] = w.everything(login, id)
	}
	feed := w.listen("north", "")
	w.act("deputy", id, "rate_reply", fields{"process": "dissatisfied", "result": "dissatisfied", "reason": "措施不落实"})
	for _, login := range units {
		after := w.everything(login, id)
		w.same(login, before[login], after)
		for path, body := range after {
			if strings.Contains(body, "措施不落实") || strings.Contains(body, "feedback_given") {
				t.Errorf("%s: %s: %s", login, path, body)
			}
		}
	}
	r := w.ask("north", "POST", "/cases/"+id+"/acts/report_progress", fields{"progress": "已启动"}, "Idempotency-Key", "k", "If-Match",
		strings.Fields(before["north"]["/cases/"+id])[1])
	if r.status == 412 {
		t.Fatalf("what the unit may not know makes its version stale: %s", r.body)
	}
	w.act("office", id, "release_feedback", nil)
	w.shown()
	feed.until(t, "feedback.released")
	if got := strings.Join(feed.all, "\n"); strings.Contains(got, "feedback.given") {
		t.Errorf("the stream told of the rating: %s", got)
	}
	var c v1.Case
	w.get("north", "/cases/"+id).into(t, &c)
	if c.Lines[0].Ratings[0].Reason != "措施不落实" {
		t.Fatalf("not told after the release: %+v", c.Lines[0])
	}
}

// A reply is none before it is signed: nothing that a deputy can read holds its
// draft, neither in what is told nor in what lies in the log.
func TestADraftOfAReplyIsNotForDeputies(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	id := w.assigned("关于修桥的建议", "湖南省甲厅")
	w.act("north", id, "sign_in", nil)
	w.act("north", id, "record_contact", fields{"stage": "before", "way": "visit", "with": []fields{{"name": "某deputy", "id": "p-deputy"}}, "content": "当面沟通"})
	w.act("deputy", id, "confirm_contact", nil)
	const secret = "草拟中的答复措辞"
	w.act("north", id, "draft_reply", fields{"class": "A", "text": secret})
	for path, body := range w.everything("deputy", id) {
		if strings.Contains(body, secret) {
			t.Errorf("GET %s tells the draft: %.300s", path, body)
		}
	}
	told := false
	for _, body := range w.everything("office", id) {
		told = told || strings.Contains(body, secret)
	}
	if !told {
		t.Error("the office does not see the draft: the test proves nothing")
	}
}
