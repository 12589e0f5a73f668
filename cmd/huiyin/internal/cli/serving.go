package cli

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"huiyin/api/pages"
	"huiyin/api/signin"
	"huiyin/cmd/huiyin/internal/live"
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
	level                          string
	// out are the ways by which people are told out of the house.
	out outward
}

// configured are the flags of what reads its settings from a file as well.
func (s *serving) configured(c *cobra.Command) {
	c.Flags().String("config", "", text("flag.config"))
	c.Flags().String("checkpoint", "", text("flag.checkpoint_at"))
	c.Flags().String("checkpoint-pub", "", text("flag.checkpoint_pub"))
	c.Flags().String("checkpoint-key", "", text("flag.checkpoint_key"))
	c.Flags().StringVar(&s.level, "log-level", "info", text("flag.log_level"))
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
	s.out.flags(c)
}

// listener opens the port; a demonstration takes any. Without TLS in front it is of
// this machine alone.
func (s *serving) listener(any bool) (l net.Listener, local bool, err error) {
	l, err = net.Listen("tcp", s.listen)
	if err != nil && any {
		l, err = net.Listen("tcp", "127.0.0.1:0")
	}
	if err != nil {
		return nil, false, unavailable{say("cli.serve.no_port", "address", s.listen, "detail", err.Error())}
	}
	if local = l.Addr().(*net.TCPAddr).IP.IsLoopback(); !local && !s.proxy {
		return nil, false, errors.Join(usage("cli.serve.no_tls", "address", s.listen), l.Close())
	}
	return l, local, nil
}

// around tells the pages what stands around the office: proxies in front of it, an
// identity provider beside it.
func (s *serving) around(o *pages.Options, accounts *live.Accounts) (err error) {
	if o.Proxies, err = s.proxies(); err != nil {
		return err
	}
	o.Provider, err = s.provider(accounts)
	return err
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

// logger writes JSON lines; a demonstration says only what is wrong.
func (s *serving) logger(w io.Writer) (*slog.Logger, error) {
	level := slog.LevelWarn
	if s.level != "" && level.UnmarshalText([]byte(s.level)) != nil {
		return nil, usage("cli.serve.bad_level", "level", s.level)
	}
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level})), nil
}
