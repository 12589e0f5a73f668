package api

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// behind lets the handler see where a request comes from if a proxy passed it on.
// Only a trusted proxy's word is taken: X-Forwarded-For is read from its end, over
// the proxies themselves, to the first address that is none (handbook AUT-10).
func behind(proxies []netip.Prefix, next http.Handler) http.Handler {
	if len(proxies) == 0 {
		return next
	}
	trusted := func(a netip.Addr) bool {
		return slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(a) })
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if client, ok := forwarded(r, trusted); ok {
			r = r.WithContext(r.Context()) // a copy: who called keeps its own
			r.RemoteAddr = net.JoinHostPort(client.String(), "0")
		}
		next.ServeHTTP(w, r)
	})
}

// forwarded is the client that a trusted proxy names.
func forwarded(r *http.Request, trusted func(netip.Addr) bool) (netip.Addr, bool) {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !trusted(peer.Addr().Unmap()) {
		return netip.Addr{}, false
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		a, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			return netip.Addr{}, false
		}
		if a = a.Unmap(); !trusted(a) {
			return a, true
		}
	}
	return netip.Addr{}, false
}
