package suggestion

import (
	"slices"
	"testing"

	"huiyin/domain/lifecycle"
)

func TestKeySuggestionFromProposalToEnd(t *testing.T) {
	w := assigned(t, "hunan-2024")
	why := []string{"general_concern", "yearly_priority"}
	w.no("wrong_role", boss, ProposeKey{"b", why, "r"})
	w.no("missing", special, ProposeKey{"b", nil, "r"})
	w.no("missing", special, ProposeKey{"", why, "r"})
	w.no("missing", special, ProposeKey{"b", why, ""})
	w.no("unknown_code", special, ProposeKey{"b", []string{"nice"}, "r"})
	w.want(w.do(special, ProposeKey{"b", why, "r"}), "KeyProposed")
	w.no("key_proposed_before", desk, ProposeKey{"b", why, "r"})
	w.do(desk, ProposeKey{"c", why, "r"})
	if p := w.s.Oversight.Proposals; len(p) != 2 || p[0].By != lifecycle.SpecialCommittee || !slices.Equal(p[0].Criteria, why) {
		t.Errorf("%+v", p)
	}
	w.no("not_key", chairs, LiftKey{"r"})
	w.want(w.do(chairs, FixKey{Decision: "d", Item: "3", ItemName: "Roads"}), "KeySuggestionFixed KeyItemJoined")
	w.no("key_already", special, ProposeKey{"e", why, "r"})
	w.do(desk, AppointSupervisor{"congress_leader", who("x"), "SC"})
	w.no("wrong_role", desk, LiftKey{"r"})
	w.no("missing", chairs, LiftKey{})
	w.want(w.do(chairs, LiftKey{"done"}), "KeyLifted")
	if w.s.Key || len(w.s.Supervisors) > 0 || w.s.Oversight.Item != (KeyItem{}) {
		t.Errorf("%+v", w.s)
	}
	w.want(w.do(chairs, FixKey{Decision: "again"}), "KeySuggestionFixed")
}

func TestASupervisorLeaves(t *testing.T) {
	w := assigned(t, "hunan-2024")
	w.no("not_key", desk, RelieveSupervisor{Person: who("x"), Reason: "r"})
	w.do(chairs, FixKey{Decision: "d"})
	w.do(desk, AppointSupervisor{"congress_leader", who("x"), "SC"})
	w.do(desk, AppointSupervisor{"special_committee", who("y"), "C"})
	w.do(desk, AppointSupervisor{"deputies_committee", who("x"), "D"})
	w.no("wrong_role", special, RelieveSupervisor{Person: who("x"), Reason: "r"})
	w.no("missing", desk, RelieveSupervisor{Person: who("x")})
	w.no("missing", desk, RelieveSupervisor{Reason: "r"})
	w.no("not_supervisor", desk, RelieveSupervisor{Person: who("z"), Reason: "r"})
	w.no("not_supervisor", desk, RelieveSupervisor{Person: who("y"), Layer: "congress_leader", Reason: "r"})
	w.no("succeeds_itself", desk, RelieveSupervisor{Person: who("x"), Successor: who("x"), Reason: "r"})
	w.want(w.do(desk, RelieveSupervisor{Person: who("x"), Successor: who("n"), Reason: "r"}), "SupervisorRelieved SupervisorRelieved")
	want := []Supervisor{{"congress_leader", who("n"), "SC"}, {"special_committee", who("y"), "C"}, {"deputies_committee", who("n"), "D"}}
	if !slices.Equal(w.s.Supervisors, want) {
		t.Errorf("%+v", w.s.Supervisors)
	}
	w.do(chairs, RelieveSupervisor{Person: who("n"), Layer: "deputies_committee", Successor: who("m"), Body: "E", Reason: "r"})
	w.do(desk, RelieveSupervisor{Person: who("y"), Reason: "r"}) // nobody yet: the layer stands open
	want = []Supervisor{{"congress_leader", who("n"), "SC"}, {"deputies_committee", who("m"), "E"}}
	if !slices.Equal(w.s.Supervisors, want) {
		t.Errorf("%+v", w.s.Supervisors)
	}
}

func TestATaskOfSupervision(t *testing.T) {
	w := assigned(t, "hunan-2024")
	task := SetTask{Layer: "special_committee", Way: "visit", Content: "Tell the budget.", Unit: "u1", Responsible: who("h1"), Due: day("2026-03-20")}
	w.no("wrong_role", boss, task)
	for want, spoil := range map[string]func(*SetTask){
		"missing":         func(c *SetTask) { c.Content = "" },
		"unknown_code":    func(c *SetTask) { c.Layer = "king" },
		"task_in_past":    func(c *SetTask) { c.Due = day("2026-02-24") },
		"no_part_of_unit": func(c *SetTask) { c.Unit = "u9" },
	} {
		bad := task
		spoil(&bad)
		w.no(want, special, bad)
	}
	w.want(w.do(special, task), "TaskSet")
	w.no("no_such_task", handler, ReportOnTask{"t9", "x"})
	w.no("other_unit", handler2, ReportOnTask{"t1", "x"})
	w.no("missing", handler, ReportOnTask{"t1", ""})
	w.do(handler, ReportOnTask{"t1", "half"})
	w.no("wrong_role", handler, ConcludeTask{"t1", "good"})
	w.no("missing", special, ConcludeTask{"t1", ""})
	w.at("2026-03-25")
	w.do(special, ConcludeTask{"t1", "seen"})
	w.no("task_concluded", special, ConcludeTask{"t1", "again"})
	w.no("task_concluded", handler, ReportOnTask{"t1", "late"})
	if got, _ := w.s.Task("t1"); got.Open() || got.Progress != "half" || !got.Done.After(got.Due) {
		t.Errorf("%+v", got)
	}
}

func TestSupervisionOnRecord(t *testing.T) {
	w := assigned(t, "hunan-2024")
	for _, c := range []struct {
		who  Actor
		good Command
		code string
		bad  Command
	}{
		{gov, RecordTheInstruction{who("x"), "Gov", "Do it."}, "missing", RecordTheInstruction{who("x"), "Gov", ""}},
		{desk, Urge{"u1", "no. 7", "Hurry."}, "no_part_of_unit", Urge{"u7", "no. 7", "Hurry."}},
		{desk, Urge{"u1", "", "Hurry."}, "missing", Urge{"u1", "no. 7", ""}},
		{special, RecordInspection{"bridge", []Person{who("d1")}, "cracks"}, "missing", RecordInspection{"bridge", nil, "cracks"}},
		{special, RecordInspection{"bridge", []Person{who("d1")}, "cracks"}, "missing", RecordInspection{"", []Person{who("d1")}, "cracks"}},
		{chairs, RecordAppraisal{"u1", "process", 20, 1, 0}, "no_votes", RecordAppraisal{"u1", "process", 0, 0, 0}},
		{chairs, RecordAppraisal{"u1", "result", 0, 0, 3}, "no_votes", RecordAppraisal{"u1", "process", 9, -1, 0}},
		{chairs, RecordAppraisal{"u1", "overall", 1, 0, 0}, "unknown_code", RecordAppraisal{"u1", "taste", 1, 0, 0}},
		{chairs, RecordAppraisal{"u1", "overall", 1, 0, 0}, "no_part_of_unit", RecordAppraisal{"u2", "overall", 1, 0, 0}},
		{chairs, GiveTheAward{"excellent_suggestion", "d"}, "unknown_code", GiveTheAward{"best", "d"}},
		{chairs, GiveTheAward{"excellent_suggestion", "e"}, "missing", GiveTheAward{"excellent_suggestion", ""}},
	} {
		w.no(c.code, c.who, c.bad)
		w.no("wrong_role", boss, c.good)
		if _, again := c.good.(GiveTheAward); again && len(w.s.Oversight.Awards) > 0 {
			w.no("awarded_before", c.who, c.good)
			continue
		}
		w.do(c.who, c.good)
	}
	o := w.s.Oversight
	if o.Instructions != 1 || len(o.Urgings) != 2 || o.Inspections != 2 || len(o.Appraisals) != 4 || len(o.Awards) != 1 || o.Appraisals[0].Satisfied != 20 {
		t.Errorf("%+v", o)
	}
	w.is(lifecycle.Assigned) // supervision moves nothing
}
