package lifecycle_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"huiyin/domain/lifecycle"
)

func TestTablesAreValid(t *testing.T) {
	for _, table := range lifecycle.Tables() {
		if err := lifecycle.Validate(table); err != nil {
			t.Error(err)
		}
	}
}

// small is a correct table that each bad one below spoils in one place.
func small() lifecycle.Table {
	return lifecycle.Table{Machine: "small", Initial: "a", Finals: []lifecycle.State{"c"}, Rows: []lifecycle.Row{
		{Trigger: "go", From: []lifecycle.State{"a"}, To: "b", Roles: []lifecycle.Role{lifecycle.Clock}},
		{Trigger: "end", From: []lifecycle.State{"a", "b"}, To: "c", Roles: []lifecycle.Role{lifecycle.Clock}},
	}}
}

func TestValidateRefusesBadTables(t *testing.T) {
	type table = lifecycle.Table
	clock := []lifecycle.Role{lifecycle.Clock}
	at := func(s ...lifecycle.State) []lifecycle.State { return s }
	for want, spoil := range map[string]func(*table){
		"": func(*table) {},
		"two rows": func(t *table) {
			t.Rows = append(t.Rows, lifecycle.Row{Trigger: "go", From: at("a"), To: "c", Roles: clock})
		},
		"cannot be reached": func(t *table) {
			t.Rows = append(t.Rows, lifecycle.Row{Trigger: "go", From: at("x"), To: "c", Roles: clock})
		},
		"a way out false": func(t *table) {
			t.Rows = append(t.Rows, lifecycle.Row{Trigger: "fall", From: at("a"), To: "pit", Roles: clock})
		},
		"a way out true":     func(t *table) { t.Finals = at("b", "c") },
		"unknown role":       func(t *table) { t.Rows[0].Roles = []lifecycle.Role{"king"} },
		`"go" is incomplete`: func(t *table) { t.Rows[0].Roles = nil },
		`"" is incomplete`:   func(t *table) { t.Rows[0].Trigger = "" },
		`"end" is incompl`:   func(t *table) { t.Rows[1].To = "" },
		"is incomplete":      func(t *table) { t.Rows[0].From = nil },
		"no state of":        func(t *table) { t.Finals = at("c", "typo") },
		`"typo" is no state`: func(t *table) { t.Entries = at("typo") },
		"unknown deadline":   func(t *table) { t.Rows[0].Stops = []lifecycle.Deadline{"typo"} },
	} {
		table := small()
		spoil(&table)
		_, err := lifecycle.Compile(table)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
	pit := small() // a loop of its own is no way out
	pit.Rows = append(pit.Rows, lifecycle.Row{Trigger: "stay", From: at("b"), To: "b", Roles: clock})
	pit.Rows[1].From = at("a")
	if lifecycle.Validate(pit) == nil {
		t.Error("a state that only leads to itself passed")
	}
}

func TestTheMachineSaysWhatTheTableSays(t *testing.T) {
	for _, table := range lifecycle.Tables() {
		d := lifecycle.Of(table.Machine)
		for _, s := range append(table.States(), "nowhere") {
			var out []lifecycle.Trigger
			for _, trigger := range append(table.Triggers(), "nothing") {
				i := slices.IndexFunc(table.Rows, func(r lifecycle.Row) bool { return r.Trigger == trigger && slices.Contains(r.From, s) })
				to, err := d.Fire(s, trigger)
				row, ok := d.Row(s, trigger)
				switch {
				case ok != (i >= 0) || (err == nil) != (i >= 0):
					t.Errorf("%s: %s from %s: row %t, table %t, fire %v", table.Machine, trigger, s, ok, i >= 0, err)
				case i < 0 && to != s:
					t.Errorf("%s: refused %s moved %s to %s", table.Machine, trigger, s, to)
				case i >= 0 && (to != table.Rows[i].To || row.To != to):
					t.Errorf("%s: %s from %s leads to %s, table says %s", table.Machine, trigger, s, to, table.Rows[i].To)
				}
				if i >= 0 {
					out = append(out, trigger)
				}
				if slices.Contains(d.Sources(trigger), s) != (i >= 0) {
					t.Errorf("%s: sources of %s and %s", table.Machine, trigger, s)
				}
			}
			if got := d.Available(s); len(got) != len(out) || slices.ContainsFunc(got, func(x lifecycle.Trigger) bool { return !slices.Contains(out, x) }) {
				t.Errorf("%s: available in %s: %v, table says %v", table.Machine, s, got, out)
			}
		}
	}
}

func TestFireIsSafeForConcurrentUse(t *testing.T) {
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for _, table := range lifecycle.Tables() {
				d := lifecycle.Of(table.Machine)
				for _, r := range table.Rows {
					for _, from := range r.From {
						if to, err := d.Fire(from, r.Trigger); err != nil || to != r.To {
							t.Errorf("%s from %s: %s, %v", r.Trigger, from, to, err)
						}
					}
				}
			}
		})
	}
	wg.Wait()
}

// notForUnits are the acts by which others judge a unit.
var notForUnits = map[lifecycle.Machine][]lifecycle.Trigger{
	lifecycle.Assignment: {lifecycle.AssignUnit, lifecycle.ApproveReturn, lifecycle.RefuseReturn, lifecycle.RuleFinal, lifecycle.Discharge,
		lifecycle.UpholdObjection, lifecycle.RejectObjection},
	lifecycle.ReplyLine: {lifecycle.RateSatisfied, lifecycle.RateBasically, lifecycle.RateDissat, lifecycle.LapseFeedback, lifecycle.LapseRedo,
		lifecycle.DisputeFeedback, lifecycle.ReleaseFeedback, lifecycle.OrderRedo, lifecycle.Escalate, lifecycle.Conclude, lifecycle.HoldMediation,
		lifecycle.HoldAssessment, lifecycle.CorrectClass, lifecycle.ContestClass, lifecycle.ConfirmContact, lifecycle.DenyContact,
		lifecycle.LapseContact, lifecycle.GrantExtension, lifecycle.RefuseExtension, lifecycle.PassReply, lifecycle.SendBackReply,
		lifecycle.EndLine, lifecycle.EnterSatisfied, lifecycle.EnterBasically,
		lifecycle.EnterDissat, lifecycle.UpholdContest, lifecycle.RejectContest},
	lifecycle.Commitment: {lifecycle.DeferCommitment, lifecycle.CarryOver, lifecycle.RejectClaim, lifecycle.VerifyCommitment,
		lifecycle.ExplainCommitment, lifecycle.BreakCommitment, lifecycle.RateCommitment},
}

func TestNoUnitJudgesItself(t *testing.T) {
	for _, table := range lifecycle.Tables() {
		for _, trigger := range notForUnits[table.Machine] {
			if !slices.Contains(table.Triggers(), trigger) {
				t.Errorf("%s has no %s: the list is out of date", table.Machine, trigger)
			}
		}
		for _, r := range table.Rows {
			byUnit := slices.ContainsFunc(r.Roles, lifecycle.Role.OfUnit)
			if byUnit && (table.Machine == lifecycle.Suggestion || slices.Contains(notForUnits[table.Machine], r.Trigger)) {
				t.Errorf("%s: %s names a role of a unit: %v", table.Machine, r.Trigger, r.Roles)
			}
			if byUnit && !slices.ContainsFunc(r.Guards, func(g lifecycle.Guard) bool { return g == lifecycle.OwnUnit || g == lifecycle.IsLeadUnit }) && r.Trigger != lifecycle.MakeCommitment {
				t.Errorf("%s: any unit could do %s from %v", table.Machine, r.Trigger, r.From)
			}
		}
	}
}

// A rating is the deputy's, or the delegation's by its head and contact persons;
// on paper only the committee enters it, with the signed form.
func TestOnlyPeopleWithAFaceRate(t *testing.T) {
	rows := 0
	for _, r := range lifecycle.Of(lifecycle.ReplyLine).Rows {
		roles, guard := []lifecycle.Role{lifecycle.LeadDeputy, lifecycle.Delegation}, lifecycle.LeadDeputyOnly
		if lifecycle.MayBeLate(r.Trigger) {
			roles, guard = []lifecycle.Role{lifecycle.DeputyAffairsCommittee}, lifecycle.PaperForm
		}
		if strings.HasPrefix(string(r.Trigger), "rate_") {
			rows++
			if !slices.Equal(r.Roles, roles) || !slices.Contains(r.Guards, guard) {
				t.Errorf("%s from %v: roles %v, guards %v", r.Trigger, r.From, r.Roles, r.Guards)
			}
		}
	}
	if rows != 18 {
		t.Errorf("%d rows rate, want six triggers of three", rows)
	}
}

// What may be dated back is an act of some table, once; and nothing that sets a
// unit's due date is among it, save the receipt of an assignment on paper, from
// whose day the rules count.
func TestActsOnPaper(t *testing.T) {
	var all []lifecycle.Row
	for _, table := range lifecycle.Tables() {
		all = append(all, table.Rows...)
	}
	all = append(all, lifecycle.StandingRows()...)
	for i, act := range lifecycle.PaperActs() {
		if slices.Contains(lifecycle.PaperActs()[:i], act) {
			t.Errorf("%s stands twice", act)
		}
		if !slices.ContainsFunc(all, func(r lifecycle.Row) bool { return r.Trigger == act }) {
			t.Errorf("%s is no act", act)
		}
		for _, r := range all {
			if r.Trigger == act && act != lifecycle.RecordReceipt && slices.ContainsFunc(r.Starts, func(d lifecycle.Deadline) bool {
				return d == lifecycle.DueReply || d == lifecycle.DueRedo || d == lifecycle.DueCommitment
			}) {
				t.Errorf("%s sets a date: %v", act, r.Starts)
			}
		}
	}
}

func TestEveryStateCanEnd(t *testing.T) {
	for _, table := range lifecycle.Tables() {
		for _, s := range table.States() {
			reach := lifecycle.Reach(table, []lifecycle.State{s})
			if !slices.ContainsFunc(reach, func(s lifecycle.State) bool { return slices.Contains(table.Finals, s) }) {
				t.Errorf("%s: no final state from %s", table.Machine, s)
			}
		}
	}
}

func TestMermaidDrawsEveryMove(t *testing.T) {
	plain := func(_, name string) string { return name }
	for _, table := range lifecycle.Tables() {
		drawn := lifecycle.Mermaid(table, plain)
		for _, r := range table.Rows {
			for _, from := range r.From {
				src := string(from)
				if from == table.Initial {
					src = "[*]"
				}
				line := "    " + src + " --> " + string(r.To) + " : " + string(r.Trigger) + "\n"
				if strings.Contains(drawn, line) != (from != r.To) {
					t.Errorf("%s: %q", table.Machine, line)
				}
			}
		}
	}
}

func TestKindsOfDeadline(t *testing.T) {
	rights := []lifecycle.Deadline{lifecycle.DueReturn, lifecycle.DueContactConfirm, lifecycle.DueFeedback, lifecycle.DueCommitmentRating}
	for _, d := range lifecycle.Deadlines() {
		if d.Duty() == slices.Contains(rights, d) {
			t.Errorf("%s: duty %t", d, d.Duty())
		}
	}
}

func BenchmarkFire(b *testing.B) {
	d := lifecycle.Of(lifecycle.ReplyLine)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.Fire(lifecycle.Delivered, lifecycle.RateSatisfied); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRow(b *testing.B) {
	d := lifecycle.Of(lifecycle.ReplyLine)
	for b.Loop() {
		d.Row(lifecycle.Delivered, lifecycle.RateSatisfied)
	}
}
