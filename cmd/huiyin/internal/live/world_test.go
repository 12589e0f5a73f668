package live_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiyin/api"
	"huiyin/api/access"
	"huiyin/api/pages"
	"huiyin/api/signin"
	"huiyin/api/v1"
	"huiyin/cmd/huiyin/internal/live"
	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
	"huiyin/eventstore"
	"huiyin/eventstore/vault"
	"huiyin/projections/notices/outbound"
)

const (
	congress = "湖南省第十四届人民代表大会"
	session  = "第四次会议"
	password = "Qingshan7 lushui"
)

// world is a running office over a real folder, reached over HTTP.
type world struct {
	t      testing.TB
	server *live.Server
	signin *signin.Service
	api    *api.API
	web    *httptest.Server
	tokens map[string]string
	here   map[string]string // the sessions of who is there in person
	ids    int
}

// today is the day on which all happens, in the session year.
var today = calendar.MustDate("2026-03-02")

func newWorld(t testing.TB, limits v1.Limits) *world { return newWorldIn(t, t.TempDir(), limits) }

// newWorldIn opens a folder, which may have a log already.
func newWorldIn(t testing.TB, dir string, limits v1.Limits, ways ...outbound.Channel) *world {
	t.Helper()
	quiet := slog.New(slog.DiscardHandler)
	start, began := calendar.StartOf(today).Add(10*time.Hour), time.Now()
	clock := func() time.Time { return start.Add(time.Since(began)) }
	w := &world{t: t, tokens: map[string]string{}, here: map[string]string{}}
	var err error
	w.server, err = live.Open(context.Background(), live.Options{Office: office.Options{Dir: dir, Clock: clock}, Logger: quiet, Channels: ways})
	must(t, err)
	v, err := vault.Open(vault.Options{Path: filepath.Join(dir, "vault.db"), KeyFile: filepath.Join(t.TempDir(), "key"), CreateKey: true})
	must(t, err)
	w.server.Notices.Reach(live.ContactsIn(v))
	w.signin, err = signin.New(context.Background(), signin.Options{Store: v, Directory: logins{w.server.Office}, Now: clock,
		Audit: func(context.Context, signin.Record) error { return nil }, Cost: signin.Cost{Passes: 1, MemoryKiB: 64, Threads: 1}})
	must(t, err)
	w.api = api.With(pages.Options{Desk: w.server.Desk(), Typed: w.server.Typed, SignIn: w.signin, Logger: quiet, Plain: true, Version: "1"}, limits)
	w.web = httptest.NewServer(w.api)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- w.server.Run(ctx) }()
	t.Cleanup(func() {
		w.api.Stop()
		w.web.Close()
		stop()
		must(t, <-done)
		must(t, v.Close())
		must(t, w.server.Close())
	})
	return w
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// logins tells sign-in of the accounts in the registers; nobody needs a second
// factor here.
type logins struct{ *office.Office }

func (l logins) Account(login string, at time.Time) (signin.Account, bool) {
	dir, err := l.Directory(context.Background())
	if err != nil {
		return signin.Account{}, false
	}
	a, ok := dir.Account(login)
	out := signin.Account{Suspended: a.Suspended.On(calendar.DateOf(at))}
	for _, g := range a.Roles(calendar.DateOf(at)) {
		out.Grants = append(out.Grants, access.Key(g))
	}
	return out, ok
}

var keeper = suggestion.Actor{Role: lifecycle.DeputyAffairsCommittee, Person: suggestion.Person{ID: "keeper", Name: "登记员"}}

func (w *world) enter(facts ...register.Event) {
	w.t.Helper()
	for _, f := range facts {
		_, err := w.server.Office.Enter(context.Background(), office.Statement{Actor: keeper, Fact: f})
		must(w.t, err)
	}
}

// person opens an account with one role and gives it a token for everything.
func (w *world) person(login string, role lifecycle.Role, bound ...func(*register.RoleGranted)) string {
	w.t.Helper()
	g := register.RoleGranted{ID: login, From: calendar.MustDate("2026-01-01"), Role: role}
	for _, b := range bound {
		b(&g)
	}
	w.enter(register.AccountOpened{ID: login, From: g.From, Person: suggestion.Person{ID: "p-" + login, Name: "某" + login}}, g)
	w.tokens[login] = w.token(login, v1.ScopeRead, v1.ScopeAct)
	return login
}

// cookie signs in and gives the session's secret.
func (w *world) cookie(login string) string {
	w.t.Helper()
	ctx := context.Background()
	if s, err := w.signin.Status(ctx, login); err != nil || !s.HasPassword {
		reset, err := w.signin.StartReset(ctx, login, "test", signin.From{})
		must(w.t, err)
		must(w.t, w.signin.FinishReset(ctx, reset, password, signin.From{}))
	}
	step, err := w.signin.SignIn(ctx, login, password, signin.From{})
	must(w.t, err)
	return step.Token
}

// inPerson lets somebody do something signed in, not by a program.
func (w *world) inPerson(login string, do func()) {
	w.t.Helper()
	a, _ := logins{w.server.Office}.Account(login, w.server.Office.Now())
	step, err := w.signin.ActUnder(context.Background(), w.cookie(login), a.Grants[0], signin.From{})
	must(w.t, err)
	w.here[login] = step.Token
	do()
	delete(w.here, login)
}

func (w *world) token(login string, scopes ...string) string {
	w.t.Helper()
	a, _ := logins{w.server.Office}.Account(login, w.server.Office.Now())
	secret, _, err := w.signin.NewToken(context.Background(), w.cookie(login), signin.Terms{Name: "test", Grant: a.Grants[0], Scopes: scopes,
		Until: w.server.Office.Now().Add(time.Hour)}, signin.From{})
	must(w.t, err)
	return secret
}

// unit enters a handling unit and gives the grant that binds to it.
func (w *world) unit(name string) func(*register.RoleGranted) {
	w.t.Helper()
	entered := register.UnitRegistered{Facts: register.UnitFacts{From: calendar.MustDate("2000-01-01"), Name: name, System: register.Systems()[0]}}
	entered.ID = register.IDFor(entered)
	w.enter(entered)
	return func(g *register.RoleGranted) { g.Unit = register.Link{ID: entered.ID, Name: name} }
}

// reply is an answer that was read.
type reply struct {
	status int
	header http.Header
	body   []byte
}

func (r reply) into(t testing.TB, to any) {
	t.Helper()
	if err := json.Unmarshal(r.body, to); err != nil {
		t.Fatalf("%v: %s", err, r.body)
	}
}

// ask sends a request; header pairs may override what it would have.
func (w *world) ask(login, method, path string, body any, header ...string) reply {
	w.t.Helper()
	r, err := w.try(login, method, path, body, header...)
	must(w.t, err)
	return r
}

func (w *world) try(login, method, path string, body any, header ...string) (reply, error) {
	var sent io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			return reply{}, err
		}
		sent = bytes.NewReader(data)
	}
	if strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "/openapi") && !strings.HasPrefix(path, "/problems") {
		path = v1.Prefix + path
	}
	req, err := http.NewRequest(method, w.web.URL+path, sent)
	if err != nil {
		return reply{}, err
	}
	if session := w.here[login]; session != "" {
		req.AddCookie(&http.Cookie{Name: "huiyin", Value: session})
	} else if token := w.tokens[login]; token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := w.web.Client().Do(req)
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	return reply{resp.StatusCode, resp.Header, data}, err
}

// get must succeed.
func (w *world) get(login, path string) reply {
	w.t.Helper()
	r := w.ask(login, "GET", path, nil)
	if r.status != http.StatusOK {
		w.t.Fatalf("%s: GET %s: %d %s", login, path, r.status, r.body)
	}
	return r
}

type fields = map[string]any

// act does an act on a case as it is, and must succeed.
func (w *world) act(login, id, verb string, body fields) v1.Done {
	w.t.Helper()
	if body == nil {
		body = fields{}
	}
	var r reply
	for range 3 { // a reactor's remark may come in between
		seen := w.get(login, "/cases/"+id).header.Get("ETag")
		r = w.ask(login, "POST", "/cases/"+id+"/acts/"+verb, body, "Idempotency-Key", w.key(), "If-Match", seen)
		if r.status != http.StatusPreconditionFailed {
			break
		}
	}
	if r.status != http.StatusOK {
		w.t.Fatalf("%s: %s on %s: %d %s", login, verb, id, r.status, r.body)
	}
	var done v1.Done
	r.into(w.t, &done)
	return done
}

func (w *world) key() string {
	id, err := w.server.Office.NewCommandID()
	must(w.t, err)
	return id.String()
}

func draft(title string) fields {
	return fields{"kind": "off_session", "congress": congress, "session": session, "year": 2026, "title": title, "body": "正文", "evidence": "实地调研"}
}

// begin drafts a case.
func (w *world) begin(login, title string) string {
	w.t.Helper()
	r := w.ask(login, "POST", "/cases", draft(title), "Idempotency-Key", w.key())
	if r.status != http.StatusCreated {
		w.t.Fatalf("draft: %d %s", r.status, r.body)
	}
	var done v1.Done
	r.into(w.t, &done)
	return done.Case
}

// assigned takes a case from its draft to a unit.
func (w *world) assigned(title, unit string) string {
	w.t.Helper()
	id := w.begin("deputy", title)
	w.act("deputy", id, "submit", nil)
	w.act("office", id, "begin_review", nil)
	w.ids++
	w.act("office", id, "register", fields{"number": fmt.Sprintf("B%03d", w.ids)})
	w.act("office", id, "assign", fields{"mode": "single", "units": []fields{{"part": "lead", "unit": unit}}})
	return id
}

// cast is the usual people: a deputy, the congress office, the government office
// and two units with a handler and a head each.
func (w *world) cast() {
	w.t.Helper()
	north, south := w.unit("湖南省甲厅"), w.unit("湖南省乙厅")
	w.person("deputy", lifecycle.LeadDeputy)
	w.person("office", lifecycle.DeputyAffairsCommittee)
	w.person("gov", lifecycle.GovOffice)
	for _, u := range []struct {
		name string
		of   func(*register.RoleGranted)
	}{{"north", north}, {"south", south}} {
		w.person(u.name, lifecycle.UnitHandler, u.of)
		w.person(u.name+"-head", lifecycle.UnitHead, u.of)
	}
}

// shown waits until the lists show all that was done.
func (w *world) shown() eventstore.Position {
	w.t.Helper()
	head, err := w.server.Office.Log.Head(context.Background())
	must(w.t, err)
	if !w.server.Desk().Wait(context.Background(), head) {
		w.t.Fatal("the views did not follow")
	}
	return head
}

// bound binds a role to a body, if it needs one.
func (w *world) bound(role lifecycle.Role) func(*register.RoleGranted) {
	if role.OfUnit() {
		return func(g *register.RoleGranted) {
			g.Unit = register.Link{ID: w.unitID("湖南省甲厅"), Name: "湖南省甲厅"}
		}
	}
	from := calendar.MustDate("2000-01-01")
	switch role {
	case lifecycle.Delegation:
		formed := register.DelegationFormed{Facts: register.DelegationFacts{From: from, Name: "某市代表团", Congress: congress}}
		formed.ID = register.IDFor(formed)
		w.enter(formed)
		return func(g *register.RoleGranted) { g.Delegation = register.Link{ID: formed.ID, Name: formed.Facts.Name} }
	case lifecycle.SpecialCommittee:
		formed := register.CommitteeFormed{Facts: register.CommitteeFacts{From: from, Name: "某某委员会"}}
		formed.ID = register.IDFor(formed)
		w.enter(formed)
		return func(g *register.RoleGranted) { g.Committee = register.Link{ID: formed.ID, Name: formed.Facts.Name} }
	}
	return func(*register.RoleGranted) {}
}

func principal(dir *register.Directory, login string) (access.Principal, bool) {
	held := dir.RolesOn(login, today)
	if len(held) == 0 {
		return access.Principal{}, false
	}
	return access.Of(dir, login, access.Key(held[0]), today)
}
