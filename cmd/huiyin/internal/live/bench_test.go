package live_test

import (
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"
)

// BenchmarkCommandsOverHTTP is durable commands through HTTP, client and server on
// the same machine: each begins a case, under its own key, and is answered after it
// is synced.
func BenchmarkCommandsOverHTTP(b *testing.B) {
	for _, callers := range []int{1, 16, 128} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			w := newWorld(b, none)
			w.cast()
			w.web.Client().Transport = &http.Transport{MaxIdleConnsPerHost: callers + 1}
			var n, failed atomic.Int64
			start := time.Now()
			b.SetParallelism(callers)
			b.ResetTimer()
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					i := n.Add(1)
					id, err := w.server.Office.NewCommandID()
					if err == nil {
						var r reply
						r, err = w.try("deputy", "POST", "/cases", draft("关于修桥的建议"), "Idempotency-Key", id.String())
						if r.status != http.StatusCreated {
							failed.Add(1)
						}
					}
					if err != nil {
						b.Error(i, err)
					}
				}
			})
			if failed.Load() > 0 {
				b.Fatalf("%d failed", failed.Load())
			}
			b.ReportMetric(float64(n.Load())/time.Since(start).Seconds(), "commands/s")
		})
	}
}
