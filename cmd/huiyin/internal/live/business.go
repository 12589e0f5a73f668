package live

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"huiyin/domain/lifecycle"
	"huiyin/projections/views"
)

// business are the office's own figures for Prometheus: the numbers of the
// overview. No label holds a person, a unit or a case. They are counted when
// asked for, at most every half minute.
type business struct {
	server *Server
	sync.Mutex
	at      time.Time
	figures views.Figures
}

const keepFigures = 30 * time.Second

// Business is the collector of the office's own figures.
func (s *Server) Business() prometheus.Collector { return &business{server: s} }

var (
	casesByState = prometheus.NewDesc("huiyin_cases", "Cases by state.", []string{"state"}, nil)
	casesByLight = prometheus.NewDesc("huiyin_cases_by_light", "Cases by traffic light; unknown is grey.", []string{"light"}, nil)
	plainFigures = []struct {
		desc  *prometheus.Desc
		value func(views.Figures) int
	}{
		{prometheus.NewDesc("huiyin_cases_overdue", "Cases past a due day.", nil, nil),
			func(f views.Figures) int { return f.Lights[views.Overdue] + f.Lights[views.Severe] }},
		{prometheus.NewDesc("huiyin_dissatisfied_open", "Reply lines rated dissatisfied and not settled.", nil, nil),
			func(f views.Figures) int { return f.OpenDissatisfied }},
		{prometheus.NewDesc("huiyin_promises_open", "Promises not concluded.", nil, nil), func(f views.Figures) int { return f.PromisesOpen }},
		{prometheus.NewDesc("huiyin_promises_due_soon", "Open promises due within 30 days.", nil, nil), func(f views.Figures) int { return f.PromisesDueSoon }},
		{prometheus.NewDesc("huiyin_promises_overdue", "Open promises past their day.", nil, nil), func(f views.Figures) int { return f.PromisesOverdue }},
		{prometheus.NewDesc("huiyin_promises_broken", "Promises declared broken.", nil, nil), func(f views.Figures) int { return f.PromisesBroken }},
	}
)

// Describe implements prometheus.Collector.
func (b *business) Describe(ch chan<- *prometheus.Desc) {
	ch <- casesByState
	ch <- casesByLight
	for _, p := range plainFigures {
		ch <- p.desc
	}
}

// Collect implements prometheus.Collector. Figures that cannot be counted are left
// out, and the scrape says why.
func (b *business) Collect(ch chan<- prometheus.Metric) {
	f, err := b.count()
	if err != nil {
		ch <- prometheus.NewInvalidMetric(casesByState, err)
		return
	}
	for _, state := range lifecycle.Of(lifecycle.Suggestion).States() { // none is a figure too
		ch <- prometheus.MustNewConstMetric(casesByState, prometheus.GaugeValue, float64(f.States[state]), string(state))
	}
	for _, l := range []views.Light{views.Normal, views.Soon, views.Overdue, views.Severe} {
		ch <- prometheus.MustNewConstMetric(casesByLight, prometheus.GaugeValue, float64(f.Lights[l]), string(l))
	}
	ch <- prometheus.MustNewConstMetric(casesByLight, prometheus.GaugeValue, float64(f.Grey), string(views.Grey))
	for _, p := range plainFigures {
		ch <- prometheus.MustNewConstMetric(p.desc, prometheus.GaugeValue, float64(p.value(f)))
	}
}

func (b *business) count() (views.Figures, error) {
	b.Lock()
	defer b.Unlock()
	if now := time.Now(); now.Sub(b.at) > keepFigures {
		f, err := b.server.Desk().Reader(views.Everything()).Overview(context.Background())
		if err != nil {
			return f, err
		}
		b.figures, b.at = f, now
	}
	return b.figures, nil
}
