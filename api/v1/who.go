package v1

import (
	"errors"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"huiyin/api/access"
	"huiyin/api/signin"
	"huiyin/api/trace"
	"huiyin/domain/wire"
)

// What a token may be good for.
const (
	ScopeRead = "read"
	ScopeAct  = "act"
)

// recognise finds out who calls. A token is looked at alone: a browser that sends a
// cookie along gains nothing by it (handbook WEB-02).
func (c *call) recognise() error {
	if header := c.r.Header.Get("Authorization"); header != "" {
		kind, secret, _ := strings.Cut(header, " ")
		if !strings.EqualFold(kind, "Bearer") {
			return problemOf("unauthenticated")
		}
		return c.bearer(strings.TrimSpace(secret))
	}
	session, err := c.a.o.SignIn.Lookup(c.cookie())
	switch {
	case c.cookie() == "":
		return problemOf("unauthenticated")
	case errors.Is(err, signin.ErrNoSession):
		return problemOf("session_ended")
	case err != nil:
		return err
	}
	c.session = session
	if session.Must != signin.MustNothing {
		return problemOf("sign_in_unfinished", "must", string(session.Must))
	}
	return c.principal(session.Login, session.Grant)
}

func (c *call) cookie() string {
	cookie, err := c.r.Cookie(c.a.o.cookieName())
	if err != nil {
		return ""
	}
	return cookie.Value
}

func (c *call) bearer(secret string) error {
	token, err := c.a.o.SignIn.Bearer(secret, c.from())
	var refused *signin.Error
	if errors.As(err, &refused) {
		c.turnedAway(refused)
		if errors.Is(err, signin.ErrTokenExpired) {
			return problemOf("token_expired")
		}
		return problemOf("token_unknown")
	}
	if err != nil {
		return err
	}
	c.token = token
	return c.principal(token.Login, token.Grant)
}

// turnedAway reports a refused token, once a minute for one address.
func (c *call) turnedAway(refused *signin.Error) {
	if _, ok := c.a.limits.Take("refused", c.from().IP, 1, time.Minute); !ok {
		return
	}
	if err := c.a.o.SignIn.RefusedToken(c.ctx(), refused, c.from()); err != nil {
		c.a.o.Logger.Error("audit", "error", err)
	}
}

func (c *call) principal(login, grant string) error {
	dir, err := c.a.o.Desk.Directory(c.ctx())
	if err != nil {
		return err
	}
	who, ok := access.Of(dir, login, grant, c.a.o.Desk.Today())
	if !ok {
		return problemOf("no_grant")
	}
	c.who, trace.Of(c.ctx()).Account = who, who.Account
	return nil
}

// entitled holds that the caller may use the route.
func (c *call) entitled(route Route) error {
	scope := ScopeRead
	if c.r.Method != http.MethodGet && c.r.Method != http.MethodHead {
		scope = ScopeAct
	}
	if c.token.ID != "" && !slices.Contains(c.token.Scopes, scope) {
		c.denied(wire.DeniedArea, "token:"+scope)
		return problemOf("token_scope", "scope", scope)
	}
	if !c.who.May(route.Area) {
		c.denied(wire.DeniedArea, string(route.Area))
		return problemOf("forbidden", "role", label("role", string(c.who.Role())))
	}
	return nil
}

// still reports whether the caller may go on reading, without counting as a use.
func (c *call) still() bool {
	before := c.who
	if c.token.ID != "" {
		_, secret, _ := strings.Cut(c.r.Header.Get("Authorization"), " ")
		if _, err := c.a.o.SignIn.Bearer(strings.TrimSpace(secret), c.from()); err != nil {
			return false
		}
	} else if now, err := c.a.o.SignIn.Peek(c.cookie()); err != nil || now.Grant != c.session.Grant || now.Must != signin.MustNothing {
		return false
	}
	if err := c.principal(before.Account, access.Key(before.Grant)); err != nil {
		return false
	}
	return c.who.May(c.route.Area)
}

// from says where the request comes from.
func (c *call) from() signin.From {
	host, _, err := net.SplitHostPort(c.r.RemoteAddr)
	if err != nil {
		host = c.r.RemoteAddr
	}
	return signin.From{IP: host, Agent: c.r.UserAgent()}
}

// WhoAmI is the caller.
type WhoAmI struct {
	Login  string     `json:"login"`
	Person Person     `json:"person"`
	Role   Word       `json:"role"`
	Body   string     `json:"body,omitempty"` // the unit, committee or delegation
	Grant  string     `json:"grant"`
	Areas  []string   `json:"areas"`
	Token  *TokenInfo `json:"token,omitempty"`
	Until  time.Time  `json:"until"` // of the token or the session
}

// TokenInfo is the token that the caller came with.
type TokenInfo struct {
	ID     string   `json:"id"`
	Name   string   `json:"name"`
	Scopes []string `json:"scopes"`
}

func (a *API) whoami(c *call) error {
	w := WhoAmI{Login: c.who.Account, Person: personOf(c.who.Person), Role: wordOf("role", c.who.Role()), Body: c.who.Body, Grant: access.Key(c.who.Grant),
		Areas: []string{}, Until: local(c.session.IdleUntil())}
	for _, area := range access.Areas() {
		if c.who.May(area) {
			w.Areas = append(w.Areas, string(area))
		}
	}
	if c.token.ID != "" {
		w.Token, w.Until = &TokenInfo{c.token.ID, c.token.Name, c.token.Scopes}, local(c.token.Until)
	}
	return c.json(http.StatusOK, w)
}
