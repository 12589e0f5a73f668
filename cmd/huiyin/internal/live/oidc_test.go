package live_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"huiyin/api/pages"
	"huiyin/api/signin"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
)

// provider is an office's identity provider that knows one person.
type provider struct {
	t     *testing.T
	d     *door
	key   *ecdsa.PrivateKey
	at    *httptest.Server
	nonce string
}

func newProvider(t *testing.T) *provider {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	p := &provider{t: t, key: key}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		p.send(w, map[string]any{"issuer": p.at.URL, "authorization_endpoint": p.at.URL + "/auth", "token_endpoint": p.at.URL + "/token",
			"jwks_uri": p.at.URL + "/keys", "id_token_signing_alg_values_supported": []string{"ES256"}})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		p.send(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &p.key.PublicKey, KeyID: "1", Algorithm: "ES256", Use: "sig"}}})
	})
	mux.HandleFunc("/token", p.token)
	p.at = httptest.NewServer(mux)
	t.Cleanup(p.at.Close)
	return p
}

func (p *provider) send(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	must(p.t, json.NewEncoder(w).Encode(v))
}

func (p *provider) token(w http.ResponseWriter, _ *http.Request) {
	now := p.d.server.Office.Now().Unix()
	body, err := json.Marshal(map[string]any{"iss": p.at.URL, "aud": "huiyin", "sub": "emp-00417", "nonce": p.nonce, "iat": now, "exp": now + 300})
	must(p.t, err)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: p.key}, (&jose.SignerOptions{}).WithHeader("kid", "1"))
	must(p.t, err)
	signed, err := signer.Sign(body)
	must(p.t, err)
	text, err := signed.CompactSerialize()
	must(p.t, err)
	p.send(w, map[string]any{"access_token": "access", "token_type": "Bearer", "id_token": text})
}

// trusts lets an office trust the provider at an address.
func trusts(issuer string) func(*door, *pages.Options) {
	return func(d *door, o *pages.Options) {
		o.Provider = d.accounts.Identity(signin.ProviderOptions{Issuer: issuer, ClientID: "huiyin", ClientSecret: "s", RedirectURL: "http://huiyin.example/oidc/return"})
	}
}

// comes takes somebody to the provider and back.
func (p *provider) comes(c *caller, next string) shown {
	p.t.Helper()
	sent := c.gets("/oidc/start?next="+url.QueryEscape(next)).is(p.t, http.StatusSeeOther, p.at.URL+"/auth")
	to, err := url.Parse(sent.header.Get("Location"))
	must(p.t, err)
	p.nonce = to.Query().Get("nonce")
	return c.gets("/oidc/return?" + url.Values{"code": {"c"}, "state": {to.Query().Get("state")}}.Encode())
}

// Whom the office's own provider vouches for comes in if the security administrator
// has bound an account, lands where they wanted to go, and not again after it is
// unbound; without a provider there are no such pages (handbook AUT-01).
func TestTheOfficesOwnProvider(t *testing.T) {
	p := newProvider(t)
	d := openDoor(t, true, trusts(p.at.URL))
	p.d = d
	d.account("keeper", register.SecurityAdmin)
	d.account("gov", lifecycle.GovOffice)
	c := d.caller()
	c.gets("/signin?next=/cases").is(t, http.StatusOK, "统一身份认证", "/oidc/start?next=%2fcases")
	p.comes(c, "/cases").is(t, http.StatusUnauthorized, "emp-00417")
	keeper := d.enters("keeper")
	keeper.posts("/accounts/gov/bind", "subject", "emp-00417").is(t, http.StatusSeeOther, "done=bind")
	keeper.posts("/accounts/keeper/bind", "subject", "emp-00417").is(t, http.StatusUnprocessableEntity, "已绑定其他账号")
	p.comes(c, "/cases?state=handling").is(t, http.StatusSeeOther, "/cases?state=handling")
	c.gets("/cases").is(t, http.StatusOK)
	c.gets("/oidc/return?code=c&state=old").is(t, http.StatusUnauthorized)
	p.comes(d.caller(), "https://evil.example/").is(t, http.StatusSeeOther)
	keeper.posts("/accounts/gov/unbind", "issuer", p.at.URL, "subject", "emp-00417").is(t, http.StatusSeeOther, "done=unbind")
	p.comes(d.caller(), "/").is(t, http.StatusUnauthorized)

	p.at.Close()
	plain := openDoor(t, true)
	plain.caller().gets("/oidc/start").is(t, http.StatusNotFound)
	plain.caller().gets("/oidc/return").is(t, http.StatusNotFound)
}

// A provider that cannot be reached stops nobody who has a password.
func TestAProviderThatIsAway(t *testing.T) {
	d := openDoor(t, true, trusts("http://127.0.0.1:1"))
	d.account("gov", lifecycle.GovOffice)
	d.caller().gets("/oidc/start").is(t, http.StatusServiceUnavailable, "暂时联系不上")
	d.enters("gov").gets("/cases").is(t, http.StatusOK)
}
