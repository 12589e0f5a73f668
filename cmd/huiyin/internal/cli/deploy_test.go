package cli

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"huiyin/cmd/huiyin/internal/live"
	"huiyin/cmd/huiyin/internal/office"
)

const deployed = "../../../../deploy/"

// scraped are the names of all series that a running server exports, with the values
// of their labels, after one request and one refusal.
func scraped(t *testing.T) map[string]map[string]bool {
	t.Helper()
	server, err := live.Open(t.Context(), live.Options{Office: office.Options{Dir: t.TempDir()}})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	f := newFigures()
	f.setParked(nil)
	f.answered("/cases/{id}", 200, time.Millisecond)
	f.refused.WithLabelValues("wrong").Inc()
	f.registry.MustRegister(server.Business(), server.State(), server.Posting())
	var out strings.Builder
	if err := f.write(&out); err != nil {
		t.Fatal(err)
	}
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(out.String()))
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]map[string]bool{}
	for name, family := range families {
		labels := map[string]bool{"le": family.GetType().String() == "HISTOGRAM"}
		for _, m := range family.GetMetric() {
			for _, l := range m.GetLabel() {
				labels[l.GetName()] = true
			}
		}
		names[name] = labels
		if labels["le"] {
			names[name+"_bucket"], names[name+"_sum"], names[name+"_count"] = labels, labels, labels
		}
	}
	return names
}

var (
	series  = regexp.MustCompile(`huiyin_[a-z_]+`)
	grouped = regexp.MustCompile(`by \(([a-z, ]+)\)|\{([a-z]+)=`)
)

// asks holds an expression to what is exported: the series, and the labels it groups
// and picks by.
func asks(t *testing.T, where, expr string, exported map[string]map[string]bool) {
	t.Helper()
	names := series.FindAllString(expr, -1)
	if len(names) == 0 {
		t.Errorf("%s asks for nothing: %s", where, expr)
	}
	for _, name := range names {
		labels, ok := exported[name]
		if !ok {
			t.Errorf("%s: %s is asked for and not exported", where, name)
			continue
		}
		for _, m := range grouped.FindAllStringSubmatch(expr, -1) {
			for label := range strings.SplitSeq(m[1]+m[2], ", ") {
				if !labels[label] {
					t.Errorf("%s: %s has no label %s", where, name, label)
				}
			}
		}
	}
}

// TestAlertsAskForFiguresThatExist holds the alert rules to what the server exports.
func TestAlertsAskForFiguresThatExist(t *testing.T) {
	exported := scraped(t)
	rules, err := os.ReadFile(deployed + "alerts.yml")
	if err != nil {
		t.Fatal(err)
	}
	all := regexp.MustCompile(`- alert: (\w+)\n +expr: (.*)\n`).FindAllStringSubmatch(string(rules), -1)
	if n := strings.Count(string(rules), "- alert:"); n != len(all) || n < 10 {
		t.Fatalf("%d rules, %d read", n, len(all))
	}
	for _, rule := range all {
		asks(t, rule[1], rule[2], exported)
	}
}

// TestTheBoardAsksForFiguresThatExist holds the board to what the server exports, and
// that the office's own figures are on it (handbook OPS-03, OPS-07).
func TestTheBoardAsksForFiguresThatExist(t *testing.T) {
	exported := scraped(t)
	var board struct {
		Panels []struct {
			Type, Title string
			Targets     []struct{ Expr, LegendFormat string }
		}
	}
	text, err := os.ReadFile(deployed + "grafana.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &board); err != nil {
		t.Fatal(err)
	}
	asked := ""
	for _, p := range board.Panels {
		if p.Type == "row" {
			continue
		}
		if len(p.Targets) == 0 {
			t.Errorf("%s is empty", p.Title)
		}
		for _, target := range p.Targets {
			asks(t, p.Title, target.Expr, exported)
			asked += target.Expr + "\n"
			for _, m := range regexp.MustCompile(`\{\{(\w+)\}\}`).FindAllStringSubmatch(target.LegendFormat, -1) {
				if name := series.FindString(target.Expr); !exported[name][m[1]] {
					t.Errorf("%s: %s has no label %s", p.Title, name, m[1])
				}
			}
		}
	}
	for _, name := range []string{"huiyin_cases", "huiyin_cases_by_light", "huiyin_cases_overdue", "huiyin_dissatisfied_open", "huiyin_promises_overdue",
		"huiyin_projection_lag_events", "huiyin_http_request_duration_seconds_bucket", "huiyin_backup_last_success_timestamp_seconds"} {
		if !strings.Contains(asked, name) {
			t.Errorf("%s is not on the board", name)
		}
	}
}

// TestTheUnitIsHardened holds the lines of the systemd unit that keep the service in
// its own folder, and that it reads the settings.
func TestTheUnitIsHardened(t *testing.T) {
	unit, err := os.ReadFile(deployed + "huiyin.service")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"NoNewPrivileges=yes", "ProtectSystem=strict", "StateDirectory=huiyin", "MemoryMax=", "Restart=on-failure", "CapabilityBoundingSet=\n",
		"--config /etc/huiyin/huiyin.toml", "LoadCredential=vault.key:"} {
		if !strings.Contains(string(unit), line) {
			t.Errorf("the unit lacks %s", line)
		}
	}
}
