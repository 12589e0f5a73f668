package live_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"huiyin/api/access"
	"huiyin/api/desk"
	"huiyin/api/pages"
	"huiyin/api/signin"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/wire"
)

// A fresh folder has no account; who has the printed token makes the first one, a
// security administrator's, once; and it does nothing before it has a second factor
// (handbook THR-23, AUT-04).
func TestTheFirstAccount(t *testing.T) {
	d := openDoor(t, false)
	dir, err := d.server.Office.Directory(t.Context())
	must(t, err)
	if n := len(dir.All(register.Accounts)); n != 0 {
		t.Fatalf("%d accounts in a fresh folder", n)
	}
	token, err := d.accounts.SetUp(t.Context())
	must(t, err)
	c := d.caller()
	c.gets("/setup?token=wrong").is(t, http.StatusBadRequest)
	c.gets("/setup?token="+token).is(t, http.StatusOK, "安全管理员")
	c.posts("/setup", "token", token, "login", "first", "name", "甲", "password", "short").is(t, http.StatusUnprocessableEntity, "12")
	if dir, _ = d.server.Office.Directory(t.Context()); len(dir.All(register.Accounts)) != 0 {
		t.Fatal("a password that does not fit opened an account")
	}
	c.posts("/setup", "token", token, "login", "first", "name", "甲", "password", password).is(t, http.StatusSeeOther, "/signin")
	c.posts("/setup", "token", token, "login", "other", "name", "乙", "password", password).is(t, http.StatusBadRequest)
	if _, err := d.accounts.SetUp(t.Context()); err == nil {
		t.Fatal("a second token")
	}
	for act, n := range map[string]int{"set_up_printed": 1, "set_up_used": 1, "opened": 1, "role_granted": 1} {
		if got := d.records(act); len(got) != n {
			t.Errorf("%s: %+v", act, got)
		}
	}
	c = d.enters("first")
	c.gets("/accounts").is(t, http.StatusSeeOther, "/account/second")
	c.posts("/accounts", "login", "x").is(t, http.StatusSeeOther, "/account/second")
	page := c.gets("/account/second").is(t, http.StatusOK, "data:image/png")
	_, rest, _ := strings.Cut(page.body, `手工输入： <span class="raw">`)
	secret, _, _ := strings.Cut(rest, "<")
	code, err := totp.GenerateCode(secret, d.server.Office.Now())
	must(t, err)
	c.posts("/account/second", "code", code).is(t, http.StatusOK, "恢复码")
	c.gets("/accounts").is(t, http.StatusOK, "first")
}

// The three administrators are three people: an attempt to give one of them a second
// role is refused and recorded (handbook THR-21).
func TestTheThreeAreKeptApart(t *testing.T) {
	d := openDoor(t, true)
	three := []lifecycle.Role{register.SystemAdmin, register.SecurityAdmin, lifecycle.Auditor}
	for _, r := range three {
		d.account(string(r[:5])+"1", r)
	}
	c, tried := d.enters("secur1"), 0
	for _, held := range three {
		for _, more := range append(three, lifecycle.GovOffice) {
			if held == more {
				continue
			}
			login := string(held[:5]) + "1"
			c.posts("/accounts/"+login+"/grant", "role", string(more)).is(t, http.StatusUnprocessableEntity, "三员分立")
			tried++
			got := d.records("role_proposed")
			if len(got) != tried {
				t.Fatalf("%d records of %d attempts", len(got), tried)
			}
			if last := got[tried-1]; last.Refused != "roles_apart" || last.Login != login || last.By != "secur1" || last.IP != "127.0.0.1" {
				t.Fatalf("%+v", last)
			}
		}
	}
	dir, err := d.server.Office.Directory(t.Context())
	must(t, err)
	for _, r := range three {
		if held := dir.RolesOn(string(r[:5])+"1", today); len(held) != 1 {
			t.Fatal(held)
		}
	}
}

// A role holds when a second one has approved it, within a day, and only then; the
// first one may be the only one there is, and is told what to do (handbook THR-22).
func TestARoleNeedsFourEyes(t *testing.T) {
	d := openDoor(t, true)
	d.account("keeper", register.SecurityAdmin)
	c := d.enters("keeper")
	c.posts("/accounts", "login", "helq", "name", "贺立群").is(t, http.StatusSeeOther, "/accounts/helq")
	c.posts("/accounts/helq/grant", "role", string(lifecycle.GovOffice)).is(t, http.StatusUnprocessableEntity, "先为他人开设账号")
	c.posts("/accounts", "login", "helq", "name", "别人").is(t, http.StatusOK, "已经登记", "别人")
	d.account("auditor", lifecycle.Auditor)
	held := func() int {
		dir, err := d.server.Office.Directory(t.Context())
		must(t, err)
		return len(dir.RolesOn("helq", d.server.Office.Today()))
	}
	key := access.Key(register.Grant{Role: lifecycle.GovOffice})
	propose := func() {
		c.posts("/accounts/helq/grant", "role", string(lifecycle.GovOffice)).is(t, http.StatusSeeOther, "done=grant")
	}
	propose()
	c.gets("/accounts/helq").is(t, http.StatusOK, "等待另一位")
	c.posts("/approvals/helq/approve", "key", key).is(t, http.StatusUnprocessableEntity, "须由另一人批准")
	auditor := d.enters("auditor")
	auditor.gets("/approvals").is(t, http.StatusOK, "贺立群", "keeper")
	d.passes(24 * time.Hour)
	auditor = d.enters("auditor")
	auditor.gets("/approvals").is(t, http.StatusOK, "没有待批准")
	auditor.posts("/approvals/helq/approve", "key", key).is(t, http.StatusUnprocessableEntity, "24小时")
	if held() != 0 {
		t.Fatal("held without an approval")
	}
	c = d.enters("keeper")
	propose()
	auditor.posts("/approvals/helq/drop", "key", key).is(t, http.StatusSeeOther, "done=drop")
	auditor.posts("/approvals/helq/approve", "key", key).is(t, http.StatusBadRequest)
	propose()
	auditor.posts("/approvals/helq/approve", "key", key).is(t, http.StatusSeeOther, "done=approve")
	if held() != 1 || len(d.records("role_approved")) != 3 || len(d.records("proposal_dropped")) != 1 {
		t.Fatal(held(), d.records("role_approved"))
	}
}

// Every page × every role is as the policy says; nobody who is not signed in sees
// any, and every answer has its headers (handbook ACL-01, WEB-03, WEB-04).
func TestEveryPageIsAsThePolicySays(t *testing.T) {
	d := openDoor(t, true)
	w := &world{t: t, server: d.server}
	w.unit("湖南省甲厅")
	strange := d.caller()
	for _, pattern := range d.site.Doors() {
		method, path, _ := strings.Cut(pattern, " ")
		hardened(t, pattern, strange.sends(method, path, formOf(method)))
	}
	tried := 0
	for i, role := range register.Roles() {
		login := fmt.Sprintf("r%d", i)
		d.account(login, role, w.bound(role))
		for _, route := range d.site.Routes() {
			method, path, _ := strings.Cut(route.Pattern, " ")
			path = strings.NewReplacer("{id}", "none", "{verb}", "urge", "{login}", "nobody", "{kind}", "reply", "{act}", "none", "{band}", "new", "{$}", "").Replace(path)
			if i == 0 {
				got := strange.sends(method, path, formOf(method))
				if got.status != http.StatusSeeOther && got.status != http.StatusUnauthorized {
					t.Errorf("%s without a sign-in: %d", route.Pattern, got.status)
				}
				hardened(t, route.Pattern, got)
			}
			if strings.HasSuffix(path, "/account/end") || strings.HasSuffix(path, "/account/password") {
				continue // ends the session that is used here; open to every role
			}
			c := d.as(login)
			got := c.sends(method, path, formOf(method))
			hardened(t, route.Pattern, got)
			dir, err := d.server.Office.Directory(t.Context())
			must(t, err)
			who, ok := principal(dir, login)
			may, forbidden := who.May(route.Area), got.status == http.StatusForbidden
			if !ok || !may && !forbidden || may && forbidden && !refusesItself(route.Pattern) {
				t.Errorf("%s as %s: %d", route.Pattern, role, got.status)
			}
			if got.status >= 500 {
				t.Errorf("%s as %s: %d %s", route.Pattern, role, got.status, got.body)
			}
			tried++
		}
	}
	if tried < 20*len(register.Roles()) {
		t.Fatalf("only %d", tried)
	}
}

// refusesItself are the pages whose area is wider than who has something to see or
// begin there.
func refusesItself(pattern string) bool {
	return strings.HasSuffix(pattern, "/supervised") || strings.HasSuffix(pattern, "/new") || strings.HasSuffix(pattern, "POST /as") || strings.Contains(pattern, "/meeting")
}

func formOf(method string) url.Values {
	if method == "POST" {
		return url.Values{"x": {"1"}}
	}
	return nil
}

var signedIn = map[string]*caller{}

// as is somebody's browser, signed in once.
func (d *door) as(login string) *caller {
	key := d.web.URL + login
	if signedIn[key] == nil {
		signedIn[key] = d.enters(login)
	}
	return signedIn[key]
}

// hardened holds the headers of every answer.
func hardened(t *testing.T, what string, s shown) {
	t.Helper()
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-store",
		"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin"} {
		if got := s.header.Get(name); got != want {
			t.Errorf("%s: %s is %q", what, name, got)
		}
	}
	if p := s.header.Get("Content-Security-Policy"); !strings.HasPrefix(p, "default-src 'none';") || strings.Contains(p, "unsafe") {
		t.Errorf("%s: policy %q", what, p)
	}
}

// Sessions that are ended and accounts that are stopped have lost everything at the
// next request: pages, API, tokens, and a stream that is open (handbook THR-33,
// THR-34).
func TestEndingEndsEverything(t *testing.T) {
	d := openDoor(t, true)
	d.account("keeper", register.SecurityAdmin)
	for _, how := range []string{"sessions", "suspend"} {
		login := "office-" + how
		d.account(login, lifecycle.DeputyAffairsCommittee)
		c := d.enters(login)
		c.gets("/cases").is(t, http.StatusOK)
		c.gets("/api/v1/cases").is(t, http.StatusOK)
		page := c.posts("/account/tokens", "name", "接口", "scope", "read", "days", "30").is(t, http.StatusOK, "hy_")
		secret := page.body[strings.Index(page.body, "hy_"):]
		secret = secret[:strings.Index(secret, "<")]
		stream, err := c.client.Get(d.web.URL + "/api/v1/stream")
		must(t, err)
		defer stream.Body.Close()
		if stream.StatusCode != http.StatusOK {
			t.Fatal(stream.Status)
		}
		if got := d.bearer(secret); got != http.StatusOK {
			t.Fatal(got)
		}
		d.enters("keeper").posts("/accounts/"+login+"/"+how, "reason", "手机丢失").is(t, http.StatusSeeOther, "done="+how)
		c.gets("/cases").is(t, http.StatusSeeOther, "/signin")
		c.gets("/api/v1/cases").is(t, http.StatusUnauthorized)
		if got := d.bearer(secret); got != http.StatusUnauthorized {
			t.Errorf("%s: a token still opens: %d", how, got)
		}
		cut := make(chan struct{})
		go func() {
			for b := make([]byte, 1<<10); ; {
				if _, err := stream.Body.Read(b); err != nil {
					close(cut)
					return
				}
			}
		}()
		select {
		case <-cut:
		case <-time.After(5 * time.Second):
			t.Errorf("%s: the stream goes on", how)
		}
	}
	d.caller().posts("/signin", "login", "office-suspend", "password", password).is(t, http.StatusUnauthorized, "停用")
}

func (d *door) bearer(secret string) int {
	d.t.Helper()
	req, err := http.NewRequest("GET", d.web.URL+"/api/v1/cases", nil)
	must(d.t, err)
	req.Header.Set("Authorization", "Bearer "+secret)
	resp, err := http.DefaultClient.Do(req)
	must(d.t, err)
	must(d.t, resp.Body.Close())
	return resp.StatusCode
}

// What was sent after the session had ended, or before a fresh proof, is offered
// again afterwards and does what it would have done, once (handbook AUT-06, AUT-09).
func TestWhatWasTypedIsNotLost(t *testing.T) {
	d := openDoor(t, true)
	d.account("deputy", lifecycle.LeadDeputy)
	c := d.enters("deputy")
	form := c.gets("/new").is(t, http.StatusOK)
	fields := append(form.hidden(), "kind", "off_session", "congress", congress, "session", session, "year", "2026", "title", "关于修桥的建议",
		"body", "<b>一字</b> & 不落+", "evidence", "实地调研", "step", "do")
	d.passes(signin.IdleTime)
	asked := c.posts("/new", fields...).is(t, http.StatusUnauthorized, "没有丢失")
	wrong := c.posts("/signin", append(asked.hidden(), "login", "deputy", "password", "no")...).is(t, http.StatusUnauthorized)
	again := c.posts("/signin", append(wrong.hidden(), "login", "deputy", "password", password)...).is(t, http.StatusOK, "继续提交", `action="/new"`)
	done := c.posts("/new", again.hidden()...).is(t, http.StatusSeeOther, "/cases/")
	c.gets(done.header.Get("Location")+"&tab=text").is(t, http.StatusOK, "&lt;b&gt;一字&lt;/b&gt; &amp; 不落&#43;")

	d.account("keeper", register.SecurityAdmin)
	d.account("auditor", lifecycle.Auditor)
	c = d.enters("keeper")
	d.passes(signin.FreshTime + time.Minute)
	asked = c.posts("/accounts/deputy/suspend", "reason", "长期外出").is(t, http.StatusForbidden, "再次确认")
	again = c.posts("/account/stepup", append(asked.hidden(), "proof", password)...).is(t, http.StatusOK, "继续提交", "长期外出")
	c.posts("/accounts/deputy/suspend", again.hidden()...).is(t, http.StatusSeeOther, "done=suspend")
	if got := d.records("suspended"); len(got) != 1 || got[0].Details[0].Value != "长期外出" {
		t.Fatalf("%+v", got)
	}
}

// A page that asks by itself is no use of the session; a person who types is.
func TestABoardKeepsNobodySignedIn(t *testing.T) {
	d := openDoor(t, true)
	d.account("gov", lifecycle.GovOffice)
	c := d.enters("gov")
	ask := func() int {
		req, err := http.NewRequest("GET", d.web.URL+"/boards", nil)
		must(t, err)
		req.Header.Set("Huiyin-By-Itself", "1")
		resp, err := c.client.Do(req)
		must(t, err)
		must(t, resp.Body.Close())
		return resp.StatusCode
	}
	d.passes(20 * time.Minute)
	if got := ask(); got != http.StatusOK {
		t.Fatal(got)
	}
	d.passes(9 * time.Minute)
	c.gets("/account/alive").is(t, http.StatusNoContent)
	d.passes(29 * time.Minute)
	if got := ask(); got != http.StatusOK {
		t.Fatal("typing was no use:", got)
	}
	d.passes(2 * time.Minute)
	if got := ask(); got != http.StatusSeeOther {
		t.Fatal("the board was a use:", got)
	}
}

// Ten failures a minute from one address are enough, whoever is tried; those who get
// in count for nothing (handbook WEB-05).
func TestGuessingIsHeldBack(t *testing.T) {
	d := openDoor(t, true)
	d.account("gov", lifecycle.GovOffice)
	for range 12 {
		d.enters("gov")
	}
	c := d.caller()
	for i := range 10 {
		c.posts("/signin", "login", fmt.Sprintf("guess%d", i), "password", "x").is(t, http.StatusUnauthorized)
	}
	for _, path := range []string{"/signin", "/signin/second", "/reset", "/setup"} {
		got := c.posts(path, "login", "guess", "password", "x").is(t, http.StatusTooManyRequests, "秒后再试")
		if got.header.Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
	}
}

// Where no record can be kept nothing is handed out and nothing is changed (handbook
// LOG-13).
func TestWithoutARecordNothingIsDone(t *testing.T) {
	d := openDoor(t, true)
	d.account("keeper", register.SecurityAdmin)
	d.account("auditor", lifecycle.Auditor)
	d.account("gov", lifecycle.GovOffice)
	keeper, gov := d.enters("keeper"), d.enters("gov")
	head, err := d.server.Office.Log.Head(t.Context())
	must(t, err)
	d.mute.Store(true)
	for _, got := range []shown{gov.gets("/cases?format=csv"), gov.gets("/cases?format=print"), gov.gets("/api/v1/events"),
		keeper.posts("/accounts/gov/suspend", "reason", "外出"), keeper.posts("/accounts/gov/grant", "role", string(lifecycle.LeadDeputy)),
		keeper.posts("/accounts", "login", "new", "name", "新"), keeper.posts("/accounts/gov/end", "key", "gov_office:", "why", "调离")} {
		if got.status != http.StatusInternalServerError || strings.Contains(got.header.Get("Content-Type"), "csv") {
			t.Errorf("%d %s", got.status, got.body)
		}
	}
	if now, _ := d.server.Office.Log.Head(t.Context()); now != head {
		t.Errorf("%d events were appended", now-head)
	}
}

// Each of these leaves exactly one record, with who, whose, from where and how it
// ended (handbook LOG-12).
func TestOneRecordAnAct(t *testing.T) {
	d := openDoor(t, true)
	d.account("keeper", register.SecurityAdmin)
	d.account("auditor", lifecycle.Auditor)
	d.account("gov", lifecycle.GovOffice)
	d.account("aide", lifecycle.GovOffice)
	keeper, auditor, gov := d.enters("keeper"), d.enters("auditor"), d.enters("gov")
	key := access.Key(register.Grant{Role: lifecycle.Presidium})
	for _, c := range []struct {
		act, login, by, refused string
		do                      func()
	}{
		{"signed_in", "gov", "", "wrong", func() { d.caller().posts("/signin", "login", "gov", "password", "x") }},
		{"signed_in", "aide", "", "", func() { d.enters("aide") }},
		{"signed_out", "aide", "", "", func() { d.as("aide").posts("/signout") }},
		{"password_changed", "aide", "", "", func() { d.enters("aide").posts("/account/password", "old", password, "password", "Qingshan8 lushui") }},
		{"reset_started", "aide", "keeper", "", func() { keeper.posts("/accounts/aide/reset") }},
		{"devices_forgotten", "gov", "keeper", "", func() { keeper.posts("/accounts/gov/devices") }},
		{"role_proposed", "aide", "keeper", "", func() { keeper.posts("/accounts/aide/grant", "role", string(lifecycle.Presidium)) }},
		{"role_approved", "aide", "keeper", "own_proposal", func() { keeper.posts("/approvals/aide/approve", "key", key) }},
		{"role_approved", "aide", "auditor", "", func() { auditor.posts("/approvals/aide/approve", "key", key) }},
		{"role_ended", "aide", "keeper", "", func() { keeper.posts("/accounts/aide/end", "key", key, "why", "调离") }},
		{"opened", "new", "keeper", "", func() { keeper.posts("/accounts", "login", "new", "name", "新人") }},
		{"suspended", "new", "keeper", "", func() { keeper.posts("/accounts/new/suspend", "reason", "外出") }},
		{"suspended", "new", "keeper", "rule", func() { keeper.posts("/accounts/new/suspend", "reason", "") }},
		{"resumed", "new", "keeper", "", func() { keeper.posts("/accounts/new/resume", "reason", "回来") }},
		{"denied_area", "keeper", "", "", func() { keeper.gets("/cases") }},
		{"denied_area", "keeper", "", "", func() { keeper.gets("/api/v1/cases") }},
		{"exported", "auditor", "", "", func() { auditor.gets("/cases?format=xlsx").is(t, http.StatusOK) }},
		{"exported", "auditor", "", "", func() { auditor.gets("/api/v1/events").is(t, http.StatusOK) }},
	} {
		before := d.records("")
		gov.gets("/account") // a look at one's own account leaves none
		c.do()
		var got []wire.SecurityRecorded
		for _, r := range d.records("")[len(before):] {
			if r.Act != "signed_in" && r.Act != "grant_chosen" && r.Act != "sessions_ended" || r.Act == c.act {
				got = append(got, r)
			}
		}
		if len(got) != 1 || got[0].Act != c.act || got[0].Login != c.login || got[0].By != c.by || got[0].Refused != c.refused || got[0].IP != "127.0.0.1" {
			t.Errorf("%s: %+v", c.act, got)
		}
	}
	page := auditor.gets("/security?login=aide&act=role_approved").is(t, http.StatusOK, "批准授予身份", "主席团", "由auditor办理", "提请人或者被授予人不能批准")
	if strings.Contains(page.body, "账号gov") {
		t.Error("the filter narrows nothing")
	}
	auditor.gets("/security?refused=yes").is(t, http.StatusOK, "未通过")
	auditor.gets("/security?from=2026-03-03").is(t, http.StatusOK, "共0条")
	auditor.gets("/proofs").is(t, http.StatusOK, "huiyin ledger verify", "没有保存检查点")
}

// A page that panics says so in words, with the number that the log knows it by.
func TestAPageThatPanicsNamesItself(t *testing.T) {
	d := openDoor(t, true, func(_ *door, o *pages.Options) {
		o.Desk.Proof = func(context.Context) (desk.Proof, error) { panic("no proof") }
	})
	d.account("auditor", lifecycle.Auditor)
	page := d.enters("auditor").gets("/proofs").is(t, http.StatusInternalServerError, "告诉系统管理员")
	if id := page.header.Get("X-Request-Id"); !strings.Contains(page.body, id) || len(id) < 8 || strings.Contains(page.body, "no proof") {
		t.Fatalf("%q is not on the page, or too much is: %s", id, page.body)
	}
}
