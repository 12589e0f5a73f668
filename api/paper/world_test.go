package paper_test

import (
	"strings"
	"testing"
	"time"

	"huiyin/api/paper"
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
)

// world is a case of invented people that lives through Decide and Fold.
type world struct {
	t      testing.TB
	s      *suggestion.Suggestion
	rules  ruleset.Set
	now    time.Time
	events []suggestion.Event
}

func as(role lifecycle.Role, id, name, unit string) suggestion.Actor {
	return suggestion.Actor{Person: suggestion.Person{ID: id, Name: name}, Role: role, Unit: unit}
}

const (
	water   = "湖南省水利厅"
	finance = "湖南省财政厅"
)

// The cast. The names hold characters of the extensions A, B and G (UX-18).
var (
	lead     = as(lifecycle.LeadDeputy, "d1", "石𠮷㛃", "")
	second   = as(lifecycle.CoSigner, "d2", "龙䶮", "")
	desk     = as(lifecycle.DeputyAffairsCommittee, "o1", "何静", "")
	gov      = as(lifecycle.GovOffice, "g1", "周平", "")
	chairs   = as(lifecycle.CouncilOfChairpersons, "p1", "主任会议", "")
	handler  = as(lifecycle.UnitHandler, "h1", "陈明", water)
	boss     = as(lifecycle.UnitHead, "b1", "刘国平", water)
	office   = as(lifecycle.UnitCoordinator, "c1", "吴敏", water)
	office2  = as(lifecycle.UnitCoordinator, "c2", "郑岚", finance)
	handler2 = as(lifecycle.UnitHandler, "h2", "孙立", finance)
	boss2    = as(lifecycle.UnitHead, "b2", "钱海", finance)
)

const (
	matter = "关于整治𰻝𰻝河中小河流水患的建议"
	wish   = "汛期每年淹没农田。\n建议：\n一是编制治理规划；\n二是设立专项资金。"
)

// replyText fills more than one page with nothing but Chinese characters: forty
// sentences of thirty characters without a mark between them, then a last line.
var replyText = strings.Repeat("我厅高度重视代表所提意见逐条研究逐项落实并会同有关部门开展现场调研", 40) + "\n今后我们将继续做好这项工作。"

func begin(t testing.TB) *world {
	w := &world{t: t, s: suggestion.New(), now: time.Date(2026, 1, 20, 10, 0, 0, 0, time.FixedZone("CST", 8*3600))}
	for _, set := range ruleset.Builtin() {
		if set.ID == "hunan-2024" {
			w.rules = set
		}
	}
	return w
}

func (w *world) at(day string) { w.now = calendar.StartOf(calendar.MustDate(day)).Add(10 * time.Hour) }

func (w *world) do(a suggestion.Actor, c suggestion.Command) {
	w.t.Helper()
	events, err := suggestion.Decide(w.s, suggestion.Request{Actor: a, Now: w.now, Rules: w.rules, Calendar: calendar.StateCouncil(), Command: c})
	if err != nil {
		w.t.Fatalf("%T: %v", c, err)
	}
	w.s, w.events = suggestion.Fold(w.s, events...), append(w.events, events...)
}

// assigned is a case with a co-signer and a co-unit, on the day it was assigned.
func assigned(t testing.TB) *world {
	w := begin(t)
	w.do(lead, suggestion.DraftSuggestion{Case: "case-1", Kind: suggestion.InSession, Congress: "湖南省第十四届人民代表大会", Session: "第四次会议",
		Year: 2026, Title: matter, Body: wish, Evidence: "实地走访三次", Delegation: "邵阳代表团"})
	w.do(lead, suggestion.Invite{Person: second.Person})
	w.do(second, suggestion.AnswerInvitation{Confirm: true})
	w.do(lead, suggestion.Submit{})
	w.do(desk, suggestion.BeginReview{})
	w.do(desk, suggestion.Register{Number: "0123", Category: "农业农村"})
	w.at("2026-02-25")
	w.do(desk, suggestion.Assign{Mode: suggestion.LeadAndCo, Units: []suggestion.UnitPart{
		{Unit: water, Part: suggestion.Lead}, {Unit: finance, Part: suggestion.Co, Scope: "资金安排"}}})
	return w
}

// issued is that case with an opinion and an issued reply of class B.
func issued(t testing.TB) *world {
	w := assigned(t)
	w.do(office, suggestion.SignIn{Assignment: "a1"})
	w.do(office2, suggestion.SignIn{Assignment: "a2"})
	w.at("2026-03-10")
	w.do(handler, suggestion.RecordContact{Line: "l1", Way: "visit", With: []suggestion.Person{lead.Person}, Content: "当面听取意见"})
	w.do(lead, suggestion.AnswerContact{Line: "l1", Contact: w.s.Lines[0].Contacts[0].ID, Confirm: true})
	w.do(office2, suggestion.GiveOpinion{Assignment: "a2", Text: "所需资金按现行渠道申请，我厅予以支持。", Class: "B"})
	w.at("2026-04-01")
	w.do(handler, suggestion.DraftReply{Line: "l1", Class: "B", Text: replyText, Promises: []suggestion.Promise{
		{Text: "编制完成治理规划", Due: calendar.MustDate("2026-09-30")}, {Text: "落实首批治理资金", Due: calendar.MustDate("2026-12-31")}}})
	w.do(gov, suggestion.ExamineReply{Line: "l1", Pass: true})
	w.do(boss, suggestion.IssueReply{Line: "l1", DocumentNo: "湘水函〔2026〕88号"})
	return w
}

// house is an invented office.
var house = paper.House{Name: "湖南省人大常委会代表工作委员会", Address: "长沙市某路1号", Postcode: "410000", Contact: "何静", Phone: "0731-00000000",
	GovernmentOffice: "湖南省人民政府办公厅"}

func (w *world) paper() paper.Case {
	return paper.Case{State: w.s, Events: w.events, Rules: w.rules, House: house,
		Printed: paper.Printed{By: "何静", At: w.now, Position: 42}}
}

func (w *world) make(want paper.Wanted) []paper.Document {
	w.t.Helper()
	docs, err := paper.Make(w.paper(), want)
	if err != nil {
		w.t.Fatal(err)
	}
	return docs
}
