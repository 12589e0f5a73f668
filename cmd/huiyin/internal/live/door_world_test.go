package live_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"huiyin/api"
	"huiyin/api/desk"
	"huiyin/api/pages"
	"huiyin/api/signin"
	"huiyin/cmd/huiyin/internal/live"
	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
)

// door is a running office with its real accounts, by a clock that the test sets.
type door struct {
	t        *testing.T
	server   *live.Server
	accounts *live.Accounts
	web      *httptest.Server
	site     *pages.Site
	ahead    atomic.Int64 // of the day's beginning, in nanoseconds
	mute     atomic.Bool  // no record can be kept
}

var errMute = errors.New("no record can be kept")

// mutable is an office whose records may fail.
type mutable struct {
	desk.Office
	d *door
}

func (m mutable) Witness(ctx context.Context, r wire.SecurityRecorded) error {
	if m.d.mute.Load() {
		return errMute
	}
	return m.Office.Witness(ctx, r)
}

// openDoor opens an office of which nobody knows yet. Lax asks for no second factor.
func openDoor(t *testing.T, lax bool, change ...func(*door, *pages.Options)) *door {
	t.Helper()
	dir, quiet := t.TempDir(), slog.New(slog.DiscardHandler)
	d := &door{t: t}
	d.passes(10 * time.Hour)
	clock := func() time.Time { return calendar.StartOf(today).Add(time.Duration(d.ahead.Load())) }
	var err error
	d.server, err = live.Open(t.Context(), live.Options{Office: office.Options{Dir: filepath.Join(dir, "data"), Clock: clock}, Logger: quiet})
	must(t, err)
	d.accounts, err = live.OpenAccounts(t.Context(), d.server.Office, filepath.Join(dir, "data"), live.AccountOptions{Key: filepath.Join(dir, "key"), Lax: lax, Logger: quiet})
	must(t, err)
	d.server.Notices.Reach(d.accounts.Contacts())
	office := d.server.Desk()
	office.Office = mutable{office.Office, d}
	o := pages.Options{Desk: office, Typed: d.server.Typed, SignIn: d.accounts.Service, Logger: quiet, Plain: true, Version: "1"}
	for _, c := range change {
		c(d, &o)
	}
	d.site = pages.New(o)
	handler := api.New(o)
	d.web = httptest.NewServer(handler)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- d.server.Run(ctx) }()
	t.Cleanup(func() {
		handler.Stop()
		d.web.Close()
		stop()
		must(t, <-done)
		must(t, d.accounts.Close())
		must(t, d.server.Close())
	})
	return d
}

// passes lets time pass.
func (d *door) passes(by time.Duration) { d.ahead.Add(int64(by)) }

// account opens an account with a role and a password.
func (d *door) account(login string, role lifecycle.Role, bound ...func(*register.RoleGranted)) {
	d.t.Helper()
	g := register.RoleGranted{ID: login, From: today, Role: role}
	for _, b := range bound {
		b(&g)
	}
	for _, f := range []register.Event{register.AccountOpened{ID: login, From: today, Person: suggestion.Person{ID: "p-" + login, Name: "某" + login}}, g} {
		_, err := d.server.Office.Enter(d.t.Context(), office.Statement{Actor: keeper, Fact: f})
		must(d.t, err)
	}
	token, err := d.accounts.StartReset(d.t.Context(), login, "test", signin.From{})
	must(d.t, err)
	must(d.t, d.accounts.FinishReset(d.t.Context(), token, password, signin.From{}))
}

// caller is a browser.
type caller struct {
	d      *door
	client *http.Client
}

func (d *door) caller() *caller {
	jar, err := cookiejar.New(nil)
	must(d.t, err)
	return &caller{d, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// shown is a page as it came.
type shown struct {
	status int
	header http.Header
	body   string
}

func (c *caller) sends(method, path string, form url.Values) shown {
	c.d.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	req, err := http.NewRequest(method, c.d.web.URL+path, body)
	must(c.d.t, err)
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", c.d.web.URL)
	}
	resp, err := c.client.Do(req)
	must(c.d.t, err)
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	must(c.d.t, err)
	return shown{resp.StatusCode, resp.Header, string(data)}
}

// gets opens a page, posts sends a form: name, value, name, value.
func (c *caller) gets(path string) shown { return c.sends("GET", path, nil) }

func (c *caller) posts(path string, fields ...string) shown {
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return c.sends("POST", path, form)
}

// enters lets somebody sign in with a password.
func (d *door) enters(login string) *caller {
	d.t.Helper()
	c := d.caller()
	if got := c.posts("/signin", "login", login, "password", password); got.status != http.StatusSeeOther {
		d.t.Fatalf("%s does not get in: %d %s", login, got.status, got.body)
	}
	return c
}

// is holds the status, and that the page says something.
func (s shown) is(t *testing.T, status int, words ...string) shown {
	t.Helper()
	if s.status != status {
		t.Fatalf("%d, want %d: %s %s", s.status, status, s.header.Get("Location"), s.body)
	}
	for _, w := range words {
		if !strings.Contains(s.body+s.header.Get("Location"), w) {
			t.Fatalf("nothing of %q: %s %s", w, s.header.Get("Location"), s.body)
		}
	}
	return s
}

var hiddenInput = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)

// hidden are the hidden fields of a page as a browser would send them on.
func (s shown) hidden() (fields []string) {
	for _, m := range hiddenInput.FindAllStringSubmatch(s.body, -1) {
		fields = append(fields, m[1], unescape(m[2]))
	}
	return fields
}

func unescape(s string) string {
	return strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&lt;", "<", "&gt;", ">", "&#43;", "+", "&amp;", "&").Replace(s)
}

// records are the security records of an act, the oldest first.
func (d *door) records(act string) (all []wire.SecurityRecorded) {
	d.t.Helper()
	list, _, err := d.server.Office.Security(d.t.Context(), desk.SecurityFilter{Act: act}, 0, 1000)
	must(d.t, err)
	for _, r := range list {
		if e, ok := r.Event.(wire.SecurityRecorded); ok {
			all = append([]wire.SecurityRecorded{e}, all...)
		}
	}
	return all
}
