package suggestion

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
)

var (
	wide  = RequestExtension{Line: "l1", Reason: "wide"}
	yes   = RuleOnExtension{"l1", true, "yes"}
	never = RuleOnExtension{"l1", false, "not so wide"}
)

// Hunan by default: both offices agree, the deputy is told.
func TestExtension(t *testing.T) {
	w := assigned(t, "hunan-2024")
	told := wide
	told.Explained = "told"
	w.due(lifecycle.DueReply, l1, "2026-05-25")
	w.no("no_extension_asked", desk, yes)
	w.no("missing", office, RequestExtension{Line: "l1", Explained: "told"})
	w.no("missing", office, wide) // the deputy was not told
	w.want(w.do(office, told), "ExtensionRequested")
	w.no("extension_waits", office, told)
	w.no("wrong_role", boss, yes)
	w.no("missing", desk, RuleOnExtension{"l1", true, ""})
	w.do(gov, never)
	w.due(lifecycle.DueReply, l1, "2026-05-25")

	w.at("2026-05-26") // late: the first day was missed, whatever is granted now
	w.do(office, told)
	w.want(w.do(desk, yes), "ExtensionConsented")
	w.no("consent_not_asked", desk, yes) // it has said its word
	w.no("consent_not_asked", desk, never)
	l, _ := w.s.Line("l1")
	if got := l.Asking.Missing(); !slices.Equal(got, []Consent{OfGovernmentOffice}) {
		t.Errorf("missing %v", got)
	}
	events := w.do(gov, yes)
	w.want(events, "ExtensionConsented DeadlineLapsed ExtensionGranted")
	w.due(lifecycle.DueReply, l1, "2026-08-25") // from T0, not from today
	granted := events[2].(ExtensionGranted)
	if granted.Basis == "" || len(granted.Consents) != 2 || granted.Consents[0].By != desk.Person || granted.Consents[1].By != gov.Person {
		t.Errorf("%+v", granted)
	}
	w.no("extension_asked_before", office, told)
}

func TestNoExtensionOfARedo(t *testing.T) {
	w := replied(t, "A")
	w.rate(Dissat, Satisfied, "rude")
	w.do(desk, OrderTheRedo{"l1", "r"})
	w.do(handler, DraftReply{Line: "l1", Class: "A", Text: "x"})
	w.no("no_reply_clock", office, wide) // else it would be pending for ever
}

// Where the rules ask nobody's consent the request takes effect itself.
func TestAnExtensionThatNeedsNobody(t *testing.T) {
	for _, set := range []string{"national", "chongqing-2018"} {
		w := assigned(t, set)
		w.want(w.do(office, wide), "ExtensionRequested ExtensionGranted")
		w.due(lifecycle.DueReply, l1, "2026-08-25")
		w.no("extension_asked_before", office, wide)
	}
	w := assigned(t, "henan-2017")
	w.no("missing", office, wide)
	told := wide
	told.Explained = "told"
	w.want(w.do(office, told), "ExtensionRequested ExtensionGranted")
}

func TestTheAssigningBodyConsents(t *testing.T) {
	for _, set := range []string{"zhejiang-2016", "shandong-2017"} {
		w := assigned(t, set)
		w.want(w.do(office, wide), "ExtensionRequested")
		w.want(w.do(gov, yes), "ExtensionConsented ExtensionGranted")
		w.due(lifecycle.DueReply, l1, "2026-08-25")
	}
}

func TestShanghaiWantsAReport(t *testing.T) {
	w := assigned(t, "shanghai-2015")
	w.no("missing", office, RequestExtension{Line: "l1", Reason: "wide", Explained: "told"})
	w.no("missing", office, RequestExtension{Line: "l1", Reason: "wide", Report: "no. 3"})
	w.want(w.do(office, RequestExtension{Line: "l1", Reason: "wide", Explained: "told", Report: "no. 3"}), "ExtensionRequested")
	w.no("consent_not_asked", gov, yes)
	w.want(w.do(desk, yes), "ExtensionConsented ExtensionGranted")
}

// The government office is asked for its own units only.
func TestACourtAsksNoGovernment(t *testing.T) {
	for system, want := range map[string]string{"court": "ExtensionConsented ExtensionGranted", GovernmentSystem: "ExtensionConsented", "": "ExtensionConsented"} {
		w := assigned(t, "hunan-2024")
		r := w.request(office, RequestExtension{Line: "l1", Reason: "wide", Explained: "told"})
		r.System = system
		events, err := Decide(w.s, r)
		if err != nil {
			t.Fatal(err)
		}
		w.s, w.log = Fold(w.s, events...), append(w.log, events...)
		w.want(w.do(desk, yes), want)
	}
}

func TestNobodyConsentsForTwo(t *testing.T) {
	w := assigned(t, "hunan-2024")
	told := wide
	told.Explained = "told"
	w.do(office, told)
	asker, turncoat := office, desk
	asker.Role, turncoat.Role = lifecycle.DeputyAffairsCommittee, lifecycle.GovOffice
	w.no("asker_consents", asker, yes)
	w.no("asker_consents", asker, never)
	w.do(desk, yes)
	w.no("consented_for_another", turncoat, yes)
	w.no("consented_for_another", turncoat, never)
}

// An extension that would end no later than what runs is no extension.
func TestAnExtensionGainsSomething(t *testing.T) {
	w := assigned(t, "zhejiang-2016")
	w.do(desk, SendOnPaper{"a1"})
	w.at("2026-07-01")
	w.do(desk, RecordReceipt{Assignment: "a1"})
	w.due(lifecycle.DueReply, l1, "2026-08-25") // three months from the receipt would pass the cap
	w.do(office, SignIn{"a1"})
	w.no("extension_gains_nothing", office, wide)
}

// Whatever a document asks and whoever says what in whatever order: the longer
// period takes effect exactly when everybody needed has agreed, and not after one
// of them refused.
func TestConsentsUnderEveryRule(t *testing.T) {
	names := []string{"explain_to_deputy", "by_assigning_body", "by_deputy_affairs", "by_government_office", "written_report"}
	people := []Actor{desk, gov, as(lifecycle.DeputyAffairsCommittee, "o2", ""), as(lifecycle.GovOffice, "g2", ""),
		as(lifecycle.DeputyAffairsCommittee, "g1", ""), as(lifecycle.GovOffice, "c1", ""), boss, lead}
	rapid.Check(t, func(rt *rapid.T) {
		asked := rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, len(names), rapid.ID[string]).Draw(rt, "asked")
		w := registered(t, "hunan-2024")
		w.s.RuleSet, w.s.RuleDigest, w.rules = "", "", asking(rt, asked)
		w.at("2026-02-25")
		w.s = mustFold(rt, w, desk, Assign{Single, []UnitPart{{"u1", Lead, ""}}}, "")
		system := rapid.SampledFrom(systems).Draw(rt, "system")
		w.s = mustFold(rt, w, office, RequestExtension{"l1", "wide", "told", "no. 3"}, system)
		needs := map[Consent]bool{}
		for _, n := range asked {
			if n[:3] == "by_" && (n != string(OfGovernmentOffice) || system != "court") {
				needs[Consent(n)] = true
			}
		}
		given, spoke, refused := map[Consent]bool{}, map[string]bool{"c1": true}, false
		for range rapid.IntRange(0, 8).Draw(rt, "words") {
			who, grant := rapid.SampledFrom(people).Draw(rt, "who"), rapid.IntRange(0, 9).Draw(rt, "says") > 0
			events, err := Decide(w.s, w.request(who, RuleOnExtension{"l1", grant, "r"}))
			var may Consent
			for _, c := range []Consent{OfAssigningBody, OfDeputyAffairs, OfGovernmentOffice} {
				if may == "" && needs[c] && !given[c] && slices.Contains(givers[c], who.Role) {
					may = c
				}
			}
			counts := may != "" && !spoke[who.ID] && !refused
			if counts != (err == nil) {
				rt.Fatalf("%s %s under %v after %v: %v", who.Role, who.ID, asked, given, err)
			}
			if !counts {
				continue
			}
			w.s = Fold(w.s, events...)
			if refused = !grant; grant {
				given[may], spoke[who.ID] = true, true
			}
		}
		l, _ := w.s.Line("l1")
		due, _ := w.s.Running(lifecycle.DueReply, l1)
		want := len(given) == len(needs) && !refused
		if (l.Extension == Granted) != want || (due.Due == day("2026-08-25")) != want {
			rt.Fatalf("asked %v, given %v, refused %t: %s, due %s", asked, given, refused, l.Extension, due.Due)
		}
	})
}

// mustFold carries an act out that has to succeed.
func mustFold(t *rapid.T, w *world, a Actor, c Command, system string) *Suggestion {
	r := w.request(a, c)
	r.System = system
	events, err := Decide(w.s, r)
	if err != nil {
		t.Fatalf("%T: %v", c, err)
	}
	return Fold(w.s, events...)
}

// asking is Hunan's document with another list of conditions.
func asking(t *rapid.T, conditions []string) ruleset.Set {
	return edited(t, "hunan-2024", `["explain_to_deputy", "by_deputy_affairs", "by_government_office"]`, jsonList(conditions))
}
