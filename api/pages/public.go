package pages

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"huiyin/api/access"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/eventstore"
	"huiyin/projections/views"
)

func (s *Site) publicRoutes() []Route {
	return []Route{
		{"GET /public", access.Public, s.publicList},
		{"GET /public/figures", access.Public, s.publicFigures},
		{"GET /public/cases/{id}", access.Public, s.publicCase},
	}
}

// publicFor is how long a public page may be kept by whoever keeps it: what
// is taken down is gone everywhere after that.
const publicFor = time.Minute

// everybody serves a page that is the same for all: nobody's session is looked
// for and no cookie is read or set, so that it may be kept on the way.
func (s *Site) everybody(route Route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v := &visit{w: w, r: r, s: s, everybody: true}
		w.Header().Set("Cache-Control", "no-store")
		err := v.paceEverybody()
		if err == nil {
			err = route.serve(v)
		}
		if err != nil {
			s.fail(v, err)
		}
	}
}

// paceEverybody holds back an address that asks for more than people read.
func (v *visit) paceEverybody() error {
	if wait, ok := v.s.buckets.Take("public", v.from().IP, v.s.limits.Public, time.Minute); !ok {
		return tooOften{wait}
	}
	if v.query("q") == "" {
		return nil
	}
	if wait, ok := v.s.buckets.Take("public search", v.from().IP, v.s.limits.Search, time.Minute); !ok {
		return tooOften{wait}
	}
	return nil
}

// publish renders a public page with what a cache needs to know.
func (v *visit) publish(name string, data any) error {
	var buf bytes.Buffer
	if err := page(name).Execute(&buf, frame{visit: v, Data: data}); err != nil {
		return err
	}
	sum := sha256.Sum256(buf.Bytes())
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	h := v.w.Header()
	h.Set("Cache-Control", "public, max-age="+strconv.Itoa(int(publicFor.Seconds())))
	h.Set("ETag", tag)
	if strings.Contains(v.r.Header.Get("If-None-Match"), tag) {
		v.w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	_, err := buf.WriteTo(v.w)
	return err
}

// publicList is the list page.
type publicList struct {
	Words, Year, Unit, Class string
	Years, Units, Classes    []option
	Rows                     []publicRow
	Total                    int
	Next                     string // the address of the following part
	Narrowed                 bool
}

// publicRow is one published case in the list.
type publicRow struct{ Href, Number, Title, Units, Classes, What, Day, Deputy string }

const publicRows = 20

// publicList lists what is public, narrowed by words, year, unit and class.
func (s *Site) publicList(v *visit) error {
	d := publicList{Words: strings.TrimSpace(v.query("q")), Year: v.query("year"), Unit: v.query("unit"), Class: v.query("class")}
	if len([]rune(d.Words)) > 100 {
		return wrong("web.public.long")
	}
	after, err := views.ParseCursor(v.query("after"))
	if err != nil {
		return wrong("web.public.cursor")
	}
	public := s.o.Desk.Public()
	f := views.PublicFilter{Words: views.PublicWords(d.Words), Year: d.Year, Unit: d.Unit, Class: d.Class}
	part, err := public.Cases(v.ctx(), f, views.Page{After: after, Limit: publicRows})
	if errors.Is(err, views.ErrCursor) {
		return wrong("web.public.cursor")
	}
	if err != nil {
		return err
	}
	figures, err := public.Figures(v.ctx())
	if err != nil {
		return err
	}
	d.Years, d.Units, d.Classes = marked(figures, views.ByYear), marked(figures, views.ByUnit), marked(figures, views.ByClass)
	d.Total, d.Narrowed = part.Total, v.r.URL.RawQuery != ""
	for _, r := range part.Rows {
		d.Rows = append(d.Rows, publicRowOf(r))
	}
	if part.Next != nil {
		q := v.r.URL.Query()
		q.Set("after", part.Next.Token())
		d.Next = "/public?" + q.Encode()
	}
	return v.publish("public", d)
}

func publicRowOf(r views.PublicRow) publicRow {
	out := publicRow{Href: publicHref(r.ID), Number: r.Number, Title: publicTitle(r.Title), Units: strings.Join(r.Units, views.ListMark),
		Day: dateOr(r.Newest), Deputy: r.Deputy}
	var classes, what []string
	for _, c := range r.Classes {
		classes = append(classes, classWord(c))
	}
	if r.Level != suggestion.Private {
		what = append(what, say("web.public.content"))
	}
	if r.Replies > 0 {
		what = append(what, say("web.public.reply"))
	}
	out.Classes, out.What = strings.Join(classes, views.ListMark), strings.Join(what, views.ListMark)
	return out
}

func publicHref(id suggestion.CaseID) string { return "/public/cases/" + url.PathEscape(string(id)) }

// publicTitle is the title, or that it is not public.
func publicTitle(title string) string {
	if title == "" {
		return say("web.public.untitled")
	}
	return title
}

// classWord is a class as its own rules name it, which the public pages do not
// know; the code is understood by itself.
func classWord(code string) string {
	if zh.Has("class." + code) {
		return zh.Label("class", code)
	}
	return code
}

// marked are the names cases are narrowed by, each with its number of cases.
func marked(f views.PublicFigures, by views.Mark) (all []option) {
	for _, x := range f.Of(by) {
		word := x.Name
		if by == views.ByClass {
			word = classWord(x.Name)
		}
		all = append(all, option{x.Name, say("web.public.option", "name", word, "n", strconv.Itoa(x.Cases))})
	}
	return all
}

// publicCase is one case as published.
type publicCase struct {
	suggestion.PublicCase
	Heading string
}

// publicCase shows one case; whatever is not public is not there, and cannot be
// told from what never was.
func (s *Site) publicCase(v *visit) error {
	id := v.r.PathValue("id")
	if eventstore.StreamID("case-"+id).Validate() != nil {
		return errNotFound
	}
	c, ok, err := s.o.Desk.Public().Case(v.ctx(), suggestion.CaseID(id))
	if err == nil && !ok {
		err = errNotFound
	}
	if err != nil {
		return err
	}
	return v.publish("publiccase", publicCase{c, publicTitle(c.Title)})
}

// Partly reports whether a level leaves something out.
func (publicCase) Partly(l suggestion.Level) bool { return l == suggestion.Partly }

// Shown reports whether the content is public.
func (c publicCase) Shown() bool { return c.Level != suggestion.Private }

// ClassWord is the class of a reply in words.
func (publicCase) ClassWord(c suggestion.Class) string { return classWord(string(c)) }

// publicFigures counts what is public; every figure leads to its cases.
type publicFigures struct {
	views.PublicFigures
	Tables []publicTable
}

type publicTable struct {
	Key  string
	Rows []publicFigure
}

type publicFigure struct {
	Href, Word string
	Cases      int
}

func (s *Site) publicFigures(v *visit) error {
	f, err := s.o.Desk.Public().Figures(v.ctx())
	if err != nil {
		return err
	}
	d := publicFigures{PublicFigures: f}
	for _, by := range views.Marks() {
		t := publicTable{Key: string(by)}
		for _, x := range f.Of(by) {
			word := x.Name
			switch by {
			case views.ByClass:
				word = classWord(x.Name)
			case views.ByYear:
				word = say("web.public.in_year", "year", x.Name)
			}
			t.Rows = append(t.Rows, publicFigure{"/public?" + url.Values{string(by): {x.Name}}.Encode(), word, x.Cases})
		}
		d.Tables = append(d.Tables, t)
	}
	return v.publish("publicfigures", d)
}
