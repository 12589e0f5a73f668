package v1

import (
	"net/http"
	"strings"
	"time"

	"huiyin/api/access"
	"huiyin/api/desk"
	"huiyin/domain/suggestion"
	"huiyin/projections/search"
)

// Receipts are what the log holds of the ratings of a case, the newest first.
type Receipts struct {
	Items []Receipt `json:"items"`
}

// Receipt is one rating as it was recorded. Leaf is its leaf in the log's tree,
// code the leaf's beginning, to be read out.
type Receipt struct {
	Line     string    `json:"line"`
	Display  string    `json:"display"`
	Paper    string    `json:"paper,omitempty"` // how it came, if it came on paper
	Recorded time.Time `json:"recorded"`
	Position uint64    `json:"position"`
	Leaf     string    `json:"leaf"`
	Code     string    `json:"code"`
}

// Signers are the deputies who may be asked to sign.
type Signers struct {
	Items []Signer `json:"items"`
}

// Signer is one of them.
type Signer struct {
	Person
	Delegation string `json:"delegation,omitempty"`
}

// ofDeputies are the routes that a deputy's pages have beside those of a case.
func (a *API) ofDeputies() []Route {
	return []Route{
		{Name: "listReceipts", Pattern: "GET /cases/{id}/receipts", Area: access.Cases, Query: []Param{text("line")}, Out: Receipts{}, serve: a.receipts},
		{Name: "listSigners", Pattern: "GET /signers", Area: access.Drafting, Query: []Param{text("name")}, Out: Signers{}, serve: a.signers},
		{Name: "listLike", Pattern: "GET /similar", Area: access.Drafting, Query: []Param{text("title"), text("body"), text("except")}, Out: Alike{}, serve: a.like},
	}
}

// receipts are nothing for a handling unit, whom they would tell of a rating.
func (a *API) receipts(c *call) error {
	s, _, err := c.theCase()
	if err != nil {
		return err
	}
	if c.who.OfUnit() {
		return problemOf("not_found")
	}
	facts, err := a.o.Desk.History(c.ctx(), s.ID)
	if err != nil {
		return err
	}
	found, err := desk.Receipts(facts, suggestion.LineID(c.query.Get("line")), a.reading(s).Rules, c.who.Veil(s))
	if err != nil {
		return err
	}
	out := Receipts{Items: []Receipt{}}
	for _, r := range found {
		out.Items = append(out.Items, Receipt{string(r.Line), r.What, r.Paper, local(r.Recorded), uint64(r.Position), r.Leaf, r.Code})
	}
	return c.json(http.StatusOK, out)
}

// signers are the deputies in office, those meant by the name if one is given.
func (a *API) signers(c *call) error {
	dir, err := a.o.Desk.Directory(c.ctx())
	if err != nil {
		return err
	}
	out := Signers{Items: []Signer{}}
	for _, s := range desk.Signers(dir, a.o.Desk.Today()) {
		if s.Named(strings.TrimSpace(c.query.Get("name"))) {
			out.Items = append(out.Items, Signer{personOf(s.Person), s.Delegation})
		}
	}
	return c.json(http.StatusOK, out)
}

// like are the suggestions that are like a text that is being written.
func (a *API) like(c *call) error {
	draft := search.Draft{Title: c.query.Get("title"), Body: c.query.Get("body"), Except: suggestion.CaseID(c.query.Get("except"))}
	return a.alike(c, draft, c.who.Comparing())
}
