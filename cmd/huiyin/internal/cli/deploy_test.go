package cli

import (
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"

	"huiyin/cmd/huiyin/internal/live"
	"huiyin/cmd/huiyin/internal/office"
)

// TestAlertsAskForFiguresThatExist holds the alert rules to what the server exports.
func TestAlertsAskForFiguresThatExist(t *testing.T) {
	server, err := live.Open(t.Context(), live.Options{Office: office.Options{Dir: t.TempDir()}})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	f := newFigures()
	f.setParked(nil)
	if err := errors.Join(f.registry.Register(server.Business()), f.registry.Register(server.Posting())); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := f.write(&out); err != nil {
		t.Fatal(err)
	}
	rules, err := os.ReadFile("../../../../deploy/alerts.yml")
	if err != nil {
		t.Fatal(err)
	}
	asked := regexp.MustCompile(`huiyin_[a-z_]+`).FindAllString(string(rules), -1)
	if len(asked) < 5 {
		t.Fatal("only", asked)
	}
	for _, name := range asked {
		if !strings.Contains(out.String(), "\n"+name) && !strings.HasPrefix(out.String(), name) {
			t.Errorf("%s is asked for and not exported", name)
		}
	}
}

// TestTheUnitIsHardened holds the lines of the systemd unit that keep the service in
// its own folder.
func TestTheUnitIsHardened(t *testing.T) {
	unit, err := os.ReadFile("../../../../deploy/huiyin.service")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"NoNewPrivileges=yes", "ProtectSystem=strict", "StateDirectory=huiyin", "MemoryMax=", "Restart=on-failure", "CapabilityBoundingSet=\n"} {
		if !strings.Contains(string(unit), line) {
			t.Errorf("the unit lacks %s", line)
		}
	}
}
