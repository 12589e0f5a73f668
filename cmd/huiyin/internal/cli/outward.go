package cli

import (
	"os"
	"strings"

	"github.com/spf13/cobra"

	"huiyin/projections/notices"
	"huiyin/projections/notices/outbound"
)

// outward are the flags of the ways by which people are told out of the house. A
// way whose address is empty is not there.
type outward struct {
	smtp, from, user, password string
	sms, messenger             gate
}

// gate is an HTTP gateway; template and secret are files.
type gate struct{ url, template, secret string }

func (o *outward) flags(c *cobra.Command) {
	c.Flags().StringVar(&o.smtp, "smtp", "", text("flag.smtp"))
	c.Flags().StringVar(&o.from, "smtp-from", "", text("flag.smtp_from"))
	c.Flags().StringVar(&o.user, "smtp-user", "", text("flag.smtp_user"))
	c.Flags().StringVar(&o.password, "smtp-password-file", "", text("flag.smtp_password"))
	c.Flags().StringVar(&o.sms.url, "sms-url", "", text("flag.sms_url"))
	c.Flags().StringVar(&o.sms.template, "sms-template-file", "", text("flag.gate_template"))
	c.Flags().StringVar(&o.sms.secret, "sms-secret-file", "", text("flag.gate_secret"))
	c.Flags().StringVar(&o.messenger.url, "messenger-url", "", text("flag.messenger_url"))
	c.Flags().StringVar(&o.messenger.template, "messenger-template-file", "", text("flag.gate_template"))
	c.Flags().StringVar(&o.messenger.secret, "messenger-secret-file", "", text("flag.gate_secret"))
}

// channels are the ways that the flags describe.
func (o *outward) channels() (all []outbound.Channel, err error) {
	if o.smtp != "" {
		password, err := secretIn(o.password)
		if err != nil {
			return nil, err
		}
		c, err := outbound.NewSMTP(outbound.SMTPOptions{Address: o.smtp, From: o.from, User: o.user, Password: password})
		if err != nil {
			return nil, usage("cli.notices.bad_smtp", "detail", err.Error())
		}
		all = append(all, c)
	}
	for _, g := range []struct {
		name string
		gate
	}{{notices.SMS, o.sms}, {notices.Messenger, o.messenger}} {
		if g.url == "" {
			continue
		}
		c, err := g.open(g.name)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

func (g gate) open(name string) (outbound.Channel, error) {
	secret, err := secretIn(g.secret)
	if err != nil {
		return nil, err
	}
	template, err := secretIn(g.template)
	if err != nil {
		return nil, err
	}
	c, err := outbound.NewGateway(outbound.GatewayOptions{Name: name, URL: g.url, Template: template, Secret: []byte(secret)})
	if err != nil {
		return nil, usage("cli.notices.bad_gate", "name", name, "detail", err.Error())
	}
	return c, nil
}

// secretIn is a file's content without the line's end; empty for no file.
func secretIn(file string) (string, error) {
	if file == "" {
		return "", nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return "", usage("cli.notices.no_file", "file", file)
	}
	return strings.TrimSpace(string(data)), nil
}
