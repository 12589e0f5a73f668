package pages

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"huiyin/api/access"
	"huiyin/domain/acts"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/projections/search"
	"huiyin/projections/telling"
	"huiyin/projections/views"
)

func (s *Site) reviewRoutes() []Route {
	return []Route{
		{"GET /review", access.Review, s.reviewQueue},
		{"GET /cases/{id}/review", access.Review, s.reviewCase},
	}
}

// band is a part of the queue.
type band struct {
	name   string
	filter views.CaseFilter
}

// bands are the parts of the review queue, in the order of the work.
var bands = []band{
	{"submitted", views.CaseFilter{State: lifecycle.Submitted}},
	{"in_review", views.CaseFilter{State: lifecycle.InReview}},
	{"to_revise", views.CaseFilter{State: lifecycle.ToRevise}},
	{"returned", views.CaseFilter{State: lifecycle.ReturnedToDeputy}},
	{"registered", views.CaseFilter{State: lifecycle.Registered}},
}

type queueData struct {
	*list
	Bands []bandView
}

// bandView is a band as a tab with how many are in it.
type bandView struct {
	Name, Word, Href string
	Count            int
	Here             bool
}

// reviewQueue lists what is in intake, in bands; the count of a band is the total
// of its list.
func (s *Site) reviewQueue(v *visit) error {
	l := v.list("web.review")
	d := queueData{list: l}
	at := max(0, slices.IndexFunc(bands, func(b band) bool { return b.name == v.query("band") }))
	l.columns("number", "title", "light", "due", "lead", "delegation", "cosigners", "category")
	reader, fresh := v.reader()
	l.Stale = !fresh
	for i, b := range bands {
		f := b.filter
		f.Imported, f.Limit = new(bool), 1 // what only a source knows is in nobody's review
		if i == at {
			f.Limit, f.Offset = l.Size, l.offset()
		}
		rows, total, err := reader.Cases(v.ctx(), f)
		if err != nil {
			return err
		}
		d.Bands = append(d.Bands, bandView{b.name, say("web.band." + b.name), "/review?band=" + b.name, total, i == at})
		if i != at {
			continue
		}
		l.Total = total
		for _, c := range rows {
			l.add("/cases/"+string(c.ID)+"/review", orDash(c.Number), wide(c.Title), lamp(c.Light), text(dateOr(c.NextDue)), orDash(c.Lead),
				orDash(c.Delegation), count(c.CoSigners), orDash(c.Category))
		}
	}
	if v.query("format") != "" || v.query("print") != "" {
		return v.answer(l)
	}
	return v.show(http.StatusOK, "review", &d)
}

// reviewData is a suggestion in intake beside those that are like it.
type reviewData struct {
	Case  *suggestion.Suggestion
	Title string
	Acts  []offerView
	Shut  []offerView
	Alike []alikeView
}

// alikeView is a suggestion like the one under review, and what can be done about
// it.
type alikeView struct {
	Href, Number, State, Units, Session string
	Title                               []piece
	Score                               int // in hundredths
	Merge                               string
}

const mostAlike = 6

// reviewVerbs are the ways out of intake, in the order of the page.
var reviewVerbs = []string{"begin_review", "register", "merge", "request_revision", "transfer", "return_to_deputy", "assign"}

// reviewCase shows one suggestion beside the similar ones, with the ways 并改转退 and
// registration as acts; merging is offered at the suggestion to merge with.
func (s *Site) reviewCase(v *visit) error {
	c, _, err := v.theCase()
	if err != nil {
		return err
	}
	d := reviewData{Case: v.who.Shown(c), Title: telling.Title(c.Number, c.Title, c.Imported)}
	r, err := s.o.Desk.Judged(c, suggestion.Request{Actor: v.who.Actor(c), Now: s.o.Desk.Now()})
	if err != nil {
		return err
	}
	offers := acts.Offers(d.Case, r)
	mergeable := false
	for _, name := range reviewVerbs {
		for _, o := range offers {
			if o.Verb.Name != name {
				continue
			}
			view := offerView{Word: verbWord(name), Href: actHref(c.ID, name, o.About)}
			if o.Shut != nil {
				view.Why = zh.Refusal(o.Shut.Code, o.Shut.Facts)
				d.Shut = append(d.Shut, view)
				continue
			}
			mergeable = mergeable || name == string(lifecycle.Merge)
			d.Acts = append(d.Acts, view)
		}
	}
	alike, err := s.similar(v.ctx(), v, c, mostAlike)
	if err != nil {
		return err
	}
	for _, a := range alike {
		d.Alike = append(d.Alike, alikeOf(c, a, mergeable))
	}
	return v.show(http.StatusOK, "reviewcase", &d)
}

func alikeOf(c *suggestion.Suggestion, a search.Likeness, mergeable bool) alikeView {
	view := alikeView{Href: "/cases/" + string(a.ID), Number: a.Number, State: label("state.suggestion", string(a.State)), Session: a.Session,
		Title: split([]rune(a.Title), a.Shared), Score: int(a.Score*100 + .5)}
	if len(a.Units) > 0 {
		view.Units = a.Units[0]
	}
	if mergeable && a.Number != "" && a.Session == c.Session {
		view.Merge = actHref(c.ID, string(lifecycle.Merge), suggestion.Subject{}) + "?" +
			url.Values{"head": {a.Number}, "reason": {say("web.review.merge_reason", "number", a.Number, "score", strconv.Itoa(view.Score))}}.Encode()
	}
	return view
}
