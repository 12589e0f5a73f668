package live_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"huiyin/api/signin"
	"huiyin/api/v1"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/eventstore/blobs"
)

func scanned(mark string) []byte { return []byte("%PDF-1.7\n" + mark + "\n%%EOF\n") }

// sitting is somebody at a browser who chose files.
type sitting struct {
	w      *world
	cookie string
}

func (w *world) sits(login string) sitting {
	w.t.Helper()
	a, _ := logins{w.server.Office}.Account(login, w.server.Office.Now())
	step, err := w.signin.ActUnder(context.Background(), w.cookie(login), a.Grants[0], signin.From{})
	must(w.t, err)
	return sitting{w, step.Token}
}

// chosen is a file of a form.
type chosen struct {
	field, name string
	content     []byte
}

// sends posts a form with files as a browser does; nil values open the page.
func (s sitting) sends(path string, values url.Values, files ...chosen) shown {
	s.w.t.Helper()
	method, body, media := http.MethodGet, &bytes.Buffer{}, ""
	if values != nil {
		method = http.MethodPost
		form := multipart.NewWriter(body)
		for name, all := range values {
			for _, value := range all {
				must(s.w.t, form.WriteField(name, value))
			}
		}
		for _, f := range files {
			part, err := form.CreateFormFile(f.field, f.name)
			must(s.w.t, err)
			_, err = part.Write(f.content)
			must(s.w.t, err)
		}
		must(s.w.t, form.Close())
		media = form.FormDataContentType()
	}
	req, err := http.NewRequest(method, s.w.web.URL+path, body)
	must(s.w.t, err)
	req.Header.Set("Content-Type", media)
	if s.cookie != "" {
		req.AddCookie(&http.Cookie{Name: "huiyin", Value: s.cookie})
	}
	client := *s.w.web.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	resp, err := client.Do(req)
	must(s.w.t, err)
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	must(s.w.t, err)
	return shown{resp.StatusCode, resp.Header, string(data)}
}

func (s sitting) opens(path string) shown { return s.sends(path, nil) }

var heldFile = regexp.MustCompile(`name="(?:file|late_scan)" value="([0-9a-f]{32})"`)

// on are the hidden fields and the files that a page keeps.
func on(page shown, more ...string) url.Values {
	values := url.Values{}
	fields := append(page.hidden(), more...)
	for i := 0; i+1 < len(fields); i += 2 {
		values.Add(fields[i], fields[i+1])
	}
	if values.Get("file") == "" {
		for _, m := range heldFile.FindAllStringSubmatch(page.body, -1) {
			values.Add("file", m[1])
		}
	}
	return values
}

// A file that is sent with an act is held until the act is done, whatever else is
// wrong with the form; it is then given to who may see the case and to nobody else,
// and never as a page of this site (handbook IMP-09).
func TestFilesComeWithActs(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	w.person("other", lifecycle.LeadDeputy)
	id := w.begin("deputy", "关于修桥的建议")
	deputy, other := w.sits("deputy"), w.sits("other")
	path := "/cases/" + id + "/acts/submit"
	form := deputy.opens(path).is(t, http.StatusOK, `enctype="multipart/form-data"`, "附件")
	page := deputy.sends(path, on(form, "step", "check"), chosen{"files", "../调查材料.pdf", scanned("one")}, chosen{"files", "x.exe", []byte("MZ")},
		chosen{"files", "page.png", []byte("<svg onload=alert(1)>")}).is(t, http.StatusUnprocessableEntity, "x.exe", "page.png", "调查材料.pdf", "内容不是png")
	page = deputy.sends(path, on(page, "step", "check")).is(t, http.StatusOK, "调查材料.pdf", "确认")
	sent := on(page, "step", "do")
	if len(sent["file"]) != 1 {
		t.Fatalf("%d files are kept: %s", len(sent["file"]), page.body)
	}
	stolen := w.begin("other", "关于修路的建议")
	theirs := other.opens("/cases/" + stolen + "/acts/submit")
	other.sends("/cases/"+stolen+"/acts/submit", on(theirs, "step", "do", "file", sent.Get("file"))).is(t, http.StatusUnprocessableEntity, "重新选择文件")
	deputy.sends(path, sent).is(t, http.StatusSeeOther, "done=submit")
	deputy.sends(path, sent).is(t, http.StatusSeeOther, "done=submit") // pressed twice

	body := deputy.opens("/cases/"+id).is(t, http.StatusOK, "调查材料.pdf").body
	link := regexp.MustCompile(`/cases/[^"]*/files/[0-9a-f]{64}`).FindString(body)
	file := deputy.opens(link).is(t, http.StatusOK)
	if file.body != string(scanned("one")) || !strings.HasPrefix(file.header.Get("Content-Disposition"), "attachment; filename*=UTF-8''%E8") ||
		file.header.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(file.header.Get("Content-Security-Policy"), "sandbox") {
		t.Fatalf("%q %v", file.body, file.header)
	}
	w.sits("office").opens(link).is(t, http.StatusOK)
	other.opens(link).is(t, http.StatusNotFound)
	other.opens(strings.Replace(link, id, stolen, 1)).is(t, http.StatusNotFound)
	w.sits("north").opens(link).is(t, http.StatusNotFound)
	sitting{w, ""}.opens(link).is(t, http.StatusSeeOther, "/signin")
}

// What is typed survives the end of a session, and a request that is too long.
func TestWhatIsTypedStaysWhenAFileCannot(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	id := w.assigned("关于修桥的建议", "湖南省甲厅")
	w.act("north", id, "sign_in", nil)
	north := w.sits("north")
	path := "/cases/" + id + "/acts/record_contact?line=l1"
	form := north.opens(path).is(t, http.StatusOK)
	typed := on(form, "step", "do", "content", "到现场看了三处", "way", "in_person")
	gone := sitting{w, "ended"}.sends(path, typed, chosen{"files", "a.pdf", scanned("a")}).is(t, http.StatusUnauthorized)
	held := url.Values{}
	for i, fields := 0, gone.hidden(); i+1 < len(fields); i += 2 {
		held.Add(fields[i], fields[i+1])
	}
	if !strings.Contains(held.Get("held"), "到现场看了三处") || !strings.Contains(held.Get("held"), "a.pdf") || strings.Contains(held.Get("held"), `"do"`) {
		t.Fatalf("%q", held.Get("held"))
	}
	north.sends(path, on(form, "step", "edit", "content", "到现场看了三处", "dropped", "a.pdf")).is(t, http.StatusUnprocessableEntity, "到现场看了三处", "a.pdf", "重新选择")
	north.sends(path, typed, chosen{"files", "b.pdf", append(scanned("b"), make([]byte, 21<<20)...)}).is(t, http.StatusUnprocessableEntity, "到现场看了三处", "20 MB")
}

// A form signed on paper is entered in the browser with its scan and a second
// person; the unit learns nothing of it before its release, not from the scan
// either (handbook THR-04).
func TestAFormOnPaperIsEnteredWithItsScan(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	id := w.assigned("关于修桥的建议", "湖南省甲厅")
	w.replied(id)
	before := w.everything("north", id)
	office := w.sits("office")
	path := "/cases/" + id + "/acts/rate_from_paper?line=l1"
	form := office.opens(path).is(t, http.StatusOK, "签名的征询意见表")
	typed := on(form, "step", "do", "process", "satisfied", "result", "dissatisfied", "reason", "桥还没有修", "late_reason", "代表交回签名表",
		"late_second", "程立新", "late_second_as", "special_committee")
	page := office.sends(path, typed).is(t, http.StatusUnprocessableEntity, "原件", "桥还没有修")
	typed = on(page, "step", "do", "process", "satisfied", "result", "dissatisfied", "reason", "桥还没有修", "late_reason", "代表交回签名表",
		"late_second", "程立新", "late_second_as", "special_committee")
	office.sends(path, typed, chosen{"late_scan", "签名表.jpg", scanned("form")}).is(t, http.StatusUnprocessableEntity, "签名表.jpg", "桥还没有修")
	office.sends(path, typed, chosen{"late_scan", "签名表.pdf", scanned("form")}).is(t, http.StatusSeeOther, "done=rate_from_paper")
	w.same("north", before, w.everything("north", id))
	s, err := w.server.Office.Load(t.Context(), suggestion.CaseID(id))
	must(t, err)
	l, _ := s.Line("l1")
	if len(s.Files) != 1 || l.LastRating().Form.Scan != s.Files[0].Files[0].Binding || s.Files[0].Files[0].Name != "签名表.pdf" {
		t.Fatalf("%+v %+v", s.Files, l.LastRating())
	}
	link := "/cases/" + id + "/files/" + s.Files[0].Files[0].Binding
	office.opens(link).is(t, http.StatusOK)
	w.sits("north").opens(link).is(t, http.StatusNotFound)
	w.act("office", id, "release_feedback", nil)
	w.sits("north").opens(link).is(t, http.StatusOK)
}

// Programs send files first and name them in the act; a retry is the same act; what
// no act named is erased after a day, what one named never.
func TestProgramsSendFiles(t *testing.T) {
	w := newWorld(t, none)
	w.cast()
	w.signed()
	id := w.begin("deputy", "关于修桥的建议")
	send := func(login, name string, content []byte) reply {
		req, err := http.NewRequest(http.MethodPost, w.web.URL+v1.Prefix+"/attachments?name="+url.QueryEscape(name), bytes.NewReader(content))
		must(t, err)
		req.Header.Set("Content-Type", "application/octet-stream")
		req.Header.Set("Authorization", "Bearer "+w.tokens[login])
		resp, err := w.web.Client().Do(req)
		must(t, err)
		defer resp.Body.Close()
		data, err := io.ReadAll(resp.Body)
		must(t, err)
		return reply{resp.StatusCode, resp.Header, data}
	}
	w.wants(send("deputy", "a.svg", []byte("<svg/>")), http.StatusUnprocessableEntity, "file")
	w.wants(w.ask("deputy", "POST", "/attachments?name=a.pdf", fields{}), http.StatusUnsupportedMediaType, "media_type_file")
	var kept, left, foreign v1.Sent
	send("deputy", "材料.pdf", scanned("one")).into(t, &kept)
	send("deputy", "草稿.pdf", scanned("two")).into(t, &left)
	send("office", "a.pdf", scanned("three")).into(t, &foreign)
	seen := w.get("deputy", "/cases/"+id).header.Get("ETag")
	submit := func(files ...string) reply {
		return w.ask("deputy", "POST", "/cases/"+id+"/acts/submit", fields{"files": files}, "Idempotency-Key", "once", "If-Match", seen)
	}
	w.wants(submit(foreign.ID), http.StatusUnprocessableEntity, "refused")
	first, again := submit(kept.ID), submit(kept.ID)
	if first.status != http.StatusOK || !bytes.Equal(first.body, again.body) {
		t.Fatalf("%d %s, then %s", first.status, first.body, again.body)
	}
	var list v1.Attachments
	w.get("office", "/cases/"+id+"/attachments").into(t, &list)
	if len(list.Items) != 1 || list.Items[0].Name != "材料.pdf" || list.Items[0].By != "某deputy" || list.Items[0].On != today {
		t.Fatalf("%+v", list)
	}
	if got := w.get("office", "/cases/"+id+"/attachments/"+list.Items[0].Binding); !bytes.Equal(got.body, scanned("one")) {
		t.Fatalf("%q", got.body)
	}
	w.wants(w.ask("north", "GET", "/cases/"+id+"/attachments/"+list.Items[0].Binding, nil), http.StatusNotFound, "not_found")
	files, err := w.server.Office.Files()
	must(t, err)
	n, err := files.Lapse(t.Context(), w.server.Office.Now().Add(time.Hour), w.server.Office.Holds)
	must(t, err)
	if _, found := files.Held("p", kept.ID); n != 2 || found != blobs.ErrNotFound || files.Verify(t.Context(), list.Items[0].Binding) != nil {
		t.Fatal(fmt.Sprint(n, found))
	}
	w.wants(w.ask("deputy", "POST", "/cases/"+id+"/acts/revise", fields{"files": []string{left.ID}}, "Idempotency-Key", "late", "If-Match", first.header.Get("ETag")),
		http.StatusUnprocessableEntity, "refused")
}
