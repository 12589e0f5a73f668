package live_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"huiyin/api/access"
	"huiyin/api/desk"
	"huiyin/api/signin"
	"huiyin/api/v1"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/wire"
)

var none = v1.Limits{Token: -1, Search: -1, Export: -1}

// One suggestion's life through the API alone: draft to a rating that is released.
// Every request and answer is as the served document says.
func TestALifeOverTheAPI(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	w.signed()
	id := w.assigned("关于修桥的建议", "湖南省甲厅")
	w.replied(id)
	w.act("deputy", id, "rate_reply", fields{"process": "satisfied", "result": "basically_satisfied"})
	w.act("office", id, "release_feedback", nil)
	w.shown()

	var c v1.Case
	w.get("north", "/cases/"+id).into(t, &c)
	if len(c.Lines) != 1 || len(c.Lines[0].Ratings) != 1 || c.Lines[0].Ratings[0].Result.Code != "basically_satisfied" {
		t.Fatalf("the unit does not see the released rating: %+v", c.Lines)
	}
	w.get("office", "/cases/"+id+"?as_of=v2").into(t, &c)
	if c.State.Code != string(lifecycle.Submitted) || c.Version != 2 {
		t.Fatalf("as of v2: %s, version %d", c.State.Code, c.Version)
	}
	w.get("office", "/cases/"+id+"?as_of=2026-03-02T23:00").into(t, &c)
	for _, path := range []string{"/whoami", "/cases?sort=number&page_size=1", "/cases?text=修桥", "/steps", "/deadlines?case=" + id, "/dissatisfied?all=true",
		"/promises?all=true", "/overview", "/search?q=修桥+甲厅", "/cases/" + id + "/similar", "/cases/" + id + "/history", "/cases/" + id + "/history?as_of=v1", "/cases/" + id + "/acts",
		"/cases/" + id + "/acts/urge", "/registers/unit", "/registers/unit?name=湖南省甲厅", "/registers/unit/" + w.unitID("湖南省甲厅")} {
		w.get("office", strings.ReplaceAll(path, "urge", "send_urging"))
	}
	w.get("deputy", "/cases/new")
	if lines := strings.Count(string(w.get("office", "/events?limit=3").body), "\n"); lines != 3 {
		t.Fatalf("%d events of 3", lines)
	}
}

// replied takes an assigned case to a delivered reply.
func (w *world) replied(id string) {
	w.t.Helper()
	w.act("north", id, "sign_in", nil)
	w.act("north", id, "record_contact", fields{"stage": "before", "way": "visit", "with": []fields{{"name": "某deputy", "id": "p-deputy"}}, "content": "当面沟通"})
	w.act("deputy", id, "confirm_contact", nil)
	w.act("north", id, "draft_reply", fields{"class": "B", "text": "答复正文", "promises": []fields{{"text": "修订细则", "due": "2026-11-30"}}})
	w.act("gov", id, "pass_reply", nil)
	w.inPerson("north-head", func() { w.act("north-head", id, "issue_reply", fields{"document_no": "湘甲函〔2026〕1号"}) })
	w.act("north", id, "deliver_reply", fields{"to": fields{"name": "某deputy", "id": "p-deputy"}})
}

func (w *world) unitID(name string) string {
	w.t.Helper()
	dir, err := w.server.Office.Directory(w.t.Context())
	must(w.t, err)
	u, ok := dir.UnitNamed(name, today)
	if !ok {
		w.t.Fatal(name)
	}
	return u.ID
}

// Every route × every role is as the policy says, nobody gets in without a sign-in,
// and a token that may only read does not act (handbook ACL-01).
func TestEveryRouteIsAsThePolicySays(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	w.signed()
	id := w.assigned("关于修路的建议", "湖南省甲厅")
	for _, role := range register.Roles() {
		w.person("r-"+strings.ReplaceAll(string(role), "_", "-"), role, w.bound(role))
	}
	dir, err := w.server.Office.Directory(t.Context())
	must(t, err)
	tried := 0
	for _, route := range w.api.Programs().Routes() {
		if route.Name == "stream" {
			continue // it never ends; see TestTheStream
		}
		if route.Area == access.Public {
			continue // for everybody; see TestThePublicReadsWhatIsPublished
		}
		method, path := fill(route.Pattern, id)
		w.wants(w.ask("", method, path, fields{}), 401, "unauthenticated")
		for _, role := range register.Roles() {
			login := "r-" + strings.ReplaceAll(string(role), "_", "-")
			who, ok := principal(dir, login)
			if !ok {
				t.Fatal(login)
			}
			got := w.ask(login, method, path, fields{})
			if forbidden := got.status == http.StatusForbidden; forbidden == who.May(route.Area) {
				t.Errorf("%s as %s: %d %s", route.Pattern, role, got.status, got.body)
			}
			w.isProblem(got)
			tried++
		}
		if method == "POST" {
			w.tokens["reader"] = w.token("office", v1.ScopeRead)
			w.wants(w.ask("reader", method, path, fields{}), 403, "token_scope")
		}
	}
	if tried < 15*len(register.Roles()) {
		t.Fatalf("only %d", tried)
	}
}

// fill puts something that exists into a pattern's places.
func fill(pattern, id string) (method, path string) {
	method, path, _ = strings.Cut(pattern, " ")
	return method, strings.NewReplacer("/registers/{kind}/{id}", "/registers/unit/none", "{kind}", "unit", "{id}", id, "{verb}", "send_urging").Replace(path)
}

var problemType = regexp.MustCompile(`^/problems/[a-z_]+$`)

// isProblem holds that what is no success is a problem, whole and in Chinese.
func (w *world) isProblem(r reply) {
	w.t.Helper()
	if r.status < 400 {
		return
	}
	var p v1.Problem
	if media := r.header.Get("Content-Type"); media != "application/problem+json" {
		w.t.Fatalf("%d as %s: %s", r.status, media, r.body)
	}
	r.into(w.t, &p)
	if p.Status != r.status || !problemType.MatchString(p.Type) || p.Title == "" || p.Detail == "" || p.Instance == "" || p.RequestID == "" ||
		strings.ContainsAny(p.Title+p.Detail, "⟦⟧{}") {
		w.t.Fatalf("%+v", p)
	}
}

func (w *world) wants(r reply, status int, code string) v1.Problem {
	w.t.Helper()
	w.isProblem(r)
	var p v1.Problem
	r.into(w.t, &p)
	if r.status != status || p.Type != "/problems/"+code {
		w.t.Fatalf("%d %s, not %d %s", r.status, r.body, status, code)
	}
	return p
}

// What is wrong with a request is told as a problem, whatever it is.
func TestWhatIsWrongIsToldAsAProblem(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	w.signed()
	id := w.assigned("关于修渠的建议", "湖南省甲厅")
	path, tag := "/cases/"+id+"/acts/send_urging", w.get("office", "/cases/"+id).header.Get("ETag")
	w.wants(w.ask("office", "GET", "/cases?staet=draft", nil), 400, "bad_request")
	w.wants(w.ask("office", "GET", "/cases?state=nowhere", nil), 400, "bad_request")
	w.wants(w.ask("office", "GET", "/cases?page_token=x", nil), 400, "page_token")
	w.wants(w.ask("office", "GET", "/search", nil), 400, "bad_request")
	w.wants(w.ask("office", "GET", "/search?q="+strings.Repeat("x", 300), nil), 400, "bad_request")
	w.wants(w.ask("office", "GET", "/cases/"+id+"?as_of=yesterday", nil), 400, "bad_request")
	w.wants(w.ask("office", "GET", "/cases/"+id+"?as_of=v999", nil), 404, "not_found")
	w.wants(w.ask("office", "GET", "/cases/../x", nil), 404, "not_found")
	w.wants(w.ask("office", "GET", "/cases/nothing", nil), 404, "not_found")
	w.wants(w.ask("south", "GET", "/cases/"+id, nil), 404, "not_found")
	w.wants(w.ask("south", "GET", "/cases/"+id+"/history", nil), 404, "not_found")
	w.wants(w.ask("south", "POST", path, fields{}, "Idempotency-Key", "k", "If-Match", tag), 404, "not_found")
	w.wants(w.ask("office", "GET", "/registers/account", nil), 404, "not_found")
	w.wants(w.ask("office", "GET", "/nowhere", nil), 404, "not_found")
	w.wants(w.ask("office", "DELETE", "/cases/"+id, nil), 405, "method")
	w.wants(w.ask("office", "POST", path, fields{}, "If-Match", tag), 400, "idempotency_key")
	w.wants(w.ask("office", "POST", path, fields{}, "Idempotency-Key", strings.Repeat("k", 129), "If-Match", tag), 400, "idempotency_key")
	w.wants(w.ask("office", "POST", path, fields{}, "Idempotency-Key", "k"), 428, "if_match")
	w.wants(w.ask("office", "POST", path, fields{}, "Idempotency-Key", "k", "If-Match", "17"), 400, "bad_request")
	w.wants(w.ask("office", "POST", path, []int{1}, "Idempotency-Key", "k", "If-Match", tag), 400, "bad_json")
	w.wants(w.ask("office", "POST", path, fields{}, "Idempotency-Key", "k", "If-Match", tag, "Content-Type", "application/x-www-form-urlencoded"), 415, "media_type")
	w.wants(w.ask("office", "POST", path, strings.Repeat("x", 2<<20), "Idempotency-Key", "k", "If-Match", tag), 413, "too_large")
	if p := w.wants(w.ask("office", "POST", path, fields{"nonsense": 1}, "Idempotency-Key", "k", "If-Match", tag), 422, "form"); p.Errors[0].Pointer != "/nonsense" {
		t.Errorf("%+v", p)
	}
	if p := w.wants(w.ask("office", "POST", "/cases/"+id+"/acts/submit", fields{}, "Idempotency-Key", "k", "If-Match", tag), 422, "refused"); p.Refusal == "" {
		t.Errorf("%+v", p)
	}
	w.wants(w.ask("office", "POST", "/cases/"+id+"/acts/fly", fields{}, "Idempotency-Key", "k", "If-Match", tag), 404, "not_found")
	w.wants(w.ask("office", "POST", path, fields{}, "Sec-Fetch-Site", "cross-site"), 403, "cross_origin")
	w.tokens["forged"] = "hy_aaaaaaaaaaaaaaaa_" + strings.Repeat("b", 52)
	w.wants(w.ask("forged", "GET", "/whoami", nil, "Cookie", "huiyin="+w.cookie("office")), 401, "token_unknown")
	w.wants(w.ask("", "GET", "/whoami", nil, "Cookie", "huiyin=old"), 401, "session_ended")
	w.wants(w.ask("", "GET", "/whoami", nil, "Authorization", "Basic eA=="), 401, "unauthenticated")
	for _, code := range v1.Problems() {
		if r := w.ask("", "GET", "/problems/"+code, nil); r.status != 200 || strings.ContainsAny(string(r.body), "⟦⟧") {
			t.Errorf("%s: %d %s", code, r.status, r.body)
		}
	}
	w.wants(w.ask("", "GET", "/problems/none", nil), 404, "not_found")
}

// A session's cookie does as well as a token, under the grant it acts under; when
// the role is taken away it is over at once (handbook ACL-06).
func TestASessionMayAsk(t *testing.T) {
	w := newWorld(t, none)
	w.person("office", lifecycle.DeputyAffairsCommittee)
	w.signed()
	secret := w.cookie("office")
	step, err := w.signin.ActUnder(t.Context(), secret, "deputy_affairs_committee:", signin.From{})
	must(t, err)
	var who v1.WhoAmI
	w.ask("", "GET", "/whoami", nil, "Cookie", "huiyin="+step.Token).into(t, &who)
	if who.Login != "office" || who.Token != nil || who.Role.Code != "deputy_affairs_committee" {
		t.Fatalf("%+v", who)
	}
	w.enter(register.AccountSuspended{ID: "office", From: today, Reason: "调离"})
	w.wants(w.ask("", "GET", "/whoami", nil, "Cookie", "huiyin="+step.Token), 401, "session_ended")
	w.wants(w.ask("office", "GET", "/whoami", nil), 401, "token_unknown")
}

// A refused look and a whole log taken along are in the log for the auditor
// (handbook ACL-05, LOG-12); a program that runs wild does not fill it.
func TestDenialsAndExportsAreRecorded(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	id := w.assigned("关于修桥的建议", "湖南省甲厅")
	_, before, err := w.server.Office.Security(t.Context(), desk.SecurityFilter{}, 0, 1)
	must(t, err)
	w.wants(w.ask("south", "GET", "/cases/"+id, nil), 404, "not_found")
	w.wants(w.ask("south", "GET", "/registers/unit", nil), 403, "forbidden")
	w.get("office", "/events")
	w.get("office", "/events?limit=500")
	records, n, err := w.server.Office.Security(t.Context(), desk.SecurityFilter{}, 0, 3)
	must(t, err)
	if n != before+3 {
		t.Fatalf("%d records more", n-before)
	}
	var acts []string
	for _, r := range records {
		e, _ := r.Event.(wire.SecurityRecorded)
		acts = append(acts, e.Act+" "+e.Login)
	}
	if got := strings.Join(acts, ", "); got != "exported office, denied_area south, denied_case south" {
		t.Fatal(got)
	}
	for range 100 {
		w.wants(w.ask("south", "GET", "/cases/"+id, nil), 404, "not_found")
	}
	if _, m, err := w.server.Office.Security(t.Context(), desk.SecurityFilter{}, 0, 1); err != nil || m > n+60 {
		t.Fatal(m-n, err)
	}
}

// A program signs nothing: a reply is issued by somebody who has just shown who they
// are (handbook AUT-09, THR-31).
func TestAProgramSignsNothing(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	id := w.assigned("关于修渠的建议", "湖南省甲厅")
	seen := w.get("north-head", "/cases/"+id).header.Get("ETag")
	got := w.ask("north-head", "POST", "/cases/"+id+"/acts/issue_reply", fields{"document_no": "1"}, "Idempotency-Key", w.key(), "If-Match", seen)
	w.wants(got, http.StatusForbidden, "step_up_required")
}
