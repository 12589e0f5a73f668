//go:build !race

package browser

import (
	"strings"
	"testing"
)

// TestReviewAndMeeting goes the way of the congress: a suggestion is found in the
// queue, seen beside one like it, registered, and handed over by the meeting, where
// a row without a unit is refused and mended.
func TestReviewAndMeeting(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.t = t
	deputy, motions, committee := h.comes("deputy", options{}), h.comes("motions", options{}), h.comes("committee", options{})
	var cases []string
	for _, title := range []string{"关于整治农村公路临水临崖隐患的建议", "关于整治农村公路急弯陡坡隐患的建议"} {
		deputy.opens("/new")
		deputy.fills(map[string]any{"kind": "off_session", "title": title, "evidence": "座谈", "body": "农村公路安全隐患需要整治。"})
		deputy.presses("起草建议")
		page := deputy.at()
		deputy.acts(page, "提出建议", nil)
		motions.acts(page, "开始审核", nil)
		cases = append(cases, page)
	}
	motions.opens("/review?band=in_review")
	motions.sees("审核中", "临水临崖", "急弯陡坡", "共2件")
	for _, page := range cases {
		motions.opens(page + "/review")
		motions.sees("相近的建议", "整治农村公路", "相近程度")
		motions.follows("审核通过并编号")
		motions.presses("审核通过并编号")
	}
	committee.opens("/meeting")
	committee.sees("共2件")
	committee.presses("下一步：逐件核对")
	committee.sees("可以交办0件，不能交办2件")
	committee.presses("修改")
	id := strings.TrimPrefix(cases[0], "/cases/")
	committee.fills(map[string]any{"lead-" + id: unitName})
	committee.presses("下一步：逐件核对")
	committee.sees("可以交办1件，不能交办1件")
	committee.presses("交办1件")
	committee.sees("已交办1件，没有办成1件", "修改没有办成的1件")
	committee.opens("/meeting")
	committee.sees("共1件")
	committee.opens("/search?q=急弯陡坡")
	committee.sees("共找到1件")
	committee.countsEqualLists("/boards", "main td.figure a")
}

// countsEqualLists follows every figure of a page: the list behind it has as many
// rows (handbook UX-01).
func (p *person) countsEqualLists(page, figures string) {
	p.t.Helper()
	p.opens(page)
	all := script[[][2]string](p, `Array.from(document.querySelectorAll("`+figures+`")).map(a => [a.textContent.trim(), a.getAttribute("href")])`)
	if len(all) == 0 {
		p.t.Fatalf("%s has no figure", page)
	}
	for _, f := range all {
		p.opens(f[1])
		p.sees("共" + f[0] + "件")
	}
}
