package cli

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"huiyin/api"
	"huiyin/api/pages"
	"huiyin/api/signin"
	"huiyin/cmd/huiyin/internal/live"
	"huiyin/cmd/huiyin/internal/office"
	"huiyin/eventstore"
)

// serving are the flags of what serves pages.
type serving struct {
	ops    string
	listen string
	key    string
	proxy  bool
	// from are the addresses of the proxies in front, whose word is taken for where
	// a request comes from.
	from                           []string
	backups                        string
	issuer, client, secret, public string
}

func (s *serving) flags(c *cobra.Command) {
	c.Flags().StringVar(&s.listen, "listen", "127.0.0.1:8080", text("flag.listen"))
	c.Flags().StringVar(&s.key, "vault-key", "", text("flag.vault_key"))
	c.Flags().StringVar(&s.ops, "ops-listen", "", text("flag.ops_listen"))
	c.Flags().BoolVar(&s.proxy, "behind-tls-proxy", false, text("flag.proxy"))
	c.Flags().StringSliceVar(&s.from, "proxy-from", []string{"127.0.0.0/8", "::1/128"}, text("flag.proxy_from"))
	c.Flags().StringVar(&s.backups, "backups", "", text("flag.backups"))
	c.Flags().StringVar(&s.issuer, "oidc-issuer", "", text("flag.oidc_issuer"))
	c.Flags().StringVar(&s.client, "oidc-client", "", text("flag.oidc_client"))
	c.Flags().StringVar(&s.secret, "oidc-secret-file", "", text("flag.oidc_secret"))
	c.Flags().StringVar(&s.public, "public-url", "", text("flag.public_url"))
}

// proxies are the trusted ones; without a proxy in front there are none.
func (s *serving) proxies() (all []netip.Prefix, err error) {
	if !s.proxy {
		return nil, nil
	}
	for _, text := range s.from {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, usage("cli.serve.bad_proxy", "address", text)
		}
		all = append(all, p)
	}
	return all, nil
}

// provider is the office's own identity provider; nil if none is named.
func (s *serving) provider(accounts *live.Accounts) (func(context.Context) (*signin.Provider, error), error) {
	if s.issuer == "" {
		return nil, nil
	}
	if s.client == "" || s.secret == "" || s.public == "" {
		return nil, usage("cli.serve.oidc_incomplete")
	}
	secret, err := os.ReadFile(s.secret)
	if err != nil {
		return nil, usage("cli.serve.no_secret", "file", s.secret)
	}
	return accounts.Identity(signin.ProviderOptions{Issuer: s.issuer, ClientID: s.client, ClientSecret: strings.TrimSpace(string(secret)),
		RedirectURL: strings.TrimSuffix(s.public, "/") + "/oidc/return"}), nil
}

// serve runs the real thing until it is told to stop.
func (a *app) serve() *cobra.Command {
	var s serving
	c := a.needData(leaf("serve", func(c *cobra.Command, _ []string) error {
		if s.key == "" {
			return usage("cli.serve.no_key")
		}
		return a.runServer(c.Context(), s, nil)
	}))
	s.flags(c)
	return c
}

// runServer opens the folder, its accounts and the port. Without TLS in front it
// listens to this machine alone (handbook AUT-10).
func (a *app) runServer(ctx context.Context, s serving, prepare func(*live.Server, *live.Accounts) ([]pages.DemoAccount, error)) (err error) {
	if a.data == "" {
		return usage("cli.no_data")
	}
	listener, err := net.Listen("tcp", s.listen)
	if err != nil && prepare != nil { // a demonstration takes any port
		listener, err = net.Listen("tcp", "127.0.0.1:0")
	}
	if err != nil {
		return unavailable{say("cli.serve.no_port", "address", s.listen, "detail", err.Error())}
	}
	defer func() { err = errors.Join(err, ignoreClosed(listener.Close())) }()
	local := listener.Addr().(*net.TCPAddr).IP.IsLoopback()
	if !local && !s.proxy {
		return usage("cli.serve.no_tls", "address", s.listen)
	}
	proxies, err := s.proxies()
	if err != nil {
		return err
	}
	logger := slog.New(slog.NewJSONHandler(a.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	server, err := live.Open(ctx, live.Options{Office: office.Options{Dir: a.data, Hooks: a.figures.hooks()}, Logger: logger, Applied: a.applied,
		Backups: s.backups, Checkpoint: os.Getenv(guardFile)})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, renew(context.Background(), a.data, server.Office.Log), server.Close()) }()
	if err := guarded(ctx, a.data, server.Office.Log); err != nil {
		return err
	}
	accounts, err := live.OpenAccounts(ctx, server.Office, a.data, live.AccountOptions{Key: s.key, Lax: prepare != nil, Logger: logger})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, accounts.Close()) }()
	tending, rest := context.WithCancel(ctx)
	defer rest()
	go accounts.Tend(tending, logger)
	o := pages.Options{Desk: server.Desk(), SignIn: accounts.Service, Logger: logger, Plain: local && !s.proxy, Version: buildVersion(), Proxies: proxies}
	if o.Provider, err = s.provider(accounts); err != nil {
		return err
	}
	if prepare != nil {
		if o.Demo, err = prepare(server, accounts); err != nil {
			return err
		}
	}
	if err := a.firstToken(ctx, accounts, "http://"+listener.Addr().String()); err != nil {
		return err
	}
	a.note("cli.serve.ready", "address", "http://"+listener.Addr().String()+"/")
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
	if err := a.figures.registry.Register(server.Business()); err != nil {
		return errors.Join(err, web.Ops.Close())
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
