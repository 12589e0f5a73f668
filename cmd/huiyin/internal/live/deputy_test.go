package live_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"huiyin/api/signin"
	"huiyin/api/v1"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// visitor is somebody at a browser of their own in a running office.
type visitor struct {
	w      *world
	cookie string
}

func (w *world) visits(login string) *visitor {
	w.t.Helper()
	a, _ := logins{w.server.Office}.Account(login, w.server.Office.Now())
	step, err := w.signin.ActUnder(context.Background(), w.cookie(login), a.Grants[0], signin.From{})
	must(w.t, err)
	return &visitor{w, step.Token}
}

// sends asks for a page or sends a form; part is what a page's own script wants.
func (v *visitor) sends(method, path, part string, form url.Values) shown {
	v.w.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	req, err := http.NewRequest(method, v.w.web.URL+path, body)
	must(v.w.t, err)
	req.AddCookie(&http.Cookie{Name: "huiyin", Value: v.cookie})
	req.Header.Set("Origin", v.w.web.URL)
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if part != "" {
		req.Header.Set("X-Part", part)
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	must(v.w.t, err)
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	must(v.w.t, err)
	return shown{resp.StatusCode, resp.Header, string(data)}
}

func (v *visitor) gets(path string) shown {
	v.w.t.Helper()
	return v.sends("GET", path, "", nil)
}

// searched waits until the index has all that was done.
func (w *world) searched() {
	w.t.Helper()
	for head := w.shown(); w.server.Search.Checkpoint() < head; time.Sleep(time.Millisecond) {
		if w.t.Context().Err() != nil {
			w.t.Fatal("the index does not follow")
		}
	}
}

func pairs(fields []string) url.Values {
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return form
}

func (v *visitor) posts(path string, fields ...string) shown {
	v.w.t.Helper()
	return v.sends("POST", path, "", pairs(fields))
}

// lacks holds that a page says none of the words.
func (s shown) lacks(t *testing.T, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(s.body, w) {
			t.Fatalf("%q is there: %s", w, s.body)
		}
	}
}

// What is typed into a form is kept for who typed it, comes back when the form is
// opened again, and is gone when it was sent or is not wanted (handbook UX-09,
// HATE-03); with the page's script and without it.
func TestWhatIsTypedComesBack(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	w.person("other", lifecycle.LeadDeputy)
	deputy, other := w.visits("deputy"), w.visits("other")
	typed := []string{"kind", "off_session", "congress", congress, "session", session, "title", "关于𠮷祥路的建议", "body", "写到一半"}
	page := deputy.gets("/new").is(t, 200, "建议内容", "形成依据", "类别和承办单位")
	page.lacks(t, "已为您保留")
	deputy.posts("/new", append(page.hidden(), append(typed, "step", "keep")...)...).is(t, 200, "已保存 10:", "写到一半")
	if got := deputy.sends("POST", "/new", "saved", pairs(append(typed, "body", "又写一行", "step", "keep"))); got.status != 200 || !strings.HasPrefix(got.body, "已保存 10:") {
		t.Fatal(got.status, got.body)
	}
	again := w.visits("deputy").gets("/new").is(t, 200, "已为您保留", "关于𠮷祥路的建议", "写到一半", "不要保存的内容")
	other.gets("/new").is(t, 200).lacks(t, "关于𠮷祥路", "已为您保留")
	deputy.posts("/new", "step", "drop").is(t, http.StatusSeeOther, "/new")
	deputy.gets("/new").is(t, 200).lacks(t, "关于𠮷祥路", "已为您保留")

	deputy.posts("/new", append(again.hidden(), "title", "", "body", "没有题目", "step", "do")...).is(t, 422, "没有题目")
	deputy.posts("/new", append(again.hidden(), append(typed, "step", "keep")...)...).is(t, 200)
	sent := deputy.posts("/new", append(again.hidden(), append(typed, "evidence", "座谈", "step", "do")...)...).is(t, http.StatusSeeOther, "done=draft")
	deputy.gets("/new").is(t, 200).lacks(t, "已为您保留")
	deputy.gets(sent.header.Get("Location")).is(t, 200, "关于𠮷祥路的建议")
}

// Two tabs on one case: who sends second gets a page that says 412, with what was
// typed beside what the case says now and what came in between, and can send it
// again for the case as it is; an open page learns of it by itself (handbook FE-07).
func TestTwoTabsOnOneCase(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	id := w.begin("deputy", "关于修桥的建议")
	deputy, form := w.visits("deputy"), "/cases/"+id+"/acts/edit_draft"
	first, second := deputy.gets(form).is(t, 200, "正文"), deputy.gets(form)
	since := "/cases/" + id + "/since?seen=1"
	second.is(t, 200, "data-since=\""+since)
	deputy.gets(since).is(t, http.StatusNoContent)
	text := func(page shown, body string, step string) []string {
		return append(page.hidden(), "title", "关于修桥的建议", "body", body, "evidence", "实地调研", "step", step)
	}
	deputy.posts(form, text(first, "先交的正文", "do")...).is(t, http.StatusSeeOther)
	deputy.gets(since).is(t, 200, "修改草稿")
	stale := deputy.posts(form, text(second, "后交的正文", "do")...).is(t, http.StatusPreconditionFailed, "先交的正文", "后交的正文", "现在记录的", "修改草稿", "按新情况")
	back := deputy.gets(form).is(t, 200, "已为您保留", "后交的正文", "先交的正文", "修改草稿") // and so does who comes back later
	if fmt.Sprint(back.hidden()[2:]) != fmt.Sprint(stale.hidden()[2:]) {
		t.Errorf("not for the case as it is: %v, %v", back.hidden(), stale.hidden())
	}
	var c v1.Case
	if w.get("deputy", "/cases/"+id).into(t, &c); c.Body != "先交的正文" {
		t.Fatal(c.Body)
	}
	deputy.posts(form, text(stale, "后交的正文", "do")...).is(t, http.StatusSeeOther)
	if w.get("deputy", "/cases/"+id).into(t, &c); c.Body != "后交的正文" {
		t.Fatal(c.Body)
	}
	// The act that is checked before it is done, sent for a case that went on.
	submit, edit := "/cases/"+id+"/acts/submit", deputy.gets(form)
	open := deputy.gets(submit).is(t, 200, "后交的正文")
	deputy.posts(form, text(edit, "第三稿", "do")...).is(t, http.StatusSeeOther)
	checked := deputy.posts(submit, append(open.hidden(), "step", "do")...).is(t, http.StatusPreconditionFailed, "第三稿", "修改草稿", "确认提出建议")
	late := deputy.gets(form)
	deputy.posts(submit, append(checked.hidden(), "step", "do")...).is(t, http.StatusSeeOther)
	// An act that is shut by what came in between keeps what was typed too.
	deputy.posts(form, text(late, "迟到的正文", "do")...).is(t, http.StatusPreconditionFailed, "迟到的正文", "现在不能办了", "提出建议")
}

// What a unit may not know makes its forms not stale, and no open page of it tells
// that something happened (handbook THR-04).
func TestARatingMakesNoFormOfTheUnitStale(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	id := w.assigned("关于修桥的建议", "湖南省甲厅")
	w.replied(id)
	w.act("deputy", id, "ask_progress", fields{"unit": "湖南省甲厅", "question": "桥墩什么时候开工？"})
	unit, form := w.visits("north"), "/cases/"+id+"/acts/tell_progress"
	page := unit.gets(form).is(t, 200, "桥墩什么时候开工？")
	_, rest, _ := strings.Cut(page.body, "data-since=\"")
	since, _, _ := strings.Cut(rest, "\"")
	w.act("deputy", id, "rate_reply", fields{"process": "dissatisfied", "result": "dissatisfied", "reason": "措施不落实"})
	unit.gets(unescape(since)).is(t, http.StatusNoContent)
	unit.posts(form, append(page.hidden(), "answer", "下月开工", "step", "do")...).is(t, http.StatusSeeOther)
	w.visits("deputy").gets("/cases/"+id+"?tab=handling").is(t, 200, "桥墩什么时候开工？", "下月开工", "已答复")
}

// After a rating the deputy has a receipt with the rating's leaf in the log, to be
// looked up at any time; a unit has none; the button on it opens the objection
// (handbook THR-41).
func TestTheReceiptOfARating(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	id := w.assigned("关于修桥的建议", "湖南省甲厅")
	w.replied(id)
	deputy, unit := w.visits("deputy"), w.visits("north")
	form := "/cases/" + id + "/acts/rate_reply?line=l1"
	page := deputy.gets(form).is(t, 200, "第一问", "第二问", "答复正文", "修订细则")
	rating := []string{"process", "satisfied", "result", "dissatisfied", "reason", "措施不落实"}
	deputy.posts(form, append(page.hidden(), append(rating, "step", "check")...)...).is(t, 200, "措施不落实", "确认评价答复")
	at := deputy.posts(form, append(page.hidden(), append(rating, "step", "do")...)...).is(t, http.StatusSeeOther, "/receipt?").header.Get("Location")
	var all v1.Receipts
	w.get("deputy", "/cases/"+id+"/receipts?line=l1").into(t, &all)
	if len(all.Items) != 1 || len(all.Items[0].Leaf) != 64 || !strings.EqualFold(strings.ReplaceAll(all.Items[0].Code, "-", ""), all.Items[0].Leaf[:8]) {
		t.Fatalf("%+v", all)
	}
	deputy.gets(at).is(t, 200, "您的评价已记入", "B001", "措施不落实", all.Items[0].Leaf, all.Items[0].Code, "这不是我的评价")
	deputy.gets("/cases/"+id+"/receipt?line=l1&format=txt").is(t, 200, all.Items[0].Leaf)
	unit.gets("/cases/"+id+"/receipt?line=l1").is(t, 404)
	if r := w.ask("north", "GET", "/cases/"+id+"/receipts", nil); r.status != 404 {
		t.Fatal(r.status)
	}
	dispute := "/cases/" + id + "/acts/dispute_feedback?line=l1"
	for try := 0; ; try++ { // a reactor's remark on the rating may come in between
		page = deputy.gets(dispute).is(t, 200, "本人的意愿不符")
		got := deputy.posts(dispute, append(page.hidden(), "reason", "不是我填的", "step", "do")...)
		if got.status != http.StatusPreconditionFailed || try == 3 {
			got.is(t, http.StatusSeeOther)
			break
		}
	}
	deputy.gets("/cases/"+id+"/receipt?line=l1").is(t, 200, "不予办结")
	w.visits("office").gets("/cases/"+id+"?tab=history").is(t, 200, "不是我填的")
}

// A reply stands beside the suggestion, point by point where both count as many.
func TestTheReplyStandsBesideTheSuggestion(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	id := w.assigned("关于修桥的建议", "湖南省甲厅")
	w.replied(id)
	w.visits("deputy").gets("/cases/"+id+"?tab=text").is(t, 200, "class=\"sides facing\"", "正文", "答复正文", "修订细则")
}

// While a suggestion is written those like it are shown: what its writer may see, and
// number and title of what is public; nothing tells of another one (handbook ACL-04).
func TestSimilarOnesWhileWriting(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	w.person("other", lifecycle.LeadDeputy)
	id := w.assigned("关于整治农村公路临水临崖隐患的建议", "湖南省甲厅")
	w.replied(id)
	w.searched()
	draft := []string{"kind", "off_session", "title", "关于整治农村公路临水临崖路段的建议", "body", "农村公路临水临崖", "step", "similar"}
	mine, others := w.visits("deputy"), w.visits("other")
	href := "href=\"/cases/" + id
	mine.posts("/new", draft...).is(t, 200, "相似的建议", "B001", href, "已保存")
	others.posts("/new", draft...).is(t, 200, "没有找到相似的建议").lacks(t, "B001")
	w.act("deputy", id, "state_publication_wish", fields{"level": "public", "named": false})
	w.act("office", id, "decide_content_publication", fields{"level": "public", "named": false})
	w.searched()
	got := others.sends("POST", "/new", "similar", pairs(draft)).is(t, 200, "相似的建议", "B001")
	got.lacks(t, href, "<html", "某deputy")
	var like v1.Alike
	w.get("other", "/similar?title="+url.QueryEscape("关于整治农村公路临水临崖路段的建议")).into(t, &like)
	if len(like.Items) != 1 || like.Items[0].Number != "B001" {
		t.Fatalf("%+v", like)
	}
}

// Co-signers are found by name, by its sounds and by delegation, asked at a touch,
// and answer themselves.
func TestCoSignersArePicked(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	w.person("zhou", lifecycle.LeadDeputy)
	w.person("wu", lifecycle.LeadDeputy)
	id := w.begin("deputy", "关于修桥的建议")
	deputy := w.visits("deputy")
	pick := "/cases/" + id + "/cosigners"
	deputy.gets(pick).is(t, 200, "某zhou", "某wu")
	found := deputy.gets(pick+"?who=mz").is(t, 200, "某zhou")
	found.lacks(t, "某wu")
	var signers v1.Signers
	if w.get("deputy", "/signers?name=mz").into(t, &signers); len(signers.Items) != 1 || signers.Items[0].ID != "p-zhou" {
		t.Fatalf("%+v", signers)
	}
	deputy.posts("/cases/"+id+"/acts/invite_cosigner", append(found.hidden(), "step", "do")...).is(t, http.StatusSeeOther, "/cosigners")
	deputy.gets(pick).is(t, 200, "等待确认")
	w.shown()
	zhou := w.visits("zhou")
	zhou.gets("/").is(t, 200, "关于修桥的建议", "确认附议")
	form := "/cases/" + id + "/acts/confirm_cosigning"
	page := zhou.gets(form).is(t, 200, "正文")
	zhou.posts(form, append(page.hidden(), "step", "do")...).is(t, http.StatusSeeOther)
	deputy.gets(pick).is(t, 200, "已确认")
	w.visits("wu").gets(pick).is(t, 404)
}

// Nothing that a handling unit, the government's office or a committee can read
// tells who signed a suggestion whose names are withheld, from the first page to
// the stream; the congress's office knows, and a unit can still say with whom it
// spoke and whom it answered (handbook THR-44).
func TestWithheldNamesAreNowhere(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	w.person("auditor", lifecycle.Auditor)
	id := w.begin("deputy", "关于修桥的建议")
	w.act("deputy", id, "withhold_names", fields{"reason": "担心受到为难"})
	w.act("deputy", id, "submit", nil)
	w.act("office", id, "begin_review", nil)
	w.act("office", id, "register", fields{"number": "B900"})
	w.act("office", id, "assign", fields{"mode": "single", "units": []fields{{"part": "lead", "unit": "湖南省甲厅"}}})
	stream := w.listen("north", "0")
	var c v1.Case
	w.get("north", "/cases/"+id).into(t, &c)
	if !c.Veiled || c.Lead.Name != "保密代表1" {
		t.Fatalf("%+v", c.Lead)
	}
	w.act("north", id, "sign_in", nil)
	w.act("north", id, "record_contact", fields{"stage": "before", "way": "visit", "with": []fields{{"name": c.Lead.Name, "id": c.Lead.ID}}, "content": "当面沟通"})
	w.act("deputy", id, "confirm_contact", nil)
	w.act("deputy", id, "ask_progress", fields{"unit": "湖南省甲厅", "question": "到哪一步了？"})
	w.act("north", id, "draft_reply", fields{"class": "A", "text": "答复正文"})
	w.act("gov", id, "pass_reply", nil)
	w.inPerson("north-head", func() { w.act("north-head", id, "issue_reply", fields{"document_no": "湘甲函〔2026〕1号"}) })
	form := "/cases/" + id + "/acts/deliver_reply?line=l1"
	unit := w.visits("north")
	page := unit.gets(form).is(t, 200, "保密代表1")
	unit.posts(form, append(page.hidden(), "line", "l1", "to", c.Lead.Name+"#"+c.Lead.ID, "step", "do")...).is(t, http.StatusSeeOther)
	w.shown()
	w.searched()
	secrets := []string{"某deputy", "p-deputy"}
	told := func(what, text string) {
		for _, secret := range secrets {
			if strings.Contains(text, secret) {
				t.Errorf("%s tells %s: %.3000s", what, secret, text)
			}
		}
	}
	for _, login := range []string{"north", "north-head", "gov"} {
		for path, body := range w.everything(login, id) {
			told(login+" "+path, body)
		}
		if body := string(w.get(login, "/search?q="+url.QueryEscape("某deputy")).body); strings.Contains(body, id) {
			t.Errorf("%s finds it by the name", login)
		}
		v := w.visits(login)
		for _, path := range []string{"/", "/todo", "/cases", "/cases?format=csv", "/search?q=B900", "/boards", "/cases/" + id, "/cases/" + id + "?tab=handling",
			"/cases/" + id + "?tab=history", "/cases/" + id + "?tab=raw", "/cases/" + id + "?tab=text", "/cases/" + id + "/cosigners",
			"/cases/" + id + "/acts/record_contact?line=l1", "/cases/" + id + "/since?seen=0",
			"/cases/" + id + "/paper/reply?line=l1", "/cases/" + id + "/paper/brief", "/cases/" + id + "/paper/assignment"} {
			got := v.gets(path)
			for header, values := range got.header {
				told(login+" "+path+" "+header, strings.Join(values, " "))
			}
			told(login+" "+path, got.body)
		}
	}
	stream.until(t, "reply.delivered")
	told("the stream", strings.Join(stream.all, "\n"))
	told("the paper for the unit", w.visits("office").gets("/cases/"+id+"/paper/assignment").is(t, 200, "保密代表1").body)
	for _, login := range []string{"office", "auditor"} {
		w.visits(login).gets("/cases/"+id+"?tab=history").is(t, 200, "某deputy")
	}
	s, _, err := w.server.Office.Current(t.Context(), suggestion.CaseID(id))
	must(t, err)
	if s.Lines[0].Contacts[0].With[0].ID != "p-deputy" || s.Lines[0].Latest().Delivered[0].ID != "p-deputy" {
		t.Errorf("recorded of nobody: %+v", s.Lines[0])
	}
	w.act("deputy", id, "disclose_names", fields{"reason": "不必保密了"})
	w.visits("north").gets("/cases/"+id).is(t, 200, "某deputy")
}
