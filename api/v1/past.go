package v1

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"huiyin/api/desk"
	"huiyin/domain/suggestion"
	"huiyin/eventstore"
	"huiyin/projections/asof"
	"huiyin/projections/telling"
)

// getCase answers a case as it is, or as it was at a version or a moment, as far
// as the caller may know it.
func (a *API) getCase(c *call) error {
	s, version, err := c.theCase()
	if err != nil {
		return err
	}
	shown, now := version, c.who.Veil(s) // names withheld today are withheld as of then
	if c.query.Get("as_of") != "" {
		then, err := c.then(s)
		if err != nil {
			return err
		}
		s, shown = then[len(then)-1].State, then[len(then)-1].Version
	} else if shown, err = c.told(s, version); err != nil {
		return err
	}
	c.tag(shown)
	return c.json(http.StatusOK, caseOf(now.Case(c.who.Shown(s)), int64(shown), a.reading(s)))
}

// reading is what a case is told by: its rules and today's lights.
func (a *API) reading(s *suggestion.Suggestion) telling.Reading {
	rules, _ := a.o.Desk.Pinned(s)
	return telling.Reading{Scheme: a.o.Desk.Scheme(), Rules: rules, Calendar: a.o.Desk.Days()}
}

func (c *call) tag(v eventstore.Version) { c.w.Header().Set("ETag", etag(v)) }

func etag(v eventstore.Version) string { return `"v` + strconv.FormatInt(int64(v), 10) + `"` }

// told is the version as the caller may know it: that of the last event that the
// caller may know. Only for a unit it can be another than the case's.
func (c *call) told(s *suggestion.Suggestion, version eventstore.Version) (eventstore.Version, error) {
	if !c.who.OfUnit() {
		return version, nil
	}
	facts, err := c.facts(s)
	if err != nil || len(facts) == 0 {
		return 0, err
	}
	return facts[len(facts)-1].Version, nil
}

// facts are the events of a case that the caller may know.
func (c *call) facts(s *suggestion.Suggestion) ([]desk.Fact, error) {
	all, err := c.a.o.Desk.History(c.ctx(), s.ID)
	return slices.DeleteFunc(all, func(f desk.Fact) bool { return !c.who.Knows(s, f.Event) }), err
}

// then are the steps up to the version or the moment that is asked for; there is
// at least one, which the caller may know. What the caller may not know moves the
// state, which is then shown as it may be known, but is no step of its own.
func (c *call) then(s *suggestion.Suggestion) ([]asof.Step, error) {
	facts, err := c.a.o.Desk.History(c.ctx(), s.ID)
	if err != nil {
		return nil, err
	}
	steps, err := upTo(c.query.Get("as_of"), facts)
	if err != nil {
		return nil, err
	}
	for len(steps) > 0 && !c.who.Knows(s, steps[len(steps)-1].Event) {
		steps = steps[:len(steps)-1]
	}
	if len(steps) == 0 || !c.who.Sees(steps[len(steps)-1].State) && !c.who.Sees(s) {
		return nil, problemOf("not_found")
	}
	return steps, nil
}

// upTo is the history up to a version ("17" or "v17"), a day or a moment; all of it
// for an empty text.
func upTo(text string, facts []desk.Fact) ([]asof.Step, error) {
	all := asof.Moment{Until: farFuture}.History(facts)
	if text == "" {
		return all, nil
	}
	if n, err := strconv.ParseInt(strings.TrimPrefix(text, "v"), 10, 62); err == nil {
		if n < 1 || int(n) > len(all) {
			return nil, problemOf("not_found")
		}
		return all[:n], nil
	}
	until, err := asof.Parse(text)
	if err != nil {
		p := problemOf("bad_request")
		p.flaw("", "as_of", "bad_parameter", "name", "as_of", "value", text, "choices", say("web.api.kind.as_of"))
		return nil, p
	}
	return asof.Moment{Until: until}.History(facts), nil
}

// History is what happened to a case, in order.
type History struct {
	Case   string  `json:"case"`
	Events []Event `json:"events"`
}

func (a *API) history(c *call) error {
	s, _, err := c.theCase()
	if err != nil {
		return err
	}
	steps, err := c.then(s)
	if err != nil {
		return err
	}
	rules, veil := a.reading(s).Rules, c.who.Veil(s)
	out := History{Case: string(s.ID), Events: []Event{}}
	for _, st := range steps {
		if c.who.Knows(s, st.Event) {
			f, err := desk.Veiled(veil, desk.Fact(st.Fact))
			if err != nil {
				return err
			}
			e := eventOf(f.Recorded)
			e.Display = telling.What(veil.Case(st.State), f.Type, f.Event, f.Meta["unit"], rules)
			out.Events = append(out.Events, e)
		}
	}
	return c.json(http.StatusOK, out)
}
