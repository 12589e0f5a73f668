package ruleset_test

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"testing"

	"huiyin/domain/calendar"
	"huiyin/domain/ruleset"
)

// builtin returns one of the sets that ship with the program.
func builtin(t testing.TB, id string) ruleset.Set {
	t.Helper()
	doc, ok := ruleset.Document(id)
	if !ok {
		t.Fatalf("no document %s", id)
	}
	set, err := ruleset.Parse(doc)
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(doc); set.Digest != hex.EncodeToString(sum[:]) {
		t.Errorf("%s: digest %s", id, set.Digest)
	}
	return set
}

// The tables below are handbook 1.4 and 9.5; Chongqing's follow the regulation.
// A limit that is not listed must not exist. The mark ? is an assumption.
var limits = map[string]map[ruleset.Key]string{
	"national": {
		ruleset.Reply: "3m", ruleset.ExtendedReply: "6m", ruleset.ReplyCap: "6m", ruleset.ContactConfirm: "5wd?",
	},
	"hunan-2024": {
		ruleset.Reply: "3m", ruleset.ExtendedReply: "6m", ruleset.ReplyCap: "6m", ruleset.ContactConfirm: "5wd?",
		ruleset.OffSessionAssign: "7wd?", ruleset.Return: "10d?", ruleset.ReturnDecision: "10wd?",
		ruleset.FirstContact: "20wd?", ruleset.CoOpinion: "1m?", ruleset.CoOpinionRedo: "5wd?",
		ruleset.Feedback: "15wd?", ruleset.Reminder: "5wd?", ruleset.Redo: "1m?",
		ruleset.CommitmentReport: "12-31?", ruleset.CommitmentRating: "20wd?", ruleset.Publish: "20wd?",
		ruleset.UnitYearReport: "08-31?", ruleset.SupervisionReport: "11-30?",
	},
	"chongqing-2018": {
		ruleset.Reply: "3m", ruleset.ExtendedReply: "6m", ruleset.ReplyCap: "6m", ruleset.ContactConfirm: "5wd?",
		ruleset.OffSessionAssign: "10wd", ruleset.Return: "10wd", ruleset.ReturnDecision: "10wd",
		ruleset.FirstContact: "20wd", ruleset.CoOpinion: "30wd", ruleset.CoOpinionRedo: "5wd",
		ruleset.Feedback: "20wd", ruleset.Reminder: "5wd?", ruleset.Redo: "2m",
		ruleset.CommitmentReport: "12-31", ruleset.CommitmentRating: "20wd", ruleset.SupervisionReport: "11-30",
	},
	"zhejiang-2016": {
		ruleset.Reply: "3m", ruleset.ExtendedReply: "6m", ruleset.ReplyCap: "6m", ruleset.ContactConfirm: "5wd?",
		ruleset.OffSessionAssign: "7d?", ruleset.Return: "10d", ruleset.CoOpinion: "2m", ruleset.Redo: "1m",
	},
	"shanghai-2015": {
		ruleset.Reply: "3m", ruleset.ExtendedReply: "6m", ruleset.ReplyCap: "6m", ruleset.ContactConfirm: "5wd?",
		ruleset.OffSessionAssign: "7wd", ruleset.Return: "7wd", ruleset.CoOpinion: "1m", ruleset.Redo: "1m",
		ruleset.UnitYearReport: "12-31",
	},
	"henan-2017": {
		ruleset.Reply: "3m", ruleset.ExtendedReply: "6m", ruleset.ReplyCap: "6m", ruleset.ContactConfirm: "5wd?",
		ruleset.Return: "10wd", ruleset.ReturnDecision: "10wd", ruleset.CoOpinion: "2m",
		ruleset.Feedback: "10wd", ruleset.Reminder: "5wd?", ruleset.Redo: "1m", ruleset.UnitYearReport: "08-31",
	},
	"shandong-2017": {
		ruleset.Reply: "3m", ruleset.ExtendedReply: "6m", ruleset.ReplyCap: "6m", ruleset.ContactConfirm: "5wd?",
		ruleset.OffSessionAssign: "5d", ruleset.Return: "5d", ruleset.CoOpinion: "1m", ruleset.Redo: "1m",
	},
}

func TestBuiltinLimits(t *testing.T) {
	for id, want := range limits {
		set := builtin(t, id)
		got := map[ruleset.Key]string{}
		for _, key := range ruleset.Keys() {
			rule, ok := set.Rule(key)
			if !ok {
				continue
			}
			got[key] = rule.Period.String()
			if rule.Assumption {
				got[key] += "?"
			}
			if rule.Basis == "" || set.Basis(key) != rule.Basis || set.Assumed(key) != rule.Assumption {
				t.Errorf("%s %v: %+v", id, key, rule)
			}
			if period, ok := set.Period(key); !ok || period != rule.Period {
				t.Errorf("%s %v: period %v", id, key, period)
			}
		}
		if !maps.Equal(got, want) {
			t.Errorf("%s:\n got %v\nwant %v", id, got, want)
		}
	}
}

func TestClockStarts(t *testing.T) {
	starts := map[string]map[ruleset.Key]ruleset.ClockStart{
		"hunan-2024":     {ruleset.Return: ruleset.Received, ruleset.CoOpinion: ruleset.Assigned, ruleset.Reply: ruleset.Assigned},
		"chongqing-2018": {ruleset.Return: ruleset.Assigned, ruleset.CoOpinion: ruleset.Assigned, ruleset.FirstContact: ruleset.Received},
		"national":       {ruleset.Reply: ruleset.Assigned, ruleset.ContactConfirm: ruleset.OwnEvent},
		"zhejiang-2016":  {ruleset.Return: ruleset.Received, ruleset.CoOpinion: ruleset.Received, ruleset.Reply: ruleset.Received, ruleset.ReplyCap: ruleset.Assigned},
		"shanghai-2015":  {ruleset.Return: ruleset.Received, ruleset.CoOpinion: ruleset.Received, ruleset.Reply: ruleset.Assigned},
		"henan-2017":     {ruleset.Return: ruleset.Assigned, ruleset.CoOpinion: ruleset.Assigned, ruleset.Reply: ruleset.Assigned},
		"shandong-2017":  {ruleset.Return: ruleset.Received, ruleset.CoOpinion: ruleset.Received, ruleset.Reply: ruleset.Received, ruleset.ReplyCap: ruleset.Assigned},
	}
	for id, want := range starts {
		set := builtin(t, id)
		for key, from := range want {
			if rule, _ := set.Rule(key); rule.From != from {
				t.Errorf("%s %v starts at %q, want %q", id, key, rule.From, from)
			}
		}
		if set.ClockStart != want[ruleset.Reply] && want[ruleset.Reply] != ruleset.OwnEvent {
			t.Errorf("%s: the reply clock starts at %q", id, set.ClockStart)
		}
	}
}

func TestBuiltinHeads(t *testing.T) {
	heads := map[string]struct {
		jurisdiction, from string
		local              bool
	}{
		"national":       {"national", "2015-08-29", false},
		"hunan-2024":     {"hunan", "2024-01-01", true},
		"chongqing-2018": {"chongqing", "2018-01-01", true},
		"zhejiang-2016":  {"zhejiang", "2016-05-27", true},
		"shanghai-2015":  {"shanghai", "2015-03-01", true},
		"henan-2017":     {"henan", "2017-07-28", true},
		"shandong-2017":  {"shandong", "2017-05-19", true},
	}
	sets := ruleset.Builtin()
	if len(sets) != len(heads) || !slices.IsSortedFunc(sets, func(a, b ruleset.Set) int { return slices.Compare([]byte(a.ID), []byte(b.ID)) }) {
		t.Fatalf("%d sets, or not in order", len(sets))
	}
	for _, set := range sets {
		want := heads[set.ID]
		if set.Jurisdiction != want.jurisdiction || set.LocalRules != want.local || set.ValidFrom.String() != want.from || !set.ValidTo.IsZero() {
			t.Errorf("%+v", set)
		}
		if !set.Equal(builtin(t, set.ID)) || set.Authority == "" || set.Name == "" || set.Note == "" {
			t.Errorf("%s is not as its document", set.ID)
		}
	}
	if _, ok := ruleset.Document("atlantis"); ok {
		t.Error("a document that does not exist")
	}
	if _, ok := ruleset.Document("../builtin.go"); ok {
		t.Error("a document outside its folder")
	}
}

func TestNumbers(t *testing.T) {
	type counts struct{ reminders, rounds, returns int }
	want := map[string]counts{"national": {-1, -1, 2}, "hunan-2024": {2, 1, 2}, "chongqing-2018": {2, 1, 2},
		"zhejiang-2016": {-1, -1, 2}, "shanghai-2015": {-1, -1, 2}, "henan-2017": {2, 1, 2}, "shandong-2017": {-1, -1, 2}}
	value := func(p ruleset.Param[int], ok bool) int {
		if !ok {
			return -1
		}
		if p.Basis == "" {
			t.Error("a number without a basis")
		}
		return p.Value
	}
	for id, w := range want {
		set := builtin(t, id)
		got := counts{value(set.Reminders()), value(set.MaxRedoRounds()), value(set.MaxReturns())}
		if got != w {
			t.Errorf("%s: %+v, want %+v", id, got, w)
		}
		if days, ok := set.WarnDays(); !ok || !slices.Equal(days.Value, []int{30, 15, 7, 3, 1}) || !days.Assumption {
			t.Errorf("%s warns %v", id, days)
		}
		if p, _ := set.MaxReturns(); !p.Assumption {
			t.Errorf("%s: max returns is nobody's text", id)
		}
	}
	if p, _ := builtin(t, "chongqing-2018").MaxRedoRounds(); p.Assumption {
		t.Error("Chongqing's Article 27 ends after one redo")
	}
}

func TestExtensionConsent(t *testing.T) {
	hunan := builtin(t, "hunan-2024").ExtensionConsent()
	all := ruleset.ExplainToDeputy | ruleset.ByDeputyAffairs | ruleset.ByGovernmentOffice
	if names := hunan.Value.Names(); !slices.Equal(names, []string{"explain_to_deputy", "by_deputy_affairs", "by_government_office"}) {
		t.Errorf("hunan asks for %v", names)
	}
	if hunan.Value != all || !hunan.Assumption || !hunan.Value.NeedsApproval() || hunan.Value.Has(ruleset.ByAssigningBody) {
		t.Errorf("hunan %v", hunan.Value.Names())
	}
	for _, id := range []string{"national", "chongqing-2018"} {
		if c := builtin(t, id).ExtensionConsent(); c.Value != 0 || c.Assumption || c.Value.NeedsApproval() || c.Basis == "" {
			t.Errorf("%s asks for %v", id, c.Value.Names())
		}
	}
	for id, want := range map[string]ruleset.Consent{
		"zhejiang-2016": ruleset.ByAssigningBody, "shandong-2017": ruleset.ByAssigningBody, "henan-2017": ruleset.ExplainToDeputy,
		"shanghai-2015": ruleset.ByDeputyAffairs | ruleset.ExplainToDeputy | ruleset.WrittenReport,
	} {
		if c := builtin(t, id).ExtensionConsent(); c.Value != want || c.Assumption || c.Value.NeedsApproval() != (id != "henan-2017") {
			t.Errorf("%s asks for %v", id, c.Value.Names())
		}
	}
	if (ruleset.ExplainToDeputy | ruleset.WrittenReport).NeedsApproval() {
		t.Error("telling somebody is no approval")
	}
}

func TestInForceAndForCase(t *testing.T) {
	sets := ruleset.Builtin()
	slices.Reverse(sets)
	cases := []struct{ jurisdiction, day, want string }{
		{"hunan", "2024-01-01", "hunan-2024"}, {"hunan", "2023-12-31", "national"}, {"hunan", "2015-08-28", ""},
		{"chongqing", "2018-01-01", "chongqing-2018"}, {"chongqing", "2017-12-31", "national"},
		{"zhejiang", "2016-05-27", "zhejiang-2016"}, {"zhejiang", "2016-05-26", "national"},
		{"guizhou", "2026-03-01", "national"}, {"national", "2026-03-01", "national"}, {"hunan", "", ""},
	}
	for _, c := range cases {
		var d calendar.Date
		if err := d.UnmarshalText([]byte(c.day)); err != nil {
			t.Fatal(err)
		}
		got, ok := ruleset.ForCase(sets, c.jurisdiction, d)
		if got.ID != c.want || ok != (c.want != "") {
			t.Errorf("%s on %s: %q", c.jurisdiction, c.day, got.ID)
		}
	}
	if (ruleset.Set{}).InForce(calendar.MustDate("2026-01-01")) {
		t.Error("the zero set judges")
	}
}

// TestForCasePrefersTheLatest: overlapping sets and ended ones.
func TestForCasePrefersTheLatest(t *testing.T) {
	at := calendar.MustDate
	sets := []ruleset.Set{
		{ID: "x-2", Jurisdiction: "x", ValidFrom: at("2020-01-01")},
		{ID: "x-3", Jurisdiction: "x", ValidFrom: at("2022-01-01"), ValidTo: at("2022-12-31")},
		{ID: "x-1", Jurisdiction: "x", ValidFrom: at("2020-01-01")},
	}
	for d, want := range map[string]string{"2021-05-01": "x-2", "2022-12-31": "x-3", "2023-01-01": "x-2"} {
		for range sets {
			if got, _ := ruleset.ForCase(sets, "x", at(d)); got.ID != want {
				t.Errorf("%s: %s, want %s", d, got.ID, want)
			}
			sets = append(sets[1:], sets[0])
		}
	}
}
