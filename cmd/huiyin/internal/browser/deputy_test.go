//go:build !race

package browser

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"huiyin/api/desk"
	"huiyin/domain/suggestion"
)

// TestTheDeputysDay is a deputy's day on a telephone of 360 pixels: what is typed is
// kept and comes back after the page was left, what is like it is shown while
// it is written, another deputy is found and confirms, it is handed in; a talk is
// confirmed at a touch, the reply read beside the suggestion and rated, the receipt
// kept; and two tabs on one case lose nothing (handbook UX-09, FE-07, THR-41).
func TestTheDeputysDay(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.t = t
	h.enrolled("zhou", "周明远")
	phone := options{width: 360, height: 740}
	deputy := h.comes("deputy", phone)
	page := h.drafted(deputy)
	id := suggestion.CaseID(strings.TrimPrefix(page, "/cases/"))
	zhou := h.comes("zhou", phone)
	zhou.sees("确认附议")
	zhou.acts(page, "确认附议", nil)
	deputy.twoTabs(page)
	zhou.acts(page, "确认附议", nil) // the text changed: asked again
	deputy.acts(page, "提出建议", nil)

	h.handedOver(id)
	deputy.acts(page, "询问办理进展", map[string]any{"unit": unitName, "question": "护栏什么时候开工？"})
	h.does("handler", id, suggestion.TellProgress{Answer: "下月开工"})
	h.does("handler", id, suggestion.RecordContact{Line: "l1", Stage: "during", Way: "visit", With: []suggestion.Person{signer}, Content: "到现场听取意见"})
	deputy.opens("/")
	deputy.fits()
	deputy.presses("确认沟通属实")
	deputy.sees("已完成：确认沟通属实")
	h.answered(id)

	deputy.opens(page + "?tab=text")
	deputy.fits()
	if pairs := script[int](deputy, `document.querySelectorAll(".facing").length`); pairs < 2 {
		t.Fatalf("%d points stand beside their answers:\n%s", pairs, deputy.text())
	}
	deputy.rates(page)
	deputy.follows("这不是我的评价")
	deputy.fits()
	deputy.opens("/")
	deputy.sees("承诺事项", "护栏安装20公里")
	deputy.fits()
	deputy.opens(page + "?tab=handling")
	deputy.sees("护栏安装20公里", "护栏什么时候开工？", "下月开工")
	deputy.fits()
}

// fits holds that nothing is wider than the screen, and that what is touched is
// large enough.
func (p *person) fits() {
	p.t.Helper()
	if over := script[int](p, "document.documentElement.scrollWidth - window.innerWidth"); over > 0 {
		p.t.Errorf("%s: %d px wider than the screen:\n%s", p.at(), over, p.text())
	}
	small := script[string](p, `Array.from(document.querySelectorAll("main button, main .button, main input[type=text], main select")).filter(e =>
  e.offsetParent && e.getBoundingClientRect().height < 40).map(e => e.outerHTML.slice(0, 120)).join("\n")`)
	if small != "" {
		p.t.Errorf("%s: too small to touch:\n%s", p.at(), small)
	}
}

// types puts a text into a field as somebody who types does.
func (p *person) types(field, text string) {
	p.t.Helper()
	p.fills(map[string]any{field: text})
	script[bool](p, `(function() { const e = document.querySelector('main [name="`+field+`"]');
  e.dispatchEvent(new Event("input", {bubbles: true})); e.dispatchEvent(new FocusEvent("focusout", {bubbles: true})); return true; })()`)
}

// drafted writes a suggestion, leaves the page in between, and asks another deputy
// to sign.
func (h *house) drafted(p *person) (page string) {
	h.t.Helper()
	h.does("deputy", "earlier", suggestion.DraftSuggestion{Case: "earlier", Kind: suggestion.OffSession, Congress: "湖南省第十四届人民代表大会", Session: "第四次会议",
		Year: h.server.Office.Today().Year(), Title: "关于整治县道临崖路段安全隐患的建议", Body: "县道临崖路段护栏缺失。"})
	p.follows("提出建议")
	p.fits()
	p.types("title", "关于整治县道临崖路段安全防护的建议")
	p.waits("相似的建议")
	p.types("body", "一、县道临崖路段护栏缺失，建议补齐。\n二、标志牌不清，建议更换。")
	p.waits("已保存")
	p.opens("/")
	p.opens("/new")
	p.sees("已为您保留")
	p.fills(map[string]any{"kind": "off_session", "evidence": "走访沿线三个乡镇", "proposed": []string{unitName}})
	p.presses("起草建议")
	p.sees("已完成：起草建议")
	page = p.at()
	p.follows("附议代表")
	p.fits()
	p.fills(map[string]any{"who": "zmy"})
	p.presses("查询")
	p.presses("邀请")
	p.sees("周明远", "等待确认")
	p.meetsAxe(p.at())
	return page
}

// twoTabs edits one draft in two tabs: the first is told while it is open that the
// case went on, keeps its text, sees both versions, and applies its own to the new
// one at a touch.
func (p *person) twoTabs(page string) {
	p.t.Helper()
	other := p.another()
	for _, tab := range []*person{p, other} {
		tab.opens(page + "/acts/edit_draft")
	}
	p.types("body", "一、县道护栏请补齐。\n二、标志牌请更换。")
	other.fills(map[string]any{"title": "关于加强县道安全防护的建议"})
	other.presses("修改草稿")
	script[bool](p, `window.dispatchEvent(new Event("focus")); true`)
	p.waits("此件已有变化")
	p.sees("修改草稿")
	p.presses("修改草稿")
	p.sees("现在记录的", "关于加强县道安全防护的建议", "有了新的记录")
	p.fits()
	p.meetsAxe(p.at())
	if got := script[string](p, `document.querySelector('[name="body"]').value`); !strings.Contains(got, "县道护栏请补齐") {
		p.t.Fatalf("what was typed is lost: %q", got)
	}
	p.presses("按新情况修改草稿")
	p.sees("已完成：修改草稿")
}

// another is another tab of somebody's browser.
func (p *person) another() *person {
	p.t.Helper()
	tab, leave := chromedp.NewContext(p.tab)
	p.t.Cleanup(leave)
	if err := chromedp.Do(tab); err != nil { // opens the tab for as long as it is needed
		p.t.Fatal(err)
	}
	return &person{p.t, p.h, p.login, tab}
}

// signer and cosigner are the two deputies.
var (
	signer   = suggestion.Person{ID: "p-deputy", Name: "夏知行"}
	cosigner = suggestion.Person{ID: "p-zhou", Name: "周明远"}
)

// does an act without a browser, by somebody whose day it is not.
func (h *house) does(login string, id suggestion.CaseID, all ...suggestion.Command) {
	h.t.Helper()
	a := accounts[slices.IndexFunc(accounts, func(a account) bool { return a.login == login })]
	actor := suggestion.Actor{Person: suggestion.Person{ID: "p-" + login, Name: a.name}, Role: a.role}
	if a.role.OfUnit() {
		actor.Unit = unitName
	}
	for _, c := range all {
		if _, err := h.server.Desk().Do(h.t.Context(), desk.Act{Case: id, Actor: actor, Command: c}); err != nil {
			h.t.Fatalf("%s: %T: %v", login, c, err)
		}
	}
}

// handedOver takes a suggestion that was handed in to a unit that signs it in.
func (h *house) handedOver(id suggestion.CaseID) {
	h.t.Helper()
	h.does("motions", id, suggestion.BeginReview{}, suggestion.Register{Number: "901"})
	h.does("committee", id, suggestion.Assign{Mode: suggestion.Single, Units: []suggestion.UnitPart{{Unit: unitName, Part: suggestion.Lead}}})
	h.does("handler", id, suggestion.SignIn{Assignment: "a1"})
}

// answered takes it to the delivered reply.
func (h *house) answered(id suggestion.CaseID) {
	h.t.Helper()
	h.does("handler", id, suggestion.DraftReply{Line: "l1", Class: "B", Text: "收悉。\n一、护栏下月开工。\n二、标志牌年内补齐。",
		Promises: []suggestion.Promise{{Text: "护栏安装20公里", Due: h.server.Office.Today().AddDays(60)}}})
	h.does("committee", id, suggestion.ExamineReply{Line: "l1", Pass: true})
	h.does("head", id, suggestion.IssueReply{Line: "l1", DocumentNo: "湘交函〔2026〕1号"})
	h.does("coordinator", id, suggestion.DeliverReply{Line: "l1", To: signer, Channel: "网上"}, suggestion.DeliverReply{Line: "l1", To: cosigner, Channel: "网上"})
}

// rates goes over the page that asks whether all is right to the receipt.
func (p *person) rates(page string) {
	p.t.Helper()
	p.opens(page)
	p.click("aside.acts a", "评价答复")
	p.fits()
	p.fills(map[string]any{"process": "satisfied", "result": "dissatisfied", "reason": "只承诺了一半路段"})
	p.presses("下一步")
	p.sees("只承诺了一半路段")
	p.fits()
	p.presses("确认")
	p.sees("您的评价已记入", "核对码", "校验值")
	p.fits()
	p.meetsAxe(p.at())
}
