package signin

import (
	"context"
	"crypto/subtle"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// FlowTime is how long somebody may take at the identity provider.
const FlowTime = 10 * time.Minute

// ProviderOptions say which identity provider is trusted, and how far.
type ProviderOptions struct {
	Issuer, ClientID, ClientSecret string
	// RedirectURL is where the provider sends people back to.
	RedirectURL string
	// Scopes are asked beside "openid".
	Scopes []string
	// SecondFactor says that the provider has asked for two factors itself.
	SecondFactor bool
	// Client calls the provider; nil means one with a time limit of 10 s.
	Client *http.Client
}

// Provider is an OpenID Connect identity provider: code flow with PKCE, state
// and nonce. Who somebody is there is (issuer, subject), never an e-mail or a
// name, and comes in only if an account was bound to it (handbook AUT-01).
type Provider struct {
	service  *Service
	options  ProviderOptions
	config   oauth2.Config
	verifier *oidc.IDTokenVerifier
	// sendsIssuer says that every answer must name its issuer (RFC 9207).
	sendsIssuer bool
}

// flow is somebody who is away at the provider.
type flow struct {
	Issuer, Nonce, Verifier string
	Browser                 string // digest
	Until                   time.Time
}

// Provider asks an identity provider for its addresses and keys.
func (s *Service) Provider(ctx context.Context, o ProviderOptions) (*Provider, error) {
	if o.Client == nil {
		o.Client = &http.Client{Timeout: 10 * time.Second}
	}
	found, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), o.Client), o.Issuer)
	if err != nil {
		return nil, err
	}
	var more struct {
		SendsIssuer bool `json:"authorization_response_iss_parameter_supported"`
	}
	if err := found.Claims(&more); err != nil {
		return nil, err
	}
	return &Provider{service: s, options: o, sendsIssuer: more.SendsIssuer,
		verifier: found.Verifier(&oidc.Config{ClientID: o.ClientID, Now: s.now}),
		config: oauth2.Config{ClientID: o.ClientID, ClientSecret: o.ClientSecret, RedirectURL: o.RedirectURL,
			Endpoint: found.Endpoint(), Scopes: append([]string{oidc.ScopeOpenID}, o.Scopes...)}}, nil
}

// Start gives the address to send somebody to, and a secret for a cookie of ten
// minutes: the answer is taken only from the same browser.
func (p *Provider) Start(ctx context.Context) (address, browser string, err error) {
	var drawn [3]string
	for i := range drawn {
		if drawn[i], err = p.service.secret(tokenBytes); err != nil {
			return "", "", err
		}
	}
	state, nonce, browser := drawn[0], drawn[1], drawn[2]
	verifier, err := p.service.secret(tokenBytes)
	if err != nil {
		return "", "", err
	}
	f := flow{p.options.Issuer, nonce, verifier, digest(browser), p.service.now().Add(FlowTime)}
	if err := put(ctx, p.service.store, kindState, digest(state), f); err != nil {
		return "", "", err
	}
	return p.config.AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier)), browser, nil
}

// Finish takes the provider's answer, which is the query of the address somebody
// came back to. It refuses with ErrProvider what does not hold, with ErrUnbound
// a subject no account is bound to (its fact "subject" is for that person to
// tell the administrator), and with ErrSuspended.
func (p *Provider) Finish(ctx context.Context, browser string, answer url.Values, from From) (Step, error) {
	s := p.service
	token, reason, err := p.token(ctx, browser, answer)
	if err != nil {
		return Step{}, err
	}
	if reason != "" {
		return Step{}, s.refused(ctx, from, Record{Act: SignedIn}, because(ErrProvider, reason))
	}
	b, bound, err := get[binding](ctx, s.store, kindSubject, digest(token.Issuer, token.Subject))
	if err != nil {
		return Step{}, err
	}
	account, exists := s.entry(b.Login)
	switch {
	case !bound || !exists:
		e := &Error{Err: ErrUnbound, Facts: map[string]string{"subject": token.Subject}}
		return Step{}, s.refused(ctx, from, Record{Act: SignedIn}, e)
	case account.Suspended:
		return Step{}, s.refused(ctx, from, Record{Act: SignedIn, Login: b.Login}, refuse(ErrSuspended))
	}
	a, err := s.secretsOf(ctx, b.Login)
	if err != nil {
		return Step{}, err
	}
	if a.Second != nil && !p.options.SecondFactor {
		return s.askSecond(ctx, b.Login, byProvider)
	}
	return s.start(ctx, b.Login, from, byProvider, p.options.SecondFactor)
}

// token turns an answer into a token that holds, or says why it does not. The
// state is used up first, whatever comes of it.
func (p *Provider) token(ctx context.Context, browser string, answer url.Values) (t *oidc.IDToken, reason string, err error) {
	s := p.service
	f, ok, err := take[flow](ctx, s.store, kindState, digest(answer.Get("state")))
	issuer := answer.Get("iss")
	switch {
	case err != nil:
		return nil, "", err
	case !ok:
		return nil, "state", nil
	case !s.now().Before(f.Until):
		return nil, "late", nil
	case subtle.ConstantTimeCompare([]byte(f.Browser), []byte(digest(browser))) != 1:
		return nil, "other browser", nil
	case f.Issuer != p.options.Issuer, issuer != "" && issuer != f.Issuer, issuer == "" && p.sendsIssuer:
		return nil, "mix-up", nil
	case answer.Get("error") != "":
		return nil, "provider says " + clip(answer.Get("error"), 40), nil
	}
	ctx = oidc.ClientContext(ctx, p.options.Client)
	got, err := p.config.Exchange(ctx, answer.Get("code"), oauth2.VerifierOption(f.Verifier))
	if err != nil {
		return nil, "exchange", nil // the cause may quote what was sent
	}
	raw, _ := got.Extra("id_token").(string)
	if t, err = p.verifier.Verify(ctx, raw); err != nil {
		return nil, "token", nil
	}
	return t, p.mismatch(t, f, got.AccessToken), nil
}

// mismatch says what of a signed token is not ours.
func (p *Provider) mismatch(t *oidc.IDToken, f flow, access string) string {
	var more struct {
		Party string `json:"azp"`
	}
	switch {
	case subtle.ConstantTimeCompare([]byte(t.Nonce), []byte(f.Nonce)) != 1:
		return "nonce"
	case t.Subject == "" || len(t.Subject) > 255:
		return "subject"
	case t.Claims(&more) != nil, more.Party != "" && more.Party != p.options.ClientID,
		more.Party == "" && slices.ContainsFunc(t.Audience, func(a string) bool { return a != p.options.ClientID }):
		return "authorized party"
	case t.IssuedAt.After(p.service.now().Add(5 * time.Minute)):
		return "issued later"
	case t.AccessTokenHash != "" && t.VerifyAccessToken(access) != nil:
		return "access token"
	}
	return ""
}

// Issuer names the provider; an account is bound to somebody there by it.
func (p *Provider) Issuer() string { return p.options.Issuer }
