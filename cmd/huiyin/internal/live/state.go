package live

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// state are figures of the running engine that are looked up when asked for.
type state struct{ server *Server }

// State is the collector of what the engine's own counters do not count: room on the
// disk, and the age of what protects the log.
func (s *Server) State() prometheus.Collector { return state{s} }

var (
	diskFree = prometheus.NewDesc("huiyin_disk_free_bytes", "Bytes left on the disk of the data folder.", nil, nil)
	lastCopy = prometheus.NewDesc("huiyin_backup_last_success_timestamp_seconds",
		"When the newest verified backup was taken; 0 for none or if it is not known where backups lie.", nil, nil)
	lastSign = prometheus.NewDesc("huiyin_checkpoint_timestamp_seconds", "When the checkpoint kept elsewhere was signed; 0 for none.", nil, nil)
	parked   = prometheus.NewDesc("huiyin_projection_parked_cases", "Cases that the lists do not follow at present.", nil, nil)
	behind   = prometheus.NewDesc("huiyin_search_lag_events", "Positions between the log's head and the search index.", nil, nil)
)

// Describe implements prometheus.Collector.
func (state) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{diskFree, lastCopy, lastSign, parked, behind} {
		ch <- d
	}
}

// Collect implements prometheus.Collector. What cannot be told is left out, and the
// scrape says why.
func (s state) Collect(ch chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, value float64) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value)
	}
	e, err := s.server.engine(context.Background())
	if err != nil {
		ch <- prometheus.NewInvalidMetric(diskFree, err)
		return
	}
	gauge(diskFree, float64(e.Room))
	gauge(parked, float64(e.Parked))
	gauge(behind, float64(e.Head-min(e.Head, s.server.Search.Checkpoint())))
	gauge(lastCopy, unix(e.Backup))
	p, err := s.server.proof(context.Background())
	if err != nil {
		ch <- prometheus.NewInvalidMetric(lastSign, err)
		return
	}
	gauge(lastSign, unix(p.Saved))
}

// unix is a moment in seconds; 0 for none.
func unix(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.Unix())
}
