//go:build !race

package browser

import (
	"context"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"huiyin/api"
	"huiyin/api/pages"
	"huiyin/api/signin"
	"huiyin/cmd/huiyin/internal/enrolling"
	"huiyin/cmd/huiyin/internal/live"
	"huiyin/cmd/huiyin/internal/office"
	"huiyin/cmd/huiyin/internal/simulation"
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
)

const (
	password = "Ceshi-2026-Renyuan"
	unitName = "湖南省交通运输厅"
)

// house is a running office with one account a role.
type house struct {
	t       *testing.T
	server  *live.Server
	secrets *live.Accounts
	address string
	browser context.Context
}

// account is somebody with one role.
type account struct {
	login, name string
	role        lifecycle.Role
}

// accounts are one a role; all are invented people.
var accounts = []account{
	{"deputy", "夏知行", lifecycle.LeadDeputy}, {"motions", "议案组甲", lifecycle.SessionMotionsGroup},
	{"committee", "代工委甲", lifecycle.DeputyAffairsCommittee}, {"special", "专委会甲", lifecycle.SpecialCommittee},
	{"chairs", "主任会议甲", lifecycle.CouncilOfChairpersons}, {"gov", "政府办甲", lifecycle.GovOffice},
	{"coordinator", "联系人甲", lifecycle.UnitCoordinator}, {"handler", "承办人乙", lifecycle.UnitHandler}, {"head", "负责人丙", lifecycle.UnitHead},
	{"auditor", "审计员甲", lifecycle.Auditor}, {"system", "系统员甲", register.SystemAdmin}, {"security", "安全员甲", register.SecurityAdmin},
	{"leader", "人大领导甲", register.CongressLeader}, {"governor", "政府领导甲", register.GovernmentLeader},
}

// open starts the office and the browser.
func open(t *testing.T) *house {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	dir := t.TempDir()
	logger := slog.New(slog.NewTextHandler(io.Discard, nil))
	server, err := live.Open(ctx, live.Options{Office: office.Options{Dir: filepath.Join(dir, "data")}, Logger: logger})
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, server: server}
	h.enrol(ctx)
	secrets, err := live.OpenAccounts(ctx, server.Office, filepath.Join(dir, "data"), live.AccountOptions{Key: filepath.Join(dir, "vault.key"), Lax: true, Logger: logger})
	if err != nil {
		t.Fatal(err)
	}
	h.secrets = secrets
	for _, a := range accounts {
		h.password(ctx, a.login)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h.address = "http://" + listener.Addr().String()
	ended := make(chan error, 1)
	go func() {
		ended <- server.Serve(ctx, live.Web{Listener: listener,
			Handler: api.New(pages.Options{Desk: server.Desk(), Typed: server.Typed, SignIn: secrets.Service, Logger: logger, Plain: true, Version: "test"})})
	}()
	allocator, closeBrowser := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.ExecPath("chromium-headless-shell"))...)
	var closeTab context.CancelFunc
	h.browser, closeTab = chromedp.NewContext(allocator)
	if err := chromedp.Do(h.browser); err != nil {
		t.Fatal("the browser does not start: ", err)
	}
	t.Cleanup(func() {
		closeTab()
		closeBrowser()
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := secrets.Close(); err != nil {
			t.Error(err)
		}
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// enrol enters the registers: units, committees, the session, the accounts.
func (h *house) enrol(ctx context.Context) {
	h.t.Helper()
	file, err := enrolling.Read(enrolling.Hunan())
	if err != nil {
		h.t.Fatal(err)
	}
	by := suggestion.Actor{Role: lifecycle.DeputyAffairsCommittee, Person: suggestion.Person{ID: "test", Name: "测试"}}
	if _, err := enrolling.Load(ctx, h.server.Office, file, by); err != nil {
		h.t.Fatal(err)
	}
	h.enter(ctx, by, register.SessionOpened{Facts: simulation.SessionOf(h.server.Office.Today().Year())})
	dir, err := h.server.Office.Directory(ctx)
	if err != nil {
		h.t.Fatal(err)
	}
	today := h.server.Office.Today()
	unit, ok := dir.UnitNamed(unitName, today)
	if !ok {
		h.t.Fatal("no unit")
	}
	committee, _ := dir.CommitteeOf(unit.ID, today)
	for _, a := range accounts {
		h.enter(ctx, by, register.AccountOpened{ID: a.login, From: today.AddDays(-30), Person: suggestion.Person{ID: "p-" + a.login, Name: a.name}})
		g := register.RoleGranted{ID: a.login, From: today.AddDays(-30), Role: a.role}
		switch {
		case a.role.OfUnit():
			g.Unit = register.Link{ID: unit.ID}
		case a.role == lifecycle.SpecialCommittee:
			g.Committee = register.Link{ID: committee.ID}
		}
		h.enter(ctx, by, g)
	}
}

// password gives an account the password that all have here.
func (h *house) password(ctx context.Context, login string) {
	h.t.Helper()
	token, err := h.secrets.StartReset(ctx, login, "test", signin.From{})
	if err == nil {
		err = h.secrets.FinishReset(ctx, token, password, signin.From{})
	}
	if err != nil {
		h.t.Fatal(login, err)
	}
}

// enrolled is one more deputy.
func (h *house) enrolled(login, name string) {
	h.t.Helper()
	by, today := suggestion.Actor{Role: lifecycle.DeputyAffairsCommittee, Person: suggestion.Person{ID: "test", Name: "测试"}}, h.server.Office.Today()
	h.enter(h.t.Context(), by, register.AccountOpened{ID: login, From: today.AddDays(-30), Person: suggestion.Person{ID: "p-" + login, Name: name}})
	h.enter(h.t.Context(), by, register.RoleGranted{ID: login, From: today.AddDays(-30), Role: lifecycle.LeadDeputy})
	h.password(h.t.Context(), login)
}

func (h *house) enter(ctx context.Context, by suggestion.Actor, fact register.Event) {
	h.t.Helper()
	if opened, ok := fact.(register.SessionOpened); ok {
		opened.ID = register.IDFor(opened)
		fact = opened
	}
	if _, err := h.server.Office.Enter(ctx, live.Statement{Actor: by, Fact: fact}); err != nil {
		h.t.Fatalf("%T: %v", fact, err)
	}
}

// keep writes a screenshot where it is looked at and judged.
func keep(name string, picture []byte) error {
	dir := os.Getenv("HUIYIN_SCREENSHOTS")
	if dir == "" {
		return nil
	}
	return os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o644)
}

func day(d calendar.Date) string { return d.String() }
