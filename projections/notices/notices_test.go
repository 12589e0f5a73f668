package notices_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/domain/zh"
	"huiyin/projections/internal/rehearsal"
	"huiyin/projections/notices"
)

// Every line of the table is of an event that there is, and has its words; every
// word is used.
func TestTheTableIsWhole(t *testing.T) {
	known := map[string]bool{}
	for _, info := range wire.Types() {
		known[info.Name] = true
	}
	for _, typ := range notices.Types() {
		if !known[typ] {
			t.Errorf("no event %s", typ)
		}
	}
	used := map[string]bool{}
	for _, key := range notices.Keys() {
		used["notice."+key] = true
		if !zh.Has("notice." + key) {
			t.Errorf("no words for %s", key)
		}
		if text := (notices.Row{Key: key, About: "某厅"}).Text(); strings.ContainsAny(text, "⟦⟧{}") {
			t.Errorf("%s: %s", key, text)
		}
	}
	for _, key := range zh.Keys("notice.") {
		if !used[key] {
			t.Errorf("%s is said to nobody", key)
		}
	}
}

// A season is told to who has to know: each line names who is told what, and who is
// not.
func TestWhoIsTold(t *testing.T) {
	h := newHouse(t)
	h.Register("x", "7", "Deputy1")
	h.Assign("x", "Water")
	h.Reply("x", "l1", "B", suggestion.Promise{Text: "build", Due: rehearsal.NewClock("2026-10-15").Today()})
	h.Deliver("x", "l1")
	h.Rate("x", "l1", suggestion.Dissat)
	h.Do("x", rehearsal.Committee(), suggestion.OrderTheRedo{Line: "l1", Reason: "again"})
	h.catchUp()
	for login, want := range map[string][]string{
		"deputy1":            {"redo_told", "reply_delivered", "contact_recorded", "assigned_told", "registered"},
		"Water-unit_handler": {"redo_ordered", "contact_confirmed", "assigned"},
		"Water-unit_head":    {"redo_ordered", "reply_examined", "reply_drafted", "contact_confirmed", "assigned"},
		"office":             {"feedback_given", "to_assign", "submitted"},
		"motions":            {"submitted"},
		"gov":                {"to_assign"},
		"leader":             nil, "deputy2": nil, "Schools-unit_head": nil,
	} {
		if got := h.keys(login); !slices.Equal(got, want) {
			t.Errorf("%s: %v, not %v", login, got, want)
		}
	}
}

// Over a whole season no unit is told of an event before it may know of it, nor of a
// case that is not its own, and no text tells a grade (handbook THR-04).
func TestNoUnitIsToldOfARating(t *testing.T) {
	h := newHouse(t)
	rehearsal.Season(h.Desk, 45)
	book, told, hidden := notices.NewBook(h.dir, days), 0, 0
	states := map[string]*suggestion.Suggestion{}
	for _, r := range h.Records() {
		id, ok := wire.CaseOf(string(r.Stream))
		if !ok {
			continue
		}
		if states[string(id)] == nil {
			states[string(id)] = suggestion.New()
		}
		e, err := wire.Decode(r.Type, r.Schema, r.Data)
		must(t, err)
		s := suggestion.Fold(states[string(id)], e)
		states[string(id)] = s
		if s.Untold(e) {
			hidden++
		}
		for _, n := range notices.For(notices.Happening{ID: r.ID, Type: r.Type, Event: e, Recorded: r.Recorded}, s, book) {
			told++
			if text := n.Text(); strings.Contains(text, "满意") {
				t.Errorf("%s: %s", r.Type, text)
			}
			if !n.Role.OfUnit() {
				continue
			}
			if _, active := s.ActiveOn(n.Body); s.Untold(e) || !active && !strings.Contains(r.Type, "return") {
				t.Errorf("%s told to %s", r.Type, n.Account)
			}
		}
	}
	if told < 300 || hidden < 10 {
		t.Fatalf("%d told, %d hidden: the season shows nothing", told, hidden)
	}
}

// Due days warned of and lapsed are one notice a working day for one case (UX-14).
func TestOneReminderAWorkingDay(t *testing.T) {
	h := newHouse(t)
	h.Register("x", "7", "Deputy1")
	h.Assign("x", "Water")
	s, book := h.Case("x"), notices.NewBook(h.dir, days)
	i := slices.IndexFunc(s.Clocks, func(c suggestion.Clock) bool { return c.Running && c.Kind == lifecycle.DueReply })
	c := s.Clocks[i]
	ids := map[string]bool{}
	for _, day := range []string{"2026-03-06", "2026-03-07", "2026-03-08", "2026-03-09", "2026-03-10"} { // Friday to Tuesday
		for typ, e := range map[string]suggestion.Event{
			"deadline.warned": suggestion.DeadlineWarned{Kind: c.Kind, Subject: c.Subject, Due: c.Due, Days: 5},
			"deadline.lapsed": suggestion.DeadlineLapsed{Kind: c.Kind, Subject: c.Subject, Due: c.Due},
		} {
			for _, n := range notices.For(happening(typ, e, at(day, "00:01")), s, book) {
				if n.Account == "Water-unit_head" {
					ids[n.ID.String()] = true
					if n.Due != c.Due {
						t.Errorf("%s: due %s", typ, n.Due)
					}
				}
			}
		}
	}
	reminded := map[string]bool{}
	for n := range 3 {
		h := happening("feedback.reminded", suggestion.FeedbackReminded{Line: "l1", Count: n}, at("2026-03-06", "00:01"))
		h.ID[0] = byte(n)
		for _, n := range notices.For(h, s, book) {
			reminded[n.ID.String()] = true
		}
	}
	if len(reminded) != 1 {
		t.Errorf("reminded of one reply by %d notices a day", len(reminded))
	}
	if len(ids) != 3 { // Friday; the weekend with Monday; Tuesday
		t.Errorf("%d notices", len(ids))
	}
}

// A restart after any event, and a rebuild, tell the same.
func TestRestartsAndRebuildsTellTheSame(t *testing.T) {
	h := newHouse(t)
	rehearsal.Season(h.Desk, 9)
	h.catchUp()
	want := h.everything()
	if len(want["office"]) < 10 {
		t.Fatalf("the season shows nothing: %v", want)
	}
	box := notices.Box{Account: "office", Grant: string(lifecycle.DeputyAffairsCommittee) + ":"}
	must(t, h.n.ReadAll(box))
	must(t, h.n.Rebuild(t.Context()))
	h.again()
	h.catchUp()
	if got := h.everything(); !maps.EqualFunc(got, want, slices.Equal[[]string]) {
		t.Errorf("a rebuild: %v, not %v", got, want)
	}
	if n, err := h.n.Unread(t.Context(), box); n != 0 || err != nil {
		t.Errorf("what was read is not: %d, %v", n, err)
	}
	must(t, h.n.Close())
	for _, suffix := range []string{"", "-wal", "-shm"} {
		_ = os.Remove(h.path + suffix)
	}
	h.open()
	h.catchUp()
	if got := h.everything(); !maps.EqualFunc(got, want, slices.Equal[[]string]) {
		t.Errorf("without the file: %v", got)
	}
}

// Nobody's account and no account of yesterday is told.
func TestRolesCountByTheDay(t *testing.T) {
	h := newHouse(t)
	day := h.clock.Today()
	h.dir = h.dir.Fold(register.RoleEnded{ID: "office", From: day, Role: lifecycle.DeputyAffairsCommittee, Reason: "moved"})
	h.Register("x", "7", "Deputy1")
	h.catchUp()
	if got := h.keys("office"); len(got) != 0 {
		t.Errorf("who holds no role any more: %v", got)
	}
	if got := h.keys("gov"); len(got) != 1 {
		t.Errorf("who does: %v", got)
	}
}
