package api

import (
	"net/http"

	"huiyin/api/pages"
)

// Limits of a request (handbook WEB-06).
const (
	MaxHeader = 32 << 10
	MaxBody   = 1 << 20
)

// New puts together all that is reached over HTTP: the pages, behind what holds for
// every answer.
func New(o pages.Options) http.Handler {
	return hardened(o.Plain, http.NewCrossOriginProtection().Handler(pages.New(o)))
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
		r.Body = http.MaxBytesReader(w, r.Body, MaxBody)
		next.ServeHTTP(w, r)
	})
}

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
