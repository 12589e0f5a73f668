package suggestion

import (
	"testing"

	"huiyin/domain/lifecycle"
)

func TestWhoSignedIsWithheldAndDisclosed(t *testing.T) {
	w := begin(t, "hunan-2024")
	w.do(lead, draftCase)
	w.no("missing", lead, WithholdNames{})
	w.no("wrong_role", handler, WithholdNames{"r"})
	w.no("not_deputy_of_case", as(lifecycle.LeadDeputy, "d9", ""), WithholdNames{"r"})
	w.no("names_shown", lead, DiscloseNames{"r"})
	w.want(w.do(lead, WithholdNames{"r"}), "NamesWithheld")
	if !w.s.Confidential {
		t.Error("not confidential")
	}
	w.no("names_withheld", lead, WithholdNames{"r"})
	w.want(w.do(desk, DiscloseNames{"r"}), "NamesDisclosed")
	if w.s.Confidential {
		t.Error("still confidential")
	}
}

func TestADeputyAsksHowItGoes(t *testing.T) {
	w := replied(t, "A")
	w.no("no_part_of_unit", lead, AskProgress{"u9", "q"})
	w.no("missing", lead, AskProgress{"u1", ""})
	w.no("not_deputy_of_case", as(lifecycle.LeadDeputy, "d9", ""), AskProgress{"u1", "q"})
	w.no("nothing_asked", handler, TellProgress{"a"})
	w.want(w.do(lead, AskProgress{"u1", "q"}), "ProgressAsked")
	w.do(lead, AskProgress{"u1", "again"})
	w.no("missing", handler, TellProgress{})
	w.want(w.do(handler, TellProgress{"a"}), "ProgressTold")
	for _, q := range w.s.Questions {
		if q.Open() || q.Answer != "a" {
			t.Errorf("%+v", q)
		}
	}
	w.no("nothing_asked", handler, TellProgress{"a"})
}
