package pages

import (
	"cmp"
	"encoding/hex"
	"net/http"
	"slices"

	"huiyin/api/desk"
	"huiyin/domain/acts"
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/eventstore"
	"huiyin/projections/telling"
	"huiyin/projections/views"
)

// caseData is a case as the page shows it.
type caseData struct {
	*suggestion.Suggestion
	Version eventstore.Version
	Title   string
	Tab     string
	Since   string // where the page asks whether the case has gone on
	Tabs    []option
	Stages  []stage
	Next    []nextView
	Clocks  []string
	First   []offerView // what waits for the visitor, as acts
	Open    []offerGroup
	Shut    []offerView
	Facts   []string
	History []factView
	// Machines are drawn on a page of their own.
	Machines    []machineView
	Papers      []paperLink
	Files       []attachedView
	Told        []toldView   // what became of the messages about it
	Publication []besideView // on its own tab
	Done        string       // the act that brought the visitor here

	Chapters []chapter   // on the tab that tells the handling
	Faced    bool        // the suggestion stands there beside a reply
	Letters  []letter    // on the tab of the texts, each beside the suggestion
	Behind   []offerView // what the visitor has of the case beside: the co-signers, receipts
	offered  []offerView // every open act
}

// stage is one of the seven steps of the bar.
type stage struct {
	Word, Day string
	State     string // past, present or to come
}

// nextView is what the case waits for: who, what, by when.
type nextView struct {
	Who, What, About, Due string
	Verb                  string
	Light                 views.Light
	Mine                  bool
	Href                  string
	Why                   string // why the visitor cannot do it yet
}

// offerView is an act as a button, or as a reason why there is none.
type offerView struct {
	Word, About, Href, Why, Verb string
	about                        suggestion.Subject
}

// offerGroup are the other open acts on one kind of thing.
type offerGroup struct {
	Word   string
	Offers []offerView
}

// factView is one event: in plain words, and as it lies in the log.
type factView struct {
	N                               int
	When, Recorded, Who, What, Type string
	Position                        uint64
	Hash, Data                      string
	Late                            bool
	about                           suggestion.Subject
}

// casePage shows one case.
func (s *Site) casePage(v *visit) error {
	c, version, err := v.theCase()
	if err != nil {
		return err
	}
	d := caseData{Suggestion: v.who.Shown(c), Version: version, Tab: cmp.Or(v.query("tab"), "overview"), Done: v.query("done")}
	d.Since = sinceHref(c.ID, version)
	d.Title = telling.Title(c.Number, c.Title, c.Imported)
	for _, tab := range []string{"overview", "text", "handling", "publication", "machine", "history", "raw"} {
		d.Tabs = append(d.Tabs, option{tab, say("web.tab." + tab)})
	}
	d.Papers, d.Behind, d.Files = s.papersOf(v, c), beside(v, d.Suggestion), attached(d.Suggestion)
	reading := s.reading(c)
	d.Stages = stages(d.Suggestion)
	d.Next = s.next(v, c)
	for _, k := range d.Suggestion.Clocks {
		if k.Running || k.Lapsed && k.Kind.Duty() {
			d.Clocks = append(d.Clocks, reading.Clock(c, k))
		}
	}
	if err := s.offers(v, d.Suggestion, &d); err != nil {
		return err
	}
	switch d.Tab {
	case "machine":
		d.Machines = machines(d.Suggestion)
	case "text":
		for _, l := range d.Suggestion.Lines {
			for _, x := range s.letters(d.Suggestion, l) {
				x.Facing = facing(points(d.Body), x.Points)
				d.Faced = d.Faced || x.Facing != nil
				d.Letters = append(d.Letters, x)
			}
		}
	case "handling":
		d.Facts = telling.Summary(d.Suggestion, reading)
		if d.Chapters, err = s.chapters(v, c, &d); err != nil {
			return err
		}
	case "publication":
		d.Publication = s.publicationOf(v, d.Suggestion)
	case "history", "raw":
		if d.History, err = s.history(v, c, reading.Rules); err != nil {
			return err
		}
		if d.Told, err = s.told(v, c); err != nil {
			return err
		}
	}
	if err := s.o.Desk.Notices.ReadCase(v.ctx(), v.box(), c.ID); err != nil {
		return err
	}
	return v.show(http.StatusOK, "case", &d)
}

// reading is what the case is told by: its rules and today's lights.
func (s *Site) reading(c *suggestion.Suggestion) telling.Reading {
	rules, _ := s.o.Desk.Pinned(c)
	return telling.Reading{Scheme: s.o.Desk.Scheme(), Rules: rules, Calendar: s.o.Desk.Days()}
}

// bar is the seven stages of the bar, each with the states in which a case is
// there.
var bar = []struct {
	name   string
	states []lifecycle.State
}{
	{"submit", []lifecycle.State{lifecycle.Draft, lifecycle.ToRevise, lifecycle.ReturnedToDeputy, lifecycle.Withdrawn}},
	{"review", []lifecycle.State{lifecycle.Submitted, lifecycle.InReview, lifecycle.Transferred}},
	{"assign", []lifecycle.State{lifecycle.Registered}},
	{"handle", []lifecycle.State{lifecycle.Assigned, lifecycle.Handling}},
	{"reply", []lifecycle.State{lifecycle.Replied}},
	{"feedback", []lifecycle.State{lifecycle.AwaitingFeedback}},
	{"track", []lifecycle.State{lifecycle.Tracking, lifecycle.Closed, lifecycle.Archived}},
}

func stages(s *suggestion.Suggestion) (all []stage) {
	at := slices.IndexFunc(bar, func(b struct {
		name   string
		states []lifecycle.State
	}) bool {
		return slices.Contains(b.states, s.State)
	})
	days := []calendar.Date{s.Submitted, s.Registered, s.T0}
	for i, b := range bar {
		st := stage{Word: say("web.stage." + b.name), State: "later"}
		switch {
		case i < at:
			st.State = "past"
		case i == at:
			st.State, st.Word = "now", label("state.suggestion", string(s.State))
		}
		if i < len(days) && !days[i].IsZero() {
			st.Day = zh.Date(days[i])
		}
		if i == len(bar)-1 && !s.Ended.IsZero() {
			st.Day = zh.Date(s.Ended)
		}
		all = append(all, st)
	}
	return all
}

// next is what the case waits for, as far as the visitor may know, one's own first.
func (s *Site) next(v *visit, c *suggestion.Suggestion) (all []nextView) {
	scheme, mine := s.o.Desk.Scheme(), v.who.Waits()
	for _, st := range acts.Next(v.who.Shown(c)) {
		n := nextView{Verb: st.Verb, What: verbWord(st.Verb), About: partWord(c, st.About), Due: dateOr(st.Due), Who: label("role", string(st.Roles[0]))}
		if st.Unit != "" {
			n.Who = st.Unit
		}
		if !st.Due.IsZero() {
			n.Light = scheme.Of(st.Due)
		}
		n.Mine = slices.ContainsFunc(st.Roles, func(r lifecycle.Role) bool { return slices.Contains(mine.Roles, r) }) &&
			(len(mine.Who) == 0 || slices.Contains(mine.Who, st.Unit+st.Person))
		if n.Mine {
			n.Href = actHref(c.ID, st.Verb, st.About)
		}
		all = append(all, n)
	}
	slices.SortStableFunc(all, func(a, b nextView) int { return boolean(b.Mine) - boolean(a.Mine) })
	return all
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

// offers are the acts of the visitor's role: those that are open as buttons, the
// others with the reason why they are shut (handbook UX-06). They are asked of the
// case as the visitor may know it: a reason must not tell how a reply was rated.
func (s *Site) offers(v *visit, c *suggestion.Suggestion, d *caseData) error {
	actor := v.who.Actor(c)
	r, err := s.o.Desk.Judged(c, suggestion.Request{Actor: actor, Now: s.o.Desk.Now()})
	if err != nil {
		return err
	}
	for _, o := range acts.Offers(c, r) {
		if o.Verb.Begins() || o.Shut != nil && (o.Shut.Code == "wrong_role" || !slices.Contains(o.Verb.Roles(), actor.Role)) {
			continue
		}
		view := offerView{Word: verbWord(o.Verb.Name), About: partWord(c, o.About), Href: actHref(c.ID, o.Verb.Name, o.About), Verb: o.Verb.Name, about: o.About}
		if o.Shut != nil {
			view.Why = zh.Refusal(o.Shut.Code, o.Shut.Facts)
			d.Shut = append(d.Shut, view)
			d.blocked(view)
			continue
		}
		d.offered = append(d.offered, view)
		if slices.ContainsFunc(d.Next, func(n nextView) bool { return n.Mine && n.Href == view.Href }) {
			d.First = append(d.First, view)
		} else {
			d.group(string(o.Verb.Machine), view)
		}
	}
	return nil
}

// blocked tells at what waits for the visitor why it cannot be done yet.
func (d *caseData) blocked(by offerView) {
	for i, n := range d.Next {
		if n.Mine && n.Href == by.Href {
			d.Next[i].Href, d.Next[i].Why = "", by.Why
		}
	}
}

// group puts an act with the others of its machine.
func (d *caseData) group(machine string, view offerView) {
	word := say("web.group." + machine)
	i := slices.IndexFunc(d.Open, func(g offerGroup) bool { return g.Word == word })
	if i < 0 {
		i, d.Open = len(d.Open), append(d.Open, offerGroup{Word: word})
	}
	d.Open[i].Offers = append(d.Open[i].Offers, view)
}

// Few reports whether the other acts can be shown without being asked for.
func (d *caseData) Few() bool {
	n := 0
	for _, g := range d.Open {
		n += len(g.Offers)
	}
	return n <= 5
}

// history is every event that the visitor may know of, in order.
func (s *Site) history(v *visit, c *suggestion.Suggestion, rules ruleset.Set) (all []factView, err error) {
	facts, err := s.o.Desk.History(v.ctx(), c.ID)
	if err != nil {
		return nil, err
	}
	if facts, err = desk.VeiledAll(v.who.Veil(c), facts); err != nil {
		return nil, err
	}
	state := suggestion.New()
	for _, f := range facts {
		state = suggestion.Fold(state, f.Event)
		if v.who.Knows(c, f.Event) {
			all = append(all, factOf(f, state, rules))
		}
	}
	return all, nil
}

func factOf(f desk.Fact, state *suggestion.Suggestion, rules ruleset.Set) factView {
	return factView{about: aboutEvent(f.Event), N: int(f.Version), When: telling.Day(f.Recorded.Occurred), Recorded: stamp(f.Recorded.Recorded), Who: telling.Who(f.Meta),
		What: telling.What(state, f.Type, f.Event, f.Meta["unit"], rules), Type: f.Type, Position: uint64(f.Position),
		Hash: hex.EncodeToString(f.Hash[:]), Data: string(f.Data),
		Late: calendar.DateOf(f.Recorded.Occurred).Before(calendar.DateOf(f.Recorded.Recorded))}
}
