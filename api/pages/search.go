package pages

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"huiyin/api/access"
	"huiyin/api/desk"
	"huiyin/domain/suggestion"
	"huiyin/projections/search"
)

func (s *Site) searchRoutes() []Route {
	return []Route{{"GET /search", access.Cases, s.search}}
}

// searchData is a page of what was found.
type searchData struct {
	Text           string
	Total          int
	Hits           []hitView
	Page, Of, Next int
	Wrong          string
	At             uint64
}

// hitView is a case that was found, and where the words are.
type hitView struct {
	Href, Number, State, Session string
	Title                        []piece
	Places                       []place
}

// place is a field in which something was found.
type place struct {
	Field string
	Text  []piece
}

// piece is a stretch of text, marked where it was asked for.
type piece struct {
	Text   string
	Marked bool
}

// search finds cases by what is written in them, as far as the visitor may see.
// A number that is exactly one case leads to it at once.
func (s *Site) search(v *visit) error {
	d := searchData{Text: strings.TrimSpace(v.query("q")), Page: v.number("page", 1)}
	if d.Text == "" {
		return v.show(http.StatusOK, "search", &d)
	}
	dir, err := s.o.Desk.Directory(v.ctx())
	if err != nil {
		return err
	}
	q := search.Query{Text: d.Text, Names: desk.UnitNames(dir), Limit: usualSize, Offset: (d.Page - 1) * usualSize}
	found, err := search.Find(v.ctx(), s.o.Desk.Search, q, v.who.Finding())
	if errors.Is(err, search.ErrTooLong) {
		d.Wrong = say("web.search.too_long")
		return v.show(http.StatusBadRequest, "search", &d)
	} else if err != nil {
		return err
	}
	if d.Page == 1 && found.Total == 1 && found.Hits[0].Rank == search.ByNumber {
		return v.see("/cases/" + string(found.Hits[0].ID))
	}
	d.Total, d.At, d.Of = found.Total, uint64(found.Checkpoint), max(1, (found.Total+usualSize-1)/usualSize)
	for _, h := range found.Hits {
		d.Hits = append(d.Hits, hitOf(h))
	}
	return v.show(http.StatusOK, "search", &d)
}

func hitOf(h search.Hit) hitView {
	view := hitView{Href: "/cases/" + string(h.ID), Number: h.Number, Session: h.Session, Title: []piece{{Text: h.Title}}}
	for _, snippet := range h.Snippets {
		if snippet.Field == search.Title {
			view.Title = pieces(snippet)
			continue
		}
		view.Places = append(view.Places, place{say("web.search.in." + string(snippet.Field)), pieces(snippet)})
	}
	return view
}

// pieces cuts a snippet at its marks.
func pieces(s search.Snippet) (out []piece) {
	out = split([]rune(s.Text), s.Marks)
	if s.Before {
		out = slices.Insert(out, 0, piece{Text: "\u2026"})
	}
	if s.After {
		out = append(out, piece{Text: "\u2026"})
	}
	return out
}

func split(all []rune, marks []search.Span) (out []piece) {
	at := 0
	for _, m := range marks {
		out = append(out, piece{Text: string(all[at:m.From])}, piece{string(all[m.From:m.To]), true})
		at = m.To
	}
	return append(out, piece{Text: string(all[at:])})
}

// similar are the cases that the visitor may see and that are like the one shown.
func (s *Site) similar(ctx context.Context, v *visit, c *suggestion.Suggestion, most int) ([]search.Likeness, error) {
	return search.Similar(ctx, s.o.Desk.Search, search.Draft{Title: c.Title, Body: c.Body, Except: c.ID}, v.who.Finding(), most)
}
