package v1

import (
	"context"
	"log/slog"
	"net/http"
	"strings"

	"huiyin/api/desk"
	"huiyin/api/signin"
)

// Prefix is where the API lies.
const Prefix = "/api/v1"

// Options say what the API stands on.
type Options struct {
	Desk   *desk.Desk
	SignIn *signin.Service
	Logger *slog.Logger
	// Plain serves without TLS: the session's cookie is then not bound to the host.
	Plain   bool
	Version string
	// Limits bound how often somebody may ask; the zero value is what the handbook
	// sets (WEB-05).
	Limits Limits
}

// cookieName is the name of the session's cookie, the pages' own.
func (o Options) cookieName() string {
	if o.Plain {
		return "huiyin"
	}
	return "__Host-huiyin"
}

// API is the office over HTTP and JSON.
type API struct {
	o        Options
	mux      *http.ServeMux
	routes   []Route
	limits   *limits
	feed     *feed
	document []byte
	done     context.Context
	stop     context.CancelFunc
}

// New makes the API.
func New(o Options) *API {
	a := &API{o: o, mux: http.NewServeMux(), limits: newLimits(o.Limits)}
	a.done, a.stop = context.WithCancel(context.Background())
	a.feed = &feed{log: o.Desk.Log, office: o.Desk, logger: o.Logger, done: a.done}
	a.routes = a.table()
	for _, r := range a.routes {
		method, path, _ := strings.Cut(r.Pattern, " ")
		a.mux.HandleFunc(method+" "+Prefix+path, a.guard(r))
	}
	a.document = documentOf(a.routes, o.Version, o.cookieName())
	a.mux.HandleFunc("GET /openapi.json", a.openapi)
	a.mux.HandleFunc("GET /problems/{code}", a.problemPage)
	a.mux.HandleFunc("/", a.nothing)
	return a
}

// Patterns are what a mux sends here.
func Patterns() []string { return []string{Prefix + "/", "/openapi.json", "/problems/"} }

// Routes lists every route; a test walks them for every role.
func (a *API) Routes() []Route { return a.routes }

// ServeHTTP implements http.Handler.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.mux.ServeHTTP(w, r) }

// Stop ends all streams, so that a server can shut down.
func (a *API) Stop() { a.stop() }

// Refuse answers a request that was refused before it came here.
func (a *API) Refuse(code string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { a.call(w, r).fail(problemOf(code)) }
}

// nothing answers what is no route: 405 if the path is one for another method.
func (a *API) nothing(w http.ResponseWriter, r *http.Request) {
	c := a.call(w, r)
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		probe := r.Clone(r.Context())
		probe.Method = method
		if _, pattern := a.mux.Handler(probe); pattern != "/" {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		c.fail(problemOf("not_found"))
		return
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	c.fail(problemOf("method", "allow", strings.Join(allowed, ", ")))
}

func (a *API) openapi(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	_, _ = w.Write(a.document) // who hung up has no answer
}
