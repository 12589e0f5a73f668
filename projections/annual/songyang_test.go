package annual

import (
	"fmt"
	"testing"

	"huiyin/domain/suggestion"
)

// Songyang (松阳县) tested 220 suggestions of 2017 twice (handbook R5-34): at the
// first test the process of 215 and the result of 198 was rated satisfied; what
// was not was handled again and rated again, and then it was 220 and 218. The
// published sums are real; cases, deputies and units here are invented, as is
// what the source does not say: which ratings fell together, and that the two
// left over stayed dissatisfied.
func TestSongyang(t *testing.T) {
	w := newWorld(t, "hunan-2024")
	const total, processFirst, resultFirst, processFinal, resultFinal = 220, 215, 198, 220, 218
	grade := func(ok bool) suggestion.Grade {
		if ok {
			return sat
		}
		return bad
	}
	ids := make([]string, total)
	for i := range ids {
		ids[i] = fmt.Sprintf("s%03d", i)
		w.assign(ids[i], fmt.Sprintf("deputy%d", i%60), suggestion.InSession, fmt.Sprintf("unit%d", i%20))
		w.reply(ids[i], "l1", "A", "reason")
		w.rate(ids[i], "l1", grade(i < processFirst), grade(i < resultFirst))
	}
	w.at("2026-03-02")
	for i, id := range ids[resultFirst:] {
		w.do(id, committee, suggestion.OrderTheRedo{Line: "l1", Reason: "again"})
		w.reply(id, "l1", "A", "reason")
		w.rate(id, "l1", sat, grade(resultFirst+i < resultFinal))
	}
	r := w.report("2026-03-31")
	rates(t, r, map[string][2]int{
		"first/satisfied/process": {processFirst, total}, "first/satisfied/result": {resultFirst, total}, "first/satisfied/overall": {resultFirst, total},
		"final/satisfied/process": {processFinal, total}, "final/satisfied/result": {resultFinal, total}, "final/dissatisfied/overall": {total - resultFinal, total},
		"rounds/1/ordered": {total - resultFirst, 0}, "rounds/1/satisfied": {resultFinal - resultFirst, total - resultFirst},
		"dissatisfied/content": {resultFinal - resultFirst, total - resultFirst}, "dissatisfied/dissatisfied": {total - resultFinal, total - resultFirst},
	})
	for id, want := range map[string]string{"first/satisfied/process": "97.73", "first/satisfied/result": "90.00", "final/satisfied/process": "100.00", "final/satisfied/result": "99.09"} {
		if f, _ := r.Figure(id); f.Percent != want {
			t.Errorf("%s is %s%%, want %s%%", id, f.Percent, want)
		}
	}
}
