package api

import (
	"mime"
	"net/http"
	"strings"
	"time"

	"huiyin/api/pages"
	"huiyin/api/v1"
)

// Limits of a request (handbook WEB-06).
const (
	MaxHeader = 32 << 10
	MaxBody   = 1 << 20
	MaxUpload = 50 << 20 // of what carries files
)

// API is all that is reached over HTTP.
type API struct {
	http.Handler
	programs *v1.API
}

// New puts together all that is reached over HTTP: the pages and the API, behind
// what holds for every answer.
func New(o pages.Options) *API {
	return With(o, v1.Limits{})
}

// With is New with other limits for programs.
func With(o pages.Options, limits v1.Limits) *API {
	programs := v1.New(v1.Options{Desk: o.Desk, SignIn: o.SignIn, Logger: o.Logger, Plain: o.Plain, Version: o.Version, Limits: limits})
	mux := http.NewServeMux()
	for _, pattern := range v1.Patterns() {
		mux.Handle(pattern, guarded(programs, programs.Refuse("cross_origin")))
	}
	mux.Handle("/", guarded(pages.New(o), nil))
	return &API{named(o.Proxies, behind(o.Proxies, observed(o.Logger, o.Answered, hardened(o.Plain, mux)))), programs}
}

// Programs is the API for programs alone; tests walk its routes.
func (a *API) Programs() *v1.API { return a.programs }

// Stop ends what would keep a server from shutting down.
func (a *API) Stop() { a.programs.Stop() }

// guarded refuses what another site makes a browser send (handbook WEB-01).
func guarded(next, refuse http.Handler) http.Handler {
	p := http.NewCrossOriginProtection()
	if refuse != nil {
		p.SetDenyHandler(refuse)
	}
	return p.Handler(next)
}

// hardened sets the headers that hold for every answer and bounds every request
// (handbook WEB-01, WEB-03, WEB-04, WEB-06).
func hardened(plain bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if !plain {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		r.Body = http.MaxBytesReader(w, r.Body, most(w, r))
		next.ServeHTTP(w, r)
	})
}

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// uploading is how long a request may take that carries files: 50 MiB over a slow
// line.
const uploading = 15 * time.Minute

// most is how long a request may be. Where files come the reader is given time.
func most(w http.ResponseWriter, r *http.Request) int64 {
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	form := media == "multipart/form-data" && strings.HasPrefix(r.URL.Path, "/cases/")
	if r.Method != http.MethodPost || !form && r.URL.Path != v1.Prefix+"/attachments" {
		return MaxBody
	}
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(uploading)) // a writer of a test has none
	return MaxUpload
}
