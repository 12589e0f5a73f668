//go:build !race

package browser

import "testing"

// TestOneWholeLife takes one suggestion through all roles in the browser: handed in
// by a deputy, registered, assigned, answered with a promise, rated dissatisfied,
// handled again, rated satisfied, and the promise verified.
func TestOneWholeLife(t *testing.T) {
	t.Parallel()
	h := open(t)
	for name, o := range map[string]options{"with scripts": {}, "without scripts": {noScript: true}} {
		t.Run(name, func(t *testing.T) { h.life(t, o) })
	}
}

func (h *house) life(t *testing.T, o options) {
	h.t = t
	phone := options{noScript: o.noScript, width: 360, height: 740}
	deputy, motions, committee := h.comes("deputy", phone), h.comes("motions", o), h.comes("committee", o)
	handler, coordinator, head := h.comes("handler", o), h.comes("coordinator", o), h.comes("head", o)

	deputy.follows("提出建议")
	deputy.fills(map[string]any{"kind": "off_session", "title": "关于改善县道安全防护的建议", "evidence": "走访沿线三个乡镇", "body": "县道临崖路段护栏缺失，群众出行不安全。建议三年内补齐。"})
	deputy.presses("起草建议")
	deputy.sees("已完成：起草建议")
	page := deputy.at()
	deputy.acts(page, "提出建议", nil)

	motions.opens("/")
	motions.sees("关于改善县道安全防护的建议")
	motions.acts(page, "开始审核", nil)
	motions.acts(page, "审核通过并编号", nil)
	handler.opens(page)
	handler.sees("没有这一页")

	committee.acts(page, "交办", map[string]any{"mode": "single", "units.unit": []string{unitName}})
	handler.acts(page, "签收", nil)
	h.reply(page, deputy, handler, committee, head, coordinator, "B", "完成县道护栏安装20公里")

	deputy.acts(page, "评价答复", map[string]any{"process": "satisfied", "result": "dissatisfied", "reason": "只承诺了一半路段"})
	for _, p := range []*person{handler, coordinator, head} {
		for _, tab := range []string{"", "?tab=handling", "?tab=history", "?tab=raw", "?tab=text"} {
			p.opens(page + tab)
			p.misses("不满意", "只承诺了一半路段", "dissatisfied")
		}
	}
	committee.acts(page, "交办重新办理", map[string]any{"reason": "请就全部路段作出安排"})
	handler.opens(page + "?tab=handling")
	handler.sees("结果不满意", "只承诺了一半路段")
	h.reply(page, deputy, handler, committee, head, coordinator, "B", "其余路段分两年完成")
	deputy.acts(page, "评价答复", map[string]any{"process": "satisfied", "result": "satisfied"})
	handler.acts(page, "申报已落实", map[string]any{"evidence": "竣工验收报告"})
	committee.acts(page, "核实销号", map[string]any{"reason": "现场查看，护栏已安装"})
}

// reply takes the unit from talking with the deputy to the delivered letter: drafted
// by one person, examined by the committee, signed by another.
func (h *house) reply(page string, deputy, handler, committee, head, coordinator *person, class, promise string) {
	h.t.Helper()
	who := "夏知行#p-deputy"
	handler.acts(page, "登记面商沟通", map[string]any{"stage": "during", "way": "visit", "with": []string{who}, "content": "到路段现场，听取意见"})
	deputy.acts(page, "确认沟通属实", nil)
	due := h.server.Office.Today().AddDays(60)
	handler.acts(page, "起草答复", map[string]any{"class": class, "text": "您提出的建议收悉。现答复如下：" + promise + "。",
		"promises.text": []string{promise}, "promises.due": []string{day(due)}})
	committee.acts(page, "审核通过答复", nil)
	head.acts(page, "签发答复", map[string]any{"document_no": "湘交函〔2026〕1号"})
	coordinator.acts(page, "送达答复", map[string]any{"to": who})
}
