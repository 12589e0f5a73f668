package annual

import (
	"testing"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

const (
	sat   = suggestion.Satisfied
	basic = suggestion.Basically
	bad   = suggestion.Dissat
)

func TestReviewIsCountedApart(t *testing.T) {
	w := newWorld(t, "hunan-2024")
	w.do("draft", deputy("ann"), suggestion.DraftSuggestion{Case: "draft", Kind: suggestion.InSession, Congress: "C14", Title: "x", Body: "y", Evidence: "z"})
	w.submit("waiting", "ann", suggestion.InSession)
	w.submit("back", "bob", suggestion.InSession)
	w.do("back", committee, suggestion.ReturnToTheDeputy{Code: "no_content", Reason: "thin"})
	w.submit("gone", "bob", suggestion.OffSession)
	w.do("gone", committee, suggestion.TransferIt{Channel: "petition", To: "office", Reason: "a complaint"})
	w.submit("better", "cy", suggestion.InSession)
	w.do("better", committee, suggestion.RequestRevision{Reason: "sharpen"})
	w.do("better", deputy("cy"), suggestion.Revise{Title: "Better", Body: "Better", Reason: "done"})
	w.do("better", committee, suggestion.BeginReview{})
	w.do("better", committee, suggestion.Register{Number: "1"})
	w.submit("pulled", "cy", suggestion.InSession)
	w.do("pulled", committee, suggestion.Register{Number: "2"})
	w.do("pulled", deputy("cy"), suggestion.Withdraw{Reason: "settled"})
	w.imported("old", suggestion.Facts{Congress: "C14", Title: "Old", Class: "A"})
	r := w.report("2026-12-31")
	counts(t, r, map[string]int{"scope/log": 7, "scope/inside": 6, "scope/drafts": 1, "intake/received": 6, "intake/total": 2, "intake/imported": 1,
		"quality/D-c/received": 2, "quality/unknown/received": 0, "kind/unknown": 1, "category/roads": 1, "category/unknown": 1})
	rates(t, r, map[string][2]int{"intake/registered": {1, 5}, "intake/in_review": {1, 5}, "intake/returned": {1, 5}, "intake/transferred": {1, 5},
		"intake/withdrawn": {1, 5}, "quality/D-c/revised": {1, 2}, "quality/known/revised": {1, 5}, "quality/D-b/returned": {1, 2},
		"quality/D-b/transferred": {1, 2}, "kind/in_session": {1, 1}})
}

// A case belongs to a scope only if it says so; what it states otherwise
// decides before what it leaves open.
func TestScopeTellsOtherFromUnstated(t *testing.T) {
	w := newWorld(t, "hunan-2024")
	for id, f := range map[string]suggestion.Facts{
		"in": {Congress: "C14", Session: "S4", Year: 2026}, "other": {Congress: "C13", Session: "S4", Year: 2020}, "bare": {},
		"no-session": {Congress: "C14"}, "other-no-year": {Congress: "C13"},
	} {
		f.Title = id
		w.imported(id, f)
	}
	b := w.book("2026-12-31")
	r := Compute(b, Params{Scope: Scope{Congress: "C14", Session: "S4"}}, Roster{})
	counts(t, r, map[string]int{"scope/inside": 1, "scope/outside": 2, "scope/unstated": 2})
	r = Compute(b, Params{Scope: Scope{Year: 2026}}, Roster{})
	counts(t, r, map[string]int{"scope/inside": 1, "scope/outside": 1, "scope/unstated": 3})
	if s := b.Sittings(); len(s) != 2 || s[0].Year != 2026 || s[1].Year != 2020 {
		t.Error(s)
	}
}

// On time is judged by the recorded time and the day's end in China.
func TestRepliesAreJudgedByTheRecordedTime(t *testing.T) {
	w := newWorld(t, "hunan-2024")
	for _, id := range []string{"prompt", "late", "open", "extended", "young"} {
		w.assign(id, "ann", suggestion.InSession, "u1") // due 2026-04-20
	}
	w.do("extended", office("u1"), suggestion.RequestExtension{Line: "l1", Reason: "wide", Explained: "told", Report: "written"})
	w.do("extended", committee, suggestion.RuleOnExtension{Line: "l1", Grant: true, Reason: "agreed"})
	w.do("extended", gov, suggestion.RuleOnExtension{Line: "l1", Grant: true, Reason: "agreed"})
	w.at("2026-04-20")
	w.now = w.now.Add(13*60*60*1e9 + 59*60*1e9) // 23:59 of the due day
	w.reply("prompt", "l1", "A", "no contact needed")
	w.now = w.now.Add(60 * 1e9) // 24:00
	w.reply("late", "l1", "A", "no contact needed")
	w.at("2026-06-01")
	w.reply("extended", "l1", "A", "no contact needed")
	w.assign("fresh", "ann", suggestion.InSession, "u1")
	w.imported("told", suggestion.Facts{Congress: "C14", Title: "t", LeadUnit: "u1", Class: "A", RepliedOn: day("2026-03-01")})
	r := w.report("2026-06-02")
	counts(t, r, map[string]int{"reply_time/judged": 5, "reply_time/not_due": 1, "reply_time/unknown": 1, "replies/lines": 7, "replies/replied": 4})
	rates(t, r, map[string][2]int{"reply_time/on_time": {2, 5}, "reply_time/late": {1, 5}, "reply_time/overdue": {2, 5},
		"extension/asked": {1, 6}, "extension/granted": {1, 1}, "units/u1/on_time": {2, 5}})
	// The same book, read as of the due day: nothing is late yet but for the day's end.
	r = Compute(w.book("2026-04-19"), Params{}, Roster{})
	counts(t, r, map[string]int{"reply_time/overdue": 0})
}

func TestOneSidedContactsAreShownAndNotCounted(t *testing.T) {
	w := newWorld(t, "hunan-2024")
	ways := map[string][2]string{"met": {"visit", "yes"}, "called": {"phone", "yes"}, "alone": {"visit", ""}, "denied": {"visit", "no"}, "unheard": {}}
	for id := range ways {
		w.assign(id, "ann", suggestion.InSession, "u1")
	}
	for id, way := range ways {
		if id == "unheard" {
			continue
		}
		w.meet(id, "l1", way[0], way[1])
	}
	c := w.of("alone").State.Clocks
	for _, k := range c {
		if k.Kind == lifecycle.DueContactConfirm {
			w.at(k.Due.AddDays(1).String())
			w.do("alone", clerk, suggestion.Lapse{Kind: k.Kind, Subject: k.Subject, Due: k.Due})
		}
	}
	for id := range ways {
		w.reply(id, "l1", "A", "reason")
	}
	w.imported("told", suggestion.Facts{Congress: "C14", Title: "t", LeadUnit: "u1", Class: "A"})
	r := w.report("2026-12-31")
	rates(t, r, map[string][2]int{"contact/met": {1, 5}, "contact/confirmed": {2, 5}, "contact/one_sided": {1, 5}, "contact/denied": {1, 5},
		"contact/none": {1, 5}, "contact/waiting": {0, 5}, "contact_time/on_time": {4, 4}, "units/u1/met": {1, 5}})
	counts(t, r, map[string]int{"contact/unknown": 1, "contact_time/unknown": 1})
}

func TestSilenceIsInNoNumerator(t *testing.T) {
	w := newWorld(t, "hunan-2024")
	for _, id := range []string{"quick", "silent", "slow", "waiting", "early"} {
		w.assign(id, "ann", suggestion.InSession, "u1")
		w.reply(id, "l1", "A", "reason")
	}
	w.rate("quick", "l1", sat, basic)
	w.assign("unreplied", "ann", suggestion.InSession, "u1")
	w.silence("silent", "l1")
	w.silence("slow", "l1")
	w.rate("slow", "l1", sat, sat)
	w.imported("told", suggestion.Facts{Congress: "C14", Title: "t", Class: "A", Satisfaction: sat})
	w.imported("untold", suggestion.Facts{Congress: "C14", Title: "u", Class: "A"})
	r := w.report("2026-12-31")
	rates(t, r, map[string][2]int{"feedback/in_time": {1, 3}, "feedback/late": {1, 3}, "feedback/not_returned": {1, 3},
		"first/satisfied/overall": {0, 1}, "first/basically_satisfied/overall": {1, 1}, "first/content/overall": {1, 1}, "first/satisfied/process": {1, 1},
		"final/satisfied/overall": {2, 3}, "final/content/overall": {3, 3}, "final/satisfied/process": {2, 2}, "late/satisfied": {1, 1}})
	counts(t, r, map[string]int{"feedback/waiting": 2, "feedback/unknown": 2, "first/unknown/overall": 1, "final/unknown/process": 1})
}

// Time alone never raises a satisfaction rate (THR-05).
func TestNoRateRisesByWaiting(t *testing.T) {
	w := newWorld(t, "hunan-2024")
	for _, id := range []string{"a", "b", "c"} {
		w.assign(id, "ann", suggestion.InSession, "u1")
		w.reply(id, "l1", "A", "reason")
	}
	w.rate("a", "l1", sat, sat)
	before, _ := w.report("2026-03-01").Figure("final/content/overall")
	w.silence("b", "l1")
	w.silence("c", "l1")
	after, _ := w.report("2026-12-31").Figure("final/content/overall")
	if before.Count != after.Count || before.Base != after.Base {
		t.Errorf("%d of %d became %d of %d", before.Count, before.Base, after.Count, after.Base)
	}
}

// First and final, process and result apart, and the way of a dissatisfied one
// to its end.
func TestRedoRounds(t *testing.T) {
	w := newWorld(t, "hunan-2024")
	for _, id := range []string{"cured", "escalated", "plain"} {
		w.assign(id, "ann", suggestion.InSession, "u1")
		w.reply(id, "l1", "A", "reason")
	}
	w.rate("plain", "l1", sat, sat)
	for _, id := range []string{"cured", "escalated"} {
		w.rate(id, "l1", sat, bad)
		w.do(id, committee, suggestion.OrderTheRedo{Line: "l1", Reason: "again"})
	}
	r := w.report("2026-02-01")
	rates(t, r, map[string][2]int{"dissatisfied/redo": {2, 2}, "rounds/1/waiting": {2, 2}, "rounds/1/replied": {0, 2}})
	w.at("2026-02-10")
	w.reply("cured", "l1", "A", "reason")
	w.reply("escalated", "l1", "A", "reason")
	w.rate("cured", "l1", sat, sat)
	w.rate("escalated", "l1", bad, bad)
	w.do("escalated", committee, suggestion.OpenEscalation{Line: "l1", Reason: "still"})
	w.do("escalated", committee, suggestion.ConcludeEscalation{Line: "l1", Outcome: "reference", Reason: "no money"})
	w.imported("told", suggestion.Facts{Congress: "C14", Title: "t", Class: "A", Satisfaction: sat, Ratings: []suggestion.StatedRating{{Grade: bad}, {Grade: sat}}})
	w.imported("badly", suggestion.Facts{Congress: "C14", Title: "b", Class: "A", Satisfaction: bad})
	r = w.report("2026-12-31")
	rates(t, r, map[string][2]int{"first/dissatisfied/overall": {3, 4}, "first/dissatisfied/process": {0, 3}, "first/dissatisfied/result": {2, 3},
		"final/dissatisfied/overall": {2, 5}, "final/satisfied/overall": {3, 5}, "dissatisfied/content": {2, 3}, "dissatisfied/concluded": {1, 3},
		"dissatisfied/redone": {2, 3}, "rounds/1/satisfied": {1, 2}, "rounds/1/dissatisfied": {1, 2}, "redo_time/on_time": {2, 2}})
	counts(t, r, map[string]int{"dissatisfied/ever": 4, "dissatisfied/unknown": 1, "replies/further": 2, "first/unknown/overall": 1})
}

// Claimed, corrected and raised classes, and what is promised with them.
func TestClassesAndPromises(t *testing.T) {
	w := newWorld(t, "hunan-2024")
	promise := suggestion.Promise{Text: "build it", Due: day("2026-06-30")}
	for _, id := range []string{"kept", "late", "moved", "wrong", "claimed"} {
		w.assign(id, "ann", suggestion.InSession, "u1")
		w.reply(id, "l1", "B", "reason", promise)
		w.rate(id, "l1", sat, sat)
	}
	w.do("wrong", committee, suggestion.CorrectTheClass{Line: "l1", Class: "C", Reason: "no plan"})
	for _, id := range []string{"kept", "claimed"} {
		w.do(id, handler("u1"), suggestion.ClaimFulfilled{Commitment: "l1v1c1", Evidence: "photo"})
	}
	w.do("kept", committee, suggestion.ConcludePromise{Commitment: "l1v1c1", Verdict: suggestion.Keep, Reason: "seen"})
	w.do("kept", deputy("ann"), suggestion.RatePromise{Commitment: "l1v1c1", Grade: sat})
	w.reply("kept", "l1", "A", "reason")
	w.do("moved", committee, suggestion.MovePromise{Commitment: "l1v1c1", Due: day("2027-03-31"), Reason: "flood", CarryOver: true})
	w.imported("told", suggestion.Facts{Congress: "C14", Title: "t", Class: "D", RuleSet: "hunan-2024", Promises: []suggestion.StatedPromise{{Text: "once"}, {Text: "done", Done: true}}})
	w.imported("before", suggestion.Facts{Congress: "C14", Session: "S3", Year: 2025, Title: "b", Class: "B", Promises: []suggestion.StatedPromise{{Text: "older"}}})
	b := w.book("2026-10-30")
	r := Compute(b, Params{Scope: Scope{Congress: "C14", Session: "S4"}}, Roster{})
	rates(t, r, map[string][2]int{"promises/due": {4, 5}, "promises/kept": {1, 4}, "promises/claimed": {1, 4}, "promises/overdue": {2, 4},
		"promises/open": {1, 5}, "promises/carried_over": {1, 5}, "class/hunan-2024:A/latest": {1, 5}, "class/hunan-2024:B/latest": {3, 5},
		"class/hunan-2024:C/latest": {1, 5}, "class/hunan-2024:B/first": {5, 5}, "class/hunan-2024:B/claimed": {4, 5}, "class_change/corrected": {1, 5},
		"class_change/upgraded": {1, 5}, "solved/replies": {1, 5}, "solved/replies_planned": {4, 5}, "fulfilment/satisfied": {1, 1}, "units/u1/overdue": {2, 5}})
	counts(t, r, map[string]int{"promises_earlier/total": 1, "promises_earlier/unknown": 1, "outcome/in_progress+planned": 3})
	// Another scheme's class is not this one's, and one the scheme does not have
	// has no outcome.
	r = w.report("2026-10-30")
	counts(t, r, map[string]int{"class/hunan-2024:D/latest": 1, "outcome/unknown": 2, "class/:B/latest": 1, "promises/unknown": 3, "promises/total": 8})
}

// Separate units reply on their own: one case, two reply instances.
func TestRepliesAndCasesAreCountedApart(t *testing.T) {
	w := newWorld(t, "hunan-2024")
	w.submit("two", "ann", suggestion.InSession)
	w.do("two", committee, suggestion.Register{Number: "1"})
	w.do("two", gov, suggestion.Assign{Mode: suggestion.Separate, Units: []suggestion.UnitPart{
		{Unit: "u1", Part: suggestion.Separated, Scope: "roads"}, {Unit: "court", Part: suggestion.Separated, Scope: "law"}}})
	w.assign("one", "bob", suggestion.OffSession, "u1", "u2")
	w.do("one", office("u2"), suggestion.SignIn{Assignment: "a2"})
	w.do("one", handler("u2"), suggestion.GiveOpinion{Assignment: "a2", Text: "agreed"})
	w.reply("two", "l1", "A", "reason")
	units := Roster{"u1": {System: "government", Level: "province"}, "u2": {System: "government"}, "court": {System: "court"}}
	r := Compute(w.book("2026-03-01"), Params{}, units)
	rates(t, r, map[string][2]int{"replies/cases_replied": {0, 2}, "replies/cases_partly": {1, 2}, "replies/replied": {1, 3},
		"system/government/cases": {2, 2}, "system/court/cases": {1, 2}, "system/court/lead": {1, 2}, "mode/separate": {1, 2}, "mode/lead_and_co": {1, 2},
		"opinion_time/on_time": {1, 1}, "handlers/co": {1, 4}, "handlers/separate": {2, 4}, "handlers/lead": {1, 4}})
	counts(t, r, map[string]int{"handlers/units": 3, "handlers/lead_units": 2, "units/u1/cases": 2, "units/known/cases": 2, "level/unknown/cases": 0})
	w.reply("two", "l2", "C", "reason")
	r = Compute(w.book("2026-03-01"), Params{}, units)
	rates(t, r, map[string][2]int{"replies/cases_replied": {1, 2}, "class_cases/mixed": {1, 1}, "class/hunan-2024:C/latest": {1, 2}, "solved/cases_solved": {0, 1}})
}

// A case's open duties pass to the successor by an event of the case; a figure by
// the body of then still names who began.
func TestASuccessionLeavesTheBodyOfThen(t *testing.T) {
	w := newWorld(t, "hunan-2024")
	w.assign("open", "ann", suggestion.InSession, "Rural")
	w.assign("done", "ann", suggestion.InSession, "Rural")
	w.reply("done", "l1", "B", "reason", suggestion.Promise{Text: "p", Due: day("2026-03-01")})
	w.rate("done", "l1", sat, sat)
	w.at("2026-02-10")
	for _, id := range []string{"open", "done"} {
		w.do(id, committee, suggestion.SucceedUnit{Old: "Rural", New: "Agriculture", On: day("2026-02-09"), Decision: "reform"})
	}
	b := w.book("2026-12-31")
	counts(t, Compute(b, Params{Naming: Then}, Roster{}), map[string]int{"units/Rural/cases": 2, "units/Rural/judged": 2, "units/Rural/overdue": 1, "handlers/units": 1})
	counts(t, Compute(b, Params{Naming: Now}, Roster{}), map[string]int{"units/Agriculture/cases": 2, "units/Agriculture/judged": 2, "units/Agriculture/overdue": 1, "handlers/units": 1})
}

// Nobody is left to rate: that is neither a word nor a silence.
func TestNobodyLeftToRateIsCountedApart(t *testing.T) {
	w := newWorld(t, "hunan-2024")
	for _, id := range []string{"alone", "rated"} {
		w.assign(id, "ann", suggestion.InSession, "u1")
		w.reply(id, "l1", "A", "reason")
	}
	w.rate("rated", "l1", sat, sat)
	w.do("alone", committee, suggestion.RecordTheDeparture{Person: person("ann"), Reason: suggestion.Died})
	r := w.report("2026-12-31")
	counts(t, r, map[string]int{"feedback/nobody": 1, "feedback/ended": 1, "final/known/overall": 1})
}

// Key items group suggestions; return visits are drawn, held, and may differ.
func TestOversightIsCounted(t *testing.T) {
	w := newWorld(t, "hunan-2024")
	chairs := by(lifecycle.CouncilOfChairpersons, "chairs", "")
	for _, id := range []string{"a", "b", "c"} {
		w.assign(id, "ann", suggestion.InSession, "u1")
		w.do(id, chairs, suggestion.FixKey{Decision: "minutes"})
	}
	w.do("a", committee, suggestion.Urge{Unit: "u1", DocumentNo: "1", Text: "hurry"})
	r := w.report("2026-12-31")
	counts(t, r, map[string]int{"key/key": 3, "key/items": 3, "oversight/urgings": 1, "oversight/drawn": 0})
}

// Duties go to the successor body; a figure says by whose name it counts.
func TestUnitsCountByThenOrNow(t *testing.T) {
	w := newWorld(t, "hunan-2024")
	w.assign("a", "ann", suggestion.InSession, "Agriculture")
	w.assign("b", "ann", suggestion.InSession, "Rural")
	w.at("2026-07-01")
	w.assign("c", "ann", suggestion.InSession, "Agriculture")
	units := Roster{"Rural": {Heir: "Agriculture", From: day("2026-06-01")}, "Agriculture": {System: "government"}}
	b := w.book("2026-12-31")
	then := Compute(b, Params{Naming: Then}, units)
	counts(t, then, map[string]int{"units/Agriculture/cases": 2, "units/Rural/cases": 1, "handlers/units": 2, "system/government/cases": 3})
	now := Compute(b, Params{Naming: Now}, units)
	counts(t, now, map[string]int{"units/Agriculture/cases": 3, "handlers/units": 1})
	if before := Compute(w.book("2026-05-01"), Params{Naming: Now}, units); before.Params.Naming != Now {
		t.Error("the report does not say by whose name it counts")
	} else {
		counts(t, before, map[string]int{"units/Rural/cases": 1})
	}
	ring := Roster{"x": {Heir: "y"}, "y": {Heir: "x"}}
	if got := ring.Name("x", day("2026-01-01")); got != "y" {
		t.Error(got)
	}
}

func TestReturnsAndReassignments(t *testing.T) {
	w := newWorld(t, "hunan-2024")
	w.assign("a", "ann", suggestion.InSession, "u1")
	w.do("a", office("u1"), suggestion.RequestReturn{Assignment: "a1", Reason: "not ours"})
	w.do("a", committee, suggestion.RefuseReturn{Assignment: "a1", Reason: "yours"})
	w.do("a", office("u1"), suggestion.RequestReturn{Assignment: "a1", Reason: "really not ours"})
	w.do("a", committee, suggestion.ApproveReturn{Assignment: "a1", Reason: "right", NewUnit: "u2"})
	w.assign("b", "ann", suggestion.InSession, "u1")
	r := w.report("2026-02-28")
	rates(t, r, map[string][2]int{"returns/approved": {1, 2}, "returns/refused": {1, 2}, "returns/cases": {1, 2}})
	counts(t, r, map[string]int{"returns/requests": 2, "returns/reassigned": 1, "units/u1/cases": 1, "units/u2/cases": 1, "replies/lines": 2})
}

func TestDeputiesAreCountedOnce(t *testing.T) {
	w := newWorld(t, "hunan-2024")
	w.assign("a", "ann", suggestion.InSession, "u1")
	w.assign("b", "ann", suggestion.InSession, "u1")
	w.submit("c", "bob", suggestion.InSession)
	w.do("c", committee, suggestion.Register{Number: "3"})
	w.imported("old", suggestion.Facts{Congress: "C14", Title: "t", Deputies: []suggestion.Person{{Name: "ann"}, {Name: "eve"}}})
	w.imported("older", suggestion.Facts{Congress: "C14", Title: "u", Deputies: []suggestion.Person{{Name: "eve"}}})
	w.imported("nobody", suggestion.Facts{Congress: "C14", Title: "v"})
	r := Compute(w.book("2026-12-31"), Params{Seats: 10}, Roster{})
	rates(t, r, map[string][2]int{"deputies/leads": {3, 10}, "deputies/everyone": {3, 10}, "signing/joint": {1, 4}, "signing/sole": {3, 4}})
	counts(t, r, map[string]int{"deputies/seats": 10, "deputies/unnamed": 1, "signing/unknown": 2})
}

// A suggestion in the name of a delegation is nobody's own.
func TestDelegationSuggestions(t *testing.T) {
	w := newWorld(t, "hunan-2024")
	head := by(lifecycle.Delegation, "head", "")
	w.do("d", head, suggestion.DraftSuggestion{Case: "d", Kind: suggestion.InSession, Congress: "C14", Title: "t", Body: "b", Evidence: "e", Delegation: "D1"})
	w.do("d", head, suggestion.Submit{})
	w.do("d", committee, suggestion.BeginReview{})
	w.do("d", committee, suggestion.Register{Number: "1"})
	r := w.report("2026-12-31")
	rates(t, r, map[string][2]int{"signing/delegation": {1, 1}, "delegation/D1": {1, 1}, "kind/delegation": {1, 1}})
	counts(t, r, map[string]int{"deputies/everyone": 0})
}

// A reply entered late is late by the record; that its paper was in time is said
// beside it (补录).
func TestLateEntriesAreShown(t *testing.T) {
	w := newWorld(t, "hunan-2024")
	for _, id := range []string{"paper", "later", "plain"} {
		w.assign(id, "ann", suggestion.InSession, "u1") // due 2026-04-20
		w.do(id, office("u1"), suggestion.SignIn{Assignment: "a1"})
		w.do(id, handler("u1"), suggestion.DraftReply{Line: "l1", Class: "A", Text: "reply"})
		w.do(id, gov, suggestion.ExamineReply{Line: "l1", Pass: true})
	}
	issue := suggestion.IssueReply{Line: "l1", DocumentNo: "1", Without: "reason"}
	w.do("plain", boss("u1"), issue)
	w.at("2026-05-15")
	w.paper("paper", boss("u1"), "2026-04-20", issue)
	w.paper("later", boss("u1"), "2026-05-06", issue)
	r := w.report("2026-12-31")
	rates(t, r, map[string][2]int{"reply_time/on_time": {1, 3}, "reply_time/late": {2, 3}, "late_entry/replies_in_time": {1, 2}})
	counts(t, r, map[string]int{"late_entry/acts": 2, "late_entry/replies": 2, "late_entry/ratings": 0})
}

// The day for an off-session suggestion ends with its assignment.
func TestOffSessionSuggestionsAreAssignedInTime(t *testing.T) {
	w := newWorld(t, "hunan-2024")
	for _, id := range []string{"prompt", "slow", "open"} {
		w.at("2026-03-02") // seven working days: 2026-03-11
		w.submit(id, "ann", suggestion.OffSession)
		w.do(id, committee, suggestion.Register{Number: id})
	}
	assign := suggestion.Assign{Mode: suggestion.Single, Units: []suggestion.UnitPart{{Unit: "u1", Part: suggestion.Lead}}}
	w.at("2026-03-11")
	w.do("prompt", gov, assign)
	w.at("2026-03-12")
	w.do("slow", gov, assign)
	rates(t, w.report("2026-03-31"), map[string][2]int{"intake_time/on_time": {1, 3}, "intake_time/late": {1, 3}, "intake_time/overdue": {1, 3}})
}

// Two sources, a first reply and a further one, each with its rating: then the
// first word is known.
func TestTwoSourcesTellFirstAndFinal(t *testing.T) {
	w := newWorld(t, "hunan-2024")
	w.imported("x", suggestion.Facts{Congress: "C14", Title: "t", Class: "B", Satisfaction: bad, Replied: true, NotKey: true})
	w.do("x", importer, suggestion.Import{Case: "x", Source: suggestion.Source{ID: "second", Digest: "2"},
		Facts: suggestion.Facts{Congress: "C14", Title: "t", Class: "A", Satisfaction: sat, Replied: true, Further: true}})
	r := w.report("2026-12-31")
	rates(t, r, map[string][2]int{"first/dissatisfied/overall": {1, 1}, "final/satisfied/overall": {1, 1}, "dissatisfied/content": {1, 1}, "key/key": {0, 1}})
	counts(t, r, map[string]int{"replies/further": 1, "class/:A/latest": 1, "class/:B/first": 1})
}
