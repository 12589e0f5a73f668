package pages

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"huiyin/api/access"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/projections/notices"
)

func (s *Site) noticeRoutes() []Route {
	return []Route{
		{"GET /notices", access.Home, s.noticeList},
		{"POST /notices/read", access.Home, s.noticesRead},
		{"GET /account/notices", access.Home, s.noticeSettings},
		{"POST /account/notices", access.Home, s.noticeSettingsDo},
	}
}

// followed is how long a list of notices waits for what has just happened.
const followed = 2 * time.Second

// box is whose notices the visitor sees: those of the account under its grant.
func (v *visit) box() notices.Box {
	return notices.Box{Account: v.who.Account, Grant: access.Key(v.who.Grant)}
}

// Unread is how many notices the visitor has not read; the page does without it if
// they cannot be counted.
func (f frame) Unread() int {
	if f.who.Account == "" {
		return 0
	}
	n, err := f.s.o.Desk.Notices.Unread(f.ctx(), f.box())
	if err != nil && f.ctx().Err() == nil {
		f.s.o.Logger.Error("notices", "error", err)
	}
	return n
}

// noticeList lists what the visitor was told. Number and title of a case are those
// that the visitor may see now.
func (s *Site) noticeList(v *visit) error {
	l := v.list("web.notices")
	l.Stale = !s.o.Desk.Notices.Reached(v.ctx(), followed)
	unread := v.query("show") == "unread"
	l.choose("show", v.query("show"), option{"unread", say("web.notices.unread")})
	l.columns("when", "number", "notice", "title", "due", "read")
	rows, total, err := s.o.Desk.Notices.List(v.ctx(), v.box(), notices.Filter{Unread: unread, Limit: l.Size, Offset: l.offset()})
	if err != nil {
		return err
	}
	l.Total, l.Counted, l.Form = total, "web.notices.total", "notices"
	reader := s.o.Desk.Reader(v.who.Scope())
	for _, r := range rows {
		found, err := reader.Resolve(v.ctx(), string(r.Case))
		if err != nil {
			return err
		}
		href, number, title := "", "", say("web.notices.elsewhere")
		if len(found) == 1 {
			href, number, title = "/cases/"+string(r.Case), found[0].Number, found[0].Title
		}
		state := say("web.notices.unread")
		if r.Read {
			state = say("web.notices.read")
		}
		l.add(href, text(stamp(r.At)), orDash(number), wide(r.Text()), text(title), text(dateOr(r.Due)), text(state))
	}
	return v.answer(l)
}

// noticesRead marks all that the visitor was told as read.
func (s *Site) noticesRead(v *visit) error {
	if err := s.o.Desk.Notices.ReadAll(v.box()); err != nil {
		return err
	}
	return v.see("/notices")
}

// settingsData is the form of how one wants to be told.
type settingsData struct {
	Channels    []channelView
	From, Until string
	Daily       bool
	Duties      bool
	Error       string
	Done        bool
}

// channelView is one way out; Has says whether the office has it.
type channelView struct {
	Name, Address string
	Has           bool
}

func (s *Site) noticeSettings(v *visit) error {
	set, err := s.o.Desk.Notices.Settings(v.ctx(), v.session.Login)
	if err != nil {
		return err
	}
	return s.showSettings(v, http.StatusOK, set, settingsData{Done: v.query("done") != ""})
}

func (s *Site) showSettings(v *visit, status int, set notices.Settings, d settingsData) error {
	d.From, d.Until, d.Daily, d.Duties = notices.Clock(set.Quiet.From), notices.Clock(set.Quiet.Until), set.Daily, set.Duties
	for _, name := range notices.Ways() {
		d.Channels = append(d.Channels, channelView{name, set.Address[name], slices.Contains(s.o.Desk.Notices.Channels(), name)})
	}
	return v.show(status, "settings", d)
}

func (s *Site) noticeSettingsDo(v *visit) error {
	set, problem := v.settings()
	if problem != "" {
		return s.showSettings(v, http.StatusUnprocessableEntity, set, settingsData{Error: problem})
	}
	from := v.from()
	err := s.o.Desk.KeepSettings(v.ctx(), set, wire.SecurityRecorded{Login: v.session.Login, IP: from.IP, Agent: from.Agent, Device: v.session.Device})
	if errors.Is(err, notices.ErrNowhere) {
		return wrong("web.notices.nowhere")
	}
	if err != nil {
		return err
	}
	return v.see("/account/notices?done=yes")
}

// settings reads the form; the words say what is wrong with it. Who gives an address
// wants to be told there.
func (v *visit) settings() (notices.Settings, string) {
	s, problem := notices.Settings{Address: map[string]string{}, Daily: v.text("daily") == "yes", Duties: v.text("duties") == "yes"}, ""
	for _, name := range notices.Ways() {
		address, ok := notices.Clean(name, v.text("address-"+name))
		s.Address[name] = address
		if address == "" {
			continue
		}
		s.Channels = append(s.Channels, name)
		if !ok {
			problem = say("web.notices.bad." + name)
		}
	}
	from, okFrom := notices.ReadClock(v.text("from"))
	until, okUntil := notices.ReadClock(v.text("until"))
	s.Quiet = notices.Quiet{From: from, Until: until}
	if !okFrom || !okUntil {
		problem = say("web.notices.bad.hours")
	}
	return s, problem
}

// toldView is what became of one message about a case.
type toldView struct{ When, Who, What, How, State string }

// told are the messages about a case that the visitor may know of: the office's
// readers of all, everybody else of their own.
func (s *Site) told(v *visit, c *suggestion.Suggestion) (all []toldView, err error) {
	results, err := s.o.Desk.Notices.Results(v.ctx(), c.ID)
	veiled := v.who.Veil(c) != nil
	for _, r := range results {
		if !mayKnow(v.who, r) {
			continue
		}
		if veiled && r.Role.OfDeputies() {
			r.Person = suggestion.Person{} // who signed is not told
		}
		view := toldView{When: stamp(r.At), Who: whoWas(r), What: r.Text(), How: label("outlet", r.Channel),
			State: say("web.notices.delivered")}
		if !r.Delivered {
			view.State = say("web.notices.failed", "why", label("unsent", r.Reason))
		}
		all = append(all, view)
	}
	return all, err
}

func whoWas(r notices.Result) string {
	if r.Unit != "" {
		return r.Unit + " " + r.Person.Name
	}
	return label("role", string(r.Role)) + " " + r.Person.Name
}

func mayKnow(who access.Principal, r notices.Result) bool {
	switch {
	case who.Scope().All && who.Role() != lifecycle.Assessor:
		return true
	case who.OfUnit():
		return slices.Contains(who.Names, r.Unit)
	}
	return r.Person.ID != "" && r.Person.ID == who.Person.ID
}
