package v1

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"huiyin/api/desk"
	"huiyin/projections/search"
)

// Found is what a search found: the best hits, and how many there are.
type Found struct {
	Total int   `json:"total"`
	Items []Hit `json:"items"`
}

// Hit is a case that was found, and where.
type Hit struct {
	Case     string    `json:"case"`
	Number   string    `json:"number,omitempty"`
	Title    string    `json:"title"`
	Session  string    `json:"session"`
	Snippets []Snippet `json:"snippets,omitempty"`
}

// Snippet is a piece of a field; marks are [from, to) in characters.
type Snippet struct {
	Field string  `json:"field"`
	Text  string  `json:"text"`
	Marks [][]int `json:"marks"`
}

// Alike are earlier cases like one, the likest first.
type Alike struct {
	Items []Likeness `json:"items"`
}

// Likeness is a case and how like it is, from 0 to 100.
type Likeness struct {
	Case    string  `json:"case"`
	Number  string  `json:"number,omitempty"`
	Title   string  `json:"title"`
	Session string  `json:"session"`
	Percent int     `json:"percent"`
	Shared  [][]int `json:"shared,omitempty"` // of the title, in characters
}

// mostAlike bounds how many like cases are told.
const mostAlike = 20

// search finds cases by what is written in them. It gives the best hits and no
// pages: who wants others asks more narrowly.
func (a *API) search(c *call) error {
	text := strings.TrimSpace(c.query.Get("q"))
	if text == "" {
		return c.wrongQuery("q", text, say("web.api.kind.string"))
	}
	dir, err := a.o.Desk.Directory(c.ctx())
	if err != nil {
		return err
	}
	page, _, err := c.page()
	if err != nil {
		return err
	}
	q := search.Query{Text: text, Names: desk.UnitNames(dir), Limit: page.Limit}
	found, err := search.Find(c.ctx(), a.o.Desk.Search, q, c.who.Finding())
	if errors.Is(err, search.ErrTooLong) {
		return c.wrongQuery("q", text, say("web.api.kind.short", "max", strconv.Itoa(search.MaxText)))
	} else if err != nil {
		return err
	}
	out := Found{Total: found.Total, Items: []Hit{}}
	for _, h := range found.Hits {
		hit := Hit{Case: string(h.ID), Number: h.Number, Title: h.Title, Session: h.Session}
		for _, s := range h.Snippets {
			hit.Snippets = append(hit.Snippets, Snippet{string(s.Field), s.Text, spans(s.Marks)})
		}
		out.Items = append(out.Items, hit)
	}
	return c.json(http.StatusOK, out)
}

// similar are the cases that the caller may see and that are like one.
func (a *API) similar(c *call) error {
	s, _, err := c.theCase()
	if err != nil {
		return err
	}
	return a.alike(c, search.Draft{Title: s.Title, Body: s.Body, Except: s.ID}, c.who.Finding())
}

func (a *API) alike(c *call, draft search.Draft, scope search.Scope) error {
	found, err := search.Similar(c.ctx(), a.o.Desk.Search, draft, scope, mostAlike)
	if err != nil {
		return err
	}
	out := Alike{Items: []Likeness{}}
	for _, l := range found {
		out.Items = append(out.Items, Likeness{string(l.ID), l.Number, l.Title, l.Session, int(l.Score*100 + 0.5), spans(l.Shared)})
	}
	return c.json(http.StatusOK, out)
}

func spans(all []search.Span) [][]int {
	out := [][]int{}
	for _, s := range all {
		out = append(out, []int{s.From, s.To})
	}
	return out
}

// wrongQuery refuses a value of the address.
func (c *call) wrongQuery(name, value, choices string) error {
	p := problemOf("bad_request")
	p.flaw("", name, "bad_parameter", "name", name, "value", value, "choices", choices)
	return p
}
