package api

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
)

// Where a request comes from is the peer, unless the peer is a trusted proxy: then
// it is the last address that is no proxy. A forged header changes nothing.
func TestWhereARequestComesFrom(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.9.0.0/16")}
	for _, c := range []struct{ peer, header, want string }{
		{"192.0.2.7:4000", "", "192.0.2.7:4000"},
		{"192.0.2.7:4000", "203.0.113.5", "192.0.2.7:4000"}, // not a proxy: forged
		{"127.0.0.1:4000", "203.0.113.5", "203.0.113.5:0"},
		{"127.0.0.1:4000", "198.51.100.1, 203.0.113.5", "203.0.113.5:0"}, // the client's own line is forged
		{"127.0.0.1:4000", "203.0.113.5, 10.9.1.1", "203.0.113.5:0"},
		{"127.0.0.1:4000", "", "127.0.0.1:4000"},
		{"127.0.0.1:4000", "nonsense", "127.0.0.1:4000"},
		{"127.0.0.1:4000", "10.9.1.1", "127.0.0.1:4000"},
		{"[::ffff:127.0.0.1]:4000", "2001:db8::1", "[2001:db8::1]:0"},
	} {
		got := ""
		handler := behind(proxies, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.RemoteAddr }))
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.peer
		if c.header != "" {
			r.Header.Set("X-Forwarded-For", c.header)
		}
		handler.ServeHTTP(httptest.NewRecorder(), r)
		if got != c.want {
			t.Errorf("%s with %q: %s, want %s", c.peer, c.header, got, c.want)
		}
	}
}
