package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
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
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/projections/views"
)

// workbench measures the running office over HTTP, its callers on this machine
// and in this process: the pages as a person waits for them, and commands as a
// program sends them.
func (b *run) workbench(ctx context.Context) (err error) {
	if !b.Workbench {
		return nil
	}
	began := time.Now()
	h, err := b.opened(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	b.say(Measure{Name: "workbench_open", Value: time.Since(began).Seconds(), Unit: "s"})
	if err := b.looks(ctx, h); err != nil {
		return err
	}
	return b.commands(ctx, h)
}

// house is a running office and who asks it.
type house struct {
	server   *live.Server
	accounts *live.Accounts
	address  string
	client   *http.Client // signed in
	token    string
	like     *suggestion.Suggestion // what new ones are like
	ended    chan error
	stop     context.CancelFunc
}

// opened serves the large log on a port of this machine.
func (b *run) opened(ctx context.Context) (h *house, err error) {
	quiet := slog.New(slog.DiscardHandler)
	h = &house{ended: make(chan error, 1)}
	if h.server, err = live.Open(ctx, live.Options{Office: office.Options{Dir: b.large.dir}, Logger: quiet}); err != nil {
		return nil, err
	}
	h.accounts, err = live.OpenAccounts(ctx, h.server.Office, b.large.dir, live.AccountOptions{Key: filepath.Join(b.Dir, "key"), Lax: true, Logger: quiet})
	if err != nil {
		return nil, errors.Join(err, h.server.Close())
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(err, h.accounts.Close(), h.server.Close())
	}
	h.address = "http://" + listener.Addr().String()
	handler := api.With(pages.Options{Desk: h.server.Desk(), SignIn: h.accounts.Service, Logger: quiet, Plain: true, Version: "bench",
		Limits: pages.Limits{Search: 1 << 30}},
		v1.Limits{Token: 1 << 30, Search: 1 << 30, Export: 1 << 30})
	ctx, h.stop = context.WithCancel(ctx)
	go func() { h.ended <- h.server.Serve(ctx, live.Web{Listener: listener, Handler: handler}) }()
	if h.like, err = b.anyCase(ctx, h); err == nil {
		err = h.enter(ctx, b.Writers)
	}
	if err != nil {
		return nil, errors.Join(err, h.close())
	}
	return h, nil
}

func (h *house) close() error {
	h.stop()
	return errors.Join(<-h.ended, h.accounts.Close(), h.server.Close())
}

// benchLogin is who works in a measurement: the office that sees every case, on
// its pages, and a deputy by a program.
const benchLogin = "bench"

// enter opens an account, signs it in and gives it a token.
func (h *house) enter(ctx context.Context, callers int) error {
	by := suggestion.Actor{Role: register.SecurityAdmin, Person: suggestion.Person{ID: benchLogin, Name: benchLogin}}
	from := calendar.MustDate("2020-01-01")
	for _, fact := range []register.Event{register.AccountOpened{ID: benchLogin, From: from, Person: by.Person},
		register.RoleGranted{ID: benchLogin, From: from, Role: lifecycle.DeputyAffairsCommittee},
		register.RoleGranted{ID: benchLogin, From: from, Role: lifecycle.LeadDeputy}} {
		if _, err := h.server.Office.Enter(ctx, live.Statement{Actor: by, Fact: fact}); err != nil {
			return err
		}
	}
	const secret = "Tempo-4711-Largo"
	reset, err := h.accounts.StartReset(ctx, benchLogin, benchLogin, signin.From{})
	if err == nil {
		err = h.accounts.FinishReset(ctx, reset, secret, signin.From{})
	}
	if err != nil {
		return err
	}
	step, err := h.accounts.SignIn(ctx, benchLogin, secret, signin.From{})
	if err != nil {
		return err
	}
	dir, err := h.server.Office.Directory(ctx)
	if err != nil {
		return err
	}
	var office, deputy string
	for _, g := range dir.RolesOn(benchLogin, h.server.Office.Today()) {
		if g.Role == lifecycle.LeadDeputy {
			deputy = access.Key(g)
		} else {
			office = access.Key(g)
		}
	}
	if step, err = h.accounts.ActUnder(ctx, step.Token, office, signin.From{}); err != nil {
		return err
	}
	h.token, _, err = h.accounts.NewToken(ctx, step.Token, signin.Terms{Name: benchLogin, Grant: deputy,
		Scopes: []string{v1.ScopeRead, v1.ScopeAct}, Until: time.Now().Add(time.Hour)}, signin.From{})
	if err != nil {
		return err
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	at, err := url.Parse(h.address)
	if err != nil {
		return err
	}
	jar.SetCookies(at, []*http.Cookie{{Name: "huiyin", Value: step.Token}})
	h.client = &http.Client{Jar: jar, Transport: &http.Transport{MaxIdleConnsPerHost: callers + 1}}
	return nil
}

// looked is how often each kind of page is asked for.
const looked = 200

// looks measures what a person waits for: the whole answer, nineteen times out of
// twenty at most the figure.
func (b *run) looks(ctx context.Context, h *house) error {
	lists := []string{"/cases", "/cases?light=" + string(views.Severe), "/cases?light=" + string(views.Soon) + "&sort=" + string(views.ByTitle),
		"/cases?state=" + string(lifecycle.Tracking), "/cases?state=" + string(lifecycle.Handling) + "&page=3",
		"/cases?grade=" + string(suggestion.Dissat), "/cases?class=B&page=40", "/cases?overdue=1&sort=" + string(views.ByChanged)}
	cases := make([]*suggestion.Suggestion, looked)
	for i := range cases {
		var err error
		if cases[i], err = b.anyCase(ctx, h); err != nil {
			return err
		}
	}
	words, err := b.words(ctx, h)
	if err != nil {
		return err
	}
	for _, look := range []struct {
		name string
		path func(i int) string
	}{
		{"page_list", func(i int) string { return lists[i%len(lists)] }},
		{"page_case", func(i int) string { return "/cases/" + url.PathEscape(string(cases[i].ID)) }},
		{"page_search", func(i int) string { return "/search?q=" + url.QueryEscape(words[i%len(words)]) }},
		{"page_home", func(int) string { return "/" }},
	} {
		var all spans
		for i := range looked {
			path := look.path(i)
			took, err := h.look(ctx, path)
			if err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
			all = append(all, took)
		}
		b.say(Measure{Name: look.name, Value: all.percentile(95), Unit: "ms"})
	}
	return nil
}

// words are pieces of titles, of two, three and four characters.
func (b *run) words(ctx context.Context, h *house) (all []string, err error) {
	for i := range 60 {
		c, err := b.anyCase(ctx, h)
		if err != nil {
			return nil, err
		}
		title, n := []rune(c.Title), 2+i%3
		if len(title) < n {
			continue
		}
		at := rand.IntN(len(title) - n + 1)
		all = append(all, string(title[at:at+n]))
	}
	return all, nil
}

// anyCase is one of all that are handed in; nobody but its author sees a draft.
func (b *run) anyCase(ctx context.Context, h *house) (*suggestion.Suggestion, error) {
	for {
		id, _ := wire.CaseOf(string(b.large.cases[rand.IntN(len(b.large.cases))].stream))
		c, err := h.server.Office.Load(ctx, id)
		if err != nil || c.State != lifecycle.Draft {
			return c, err
		}
	}
}

func (h *house) look(ctx context.Context, path string) (time.Duration, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, h.address+path, nil)
	if err != nil {
		return 0, err
	}
	began := time.Now()
	status, _, err := answered(h.client.Do(req))
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("answered %d", status)
	}
	return time.Since(began), err
}

func answered(resp *http.Response, err error) (status int, body []byte, _ error) {
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close()
	body, err = io.ReadAll(resp.Body)
	return resp.StatusCode, body, err
}

// longest is how long a command may take before the measurement fails.
const longest = time.Minute

// begin sends the command that begins a case, and comes back when it is durable;
// shown means when the lists show it, too.
func (h *house) begin(ctx context.Context, shown bool) (time.Duration, error) {
	id, err := h.server.Office.NewCommandID()
	if err != nil {
		return 0, err
	}
	body, err := json.Marshal(map[string]any{"kind": "off_session", "congress": h.like.Congress, "session": h.like.Session,
		"year": h.like.Year, "title": h.like.Title, "body": h.like.Title, "evidence": h.like.Title})
	if err != nil {
		return 0, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.address+v1.Prefix+"/cases", bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+h.token)
	req.Header.Set("Idempotency-Key", id.String())
	began := time.Now()
	status, said, err := answered(h.client.Do(req))
	if err != nil {
		return 0, err
	}
	if status != http.StatusCreated {
		return 0, fmt.Errorf("answered %d: %s", status, said)
	}
	if shown {
		var done v1.Done
		if err := json.Unmarshal(said, &done); err != nil {
			return 0, err
		}
		for !h.server.Desk().Wait(ctx, eventstore.Position(done.Position)) {
			if time.Since(began) > longest {
				return 0, errors.New("the lists did not follow")
			}
		}
	}
	return time.Since(began), nil
}
