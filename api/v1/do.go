package v1

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"huiyin/api/access"
	"huiyin/api/desk"
	"huiyin/domain/acts"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/eventstore/decider"
	"huiyin/projections/telling"
)

// Done is what an act caused. Sent again under its key it is answered with the
// same bytes.
type Done struct {
	Case string `json:"case"`
	Act  string `json:"act"`
	// Version is that of the case after the act, as in the ETag.
	Version int64 `json:"version"`
	// Position is where the act stands in the log: give it as "at" to a list that
	// has to show it.
	Position uint64    `json:"position"`
	Recorded time.Time `json:"recorded,omitzero"`
	Events   []string  `json:"events"` // by their types
}

// longestKey is the longest Idempotency-Key.
const longestKey = 128

// order is one write: the act, what was sent, and what it is called for.
type order struct {
	id     eventstore.ID
	of     suggestion.CaseID
	verb   acts.Verb
	fields Fields
	sent   alongside
	seen   eventstore.Version
}

// act does an act on a case.
func (a *API) act(c *call) error {
	s, version, err := c.theCase()
	if err != nil {
		return err
	}
	verb, ok := acts.Find(c.r.PathValue("verb"))
	if !ok || verb.Begins() {
		return problemOf("not_found")
	}
	o, err := c.order(verb)
	if err != nil {
		return err
	}
	if err := c.proven(verb.Name, s); err != nil {
		return err
	}
	o.of = s.ID
	if o.seen, err = c.seen(s, version); err != nil {
		return err
	}
	done, err := c.do(o, s)
	if err != nil {
		return c.overtaken(err, o)
	}
	return c.done(http.StatusOK, o, done)
}

// newCase begins a case; its id derives from the key, so that a body sent twice
// begins one case.
func (a *API) newCase(c *call) error {
	verb, err := c.beginning()
	if err != nil {
		return err
	}
	o, err := c.order(verb)
	if err != nil {
		return err
	}
	o.of = suggestion.CaseID(fmt.Sprintf("s%x", o.id[8:]))
	done, err := c.do(o, suggestion.New())
	if err != nil {
		return err
	}
	c.w.Header().Set("Location", Prefix+"/cases/"+string(o.of))
	return c.done(http.StatusCreated, o, done)
}

// order reads the key and the body.
func (c *call) order(verb acts.Verb) (order, error) {
	key := strings.TrimSpace(c.r.Header.Get("Idempotency-Key"))
	if key == "" || len(key) > longestKey {
		return order{}, problemOf("idempotency_key", "max", strconv.Itoa(longestKey))
	}
	fields, err := c.body()
	if err != nil {
		return order{}, err
	}
	sent, err := fields.alongside()
	return order{id: c.command(key), verb: verb, fields: fields, sent: sent}, err
}

// command is the id that actor, route and key determine (handbook FLT-07). With a
// UUIDv7 as the key it is ordered by its time, which keeps the log's index local.
func (c *call) command(key string) eventstore.ID {
	base, err := eventstore.ParseID(strings.ToLower(key))
	if err != nil || base[6]>>4 != 7 {
		base = eventstore.ID{}
	}
	return eventstore.DeriveID(base, "http", c.who.Account, access.Key(c.who.Grant), c.r.Method, c.r.URL.Path, key)
}

// seen is the version that the caller has seen. A unit's version is that of the
// last event it may know; what it may not know makes nothing stale.
func (c *call) seen(s *suggestion.Suggestion, version eventstore.Version) (eventstore.Version, error) {
	header := strings.TrimSpace(c.r.Header.Get("If-Match"))
	if header == "" {
		return 0, problemOf("if_match")
	}
	n, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimPrefix(header, `"v`), `"`), 10, 62)
	if err != nil || etag(eventstore.Version(n)) != header || n < 1 {
		return 0, c.wrongQuery("If-Match", header, `"v17"`)
	}
	told, err := c.told(s, version)
	if err == nil && told == eventstore.Version(n) {
		return version, nil
	}
	return eventstore.Version(n), err
}

// do fills the form and has the act done. What the office adds to a form depends on
// the state; so if the id is known with another content, the form is filled as it
// was filled the first time, and only then is it another act.
func (c *call) do(o order, s *suggestion.Suggestion) (desk.Done, error) {
	done, err := c.carry(o, s)
	var reused *decider.ReusedError
	if !errors.As(err, &reused) {
		return done, err
	}
	facts, err := c.a.o.Desk.History(c.ctx(), o.of)
	if err != nil {
		return desk.Done{}, err
	}
	then := suggestion.New()
	for _, f := range facts[:min(int(reused.First)-1, len(facts))] {
		then = suggestion.Fold(then, f.Event)
	}
	return c.carry(o, then)
}

// carry fills the form on a state of the case and sends the act.
func (c *call) carry(o order, s *suggestion.Suggestion) (desk.Done, error) {
	values, err := o.fields.values(o.verb)
	if err != nil {
		return desk.Done{}, err
	}
	actor := c.who.Actor(s)
	r, err := c.a.o.Desk.Judged(s, suggestion.Request{Actor: actor, Now: c.a.o.Desk.Now()})
	if err != nil {
		return desk.Done{}, err
	}
	about, _ := acts.Where(s, r, o.verb)
	filling := desk.Filling{Office: c.a.o.Desk, Find: c.find, Channel: say("web.channel")}
	if values, err = filling.Complete(c.ctx(), s, o.verb, about, values); err != nil {
		return desk.Done{}, err
	}
	act := desk.Act{ID: o.id, Case: o.of, Actor: actor, Seen: o.seen}
	if err := c.attach(o, &act, values); err != nil {
		return desk.Done{}, formProblem(o.verb, err)
	}
	if act.Command, err = o.verb.Fill(o.of, about, values); err != nil {
		return desk.Done{}, formProblem(o.verb, err)
	}
	veil := c.who.Veil(s)
	act.Command = veil.Lift(act.Command)
	done, err := c.a.o.Desk.Do(c.ctx(), act)
	return done, veil.Refusal(err)
}

// find tells which case a number or an id means, among those the caller may see.
func (c *call) find(ctx context.Context, text string) (suggestion.CaseID, error) {
	rows, err := c.a.o.Desk.Reader(c.who.Scope()).Resolve(ctx, text)
	if err != nil || len(rows) != 1 {
		return "", err
	}
	return rows[0].ID, nil
}

// done answers what the act caused.
func (c *call) done(status int, o order, done desk.Done) error {
	out := Done{Case: string(o.of), Act: o.verb.Name, Version: int64(done.Last), Position: uint64(done.Position), Events: []string{}}
	if done.First > 0 {
		out.Recorded = local(done.Recorded)
	}
	for _, e := range done.Events {
		typ, _, _, err := wire.Encode(e)
		if err != nil {
			return err
		}
		out.Events = append(out.Events, typ)
	}
	c.tag(done.Last)
	if done.Replayed {
		c.w.Header().Set("Idempotent-Replayed", "true")
	}
	return c.json(status, out)
}

// overtaken says, when the case has gone on, where it is and what came in between,
// as far as the caller may know.
func (c *call) overtaken(err error, o order) error {
	var stale *decider.StaleError
	if !errors.As(err, &stale) {
		return err
	}
	s, version, err := c.a.o.Desk.Current(c.ctx(), o.of)
	if err != nil {
		return err
	}
	told, err := c.told(s, version)
	if err != nil {
		return err
	}
	facts, err := c.a.o.Desk.History(c.ctx(), o.of)
	if err != nil {
		return err
	}
	p, rules, state := problemOf("stale", "version", etag(told)), c.a.reading(s).Rules, suggestion.New()
	p.Version = int64(told)
	c.tag(told)
	if facts, err = desk.VeiledAll(c.who.Veil(s), facts); err != nil {
		return err
	}
	for _, f := range facts {
		state = suggestion.Fold(state, f.Event)
		if f.Version > stale.Seen && c.who.Knows(s, f.Event) {
			p.Changes = append(p.Changes, Change{Version: int64(f.Version), Type: f.Type, Recorded: local(f.Recorded.Recorded),
				Who: telling.Who(f.Meta), Display: telling.What(state, f.Type, f.Event, f.Meta["unit"], rules)})
		}
	}
	return p
}
