package api

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"huiyin/api/trace"
)

// lines are the lines of the log as they were written.
func lines(t *testing.T, log *bytes.Buffer) (all []map[string]any) {
	t.Helper()
	for line := range strings.Lines(log.String()) {
		var m map[string]any
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		all = append(all, m)
	}
	return all
}

// house is what stands around every answer, with one route that does as told.
func house(log io.Writer, told func(string, int, time.Duration), serve http.HandlerFunc) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /accounts/{login}", serve)
	proxies := []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}
	return named(proxies, behind(proxies, observed(slog.New(slog.NewJSONHandler(log, nil)), told, hardened(true, mux))))
}

// A request is one line that tells the route and not the address, nothing of the
// query, and the account; the figures get the route alone (handbook OPS-05).
func TestARequestIsOneLine(t *testing.T) {
	var log bytes.Buffer
	var route string
	var status int
	h := house(&log, func(r string, s int, _ time.Duration) { route, status = r, s }, func(w http.ResponseWriter, r *http.Request) {
		trace.Of(r.Context()).Account = "keeper"
		w.WriteHeader(http.StatusTeapot)
		_, _ = io.WriteString(w, "short")
	})
	r := httptest.NewRequest("GET", "/accounts/zhangsan?q=secret%0d%0a%E2%80%AE", nil)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	all := lines(t, &log)
	if len(all) != 1 || strings.Contains(log.String(), "zhangsan") || strings.Contains(log.String(), "secret") {
		t.Fatal(log.String())
	}
	got := all[0]
	if got["route"] != "/accounts/{login}" || got["status"] != 418.0 || got["bytes"] != 5.0 || got["account"] != "keeper" || got["method"] != "GET" ||
		got["request"] != w.Header().Get("X-Request-Id") || got["ms"] == nil {
		t.Fatal(got)
	}
	if route != "/accounts/{login}" || status != http.StatusTeapot {
		t.Fatal(route, status)
	}
}

// An id that comes along is taken from a trusted proxy if it is well-formed.
func TestWhoNamesARequest(t *testing.T) {
	h := house(io.Discard, nil, func(http.ResponseWriter, *http.Request) {})
	for _, c := range []struct {
		from, id string
		kept     bool
	}{
		{"192.0.2.1:1", "3f2a9c5b7d1e4f60", true}, {"192.0.2.1:1", "3F2a-9c5b_7d.1e", true}, {"203.0.113.5:1", "3f2a9c5b7d1e4f60", false},
		{"192.0.2.1:1", "short", false}, {"192.0.2.1:1", strings.Repeat("a", 65), false}, {"192.0.2.1:1", "bad id with spaces", false},
		{"192.0.2.1:1", "line\nbreak-1234", false}, {"192.0.2.1:1", "", false}, {"nonsense", "3f2a9c5b7d1e4f60", false},
	} {
		r := httptest.NewRequest("GET", "/accounts/x", nil)
		r.RemoteAddr = c.from
		r.Header["X-Request-Id"] = []string{c.id}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if got := w.Header().Get("X-Request-Id"); (got == c.id) != c.kept || len(got) < 8 {
			t.Errorf("%q from %s: %q", c.id, c.from, got)
		}
	}
}

// What panics is answered with the request's number and nothing else, and its stack
// is in the log (handbook WEB-07).
func TestAPanicIsAnswered(t *testing.T) {
	var log bytes.Buffer
	h := house(&log, nil, func(http.ResponseWriter, *http.Request) { panic("SELECT secret FROM /var/lib") })
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/accounts/x", nil))
	id := w.Header().Get("X-Request-Id")
	if w.Code != 500 || !strings.Contains(w.Body.String(), id) || strings.Contains(w.Body.String(), "SELECT") {
		t.Fatal(w.Code, w.Body)
	}
	all := lines(t, &log)
	if len(all) != 2 || all[0]["request"] != id || !strings.Contains(all[0]["stack"].(string), "TestAPanicIsAnswered") || all[1]["status"] != 500.0 {
		t.Fatal(log.String())
	}
	aborted := func() (x any) {
		defer func() { x = recover() }()
		house(&log, nil, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/accounts/x", nil))
		return nil
	}
	if aborted() != http.ErrAbortHandler {
		t.Fatal("an aborted answer was answered")
	}
}
