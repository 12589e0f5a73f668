package live

import (
	"context"
	"fmt"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Limits of readiness: how far the views may be behind the log, and how much room
// the disk must have.
const (
	mostBehind = 10_000
	leastRoom  = 64 << 20
)

// Ops answers what machines ask, on a listener of its own that no user reaches
// (handbook OPS-03, OPS-04): /metrics in the Prometheus text format, /livez while
// the process answers, /readyz while it can serve, with the reason if it cannot.
func (s *Server) Ops(g prometheus.Gatherer) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(g, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := s.ready(r.Context()); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	return mux
}

// ready says what stands in the way of serving, nil if nothing does.
func (s *Server) ready(ctx context.Context) error {
	if s.stopped.Load() {
		return fmt.Errorf("store: stopped accepting appends, restart it")
	}
	head, err := s.Office.Log.Head(ctx)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	if shown := s.Views.Checkpoint(); head-min(head, shown) > mostBehind {
		return fmt.Errorf("views: %d positions behind the log", head-shown)
	}
	room, err := s.room()
	if err != nil {
		return fmt.Errorf("disk: %w", err)
	}
	if room < leastRoom {
		return fmt.Errorf("disk: %d bytes left", room)
	}
	return nil
}
