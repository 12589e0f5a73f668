package outbound

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// SMTPOptions describe a mail server.
type SMTPOptions struct {
	// Address is host:port. Port 465 speaks TLS from the start; every other must
	// offer STARTTLS, but on this machine.
	Address string
	// From is who sends.
	From           string
	User, Password string
	// Roots are trusted beside the machine's own; nil for none.
	TLS *tls.Config
}

// SMTP is the channel of mail. A server's answer of 4xx is tried again, 5xx is a
// refusal for good. The message's id is its Message-ID, so that a repeat can be told.
type SMTP struct {
	o    SMTPOptions
	host string
	port int
}

// NewSMTP checks the options.
func NewSMTP(o SMTPOptions) (*SMTP, error) {
	host, port, err := net.SplitHostPort(o.Address)
	if err != nil {
		return nil, fmt.Errorf("outbound: mail: %w", err)
	}
	s := &SMTP{o: o, host: host}
	if s.port, err = strconv.Atoi(port); err != nil {
		return nil, fmt.Errorf("outbound: mail: port %q", port)
	}
	if err := mail.NewMsg().From(o.From); err != nil {
		return nil, fmt.Errorf("outbound: mail: sender %q: %w", o.From, err)
	}
	_, err = s.client()
	return s, err
}

func (s *SMTP) client() (*mail.Client, error) {
	options := []mail.Option{mail.WithPort(s.port), mail.WithTimeout(20 * time.Second), mail.WithTLSPolicy(mail.TLSMandatory)}
	switch {
	case s.port == 465:
		options = append(options, mail.WithSSL())
	case here(s.host):
		options = append(options, mail.WithTLSPolicy(mail.TLSOpportunistic))
	}
	if s.o.TLS != nil {
		options = append(options, mail.WithTLSConfig(s.o.TLS))
	}
	if s.o.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(s.o.User), mail.WithPassword(s.o.Password))
	}
	return mail.NewClient(s.host, options...)
}

// Name implements Channel.
func (s *SMTP) Name() string { return "mail" }

// Send implements Channel.
func (s *SMTP) Send(ctx context.Context, m Message) (string, error) {
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := errors.Join(msg.From(s.o.From), msg.To(m.To)); err != nil {
		return "", refused("a malformed address")
	}
	_, domain, _ := strings.Cut(s.o.From, "@")
	msg.Subject(m.Subject)
	msg.SetMessageIDWithValue(m.ID + "@" + strings.Trim(domain, "> "))
	msg.SetBodyString(mail.TypeTextPlain, m.Text)
	client, err := s.client()
	if err != nil {
		return "", err
	}
	if err := client.DialAndSendWithContext(ctx, msg); err != nil {
		return "", judged(err)
	}
	return receiptOf(m.ID), nil
}

// judged tells a refusal for good from trouble that may pass, without the address
// that the server's answer may repeat.
func judged(err error) error {
	var failed *mail.SendError
	if !errors.As(err, &failed) {
		return errors.New("the mail server cannot be reached or does not let us in")
	}
	if failed.IsTemp() || failed.ErrorCode() < 500 {
		return fmt.Errorf("the mail server answered %d", failed.ErrorCode())
	}
	return refused("the mail server answered %d", failed.ErrorCode())
}
