// Package trace names each request, so that a line of the log, a page that failed
// and what its reader tells the administrator are known to belong together.
package trace

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"regexp"
)

// Header is where a request's id comes from and goes to.
const Header = "X-Request-Id"

// Record is what is known of a request while it is answered. One goroutine answers
// a request and writes to it.
type Record struct {
	ID string
	// Account is whose request it is, as soon as that is known; empty for nobody.
	Account string
}

type key struct{}

// Begin names a request and gives it its record. The id that it brings is taken if
// its sender is trusted and it is well-formed; else it gets one.
func Begin(r *http.Request, trusted bool) (*http.Request, *Record) {
	rec := &Record{ID: r.Header.Get(Header)}
	if !trusted || !wellFormed.MatchString(rec.ID) {
		rec.ID = newID()
	}
	return r.WithContext(context.WithValue(r.Context(), key{}, rec)), rec
}

// Of is the record of the request that a context belongs to; one that nobody reads
// if it belongs to none.
func Of(ctx context.Context) *Record {
	if rec, ok := ctx.Value(key{}).(*Record); ok {
		return rec
	}
	return &Record{ID: newID()}
}

var wellFormed = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z._-]{7,63}$`)

func newID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}
