package cli

import (
	"io"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/expfmt"

	"huiyin/eventstore"
	"huiyin/projections/follower"
	"huiyin/projections/parked"
	"huiyin/projections/reactors"
)

// figures is the engine's Prometheus registry. Names follow the handbook's
// OPS-03; no label carries a person, a phone or a case number.
type figures struct {
	registry *prometheus.Registry
	events   prometheus.Counter
	append_  prometheus.Histogram
	failures prometheus.Counter
	commits  prometheus.Histogram
	lag      prometheus.Gauge
	applied  prometheus.Counter
	fenced   prometheus.Gauge
	years    func() int // whose holiday notice should be in and is not
	refused  *prometheus.CounterVec
	parked   *prometheus.GaugeVec
	requests *prometheus.HistogramVec
}

func newFigures() *figures {
	f := &figures{
		registry: prometheus.NewRegistry(),
		events:   prometheus.NewCounter(prometheus.CounterOpts{Name: "huiyin_events_appended_total", Help: "Events made durable."}),
		append_: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "huiyin_append_duration_seconds", Help: "From request to durable answer.",
			Buckets: prometheus.ExponentialBuckets(0.00005, 2, 16)}),
		failures: prometheus.NewCounter(prometheus.CounterOpts{Name: "huiyin_append_failures_total", Help: "Appends answered with an error, conflicts included."}),
		commits: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "huiyin_group_commit_events", Help: "Events made durable by one sync.",
			Buckets: prometheus.ExponentialBuckets(1, 2, 10)}),
		lag:     prometheus.NewGauge(prometheus.GaugeOpts{Name: "huiyin_projection_lag_events", Help: "Positions between the log's head and the views."}),
		applied: prometheus.NewCounter(prometheus.CounterOpts{Name: "huiyin_projection_events_total", Help: "Events applied to the views."}),
		fenced:  prometheus.NewGauge(prometheus.GaugeOpts{Name: "huiyin_store_fenced", Help: "1 after the store stopped accepting appends."}),
		years:   func() int { return 0 },
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "huiyin_auth_failures_total", Help: "Refusals at the door, by reason."}, []string{"reason"}),
		parked:  prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "huiyin_parked_cases", Help: "Cases a consumer of the log does not follow at present."}, []string{"consumer"}),
	}
	f.requests = prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "huiyin_http_request_duration_seconds",
		Help: "From request to answer, by route and class of status; live streams are left out.", Buckets: prometheus.ExponentialBuckets(0.001, 2.5, 11)}, []string{"route", "class"})
	missing := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "huiyin_calendar_missing_years", Help: "Years whose holiday notice should be in and is not."},
		func() float64 { return float64(f.years()) })
	f.registry.MustRegister(f.requests, f.refused, newBuild(), f.events, f.append_, f.failures, f.commits, f.lag, f.applied, f.fenced, missing, f.parked)
	return f
}

func (f *figures) hooks() eventstore.Hooks {
	return eventstore.Hooks{
		AppendDone: func(n int, d time.Duration, err error) {
			if err != nil {
				f.failures.Inc()
				return
			}
			f.events.Add(float64(n))
			f.append_.Observe(d.Seconds())
		},
		GroupCommit: func(_, events int, _ time.Duration) { f.commits.Observe(float64(events)) },
		Fenced:      func(error) { f.fenced.Set(1) },
	}
}

// answered counts an answer over HTTP.
func (f *figures) answered(route string, status int, took time.Duration) {
	f.requests.WithLabelValues(route, strconv.Itoa(status/100)+"xx").Observe(took.Seconds())
}

// newBuild tells which program runs.
func newBuild() prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "huiyin_build_info", Help: "1; the version is a label.",
		ConstLabels: prometheus.Labels{"version": buildVersion()}}, func() float64 { return 1 })
}

// setParked counts what each consumer has parked; none is a figure too.
func (f *figures) setParked(all []parked.Stream) {
	for _, name := range []string{follower.Consumer, reactors.MergesName} {
		f.parked.WithLabelValues(name).Set(0)
	}
	for _, p := range all {
		f.parked.WithLabelValues(p.Consumer).Inc()
	}
}

// write prints the registry in the text format.
func (f *figures) write(w io.Writer) error {
	families, err := f.registry.Gather()
	if err != nil {
		return err
	}
	for _, family := range families {
		if _, err := expfmt.MetricFamilyToText(w, family); err != nil {
			return err
		}
	}
	return nil
}
