package suggestion

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
)

type fataler interface{ Fatal(...any) }

// edited is a built-in set with one text in its document replaced.
func edited(t fataler, id, old, new string) ruleset.Set {
	doc, _ := ruleset.Document(id)
	if !bytes.Contains(doc, []byte(old)) {
		t.Fatal("the document has no ", old)
	}
	set, err := ruleset.Parse(bytes.Replace(doc, []byte(old), []byte(new), 1))
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func jsonList(words []string) string {
	if words == nil {
		return "[]"
	}
	out, _ := json.Marshal(words)
	return string(out)
}

// notice2027 is an invented notice for 2027, for tests only: the real one was not
// out when they were written. Spring Festival 6 to 12 February, 13 February and
// 30 January worked.
const notice2027 = `
2027-01-01,off,测试元旦,2027
2027-01-30,work,测试春节,2027
2027-02-06,off,测试春节,2027
2027-02-07,off,测试春节,2027
2027-02-08,off,测试春节,2027
2027-02-09,off,测试春节,2027
2027-02-10,off,测试春节,2027
2027-02-11,off,测试春节,2027
2027-02-12,off,测试春节,2027
2027-02-13,work,测试春节,2027
`

func extendedBy(t *testing.T, rows string) calendar.Calendar {
	cal, err := calendar.Parse([]byte(string(calendar.StateCouncil().CSV()) + strings.TrimLeft(rows, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

// correct has the clock date every deadline of the case anew.
func (w *world) correct(cal calendar.Calendar) []Event {
	w.t.Helper()
	var all []Event
	for _, c := range w.s.Clocks {
		r := w.request(clock, CorrectDeadline{c.Kind, c.Subject, "a notice came"})
		r.Calendar = cal
		events, err := Decide(w.s, r)
		if err != nil {
			w.t.Fatal(err)
		}
		w.s, w.log, all = Fold(w.s, events...), append(w.log, events...), append(all, events...)
	}
	return all
}

// A notice that comes late moves what it moves, settles what it does not move,
// and does nothing the second time.
func TestALateNoticeCorrectsDeadlines(t *testing.T) {
	w := registered(t, "national")
	w.at("2026-11-09")
	w.do(desk, Assign{Mode: Single, Units: []UnitPart{{"u1", Lead, ""}}})
	w.due(lifecycle.DueReply, l1, "2027-02-09")
	if c, _ := w.s.Running(lifecycle.DueReply, l1); !c.Provisional {
		t.Error("a day of a year without a notice is not provisional")
	}
	w.at("2026-12-01")
	cal := extendedBy(t, notice2027)
	events := w.correct(cal)
	w.want(events, "DeadlineCorrected")
	got := events[0].(DeadlineCorrected)
	if got.Old.Due != day("2027-02-09") || got.New.Due != day("2027-02-13") || got.New.Provisional || got.New.Calendar != cal.Version() {
		t.Errorf("%+v", got)
	}
	w.due(lifecycle.DueReply, l1, "2027-02-13") // a make-up Saturday
	w.want(w.correct(cal), "")
}

func TestADayThatStandsIsFinalNow(t *testing.T) {
	w := registered(t, "national")
	w.at("2026-11-27")
	w.do(desk, Assign{Mode: Single, Units: []UnitPart{{"u1", Lead, ""}}})
	w.at("2026-12-01")
	events := w.correct(extendedBy(t, notice2027))
	w.want(events, "DeadlineCorrected")
	if got := events[0].(DeadlineCorrected); got.Old.Due != got.New.Due || !got.Old.Provisional || got.New.Provisional {
		t.Errorf("%+v", got)
	}
}

// A change within the year moves what still runs; what lapsed stays lapsed, and a
// day that has passed is not moved away from under the clock.
func TestAChangeWithinTheYear(t *testing.T) {
	// 25 May 2026 is declared a day off, as in 2020 the holiday was prolonged.
	cal := extendedBy(t, "2026-05-25,off,测试调休,2026\n2026-05-30,work,测试调休,2026\n")
	due := Lapse{lifecycle.DueReply, l1, day("2026-05-25")}

	w := assigned(t, "national")
	w.at("2026-05-20")
	w.want(w.correct(cal), "DeadlineCorrected")
	w.due(lifecycle.DueReply, l1, "2026-05-26")
	w.now = calendar.EndOf(day("2026-05-25"))
	w.want(w.do(clock, due), "") // that day is no more
	w.now = calendar.EndOf(day("2026-05-26"))
	w.want(w.do(clock, Lapse{due.Kind, due.Subject, day("2026-05-26")}), "DeadlineLapsed")
	w.want(w.correct(cal), "")

	late := assigned(t, "national")
	late.now = calendar.EndOf(day("2026-05-25"))
	late.want(late.correct(cal), "") // over before the change was known
	late.do(clock, due)
	late.want(late.correct(cal), "")
	if c, _ := late.s.Running(lifecycle.DueReply, l1); !c.Lapsed || c.Due != due.Due {
		t.Errorf("%+v", c)
	}
}

func TestOnlyTheClockCorrects(t *testing.T) {
	w := assigned(t, "national")
	w.no("wrong_role", desk, CorrectDeadline{lifecycle.DueReply, l1, "r"})
	w.no("missing", clock, CorrectDeadline{lifecycle.DueReply, l1, ""})
	w.want(w.do(clock, CorrectDeadline{lifecycle.DueReply, l1, "r"}), "")
	w.want(w.do(clock, CorrectDeadline{lifecycle.DueRedo, l1, "r"}), "")
}

// Other rules date the same clocks otherwise; a limit they do not know has no new
// day. Asking changes nothing.
func TestShiftsUnderOtherRules(t *testing.T) {
	w := assigned(t, "hunan-2024")
	before := w.s.clone()
	got := map[lifecycle.Deadline]string{}
	for _, s := range Shifts(w.s, rules("shandong-2017"), calendar.StateCouncil(), day("2026-02-26")) {
		got[s.Old.Kind] = s.Old.Due.String() + " " + s.New.Due.String()
	}
	want := map[lifecycle.Deadline]string{lifecycle.DueReturn: "2026-03-09 2026-03-02", lifecycle.DueFirstContact: "2026-03-24 "}
	if len(got) != 2 || got[lifecycle.DueReturn] != want[lifecycle.DueReturn] || got[lifecycle.DueFirstContact] != want[lifecycle.DueFirstContact] {
		t.Errorf("got %v, want %v", got, want)
	}
	if err := same(before, w.s); err != nil {
		t.Error(err)
	}
}

// A promise is the unit's own day, which no rule moves.
func TestAPromiseIsNotCorrected(t *testing.T) {
	w := replied(t, "B", Promise{Text: "x", Due: day("2027-02-09")})
	w.rate(Satisfied, Satisfied, "")
	w.want(w.correct(extendedBy(t, notice2027)), "")
	w.due(lifecycle.DueCommitment, Subject{Commitment: "l1v1c1"}, "2027-02-09")
}
