package outbound_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"huiyin/projections/notices/outbound"
)

// mailServer speaks as much SMTP as a client needs. It answers RCPT with the code
// given and keeps what it takes.
type mailServer struct {
	net.Listener
	mu   sync.Mutex
	code int
	got  []string
}

func newMailServer(t *testing.T) *mailServer {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &mailServer{Listener: l, code: 250}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.talk(c)
		}
	}()
	return s
}

func (s *mailServer) talk(c net.Conn) {
	defer c.Close()
	r := bufio.NewReader(c)
	say := func(line string) { fmt.Fprint(c, line+"\r\n") }
	say("220 here")
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		s.mu.Lock()
		code := s.code
		s.mu.Unlock()
		switch verb := strings.ToUpper(strings.Fields(line + " x")[0]); verb {
		case "EHLO":
			say("250 here")
		case "RCPT":
			say(fmt.Sprintf("%d %s", code, strings.TrimSpace(line)))
		case "DATA":
			say("354 go on")
			var text strings.Builder
			for {
				line, err := r.ReadString('\n')
				if err != nil || line == ".\r\n" {
					break
				}
				text.WriteString(line)
			}
			s.mu.Lock()
			s.got = append(s.got, text.String())
			s.mu.Unlock()
			say("250 taken as 13800138000")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func TestMailGoesOut(t *testing.T) {
	server := newMailServer(t)
	c, err := outbound.NewSMTP(outbound.SMTPOptions{Address: server.Addr().String(), From: "回音 <huiyin@example.com>"})
	if err != nil {
		t.Fatal(err)
	}
	m := outbound.Message{ID: "0a8a3c52", To: "li@example.com", Subject: "回音：通知", Text: "您有1条通知"}
	receipt, err := c.Send(t.Context(), m)
	if err != nil || strings.Contains(receipt, "138") || receipt == "" {
		t.Fatalf("%q %v", receipt, err)
	}
	if got := server.got[0]; !strings.Contains(got, "Message-ID: <0a8a3c52@example.com>") || !strings.Contains(got, "To: <li@example.com>") {
		t.Error(got)
	}
	for code, forGood := range map[int]bool{451: false, 550: true} {
		server.mu.Lock()
		server.code = code
		server.mu.Unlock()
		_, err := c.Send(t.Context(), m)
		if err == nil || outbound.Permanent(err) != forGood || strings.Contains(err.Error(), "li@") {
			t.Errorf("%d: %v", code, err)
		}
	}
	_ = server.Close()
	if _, err := c.Send(t.Context(), m); err == nil || outbound.Permanent(err) {
		t.Errorf("a server that is away: %v", err)
	}
	if _, err := outbound.NewSMTP(outbound.SMTPOptions{Address: "host", From: "a@b.cn"}); err == nil {
		t.Error("an address without a port")
	}
}

func TestTheGatewayIsAsked(t *testing.T) {
	status, answer := 200, `{"id": "m-17 <x>"}`
	var asked *http.Request
	var body string
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, _ := io.ReadAll(r.Body)
		asked, body = r, string(data)
		w.WriteHeader(status)
		fmt.Fprint(w, answer)
	}))
	defer web.Close()
	at := time.Unix(1_800_000_000, 0)
	g, err := outbound.NewGateway(outbound.GatewayOptions{Name: "sms", URL: web.URL + "/send?key=s3cret", Secret: []byte("k"), Now: func() time.Time { return at },
		Template: `{"mobile":{{json .To}},"content":{{json .Text}},"sn":{{json .ID}}}`})
	if err != nil {
		t.Fatal(err)
	}
	m := outbound.Message{ID: "0a8a", To: "13800138000", Text: `第"12"号`}
	receipt, err := g.Send(t.Context(), m)
	if err != nil || receipt != "m-17x" || body != `{"mobile":"13800138000","content":"第\"12\"号","sn":"0a8a"}` {
		t.Fatalf("%q %v %s", receipt, err, body)
	}
	if asked.Header.Get(outbound.KeyHeader) != "0a8a" || asked.Header.Get(outbound.SignatureHeader) != outbound.Sign([]byte("k"), at, []byte(body)) {
		t.Error(asked.Header)
	}
	if got, want := asked.Header.Get(outbound.SignatureHeader), "t=1800000000,v1=e22795d6d6e4def1e7b7cffcbd4050145a0d190280496a742aa583eedbf3ded2"; got != want {
		t.Errorf("%s, not %s as any other program signs it", got, want)
	}
	for code, forGood := range map[int]bool{302: true, 400: true, 401: true, 408: false, 429: false, 500: false, 503: false} {
		status = code
		if _, err := g.Send(t.Context(), m); err == nil || outbound.Permanent(err) != forGood {
			t.Errorf("%d: %v", code, err)
		}
	}
	web.Close()
	if _, err := g.Send(t.Context(), m); err == nil || outbound.Permanent(err) || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("a gateway that is away: %v", err)
	}
}

func TestAGatewayIsDescribedWell(t *testing.T) {
	for name, o := range map[string]outbound.GatewayOptions{
		"in the clear":          {URL: "http://sms.example.com/"},
		"no address":            {URL: "sms"},
		"a template of no JSON": {URL: "https://sms.example.com/", Template: `{"to":{{.To}},"x":}`},
		"an unknown field":      {URL: "https://sms.example.com/", Template: `{{json .Phone}}`},
		"an open template":      {URL: "https://sms.example.com/", Template: `{{`},
	} {
		if _, err := outbound.NewGateway(o); err == nil {
			t.Error(name)
		}
	}
	if _, err := outbound.NewGateway(outbound.GatewayOptions{Name: "sms", URL: "https://sms.example.com/"}); err != nil {
		t.Error(err)
	}
	if !outbound.Permanent(errors.Join(outbound.ErrPermanent)) {
		t.Error("joined")
	}
}
