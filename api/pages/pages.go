// Package pages are the web pages: rendered on the server, every flow works
// without JavaScript, and no page shows what its reader may not see.
//
// One table says which page there is, who may use it and what answers it. A page
// asks the desk; it holds no rule of the field. Acts come from package acts: a form
// is read off the act, an act that is shut says why, and what is filled in goes to
// the rules, whose refusal stands on the form with everything that was typed.
package pages

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"net/http"
	"net/netip"
	"runtime/debug"
	"slices"
	"time"

	"huiyin/api/access"
	"huiyin/api/desk"
	"huiyin/api/signin"
	"huiyin/api/throttle"
)

//go:embed static
var static embed.FS

// Options say what the pages stand on.
type Options struct {
	Desk   *desk.Desk
	SignIn *signin.Service
	Logger *slog.Logger
	// Typed keeps what is typed and not sent yet; nil keeps nothing.
	Typed Typed
	// Plain serves without TLS, on this machine only; cookies are then not bound
	// to it.
	Plain bool
	// Demo names the accounts of a demonstration on the sign-in page.
	Demo []DemoAccount
	// Version is shown at the foot of each page.
	Version string
	// Provider gives the office's own identity provider; nil if it has none.
	Provider func(context.Context) (*signin.Provider, error)
	// Limits bound how often somebody may ask.
	Limits Limits
	// Proxies are the addresses whose word is taken for where a request comes from.
	Proxies []netip.Prefix
	// Answered is told of every request that was answered: its route, the status and
	// how long it took. Nil is nobody.
	Answered func(route string, status int, took time.Duration)
}

// Route is one page: who may use it and what answers.
type Route struct {
	Pattern string // of http.ServeMux, with the method
	Area    access.Area
	serve   func(*visit) error
}

// Site is the pages of one office.
type Site struct {
	o       Options
	mux     *http.ServeMux
	routes  []Route
	public  []Route
	limits  Limits
	buckets throttle.Buckets
}

// New makes the site.
func New(o Options) *Site {
	s := &Site{o: o, mux: http.NewServeMux(), limits: o.Limits.complete()}
	s.routes = slices.Concat(s.homeRoutes(), s.caseRoutes(), s.boardRoutes(), s.accountRoutes(), s.adminRoutes(),
		s.searchRoutes(), s.reviewRoutes(), s.meetingRoutes(), s.paperRoutes(), s.supervisedRoutes(),
		s.cosignerRoutes(), s.receiptRoutes(), s.meanwhileRoutes(), s.noticeRoutes(), s.publicationRoutes())
	s.public = s.publicRoutes()
	for _, r := range s.public {
		s.mux.HandleFunc(r.Pattern, s.everybody(r))
	}
	for pattern, serve := range s.doors() {
		s.mux.HandleFunc(pattern, s.open(serve))
	}
	for _, r := range s.routes {
		s.mux.HandleFunc(r.Pattern, s.guard(r))
	}
	files, _ := fs.Sub(static, "static")
	s.mux.Handle("GET /static/paper.css", cached(http.HandlerFunc(paperCSS)))
	s.mux.Handle("GET /static/", http.StripPrefix("/static/", cached(http.FileServerFS(files))))
	s.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.fail(s.visit(w, r), errNotFound) })
	return s
}

// doors are the pages that need no sign-in.
func (s *Site) doors() map[string]func(*visit) error {
	return map[string]func(*visit) error{
		"GET /signin": s.signinForm, "POST /signin": s.paced(s.signinDo), "POST /signin/second": s.paced(s.secondDo), "POST /signout": s.signout,
		"GET /oidc/start": s.oidcStart, "GET /oidc/return": s.paced(s.oidcReturn),
		"GET /reset": s.paced(s.resetForm), "POST /reset": s.paced(s.resetDo),
		"GET /setup": s.paced(s.setupForm), "POST /setup": s.paced(s.setupDo),
	}
}

// Doors lists the patterns of the pages that need no sign-in.
func (s *Site) Doors() []string { return slices.Sorted(maps.Keys(s.doors())) }

// Routes lists every page; a test walks them for every role.
func (s *Site) Routes() []Route { return s.routes }

// Public lists the pages that everybody may read and that are the same for all.
func (s *Site) Public() []Route { return s.public }

// ServeHTTP implements http.Handler.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer func() {
		if x := recover(); x == http.ErrAbortHandler {
			panic(x)
		} else if x != nil {
			s.fail(&visit{w: w, r: r, s: s}, fmt.Errorf("panic: %v\n%s", x, debug.Stack()))
		}
	}()
	s.mux.ServeHTTP(w, r)
}

func cached(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "public, max-age=3600")
		next.ServeHTTP(w, r)
	})
}
