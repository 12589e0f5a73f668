// Package pages are the web pages: rendered on the server, every flow works
// without JavaScript, and no page shows what its reader may not see.
//
// One table says which page there is, who may use it and what answers it. A page
// asks the desk; it holds no rule of the field. Acts come from package acts: a form
// is read off the act, an act that is shut says why, and what is filled in goes to
// the rules, whose refusal stands on the form with everything that was typed.
package pages

import (
	"embed"
	"io/fs"
	"log/slog"
	"net/http"
	"slices"

	"huiyin/api/access"
	"huiyin/api/desk"
	"huiyin/api/signin"
)

//go:embed static
var static embed.FS

// Options say what the pages stand on.
type Options struct {
	Desk   *desk.Desk
	SignIn *signin.Service
	Logger *slog.Logger
	// Plain serves without TLS, on this machine only; cookies are then not bound
	// to it.
	Plain bool
	// Demo names the accounts of a demonstration on the sign-in page.
	Demo []DemoAccount
	// Version is shown at the foot of each page.
	Version string
}

// Route is one page: who may use it and what answers.
type Route struct {
	Pattern string // of http.ServeMux, with the method
	Area    access.Area
	serve   func(*visit) error
}

// Site is the pages of one office.
type Site struct {
	o      Options
	mux    *http.ServeMux
	routes []Route
}

// New makes the site.
func New(o Options) *Site {
	s := &Site{o: o, mux: http.NewServeMux()}
	s.routes = slices.Concat(s.homeRoutes(), s.caseRoutes(), s.boardRoutes(), s.accountRoutes(), s.adminRoutes(),
		s.searchRoutes(), s.reviewRoutes(), s.meetingRoutes(), s.paperRoutes(), s.supervisedRoutes())
	s.mux.HandleFunc("GET /signin", s.open(s.signinForm))
	s.mux.HandleFunc("POST /signin", s.open(s.signinDo))
	s.mux.HandleFunc("POST /signin/second", s.open(s.secondDo))
	s.mux.HandleFunc("POST /signout", s.open(s.signout))
	s.mux.HandleFunc("GET /reset", s.open(s.resetForm))
	s.mux.HandleFunc("POST /reset", s.open(s.resetDo))
	s.mux.HandleFunc("GET /setup", s.open(s.setupForm))
	s.mux.HandleFunc("POST /setup", s.open(s.setupDo))
	for _, r := range s.routes {
		s.mux.HandleFunc(r.Pattern, s.guard(r))
	}
	files, _ := fs.Sub(static, "static")
	s.mux.Handle("GET /static/paper.css", cached(http.HandlerFunc(paperCSS)))
	s.mux.Handle("GET /static/", http.StripPrefix("/static/", cached(http.FileServerFS(files))))
	s.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.fail(s.visit(w, r), errNotFound) })
	return s
}

// Routes lists every page; a test walks them for every role.
func (s *Site) Routes() []Route { return s.routes }

// ServeHTTP implements http.Handler.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

func cached(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "public, max-age=3600")
		next.ServeHTTP(w, r)
	})
}
