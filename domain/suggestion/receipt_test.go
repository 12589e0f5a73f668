package suggestion

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
)

var a1 = Subject{Assignment: "a1"}

// On the platform a unit receives on the day of assignment, so both starts are
// one day; sign-in moves nothing.
func TestThePlatformDeliversOnTheDayOfAssignment(t *testing.T) {
	w := assigned(t, "zhejiang-2016")
	w.due(lifecycle.DueReturn, a1, "2026-03-09")
	w.due(lifecycle.DueReply, l1, "2026-05-25")
	w.at("2026-03-05")
	w.do(office, SignIn{"a1"})
	w.due(lifecycle.DueReply, l1, "2026-05-25")
	if a, _ := w.s.Assignment("a1"); a.Received != day("2026-02-25") {
		t.Errorf("%+v", a)
	}
}

// A paper unit's clocks that count from the receipt wait for it.
func TestAPaperUnitsClocksWaitForTheReceipt(t *testing.T) {
	w := assigned(t, "zhejiang-2016")
	w.no("wrong_role", office, SendOnPaper{"a1"})
	w.want(w.do(desk, SendOnPaper{"a1"}), "SentOnPaper")
	if _, runs := w.s.Running(lifecycle.DueReturn, a1); runs {
		t.Error("the return clock runs before the receipt")
	}
	w.due(lifecycle.DueReply, l1, "2026-08-25") // the law's last day, whenever it arrives
	w.no("wrong_state", desk, SendOnPaper{"a1"})
	w.no("wrong_state", office, SignIn{"a1"})
	w.no("wrong_state", office, RequestReturn{Assignment: "a1", Reason: "r"})
	w.no("other_unit", office2, RecordReceipt{Assignment: "a1"})
	w.no("wrong_role", lead, RecordReceipt{Assignment: "a1"})
	w.do(lead, ObjectToUnit{"a1", "r"})
	w.at("2026-03-04")
	w.no("not_received_yet", office, RequestExtension{Line: "l1", Reason: "wide"})
	w.do(desk, RecordReceipt{"a1", "no. 31"})
	w.due(lifecycle.DueReturn, a1, "2026-03-16") // 10 d end on a Saturday
	w.due(lifecycle.DueReply, l1, "2026-06-04")
	w.no("wrong_state", desk, RecordReceipt{Assignment: "a1"})
	w.do(office, SignIn{"a1"})
	w.extend()
	w.due(lifecycle.DueReply, l1, "2026-08-25") // six months from the receipt would pass the law's
}

// What counts from the assignment does not wait.
func TestWhatCountsFromTheAssignmentRuns(t *testing.T) {
	w := assigned(t, "chongqing-2018")
	w.do(desk, SendOnPaper{"a1"})
	w.due(lifecycle.DueReturn, a1, "2026-03-10")
	w.due(lifecycle.DueReply, l1, "2026-05-25")
	if _, runs := w.s.Running(lifecycle.DueFirstContact, l1); runs {
		t.Error("the first contact counts from the receipt")
	}
	w.at("2026-03-04")
	w.do(office, RecordReceipt{Assignment: "a1"})
	w.due(lifecycle.DueFirstContact, l1, "2026-04-01") // 20 wd from 4 March
	w.due(lifecycle.DueReply, l1, "2026-05-25")
}

// The deputy may be met before the paper is logged: then no contact is owed.
func TestAContactBeforeTheReceiptCounts(t *testing.T) {
	w := assigned(t, "hunan-2024")
	w.do(desk, SendOnPaper{"a1"})
	w.do(handler, RecordContact{Line: "l1", Way: "phone", With: []Person{who("d1")}, Content: "Talked."})
	w.at("2026-03-04")
	w.do(desk, RecordReceipt{Assignment: "a1"})
	if _, runs := w.s.Running(lifecycle.DueFirstContact, l1); runs {
		t.Error("a first contact is asked of a unit that made it")
	}
	w.due(lifecycle.DueReturn, a1, "2026-03-16")
}

func TestPaperIsSaidOnTheDay(t *testing.T) {
	w := assigned(t, "shandong-2017")
	w.at("2026-02-26")
	w.no("paper_too_late", desk, SendOnPaper{"a1"})
	w.on = day("2026-02-25") // a note of yesterday is no late entry
	w.do(desk, SendOnPaper{"a1"})
	w.at("2026-02-27")
	w.on = day("2026-02-26")
	w.do(desk, RecordReceipt{Assignment: "a1"})
	w.due(lifecycle.DueReply, l1, "2026-05-26")
}

func TestAPaperIsNotReceivedBeforeItIsSent(t *testing.T) {
	w := assigned(t, "shandong-2017")
	w.do(desk, SendOnPaper{"a1"})
	w.on = day("2026-02-24")
	w.no("receipt_before_assignment", desk, RecordReceipt{Assignment: "a1"})
}

// A part that is handed on to a paper unit waits for that unit's receipt.
func TestAPartHandedOnGoesOnPaperToo(t *testing.T) {
	w := registered(t, "shanghai-2015")
	w.at("2026-02-25")
	w.do(desk, Assign{LeadAndCo, []UnitPart{{"u1", Lead, ""}, {"u2", Co, ""}}})
	w.do(office2, RequestReturn{Assignment: "a2", Reason: "r"})
	w.at("2026-03-02")
	w.do(desk, ApproveReturn{Assignment: "a2", Reason: "r", NewUnit: "u3"})
	w.do(desk, SendOnPaper{"a3"})
	a3 := Subject{Assignment: "a3"}
	if _, runs := w.s.Running(lifecycle.DueCoOpinion, a3); runs {
		t.Error("a co-unit's opinion counts from the receipt")
	}
	w.at("2026-03-06")
	w.do(as(lifecycle.UnitCoordinator, "c3", "u3"), RecordReceipt{Assignment: "a3"})
	w.due(lifecycle.DueCoOpinion, a3, "2026-04-07") // 1 m ends at Qingming
}

// A document with the three reply limits as given, on Zhejiang's body.
func withReplies(t fataler, start, reply, longer, most string) ruleset.Set {
	doc, _ := ruleset.Document("zhejiang-2016")
	for key, limit := range map[string][2]string{"reply": {reply, start}, "extended_reply": {longer, start}, "reply_cap": {most, "assigned"}} {
		for line := range bytes.Lines(doc) {
			if rest, found := bytes.CutPrefix(bytes.TrimSpace(line), []byte(`"`+key+`": {"period": "`)); found {
				_, tail, _ := strings.Cut(string(rest), `"basis"`)
				doc = bytes.Replace(doc, line, fmt.Appendf(nil, "\"%s\": {\"period\": %q, \"from\": %q, \"basis\"%s\n", key, limit[0], limit[1], strings.TrimRight(tail, "\n")), 1)
			}
		}
	}
	set, err := ruleset.Parse(doc)
	if err != nil {
		t.Fatal(err, string(doc))
	}
	return set
}

// anyCalendar draws a calendar with random days off and make-up days.
func anyCalendar(t *rapid.T) calendar.Calendar {
	var b strings.Builder
	b.WriteString("date,kind,name,notice_year\n")
	for d := day("2026-01-01"); d.Year() == 2026; d = d.AddDays(1 + rapid.IntRange(0, 20).Draw(t, "gap")) {
		fmt.Fprintf(&b, "%v,%s,x,2026\n", d, rapid.SampledFrom([]string{"off", "off", "work"}).Draw(t, "kind"))
	}
	cal, err := calendar.Parse([]byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

// No reply date passes the cap, whatever the rules, the start, the paper's way
// and the calendar.
func TestNoReplyDatePassesTheCapAnywhere(t *testing.T) {
	months := func(a, b int) *rapid.Generator[string] {
		return rapid.Map(rapid.IntRange(a, b), func(n int) string { return fmt.Sprint(n, "m") })
	}
	rapid.Check(t, func(t *rapid.T) {
		set := withReplies(t, rapid.SampledFrom([]string{"assigned", "received"}).Draw(t, "from"),
			rapid.OneOf(months(1, 3), rapid.SampledFrom([]string{"02-29", "05-31", "06-30"})).Draw(t, "reply"),
			rapid.OneOf(months(3, 6), rapid.Just("12-31")).Draw(t, "extended"), months(6, 9).Draw(t, "cap"))
		cal := anyCalendar(t)
		t0 := day("2026-01-05").AddDays(rapid.IntRange(0, 300).Draw(t, "t0"))
		received := t0.AddDays(rapid.IntRange(0, 250).Draw(t, "way"))
		limit, _ := set.Rule(ruleset.ReplyCap)
		latest := cal.Due(t0, limit.Period).Due
		w := law{set, cal}
		for _, key := range []ruleset.Key{ruleset.Reply, ruleset.ExtendedReply, ruleset.ReplyCap} {
			for _, from := range []starts{{t0, received}, {assigned: t0}} {
				due := w.due(lifecycle.DueReply, key, l1, from)
				rule, _ := set.Rule(key)
				if waits := rule.From == ruleset.Received && unset(from.received); waits != (len(due) == 0) {
					t.Fatalf("%v from %+v: %+v", key, from, due)
				}
				if slices.ContainsFunc(due, func(d Deadline) bool { return d.Due.After(latest) || unset(d.Due) || d.Basis == "" }) {
					t.Fatalf("%v from %+v: %+v passes %v", key, from, due, latest)
				}
			}
		}
	})
}
