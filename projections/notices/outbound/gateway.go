package outbound

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"text/template"
	"time"
)

// Headers of what is sent to a gateway.
const (
	// KeyHeader holds the message's id, the same for every try.
	KeyHeader = "Idempotency-Key"
	// SignatureHeader holds "t=SECONDS,v1=HEX": HMAC-SHA256, under the shared
	// secret, of the seconds since 1970, a full stop and the body.
	SignatureHeader = "Huiyin-Signature"
)

// DefaultTemplate is the body that is sent if none is given. A template's {{json X}}
// writes a text as JSON; it has .ID, .To, .Subject and .Text.
const DefaultTemplate = `{"id":{{json .ID}},"to":{{json .To}},"text":{{json .Text}}}`

// mostRead bounds how much of a gateway's answer is read.
const mostRead = 16 << 10

// GatewayOptions describe an HTTP gateway.
type GatewayOptions struct {
	// Name is the channel it serves.
	Name string
	// URL takes a POST of JSON; https, or http on this machine.
	URL string
	// Template makes the body; empty means DefaultTemplate.
	Template string
	// Secret signs what is sent; empty signs nothing.
	Secret []byte
	// Now dates signatures; nil means the machine's clock.
	Now func() time.Time
	// Client sends; nil means one that follows no redirect and waits ten seconds.
	Client *http.Client
}

// Gateway is a channel over HTTP. An answer of 2xx is taken over, with the receipt in
// the field "id" of a JSON answer, if it has one. 408, 425, 429 and 5xx are tried
// again; every other is a refusal for good.
type Gateway struct {
	o    GatewayOptions
	body *template.Template
}

// NewGateway checks the options.
func NewGateway(o GatewayOptions) (*Gateway, error) {
	u, err := url.Parse(o.URL)
	if err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !here(u.Hostname())) {
		return nil, fmt.Errorf("outbound: %s: the address must be https, or http on this machine", o.Name)
	}
	if o.Template == "" {
		o.Template = DefaultTemplate
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Client == nil {
		o.Client = &http.Client{Timeout: 10 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	g := &Gateway{o: o}
	if g.body, err = template.New(o.Name).Option("missingkey=error").Funcs(template.FuncMap{"json": quoted}).Parse(o.Template); err != nil {
		return nil, fmt.Errorf("outbound: %s: template: %w", o.Name, err)
	}
	if _, err := g.fill(Message{ID: "1", To: "1", Subject: "\"", Text: "\""}); err != nil {
		return nil, fmt.Errorf("outbound: %s: template: %w", o.Name, err)
	}
	return g, nil
}

func here(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func quoted(text string) (string, error) {
	data, err := json.Marshal(text)
	return string(data), err
}

func (g *Gateway) fill(m Message) ([]byte, error) {
	var out bytes.Buffer
	if err := g.body.Execute(&out, m); err != nil {
		return nil, err
	}
	if !json.Valid(out.Bytes()) {
		return nil, errors.New("what it makes is no JSON")
	}
	return out.Bytes(), nil
}

// Name implements Channel.
func (g *Gateway) Name() string { return g.o.Name }

// Send implements Channel.
func (g *Gateway) Send(ctx context.Context, m Message) (string, error) {
	body, err := g.fill(m)
	if err != nil {
		return "", refused("%v", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, g.o.URL, bytes.NewReader(body))
	if err != nil {
		return "", refused("%v", err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set(KeyHeader, m.ID)
	if len(g.o.Secret) > 0 {
		req.Header.Set(SignatureHeader, Sign(g.o.Secret, g.o.Now(), body))
	}
	resp, err := g.o.Client.Do(req)
	if err != nil {
		return "", unnamed(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, mostRead))
	switch code := resp.StatusCode; {
	case code == http.StatusRequestTimeout, code == http.StatusTooEarly, code == http.StatusTooManyRequests, code >= 500:
		return "", fmt.Errorf("the gateway answered %d", code)
	case code < 200 || code > 299:
		return "", refused("the gateway answered %d", code)
	}
	if err != nil {
		return "", nil // taken over; only its name there is not known
	}
	return receiptIn(answer), nil
}

// receiptIn is the gateway's own name for a message.
func receiptIn(answer []byte) string {
	var named struct {
		ID json.RawMessage `json:"id"`
	}
	if json.Unmarshal(answer, &named) != nil {
		return ""
	}
	return receiptOf(string(named.ID))
}

// unnamed leaves the address, which may hold a key, out of an error.
func unnamed(err error) error {
	var of *url.Error
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}

// Sign is the signature of a body sent at a moment.
func Sign(secret []byte, at time.Time, body []byte) string {
	seconds := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(seconds + "."))
	mac.Write(body)
	return "t=" + seconds + ",v1=" + hex.EncodeToString(mac.Sum(nil))
}
