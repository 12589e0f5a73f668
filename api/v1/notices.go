package v1

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"time"

	"huiyin/api/access"
	"huiyin/domain/calendar"
	"huiyin/domain/wire"
	"huiyin/projections/notices"
	"huiyin/projections/views"
)

// Told is one thing that the caller was told.
type Told struct {
	ID      string        `json:"id"`
	At      time.Time     `json:"at"`
	Case    string        `json:"case"`
	Number  string        `json:"number,omitempty"`
	Title   string        `json:"title,omitempty"` // empty if the case is not the caller's to see any more
	Key     string        `json:"key"`
	Display string        `json:"display"`
	Due     calendar.Date `json:"due,omitzero"`
	Duty    bool          `json:"duty,omitempty"` // the rules ask that the caller learns of it, or acts
	Read    bool          `json:"read"`
}

// ReadNotices names what was read: some by their ids, or all.
type ReadNotices struct {
	IDs []string `json:"ids,omitempty"`
	All bool     `json:"all,omitempty"`
}

// UnreadCount is how many notices are not read.
type UnreadCount struct {
	Unread int `json:"unread"`
}

// Reminding is how one's account is told out of the house.
type Reminding struct {
	Channels  []string          `json:"channels"`
	Addresses map[string]string `json:"addresses"` // by channel
	QuietFrom string            `json:"quiet_from"`
	QuietTo   string            `json:"quiet_until"`
	Daily     bool              `json:"daily"`  // gathered until 08:00 of the next working day
	Duties    bool              `json:"duties"` // only what the rules ask that one learns of
}

// followed is how long a list of notices waits for what has just happened.
const followed = 2 * time.Second

func (a *API) ofNotices() []Route {
	return []Route{
		{Name: "listNotices", Pattern: "GET /notices", Area: access.Home, Out: List[Told]{}, serve: a.notices,
			Query: []Param{{Name: "page_size", Kind: aCount}, {Name: "page_token", Kind: aText}, flag("unread")}},
		{Name: "readNotices", Pattern: "POST /notices/read", Area: access.Home, Takes: ReadNotices{}, Out: UnreadCount{}, serve: a.readNotices},
		{Name: "getReminding", Pattern: "GET /notices/settings", Area: access.Home, Out: Reminding{}, serve: a.reminding},
		{Name: "setReminding", Pattern: "POST /notices/settings", Area: access.Home, Takes: Reminding{}, Out: Reminding{}, serve: a.setReminding},
	}
}

func (c *call) box() notices.Box {
	return notices.Box{Account: c.who.Account, Grant: access.Key(c.who.Grant)}
}

// notices lists what the caller was told, the newest first.
func (a *API) notices(c *call) error {
	page, _, err := c.page()
	if err != nil {
		return err
	}
	f := notices.Filter{Unread: c.flag("unread"), Limit: page.Limit}
	if page.After != nil {
		place, ok := page.After[0].(int64)
		if !ok {
			return problemOf("page_token")
		}
		f.After = place
	}
	stale := !a.o.Desk.Notices.Reached(c.ctx(), followed)
	rows, total, err := a.o.Desk.Notices.List(c.ctx(), c.box(), f)
	if err != nil {
		return err
	}
	out := List[Told]{Items: make([]Told, len(rows)), Total: total, Stale: stale}
	reader := a.o.Desk.Reader(c.who.Scope())
	for i, r := range rows {
		if out.Items[i], err = toldOf(c, reader, r); err != nil {
			return err
		}
	}
	if len(rows) == page.Limit {
		out.NextPageToken = c.leave(views.Cursor{rows[len(rows)-1].Place}, 0)
	}
	return c.json(http.StatusOK, out)
}

// toldOf is a notice with what the caller may see now of its case.
func toldOf(c *call, reader views.Reader, r notices.Row) (Told, error) {
	t := Told{ID: r.ID, At: local(r.At), Case: string(r.Case), Key: r.Key, Display: r.Text(), Due: r.Due, Duty: r.Duty, Read: r.Read}
	found, err := reader.Resolve(c.ctx(), string(r.Case))
	if len(found) == 1 {
		t.Number, t.Title = found[0].Number, found[0].Title
	}
	return t, err
}

// readNotices marks notices as read; what is not the caller's changes nothing.
func (a *API) readNotices(c *call) error {
	var which ReadNotices
	if err := c.take(&which); err != nil {
		return err
	}
	err := a.o.Desk.Notices.Read(c.box(), which.IDs...)
	if which.All {
		err = a.o.Desk.Notices.ReadAll(c.box())
	}
	if err != nil {
		return err
	}
	n, err := a.o.Desk.Notices.Unread(c.ctx(), c.box())
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, UnreadCount{n})
}

func (a *API) reminding(c *call) error {
	s, err := a.o.Desk.Notices.Settings(c.ctx(), c.who.Account)
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, remindingOf(s))
}

func remindingOf(s notices.Settings) Reminding {
	r := Reminding{Channels: []string{}, Addresses: map[string]string{}, QuietFrom: notices.Clock(s.Quiet.From), QuietTo: notices.Clock(s.Quiet.Until),
		Daily: s.Daily, Duties: s.Duties}
	r.Channels = append(r.Channels, s.Channels...)
	for channel, address := range s.Address {
		if address != "" {
			r.Addresses[channel] = address
		}
	}
	return r
}

// setReminding keeps how the caller wants to be told, with a record of it.
func (a *API) setReminding(c *call) error {
	var r Reminding
	if err := c.take(&r); err != nil {
		return err
	}
	s, p := r.settings()
	if len(p.Errors) > 0 {
		return p
	}
	from := c.from()
	err := a.o.Desk.KeepSettings(c.ctx(), s, wire.SecurityRecorded{Login: c.who.Account, IP: from.IP, Agent: from.Agent, Subject: c.token.ID})
	if errors.Is(err, notices.ErrNowhere) {
		return problemOf("unavailable")
	}
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, remindingOf(s))
}

// settings reads what was sent; the problem names all that is wrong.
func (r Reminding) settings() (notices.Settings, *Problem) {
	p := problemOf("form")
	bad := func(pointer, name, what string) {
		p.flaw(pointer, "", "bad_value", "name", name, "kind", say("web.api.kind."+what))
	}
	s := notices.Settings{Address: map[string]string{}, Channels: r.Channels, Daily: r.Daily, Duties: r.Duties}
	for channel, address := range r.Addresses {
		clean, ok := notices.Clean(channel, address)
		if !ok {
			bad("/addresses/"+channel, channel, "address")
		}
		s.Address[channel] = clean
	}
	for _, channel := range r.Channels {
		if !slices.Contains(notices.Ways(), channel) || s.Address[channel] == "" {
			bad("/channels", channel, "channel")
		}
	}
	var okFrom, okTo bool
	s.Quiet.From, okFrom = notices.ReadClock(r.QuietFrom)
	s.Quiet.Until, okTo = notices.ReadClock(r.QuietTo)
	if !okFrom || !okTo {
		bad("/quiet_from", "quiet_from", "clock")
	}
	return s, p
}

// take reads a body that is no form; what it does not know is refused.
func (c *call) take(into any) error {
	data, err := io.ReadAll(c.r.Body)
	if err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if d.Decode(into) != nil || d.More() {
		return problemOf("bad_json")
	}
	return nil
}
