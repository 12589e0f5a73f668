package signin_test

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"huiyin/api/signin"
	"huiyin/eventstore/vault"
)

const (
	office = "xu.office" // a clerk of the office, who must have a second factor
	deputy = "qu.deputy" // a deputy, who need not
	good   = "Qingshan7 lushui"
	better = "Liushui 9 gaoshan"
)

// world is one installation with a clock that stands still until it is moved.
type world struct {
	t     testing.TB
	vault *vault.Vault
	*signin.Service
	options signin.Options

	mu      sync.Mutex
	at      time.Time
	people  map[string]signin.Account
	records []signin.Record
	deaf    error // what the audit answers
}

func newWorld(t testing.TB, set ...func(*signin.Options)) *world {
	t.Helper()
	w := &world{t: t, at: time.Date(2026, 11, 24, 9, 0, 0, 0, time.FixedZone("CST", 8*3600)), people: map[string]signin.Account{
		office: {SecondFactor: true, Grants: []string{"office", "auditor"}, Words: []string{"徐怀远"}},
		deputy: {Grants: []string{"deputy"}},
	}}
	dir := t.TempDir()
	v, err := vault.Open(vault.Options{Path: filepath.Join(dir, "data", "vault.db"), KeyFile: filepath.Join(dir, "key"), CreateKey: true})
	must(t, err)
	t.Cleanup(func() { must(t, v.Close()) })
	w.vault = v
	w.options = signin.Options{Store: v, Directory: w, Audit: w.audit, Now: w.now, Issuer: "Huiyin",
		Words: []string{"湖南", "人大", "rd", "huiyin"}, Cost: signin.Cost{Passes: 1, MemoryKiB: 64, Threads: 1}}
	for _, f := range set {
		f(&w.options)
	}
	w.restart()
	return w
}

// restart begins anew with what the vault has.
func (w *world) restart() {
	s, err := signin.New(context.Background(), w.options)
	must(w.t, err)
	w.Service = s
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.at
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = w.at.Add(d)
}

// Account implements signin.Directory.
func (w *world) Account(login string, _ time.Time) (signin.Account, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	a, ok := w.people[login]
	return a, ok
}

func (w *world) set(login string, f func(*signin.Account)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	a := w.people[login]
	f(&a)
	w.people[login] = a
}

func (w *world) audit(_ context.Context, r signin.Record) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.records = append(w.records, r)
	return w.deaf
}

// said counts the records of an act that was done, or refused with a word.
func (w *world) said(act signin.Act, refused string) (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, r := range w.records {
		if r.Act == act && r.Refused == refused {
			n++
		}
	}
	return n
}

func (w *world) last() signin.Record {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.records[len(w.records)-1]
}

// give lets an account set its password by a reset, as every first one is set.
func (w *world) give(login, password string) {
	w.t.Helper()
	link, err := w.StartReset(w.t.Context(), login, "security", home)
	must(w.t, err)
	must(w.t, w.FinishReset(w.t.Context(), link, password, home))
}

// enter signs somebody without a second factor in.
func (w *world) enter(login string, from signin.From) signin.Step {
	w.t.Helper()
	step, err := w.SignIn(w.t.Context(), login, good, from)
	must(w.t, err)
	return step
}

// enrol gives a session's account a second factor, and its secret.
func (w *world) enrol(token string) (signin.Step, string, []string) {
	w.t.Helper()
	e, err := w.BeginEnrol(w.t.Context(), token)
	must(w.t, err)
	step, recovery, err := w.FinishEnrol(w.t.Context(), token, w.code(e.Secret), home)
	must(w.t, err)
	return step, e.Secret, recovery
}

// terms are those of a token for an hour.
func (w *world) terms() signin.Terms {
	return signin.Terms{Name: "OA", Grant: "deputy", Scopes: []string{"read"}, Until: w.now().Add(time.Hour)}
}

// code is what the authenticator app shows now.
func (w *world) code(secret string) string {
	w.t.Helper()
	c, err := totp.GenerateCode(secret, w.now())
	must(w.t, err)
	return c
}

var (
	home    = signin.From{IP: "10.1.2.3", Agent: "Chromium 110"}
	evil    = signin.From{IP: "10.66.6.6", Agent: "curl"}
	errDeaf = errors.New("the log is full")
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wants(t testing.TB, got, want error) *signin.Error {
	t.Helper()
	var e *signin.Error
	if !errors.Is(got, want) || !errors.As(got, &e) {
		t.Fatalf("got %v, want %v", got, want)
	}
	return e
}
