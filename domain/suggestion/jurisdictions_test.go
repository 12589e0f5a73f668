package suggestion

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
)

// cells are the rows of the comparison of jurisdictions (domain.md 1.4), as the
// days on which one case falls due: handed in between sessions on 10 February
// 2026, assigned to u1 with u2 on 25 February, answered on 1 April, and handled
// again from 20 April. A cell that is not listed must not exist.
var cells = map[string]map[string]string{
	"national": {"reply": "2026-05-25", "extended": "2026-08-25"},
	"zhejiang-2016": {
		"accepted":   "2026-02-24", // 7 d end in the Spring Festival
		"return":     "2026-03-09", // 10 d end on a Saturday
		"co-opinion": "2026-04-27", // 2 m end on a Saturday
		"reply":      "2026-05-25", "extended": "2026-08-25",
		"redo": "2026-05-20", // 1 m
	},
	"shanghai-2015": {
		"accepted":   "2026-02-26", // 7 wd: 14 February is one, the Spring Festival is not
		"return":     "2026-03-05", // 7 wd, 28 February being one
		"co-opinion": "2026-03-25", // 1 m
		"reply":      "2026-05-25", "extended": "2026-08-25", "redo": "2026-05-20",
	},
	"chongqing-2018": {
		"accepted":   "2026-03-02", // 10 wd
		"return":     "2026-03-10", // 10 wd
		"ruling":     "2026-03-11", // 10 wd from 26 February
		"contact":    "2026-03-24", // 20 wd
		"co-opinion": "2026-04-08", // 30 wd, Qingming off
		"again":      "2026-03-09", // 5 wd from 2 March
		"reply":      "2026-05-25", "extended": "2026-08-25",
		"feedback": "2026-04-30", // 20 wd
		"redo":     "2026-06-22", // 2 m end on a Saturday, after the Dragon Boat Festival
	},
	"henan-2017": {
		"return": "2026-03-10", "ruling": "2026-03-11", // 10 wd each
		"co-opinion": "2026-04-27", "reply": "2026-05-25", "extended": "2026-08-25",
		"feedback": "2026-04-16", // 10 wd, 6 April off
		"redo":     "2026-05-20",
	},
	"shandong-2017": {
		"accepted":   "2026-02-24", // 5 d end in the Spring Festival
		"return":     "2026-03-02", // 5 d
		"co-opinion": "2026-03-25", "reply": "2026-05-25", "extended": "2026-08-25", "redo": "2026-05-20",
	},
	"hunan-2024": {
		"accepted": "2026-02-26", "return": "2026-03-09", "ruling": "2026-03-11", "contact": "2026-03-24",
		"co-opinion": "2026-03-25", "again": "2026-03-09", "reply": "2026-05-25", "extended": "2026-08-25",
		"feedback": "2026-04-23", // 15 wd
		"redo":     "2026-05-20",
	},
}

func TestEveryJurisdictionHasItsDates(t *testing.T) {
	for _, set := range ruleset.Builtin() {
		t.Run(set.ID, func(t *testing.T) {
			if diff := cmp.Diff(cells[set.ID], livedUnder(t, set)); diff != "" {
				t.Errorf("want -, got +\n%s", diff)
			}
		})
	}
}

// livedUnder plays the case of the table and notes each day as it falls due.
func livedUnder(t *testing.T, set ruleset.Set) map[string]string {
	w, got := begin(t, set.ID), map[string]string{}
	note := func(cell string, k lifecycle.Deadline, about Subject) {
		if c, ok := w.s.Running(k, about); ok {
			got[cell] = c.Due.String()
		}
	}
	draft, promising := draftCase, Class(set.Classes().Value[0].Code)
	draft.Kind = OffSession
	w.at("2026-02-10")
	w.do(lead, draft)
	w.do(lead, Submit{})
	note("accepted", lifecycle.DueReview, Subject{})
	w.do(desk, BeginReview{})
	w.do(desk, Register{Number: "1"})

	w.at("2026-02-25")
	w.do(desk, Assign{LeadAndCo, []UnitPart{{"u1", Lead, ""}, {"u2", Co, ""}}})
	a1, a2 := Subject{Assignment: "a1"}, Subject{Assignment: "a2"}
	note("return", lifecycle.DueReturn, a1)
	note("contact", lifecycle.DueFirstContact, l1)
	note("co-opinion", lifecycle.DueCoOpinion, a2)
	note("reply", lifecycle.DueReply, l1)

	w.at("2026-02-26")
	w.do(office, RequestReturn{Assignment: "a1", Reason: "r"})
	note("ruling", lifecycle.DueReturnDecision, a1)
	w.do(desk, RefuseReturn{Assignment: "a1", Reason: "r"})
	w.heard()
	w.do(handler2, GiveOpinion{"a2", "hm", ""})
	w.at("2026-03-02")
	w.do(handler, RejectOpinion{"a2", "empty"})
	note("again", lifecycle.DueCoOpinion, a2)
	w.do(handler2, GiveOpinion{"a2", "yes", ""})
	w.extend()
	note("extended", lifecycle.DueReply, l1)

	w.at("2026-04-01")
	w.reply(promising)
	w.deliver()
	note("feedback", lifecycle.DueFeedback, l1)
	grade := Rate{Line: "l1", Version: 1, Process: Satisfied, Result: Dissat, Reason: "no"}
	if len(set.Rating().Value.Parts) == 1 {
		grade.Process = ""
	}
	w.at("2026-04-15")
	w.do(lead, grade)
	w.at("2026-04-20")
	w.do(desk, OrderTheRedo{"l1", "r"})
	note("redo", lifecycle.DueRedo, l1)
	return got
}

// extend asks for the longer period and has everybody agree who must.
func (w *world) extend() {
	w.t.Helper()
	w.do(office, RequestExtension{Line: "l1", Reason: "wide", Explained: "told", Report: "no. 3"})
	for _, a := range []Actor{desk, gov} {
		l, _ := w.s.Line("l1")
		if _, r := (&decision{s: w.s, req: w.request(a, nil)}).consentOf(l.Asking); r == nil {
			w.do(a, RuleOnExtension{"l1", true, "yes"})
		}
	}
}
