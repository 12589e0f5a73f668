package notices_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
	"huiyin/eventstore"
	"huiyin/projections/notices"
	"huiyin/projections/notices/outbound"
)

func TestQuietHoursAndDigest(t *testing.T) {
	night, never := notices.Defaults(), notices.Settings{}
	daily := notices.Settings{Daily: true, Quiet: notices.DefaultQuiet}
	late := notices.Settings{Daily: true, Quiet: notices.Quiet{From: 7 * 60, Until: 9*60 + 30}}
	for _, c := range []struct {
		s    notices.Settings
		now  time.Time
		want time.Time
	}{
		{night, at("2026-03-02", "21:59"), at("2026-03-02", "21:59")},
		{night, at("2026-03-02", "22:00"), at("2026-03-03", "07:00")},
		{night, at("2026-03-02", "23:59"), at("2026-03-03", "07:00")},
		{night, at("2026-03-03", "00:00"), at("2026-03-03", "07:00")},
		{night, at("2026-03-03", "06:59"), at("2026-03-03", "07:00")},
		{night, at("2026-03-03", "07:00"), at("2026-03-03", "07:00")},
		{never, at("2026-03-03", "03:00"), at("2026-03-03", "03:00")},
		{daily, at("2026-03-03", "07:59"), at("2026-03-03", "08:00")},
		{daily, at("2026-03-03", "08:00"), at("2026-03-04", "08:00")},
		{daily, at("2026-03-06", "09:00"), at("2026-03-09", "08:00")}, // over a weekend
		{daily, at("2026-09-30", "09:00"), at("2026-10-08", "08:00")}, // over the national holidays
		{daily, at("2026-02-14", "07:00"), at("2026-02-14", "08:00")}, // a Saturday on which offices work
		{late, at("2026-03-03", "05:00"), at("2026-03-03", "09:30")},
	} {
		if got := c.s.Due(c.now, calendar.StateCouncil()); !got.Equal(c.want) {
			t.Errorf("%s with %+v: %s, not %s", c.now, c.s.Quiet, got, c.want)
		}
	}
}

func TestAddressesAreChecked(t *testing.T) {
	for _, c := range []struct {
		channel, typed, want string
		ok                   bool
	}{
		{"sms", " 138-0013 8000 ", "13800138000", true}, {"sms", "+8613800138000", "13800138000", true}, {"sms", "12345", "", false},
		{"sms", "23800138000", "", false}, {"mail", "li@example.com", "li@example.com", true}, {"mail", "Li <li@example.com>", "", false},
		{"mail", "li", "", false}, {"mail", "a@b.cn\r\nBcc: x@y.cn", "", false}, {"messenger", "li.ping", "li.ping", true}, {"messenger", "li ping", "", false},
		{"messenger", "", "", false}, {"fax", "1", "", false},
	} {
		got, ok := notices.Clean(c.channel, c.typed)
		if ok != c.ok || ok && got != c.want {
			t.Errorf("%s %q: %q %v", c.channel, c.typed, got, ok)
		}
	}
}

// delivered plays a case until its reply was delivered to the deputy.
func (h *house) delivered(id suggestion.CaseID, number string) {
	h.Register(id, number, "Deputy1")
	h.Assign(id, "Water")
	h.Reply(id, "l1", "A")
	h.Deliver(id, "l1")
	h.catchUp()
}

// A message says how many, which number and by when, and nothing of the case; it goes
// out once, and its result is on the case.
func TestAMessageGoesOutOnce(t *testing.T) {
	way := &gateway{name: "sms"}
	h := newHouse(t, way)
	h.reach("deputy1", nil)
	h.delivered("x", "0131")
	for range 3 {
		must(t, h.post())
		h.again()
	}
	if len(way.got) != 1 {
		t.Fatalf("%d messages: %+v", len(way.got), way.got)
	}
	m := way.got[0]
	if m.To != "13800138000" || !strings.Contains(m.Text, "第0131号") || !strings.Contains(m.Text, "请登录查看") || !strings.Contains(m.Text, "最近的期限为2026年") ||
		strings.Contains(m.Text, "Water") || strings.Contains(m.Text, "Deputy") || strings.Contains(m.Text, "答复") || strings.Contains(m.Text, "://") {
		t.Errorf("%+v", m)
	}
	h.catchUp()
	results, err := h.n.Results(t.Context(), "x")
	must(t, err)
	told := slices.DeleteFunc(slices.Clone(results), func(r notices.Result) bool { return r.Person.ID != "p-Deputy1" })
	if len(told) < 3 || !told[0].Delivered || told[0].Channel != "sms" {
		t.Errorf("%+v", results)
	}
	if all := string(dataOf(h)); strings.Contains(all, "13800138000") {
		t.Error("an address is in the log")
	}
}

func dataOf(h *house) (all []byte) {
	for _, r := range h.Records() {
		all = append(all, r.Data...)
	}
	return all
}

// However often the process dies, before a send, after it and before its result, the
// message is one by its id and no letter is lost.
func TestAKillLosesNothingAndRepeatsUnderOneID(t *testing.T) {
	way := &gateway{name: "sms"}
	h := newHouse(t, way)
	h.reach("deputy1", nil)
	h.delivered("x", "0131")
	// The gateway takes the message, and the process dies before it writes that down.
	must(t, h.n.Close())
	copied := h.copyFile()
	h.open()
	must(t, h.post())
	must(t, h.n.Close())
	h.path = copied
	h.open()
	must(t, h.post())
	if len(way.got) != 2 || len(way.ids()) != 1 {
		t.Fatalf("%d sent under %v", len(way.got), way.ids())
	}
	h.catchUp()
	before := len(h.Records())
	must(t, h.post())
	if after := len(h.Records()); after != before {
		t.Errorf("%d results told again", after-before)
	}
	// The result could not be told: it is told by the next life.
	h.delivered("y", "0132")
	p := &notices.Post{Notices: h.n, Channels: h.ways, Tell: func(context.Context, notices.Result) error { return errors.New("down") }}
	if err := p.Work(t.Context()); err == nil {
		t.Error("nobody learns that the log is down")
	}
	h.again()
	must(t, h.post())
	h.catchUp()
	if results, err := h.n.Results(t.Context(), "y"); err != nil || len(results) == 0 {
		t.Errorf("the result is lost: %v, %v", results, err)
	}
}

// A gateway that is away is tried again, more and more slowly and not for ever; one
// that refuses is not asked again. Both are told.
func TestTriesEnd(t *testing.T) {
	away, refuses := &gateway{name: "sms", err: errors.New("away")}, &gateway{name: "mail", err: outbound.ErrPermanent}
	h := newHouse(t, away, refuses)
	h.reach("deputy1", func(s *notices.Settings) { s.Quiet = notices.Quiet{}; s.Address["mail"] = "li@example.com" })
	h.delivered("x", "0131")
	begun := h.clock.Now()
	for range 24 * 60 {
		must(t, h.post())
		h.clock.At(h.clock.Now().Add(time.Minute))
	}
	if len(away.got) != notices.MostTries || len(away.ids()) != 1 || len(refuses.got) != 1 {
		t.Errorf("%d tries of one that is away, %d of one that refuses", len(away.got), len(refuses.got))
	}
	h.catchUp()
	results, err := h.n.Results(t.Context(), "x")
	must(t, err)
	reasons := map[string]string{}
	for _, r := range results {
		if r.Person.ID == "p-Deputy1" {
			reasons[r.Channel] = r.Reason
		}
	}
	if reasons["sms"] != notices.GaveUp || reasons["mail"] != notices.Refused {
		t.Errorf("after %s: %v", h.clock.Now().Sub(begun), reasons)
	}
	f, err := h.n.Figures(t.Context())
	if err != nil || f.Failed["sms"] == 0 || f.Waiting["sms"] != 0 || !f.Oldest.IsZero() {
		t.Errorf("%+v %v", f, err)
	}
}

// What comes by night waits for the morning, in one message; a digest gathers.
func TestTheNightIsQuiet(t *testing.T) {
	way := &gateway{name: "sms"}
	h := newHouse(t, way)
	h.reach("deputy1", func(s *notices.Settings) { s.Duties = true })
	h.clock.At(at("2026-03-02", "22:30"))
	h.delivered("x", "0131")
	h.delivered("y", "0132")
	for _, clock := range []string{"22:40", "23:59"} {
		h.clock.At(at("2026-03-02", clock))
		must(t, h.post())
	}
	h.clock.At(at("2026-03-03", "06:59"))
	must(t, h.post())
	if len(way.got) != 0 {
		t.Fatalf("sent by night: %+v", way.got)
	}
	h.clock.At(at("2026-03-03", "07:00"))
	must(t, h.post())
	if len(way.got) != 1 || !strings.Contains(way.got[0].Text, "第0131号、第0132号") {
		t.Fatalf("%+v", way.got)
	}
	h.reach("deputy1", func(s *notices.Settings) { s.Daily = true })
	h.clock.At(at("2026-03-06", "09:00"))
	h.delivered("z", "0133")
	must(t, h.post())
	h.clock.At(at("2026-03-08", "12:00"))
	must(t, h.post())
	if len(way.got) != 1 {
		t.Fatalf("a digest before its time: %+v", way.got)
	}
	h.clock.At(at("2026-03-09", "08:00"))
	must(t, h.post())
	if len(way.got) != 2 {
		t.Errorf("%d messages", len(way.got))
	}
}

// Who has no address is a result, so that somebody tells the deputy otherwise; an old
// log, or one read anew, sends nothing; who asked for nothing gets nothing.
func TestNobodyIsSentWhatNobodyWants(t *testing.T) {
	way := &gateway{name: "sms"}
	h := newHouse(t, way)
	h.delivered("x", "0131")
	must(t, h.post())
	h.catchUp()
	results, err := h.n.Results(t.Context(), "x")
	must(t, err)
	if len(way.got) != 0 || len(results) == 0 || results[0].Reason != notices.NoAddress || results[0].Delivered {
		t.Errorf("no address: %+v %+v", way.got, results)
	}
	h.reach("deputy1", func(s *notices.Settings) { s.Channels = nil })
	h.delivered("y", "0132")
	must(t, h.post())
	h.reach("deputy1", nil)
	h.clock.At(h.clock.Now().Add(notices.Fresh + time.Hour))
	must(t, h.n.Rebuild(t.Context()))
	must(t, h.post())
	if len(way.got) != 0 {
		t.Errorf("sent: %+v", way.got)
	}
	// Who changes his mind before it goes out is not sent it.
	h.delivered("z", "0133")
	h.reach("deputy1", func(s *notices.Settings) { s.Channels = nil })
	must(t, h.post())
	if len(way.got) != 0 {
		t.Errorf("sent in spite: %+v", way.got)
	}
}

// A person with two roles is sent one message of one event.
func TestAPersonIsSentOnce(t *testing.T) {
	n := notices.Notice{Event: eventstore.DeriveID(eventstore.ID{}, "e"), Account: "a"}
	first, second := n, n
	first.Grant, second.Grant = "lead_deputy:", "deputy_affairs_committee:"
	for _, x := range []*notices.Notice{&first, &second} {
		x.ID = eventstore.DeriveID(x.Event, "notice", x.Account, x.Grant)
	}
	if a, b := notices.LetterID(first, "sms"), notices.LetterID(second, "sms"); a != b {
		t.Errorf("%s and %s", a, b)
	}
	if a, b := notices.LetterID(first, "sms"), notices.LetterID(first, "mail"); a == b {
		t.Error("two channels, one letter")
	}
}
