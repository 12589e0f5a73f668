package v1

import (
	"time"

	"huiyin/api/throttle"
)

// Limits bound how often somebody may ask. Zero is the default, below zero none.
type Limits struct {
	Token  int // requests a minute with one API token; 600
	Search int // questions by text a minute of one account; 60
	Export int // whole logs an hour of one account; 5
	Public int // public answers a minute to one address; 300
}

func (l Limits) complete() Limits {
	for _, d := range []struct {
		field *int
		usual int
	}{{&l.Token, 600}, {&l.Search, 60}, {&l.Export, 5}, {&l.Public, 300}} {
		if *d.field == 0 {
			*d.field = d.usual
		}
	}
	return l
}

// limits are the buckets in use.
type limits struct {
	Limits
	throttle.Buckets
}

func newLimits(l Limits) *limits { return &limits{Limits: l.complete()} }

// asked counts a request against what bounds it (handbook WEB-05).
func (l *limits) asked(c *call, route Route) error {
	var held time.Duration
	ask := func(kind, who string, n int, within time.Duration) (ok bool) {
		held, ok = l.Take(kind, who, n, within)
		return ok
	}
	switch {
	case c.token.ID != "" && !ask("token", c.token.ID, l.Token, time.Minute):
	case route.searches(c) && !ask("search", c.who.Account, l.Search, time.Minute):
	case route.exports(c) && !ask("export", c.who.Account, l.Export, time.Hour):
	default:
		return nil
	}
	p := problemOf("too_often")
	p.retry = held
	return p
}

// searches reports whether the call asks by text.
func (r Route) searches(c *call) bool {
	return r.Name == "search" || r.Name == "listSimilar" || r.Name == "listLike" || c.query.Get("text") != ""
}

// exports reports whether the call asks for the whole log at once. Who reads it in
// parts of at most mostRows is a feed.
func (r Route) exports(c *call) bool {
	n, bounded := c.count("limit")
	return r.Name == "listEvents" && (!bounded || n == 0 || n > mostRows)
}
