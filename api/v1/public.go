package v1

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"huiyin/api/access"
	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/eventstore"
	"huiyin/projections/views"
)

// PublicRow is a case of which something is public. Title is absent where its
// content is not, Deputy unless it may be told.
type PublicRow struct {
	Case     string        `json:"case"`
	Number   string        `json:"number,omitempty"`
	Title    string        `json:"title,omitempty"`
	Congress string        `json:"congress"`
	Session  string        `json:"session"`
	Year     int           `json:"year"`
	Deputy   string        `json:"deputy,omitempty"`
	Units    []string      `json:"units"`
	Classes  []string      `json:"classes"`
	Content  Word          `json:"content"` // how far the content is public
	Replies  int           `json:"replies"` // that are public
	Newest   calendar.Date `json:"newest"`  // the last day on which something became public
}

// PublicCase is a case as published, word for word.
type PublicCase struct {
	Case     string        `json:"case"`
	Number   string        `json:"number,omitempty"`
	Title    string        `json:"title,omitempty"`
	Congress string        `json:"congress"`
	Session  string        `json:"session"`
	Year     int           `json:"year"`
	Deputy   string        `json:"deputy,omitempty"`
	Units    []string      `json:"units"`
	Content  Word          `json:"content"`
	Text     string        `json:"text,omitempty"`
	Since    calendar.Date `json:"since,omitzero"`
	Replies  []PublicReply `json:"replies"`
}

// PublicReply is one reply as published.
type PublicReply struct {
	Unit     string        `json:"unit"`
	Document string        `json:"document,omitempty"`
	Class    string        `json:"class,omitempty"`
	Issued   calendar.Date `json:"issued"`
	Level    Word          `json:"level"`
	Text     string        `json:"text"`
	Since    calendar.Date `json:"since"`
}

// PublicFigures count what is public, and say how.
type PublicFigures struct {
	Definition string        `json:"definition"`
	Cases      int           `json:"cases"`
	Contents   int           `json:"contents"`
	Replies    int           `json:"replies"`
	By         []PublicCount `json:"by"`
}

// PublicCount is how many public cases are of a year, a class or a unit; as many
// as the list gives under it.
type PublicCount struct {
	Mark  string `json:"mark"`
	Name  string `json:"name"`
	Cases int    `json:"cases"`
}

func (a *API) ofPublic() []Route {
	return []Route{
		{Name: "listPublic", Pattern: "GET /public/cases", Area: access.Public, Out: List[PublicRow]{}, serve: a.publicList,
			Query: []Param{{Name: "page_size", Kind: aCount}, {Name: "page_token", Kind: aText}, text("words"), text("year"), text("unit"), text("class")}},
		{Name: "getPublic", Pattern: "GET /public/cases/{id}", Area: access.Public, Out: PublicCase{}, serve: a.publicCase},
		{Name: "publicFigures", Pattern: "GET /public/figures", Area: access.Public, Out: PublicFigures{}, serve: a.publicFigures},
	}
}

// publicFor is how long a public answer may be kept by whoever keeps it.
const publicFor = "public, max-age=60"

// everybody holds back an address that asks for more than anybody reads. Nothing
// else is asked: no token and no session is looked at.
func (c *call) everybody() error {
	wait, ok := c.a.limits.Take("public", c.from().IP, c.a.limits.Public, time.Minute)
	if ok && c.query.Get("words") != "" {
		wait, ok = c.a.limits.Take("public search", c.from().IP, c.a.limits.Search, time.Minute)
	}
	if ok {
		return c.checkQuery()
	}
	p := problemOf("too_often")
	p.retry = wait
	return p
}

// publish answers with what a cache needs to know.
func (c *call) publish(body any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(data)
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	c.w.Header().Set("Cache-Control", publicFor)
	c.w.Header().Set("ETag", tag)
	if strings.Contains(c.r.Header.Get("If-None-Match"), tag) {
		c.w.WriteHeader(http.StatusNotModified)
		return nil
	}
	return c.json(http.StatusOK, body)
}

func (a *API) publicList(c *call) error {
	page, _, err := c.page()
	if err != nil {
		return err
	}
	q := c.query
	if words := q.Get("words"); len([]rune(words)) > 100 {
		return c.wrongQuery("words", words, say("web.api.kind.short", "max", "100"))
	}
	f := views.PublicFilter{Words: views.PublicWords(q.Get("words")), Year: q.Get("year"), Unit: q.Get("unit"), Class: q.Get("class")}
	part, err := a.o.Desk.Public().Cases(c.ctx(), f, page)
	if errors.Is(err, views.ErrCursor) {
		return problemOf("page_token")
	}
	if err != nil {
		return err
	}
	out := List[PublicRow]{Items: []PublicRow{}, Total: part.Total}
	for _, r := range part.Rows {
		out.Items = append(out.Items, PublicRow{Case: string(r.ID), Number: r.Number, Title: r.Title, Congress: r.Congress, Session: r.Session, Year: r.Year,
			Deputy: r.Deputy, Units: list(r.Units), Classes: list(r.Classes), Content: wordOf("publicity", r.Level), Replies: r.Replies, Newest: r.Newest})
	}
	if part.Next != nil {
		out.NextPageToken = c.leave(part.Next, 0)
	}
	return c.publish(out)
}

// list is never null.
func list(names []string) []string { return append([]string{}, names...) }

func (a *API) publicCase(c *call) error {
	id := c.r.PathValue("id")
	if eventstore.StreamID("case-"+id).Validate() != nil {
		return problemOf("not_found")
	}
	p, ok, err := a.o.Desk.Public().Case(c.ctx(), suggestion.CaseID(id))
	if err == nil && !ok {
		err = problemOf("not_found")
	}
	if err != nil {
		return err
	}
	out := PublicCase{Case: string(p.ID), Number: p.Number, Title: p.Title, Congress: p.Congress, Session: p.Session, Year: p.Year, Deputy: p.Deputy,
		Units: list(p.Units), Content: wordOf("publicity", p.Level), Text: p.Text, Since: p.On, Replies: []PublicReply{}}
	for _, r := range p.Replies {
		out.Replies = append(out.Replies, PublicReply{Unit: r.Unit, Document: r.Document, Class: string(r.Class), Issued: r.Issued,
			Level: wordOf("publicity", r.Level), Text: r.Text, Since: r.On})
	}
	return c.publish(out)
}

func (a *API) publicFigures(c *call) error {
	f, err := a.o.Desk.Public().Figures(c.ctx())
	if err != nil {
		return err
	}
	out := PublicFigures{Definition: zh.Text("web.public.figures.means", nil), Cases: f.Cases, Contents: f.Contents, Replies: f.Replies, By: []PublicCount{}}
	for _, x := range f.Figures {
		out.By = append(out.By, PublicCount{string(x.Mark), x.Name, x.Cases})
	}
	return c.publish(out)
}
