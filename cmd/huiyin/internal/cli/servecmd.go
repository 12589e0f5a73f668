package cli

import (
	"cmp"
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"

	"huiyin/api"
	"huiyin/api/pages"
	"huiyin/api/signin"
	"huiyin/cmd/huiyin/internal/live"
	"huiyin/cmd/huiyin/internal/office"
	"huiyin/eventstore"
)

// serve runs the real thing until it is told to stop.
func (a *app) serve() *cobra.Command {
	var s serving
	c := a.needData(leaf("serve", func(c *cobra.Command, _ []string) error {
		if _, err := configure(c); err != nil {
			return err
		}
		if s.key == "" {
			return usage("cli.serve.no_key")
		}
		return a.runServer(c.Context(), s, nil)
	}))
	s.flags(c)
	s.configured(c)
	return c
}

// runServer opens the folder, its accounts and the port. Without TLS in front it
// listens to this machine alone (handbook AUT-10).
func (a *app) runServer(ctx context.Context, s serving, prepare func(*live.Server, *live.Accounts) ([]pages.DemoAccount, error)) (err error) {
	if a.data == "" {
		return usage("cli.no_data")
	}
	listener, local, err := s.listener(prepare != nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ignoreClosed(listener.Close())) }()
	logger, err := s.logger(a.err)
	if err != nil {
		return err
	}
	channels, err := s.out.channels()
	if err != nil {
		return err
	}
	server, err := live.Open(ctx, live.Options{Channels: channels, Office: office.Options{Dir: a.data, Hooks: a.figures.hooks()}, Logger: logger, Applied: a.applied,
		Backups: s.backups, Checkpoint: os.Getenv(guardFile)})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, renew(context.Background(), a.data, server.Office.Log), server.Close()) }()
	if err := guarded(ctx, a.data, server.Office.Log); err != nil {
		return err
	}
	a.figures.years = func() int { return len(noticeWanted(server.Office.Calendar, server.Office.Today())) }
	accounts, err := live.OpenAccounts(ctx, server.Office, a.data, live.AccountOptions{Key: s.key, Lax: prepare != nil, Logger: logger,
		Refused: func(reason string) { a.figures.refused.WithLabelValues(reason).Inc() }})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, accounts.Close()) }()
	server.Notices.Reach(accounts.Contacts())
	tending, rest := context.WithCancel(ctx)
	defer rest()
	go accounts.Tend(tending, logger)
	o := pages.Options{Desk: server.Desk(), Typed: server.Typed, SignIn: accounts.Service, Logger: logger, Plain: local && !s.proxy, Version: buildVersion(),
		Answered: a.figures.answered}
	if err := s.around(&o, accounts); err != nil {
		return err
	}
	if prepare != nil {
		if o.Demo, err = prepare(server, accounts); err != nil {
			return err
		}
	}
	address := cmp.Or(strings.TrimSuffix(s.public, "/"), "http://"+listener.Addr().String())
	if err := a.firstToken(ctx, accounts, address); err != nil {
		return err
	}
	a.note("cli.serve.ready", "address", address+"/")
	web := live.Web{Listener: listener, Handler: api.New(o)}
	if err := a.listenOps(s, server, &web); err != nil {
		return err
	}
	return server.Serve(ctx, web)
}

// listenOps opens the listener for machines, on this machine alone.
func (a *app) listenOps(s serving, server *live.Server, web *live.Web) (err error) {
	if s.ops == "" {
		return nil
	}
	if web.Ops, err = net.Listen("tcp", s.ops); err != nil {
		return unavailable{say("cli.serve.no_port", "address", s.ops, "detail", err.Error())}
	}
	if !web.Ops.Addr().(*net.TCPAddr).IP.IsLoopback() {
		return errors.Join(usage("cli.serve.ops_open", "address", s.ops), web.Ops.Close())
	}
	for _, c := range []prometheus.Collector{server.Business(), server.State(), server.Posting()} {
		if err := a.figures.registry.Register(c); err != nil {
			return errors.Join(err, web.Ops.Close())
		}
	}
	web.OpsHandler = server.Ops(a.figures.registry)
	return nil
}

// firstToken prints what sets a new installation up. There is no default account.
func (a *app) firstToken(ctx context.Context, accounts *live.Accounts, address string) error {
	token, err := accounts.SetUp(ctx)
	if errors.Is(err, signin.ErrSetUp) {
		return nil
	}
	if err == nil {
		a.note("cli.serve.setup", "address", address+"/setup?token="+token)
	}
	return err
}

func (a *app) applied(events int, at, head eventstore.Position) {
	a.figures.applied.Add(float64(events))
	a.figures.lag.Set(float64(head - min(head, at)))
}

func ignoreClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// demoKey is where a demonstration keeps the key of its vault: beside the folder.
func demoKey(data string) string {
	return filepath.Join(filepath.Dir(data), filepath.Base(data)+".key")
}
