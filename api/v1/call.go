package v1

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strconv"
	"time"

	"huiyin/api/access"
	"huiyin/api/signin"
	"huiyin/api/trace"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/projections/views"
)

// call is one request, by somebody.
type call struct {
	w       http.ResponseWriter
	r       *http.Request
	a       *API
	id      string // names the request in the log and in what is answered
	who     access.Principal
	session signin.Session
	token   signin.Token // zero for a session
	query   url.Values
	route   Route
}

func (a *API) call(w http.ResponseWriter, r *http.Request) *call {
	c := &call{w: w, r: r, a: a, id: trace.Of(r.Context()).ID, query: r.URL.Query()}
	w.Header().Set(trace.Header, c.id)
	w.Header().Set("Cache-Control", "no-store")
	return c
}

// guard lets through who may use the route, and answers what goes wrong.
func (a *API) guard(route Route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c := a.call(w, r)
		defer func() {
			if x := recover(); x == http.ErrAbortHandler {
				panic(x)
			} else if x != nil {
				c.fail(fmt.Errorf("panic: %v\n%s", x, debug.Stack()))
			}
		}()
		err := c.pass(route)
		if err == nil {
			err = route.serve(c)
		}
		if err != nil {
			c.fail(err)
		}
	}
}

// pass holds what is asked of every request, the cheapest and most telling first.
func (c *call) pass(route Route) error {
	c.route = route
	if route.Area == access.Public {
		return c.everybody()
	}
	if err := c.recognise(); err != nil {
		return err
	}
	if err := c.a.limits.asked(c, route); err != nil {
		return err
	}
	if err := c.entitled(route); err != nil {
		return err
	}
	if err := c.checkQuery(); err != nil {
		return err
	}
	media, _, err := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	switch {
	case (route.In != nil || route.Takes != nil) && (err != nil || media != "application/json"):
		return problemOf("media_type")
	case route.Upload && (err != nil || media != "application/octet-stream"):
		return problemOf("media_type_file")
	}
	return nil
}

func (c *call) ctx() context.Context { return c.r.Context() }

// checkQuery refuses what the route does not know: a filter that is misspelt must
// not silently list everything.
func (c *call) checkQuery() error {
	p := problemOf("bad_request")
	for name, values := range c.query {
		i := slices.IndexFunc(c.route.Query, func(q Param) bool { return q.Name == name })
		if i < 0 {
			p.flaw("", name, "unknown_parameter", "name", name)
			continue
		}
		if q := c.route.Query[i]; len(values) > 1 || !q.takes(values[0]) {
			p.flaw("", name, "bad_parameter", "name", name, "value", values[0], "choices", q.words())
		}
	}
	if len(p.Errors) == 0 {
		return nil
	}
	slices.SortFunc(p.Errors, func(x, y Flaw) int { return compare(x.Parameter, y.Parameter) })
	return p
}

func (q Param) takes(value string) bool {
	switch q.Kind {
	case aFlag:
		return value == "true" || value == "false"
	case aCount:
		_, err := strconv.ParseUint(value, 10, 62)
		return err == nil
	}
	return q.Choices == nil || slices.Contains(q.Choices, value)
}

// flag and count read values that checkQuery has let through.
func (c *call) flag(name string) bool { return c.query.Get(name) == "true" }

func (c *call) count(name string) (uint64, bool) {
	n, err := strconv.ParseUint(c.query.Get(name), 10, 62)
	return n, err == nil
}

// reader answers questions within what the caller may see, from rows that show the
// position the caller names; false if they do not yet.
func (c *call) reader() (views.Reader, bool) {
	fresh := true
	if at, ok := c.count("at"); ok {
		fresh = c.a.o.Desk.Wait(c.ctx(), eventstore.Position(at))
	}
	return c.a.o.Desk.Reader(c.who.Scope()), fresh
}

// everywhere reports whether the caller sees the office as a whole. Who does not is
// told no position of the log: it moves with what others do (handbook ACL-04).
func (c *call) everywhere() bool { return c.who.Scope().All }

// theCase is the case of the address as it is now, if the caller may see it.
func (c *call) theCase() (*suggestion.Suggestion, eventstore.Version, error) {
	id := c.r.PathValue("id")
	if eventstore.StreamID("case-"+id).Validate() != nil {
		return nil, 0, problemOf("not_found")
	}
	s, version, err := c.a.o.Desk.Current(c.ctx(), suggestion.CaseID(id))
	if errors.Is(err, eventstore.ErrStreamNotFound) {
		return nil, 0, problemOf("not_found")
	}
	if err == nil && !c.who.Sees(s) {
		c.denied(wire.DeniedCase, id)
		return nil, 0, problemOf("not_found")
	}
	return s, version, err
}

// mostDenials is how many denials of one account are recorded in a minute: what a
// program that runs wild is refused must not fill the log.
const mostDenials = 60

// denied records who was refused what, and by which rule (handbook ACL-05, LOG-12).
// The refusal stands whatever becomes of the record.
func (c *call) denied(act, what string) {
	c.a.o.Logger.Warn("denied", "request", c.id, "act", act, "what", what, "login", c.who.Account, "role", string(c.who.Role()), "route", c.r.Pattern)
	if _, ok := c.a.limits.Take("denied", c.who.Account, mostDenials, time.Minute); !ok {
		return
	}
	name := map[string]string{wire.DeniedCase: "case", wire.DeniedArea: "area"}[act]
	if err := c.witness(wire.SecurityRecorded{Act: act, Details: []wire.SecurityDetail{{Name: name, Value: what}}}); err != nil {
		c.a.o.Logger.Error("record", "act", act, "error", err)
	}
}

// witness keeps a security record of what the caller does or was refused.
func (c *call) witness(r wire.SecurityRecorded) error {
	from := c.from()
	r.Login, r.IP, r.Agent, r.Subject = c.who.Account, from.IP, from.Agent, cmp.Or(c.token.ID, c.session.ID)
	r.Details = append(r.Details, wire.SecurityDetail{Name: "grant", Value: access.Key(c.who.Grant)})
	return c.a.o.Desk.Witness(c.ctx(), r)
}

// proven holds that the caller has just shown who they are, where an act asks for
// it. A program cannot.
func (c *call) proven(verb string, s *suggestion.Suggestion) error {
	if !access.NeedsProof(verb, s) || c.token.ID == "" && c.session.Fresh(c.a.o.Desk.Now()) {
		return nil
	}
	return problemOf("step_up_required")
}

// json answers with a body.
func (c *call) json(status int, body any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	c.w.Header().Set("Content-Type", "application/json")
	c.w.WriteHeader(status)
	_, err = c.w.Write(append(data, '\n'))
	return c.gone(err)
}

// gone is for a caller that hung up: there is nobody to tell.
func (c *call) gone(err error) error {
	if err != nil {
		c.a.o.Logger.Debug("caller is gone", "request", c.id, "error", err)
	}
	return nil
}
