package pages

import (
	"net/http"

	"huiyin/projections/search"
)

// similarTo is an earlier suggestion like the one being written. It can be opened
// where the visitor may read it.
type similarTo struct {
	Href, Number, Session, State string
	Title                        []piece
}

// likes finds the suggestions that are like what stands in the form, and shows them
// on it; the page's script gets them alone.
func (s *Site) likes(v *visit, d *actData) error {
	draft := search.Draft{Title: d.value("title"), Body: d.value("body"), Except: d.Case.ID}
	found, err := search.Similar(v.ctx(), s.o.Desk.Search, draft, v.who.Comparing(), mostAlike)
	if err != nil {
		return err
	}
	d.Looked = true
	for _, a := range found {
		x := similarTo{Number: a.Number, Session: a.Session, State: label("state.suggestion", string(a.State)), Title: split([]rune(a.Title), a.Shared)}
		if c, _, err := s.o.Desk.Current(v.ctx(), a.ID); err == nil && v.who.Sees(c) {
			x.Href = "/cases/" + string(a.ID)
		}
		d.Similar = append(d.Similar, x)
	}
	if !v.asked("similar") {
		s.keep(v, d)
		return v.show(http.StatusOK, "act", d)
	}
	return v.part("act", "similar", d)
}

// value is what stands in a field.
func (d *actData) value(name string) string {
	for _, f := range d.Fields {
		if f.Name == name {
			return f.Value()
		}
	}
	return ""
}
