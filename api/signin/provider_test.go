package signin_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"huiyin/api/signin"
)

const (
	clientID     = "huiyin"
	clientSecret = "a secret of the provider's own choosing"
	subject      = "emp-00417"
	answerAt     = "https://huiyin.example/signin/return"
)

// provider is an identity provider that can be told to lie.
type provider struct {
	t      testing.TB
	w      *world
	server *httptest.Server
	key    *ecdsa.PrivateKey
	claims func(map[string]any)               // spoils what is signed
	sign   func(p *provider, b []byte) string // signs otherwise
	reply  func(map[string]any)               // spoils the answer around the token
	sends  bool                               // names its issuer in answers

	mu    sync.Mutex
	codes map[string]url.Values
}

func newProvider(t testing.TB, w *world) *provider {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	p := &provider{t: t, w: w, key: key, codes: map[string]url.Values{}}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", p.discovery)
	mux.HandleFunc("/keys", func(rw http.ResponseWriter, _ *http.Request) {
		p.send(rw, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &p.key.PublicKey, KeyID: "1", Algorithm: "ES256", Use: "sig"}}})
	})
	mux.HandleFunc("/token", p.token)
	p.server = httptest.NewServer(mux)
	t.Cleanup(p.server.Close)
	return p
}

func (p *provider) discovery(rw http.ResponseWriter, _ *http.Request) {
	at := p.server.URL
	p.send(rw, map[string]any{"issuer": at, "authorization_endpoint": at + "/auth", "token_endpoint": at + "/token", "jwks_uri": at + "/keys",
		"id_token_signing_alg_values_supported":          []string{"ES256", "none", "HS256"},
		"authorization_response_iss_parameter_supported": p.sends})
}

func (p *provider) send(rw http.ResponseWriter, v any) {
	rw.Header().Set("Content-Type", "application/json")
	must(p.t, json.NewEncoder(rw).Encode(v))
}

// authorize does what somebody does at the provider's page, and gives the query
// of the address they come back to.
func (p *provider) authorize(address string) url.Values {
	at, err := url.Parse(address)
	must(p.t, err)
	q := at.Query()
	if q.Get("code_challenge_method") != "S256" || q.Get("nonce") == "" || q.Get("redirect_uri") != answerAt || q.Get("response_type") != "code" ||
		q.Get("client_id") != clientID || !strings.Contains(q.Get("scope"), "openid") {
		p.t.Errorf("sent to %s", address)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	code := "code-" + q.Get("state")[:8]
	p.codes[code] = q
	return url.Values{"code": {code}, "state": {q.Get("state")}}
}

// token exchanges a code once, and only with the verifier of its challenge.
func (p *provider) token(rw http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	asked, known := p.codes[r.FormValue("code")]
	delete(p.codes, r.FormValue("code"))
	p.mu.Unlock()
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if !known || base64.RawURLEncoding.EncodeToString(sum[:]) != asked.Get("code_challenge") {
		http.Error(rw, `{"error":"invalid_grant"}`, http.StatusBadRequest)
		return
	}
	now := p.w.now().Unix()
	claims := map[string]any{"iss": p.server.URL, "aud": clientID, "sub": subject, "nonce": asked.Get("nonce"), "iat": now, "exp": now + 300}
	if p.claims != nil {
		p.claims(claims)
	}
	body, err := json.Marshal(claims)
	must(p.t, err)
	sign := p.sign
	if sign == nil {
		sign = func(p *provider, b []byte) string { return signed(p.t, jose.ES256, p.key, b) }
	}
	answer := map[string]any{"access_token": "access", "token_type": "Bearer", "id_token": sign(p, body)}
	if p.reply != nil {
		p.reply(answer)
	}
	p.send(rw, answer)
}

func signed(t testing.TB, alg jose.SignatureAlgorithm, key any, body []byte) string {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: key}, (&jose.SignerOptions{}).WithHeader("kid", "1"))
	must(t, err)
	done, err := signer.Sign(body)
	must(t, err)
	text, err := done.CompactSerialize()
	must(t, err)
	return text
}

// trust lets the service trust the provider.
func (p *provider) trust(set ...func(*signin.ProviderOptions)) *signin.Provider {
	o := signin.ProviderOptions{Issuer: p.server.URL, ClientID: clientID, ClientSecret: clientSecret, RedirectURL: answerAt}
	for _, f := range set {
		f(&o)
	}
	trusted, err := p.w.Provider(p.t.Context(), o)
	must(p.t, err)
	return trusted
}

// bound is a world in which the deputy is bound to a subject of the provider.
func bound(t testing.TB) (*world, *provider) {
	w := newWorld(t)
	p := newProvider(t, w)
	must(t, w.Bind(t.Context(), deputy, p.server.URL, subject, "security", home))
	return w, p
}

func unsigned(_ *provider, body []byte) string {
	head := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`))
	return head + "." + base64.RawURLEncoding.EncodeToString(body) + "."
}

func otherKey(p *provider, body []byte) string {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(p.t, err)
	return signed(p.t, jose.ES256, key, body)
}

func bySecret(p *provider, body []byte) string {
	return signed(p.t, jose.HS256, []byte(clientSecret), body)
}

func changedAfter(p *provider, body []byte) string {
	parts := strings.Split(signed(p.t, jose.ES256, p.key, body), ".")
	other := strings.Replace(string(body), subject, "emp-00001", 1)
	return parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte(other)) + "." + parts[2]
}

func ago(w *world, d time.Duration) int64 { return w.now().Add(-d).Unix() }
