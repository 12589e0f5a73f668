package api

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"huiyin/api/trace"
	"huiyin/domain/zh"
)

// named gives each request its id, which its answer bears. A trusted proxy's id is
// kept.
func named(proxies []netip.Prefix, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		peer, err := netip.ParseAddrPort(r.RemoteAddr)
		trusted := err == nil && slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(peer.Addr().Unmap()) })
		r, rec := trace.Begin(r, trusted)
		w.Header().Set(trace.Header, rec.ID)
		next.ServeHTTP(w, r)
	})
}

// observed writes one line for every request, tells how it went, and answers what
// panicked on the way (handbook OPS-05, WEB-07). Live streams last as long as their
// readers, and how long is not told. The line holds the route and no
// address, no query and nothing of what was sent: no personal data but the account.
func observed(log *slog.Logger, told func(route string, status int, took time.Duration), next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began, out := time.Now(), &counter{ResponseWriter: w}
		defer func() {
			x := recover()
			if x == http.ErrAbortHandler {
				panic(x)
			} else if x != nil {
				failed(log, out, r, x)
			}
			took, route, rec := time.Since(began), routeOf(r), trace.Of(r.Context())
			log.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("method", r.Method), slog.String("route", route), slog.Int("status", out.code()),
				slog.Float64("ms", float64(took.Microseconds())/1000), slog.Int64("bytes", out.bytes), slog.String("account", rec.Account), slog.String("request", rec.ID))
			if told != nil && !strings.HasPrefix(out.Header().Get("Content-Type"), "text/event-stream") {
				told(route, out.code(), took)
			}
		}()
		next.ServeHTTP(out, r)
	})
}

// routeOf is the pattern that a request met, without its method.
func routeOf(r *http.Request) string {
	_, path, found := strings.Cut(r.Pattern, " ")
	if !found {
		path = r.Pattern
	}
	if path == "" {
		return "/"
	}
	return path
}

// failed answers what panicked where nobody nearer did.
func failed(log *slog.Logger, w *counter, r *http.Request, x any) {
	id := trace.Of(r.Context()).ID
	log.Error("panic", "route", routeOf(r), "request", id, "error", fmt.Sprint(x), "stack", string(debug.Stack()))
	if w.status != 0 {
		return // the answer has begun
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(http.StatusInternalServerError)
	_, _ = fmt.Fprintln(w, zh.Text("web.fail.other", map[string]string{"id": id})) // who hung up has no answer
}

// counter remembers how an answer went.
type counter struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// WriteHeader implements http.ResponseWriter.
func (c *counter) WriteHeader(status int) {
	if c.status == 0 || c.status < 200 {
		c.status = status
	}
	c.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (c *counter) Write(p []byte) (int, error) {
	if c.status == 0 {
		c.status = http.StatusOK
	}
	n, err := c.ResponseWriter.Write(p)
	c.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the writer itself.
func (c *counter) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// code is the status of the answer; 200 if nothing was written.
func (c *counter) code() int {
	if c.status == 0 {
		return http.StatusOK
	}
	return c.status
}
