package cli

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/projections/telling"
	"huiyin/projections/views"
)

// folder is a data folder whose clock a test moves.
type folder struct {
	*app
	t        *testing.T
	out, err bytes.Buffer
	rules    string
}

func newFolder(t *testing.T, rules string) *folder {
	f := &folder{t: t, rules: rules}
	f.app = &app{out: &f.out, err: &f.err, data: filepath.Join(t.TempDir(), "d"), figures: newFigures()}
	return f
}

// on opens the folder on a day and lets something be done.
func (f *folder) on(day string, do func(*desk)) {
	f.t.Helper()
	now := calendar.StartOf(calendar.MustDate(day)).Add(10 * time.Hour)
	d, err := f.open(context.Background(), office.Options{Clock: func() time.Time { now = now.Add(time.Millisecond); return now }})
	if err != nil {
		f.t.Fatal(err)
	}
	defer d.Close()
	do(d)
}

var people = map[lifecycle.Role]suggestion.Actor{
	lifecycle.LeadDeputy:             {Person: suggestion.Person{Name: "甲某"}},
	lifecycle.DeputyAffairsCommittee: {Person: suggestion.Person{Name: "乙某"}},
	lifecycle.GovOffice:              {Person: suggestion.Person{Name: "丙某"}},
	lifecycle.UnitCoordinator:        {Person: suggestion.Person{Name: "丁某"}, Unit: "市交通委"},
	lifecycle.UnitHandler:            {Person: suggestion.Person{Name: "戊某"}, Unit: "市交通委"},
	lifecycle.UnitHead:               {Person: suggestion.Person{Name: "己某"}, Unit: "市交通委"},
}

// do carries out acts of the case that must be possible.
func (f *folder) do(d *desk, role lifecycle.Role, all ...suggestion.Command) {
	f.t.Helper()
	who := people[role]
	who.Role = role
	for _, c := range all {
		if _, err := d.Do(f.t.Context(), office.Act{Case: "c1", Actor: who, Rules: telling.RuleSet(d.Rules, f.rules), Command: c}); err != nil {
			f.t.Fatalf("%T: %v", c, err)
		}
	}
}

// assigned brings the case to the unit on the day.
func (f *folder) assigned(day string) {
	f.t.Helper()
	f.on(day, func(d *desk) {
		f.do(d, lifecycle.LeadDeputy, suggestion.DraftSuggestion{Case: "c1", Kind: suggestion.InSession, Congress: "某届", Title: "关于修桥的建议", Body: "正文", Evidence: "实地调研"},
			suggestion.Submit{})
		f.do(d, lifecycle.DeputyAffairsCommittee, suggestion.BeginReview{}, suggestion.Register{Number: "0007"},
			suggestion.Assign{Mode: suggestion.Single, Units: []suggestion.UnitPart{{Unit: "市交通委", Part: suggestion.Lead}}})
	})
}

// shows wants lines of the case's summary and of its history.
func (f *folder) shows(day string, lines ...string) {
	f.t.Helper()
	f.on(day, func(d *desk) {
		s, err := d.Load(f.t.Context(), "c1")
		if err != nil {
			f.t.Fatal(err)
		}
		facts, err := d.History(f.t.Context(), "c1")
		if err != nil {
			f.t.Fatal(err)
		}
		all := strings.Join(telling.Summary(s, d.reading(s, d.scheme)), "\n")
		then := suggestion.New()
		for _, fact := range facts {
			then = suggestion.Fold(then, fact.Event)
			all += "\n" + d.stepOf(fact, then).What
		}
		for _, line := range lines {
			if !strings.Contains(all, line) {
				f.t.Errorf("not shown: %s\n%s", line, all)
			}
		}
	})
}

// A class that only the rule set words is shown in its words everywhere; so is
// what the extension needed.
func TestShanghaisWords(t *testing.T) {
	f := newFolder(t, "shanghai-2015")
	f.assigned("2026-02-25")
	f.on("2026-03-03", func(d *desk) {
		f.do(d, lifecycle.UnitCoordinator, suggestion.SignIn{Assignment: "a1"},
			suggestion.RequestExtension{Line: "l1", Reason: "跨部门", Explained: "已电话说明", Report: "沪交报〔2026〕3号"})
	})
	f.shows("2026-03-03", "适用规则：上海市（2015年起）（shanghai-2015）", "延期申请：尚待代表工作委员会同意（跨部门）",
		"申请退办期限：2026年3月5日 ▲临期，自2026年2月25日（收到之日，平台当日送达）起7个工作日，不计1天（周末）（上海市规定第14条；自收到之日起七个工作日）",
		"答复期限：2026年5月25日 ●正常，自2026年2月25日（交办之日）起3个月（上海市规定第19条；自交办之日起三个月）",
		"申请延期答复，理由：跨部门；已向代表说明：已电话说明；书面报告：沪交报〔2026〕3号；须经代表工作委员会同意")
	f.on("2026-03-04", func(d *desk) {
		f.do(d, lifecycle.DeputyAffairsCommittee, suggestion.RuleOnExtension{Line: "l1", Grant: true, Reason: "情况属实"})
		f.do(d, lifecycle.UnitHandler, suggestion.DraftReply{Line: "l1", Class: "S2", Text: "答复", Promises: []suggestion.Promise{{Text: "修桥", Due: calendar.MustDate("2026-11-30")}}})
		f.do(d, lifecycle.GovOffice, suggestion.ExamineReply{Line: "l1", Pass: true})
		f.do(d, lifecycle.UnitHead, suggestion.IssueReply{Line: "l1", DocumentNo: "沪交〔2026〕9号", Without: "代表出访"})
		f.do(d, lifecycle.DeputyAffairsCommittee, suggestion.CorrectTheClass{Line: "l1", Class: "S3", Reason: "年内不能开工"})
	})
	f.shows("2026-03-04", "延期：经代表工作委员会乙某同意（跨部门）", "第1次答复：计划解决", "答复类别正在解决", "由正在解决改为计划解决",
		"承诺期限：2026年11月30日 ●正常，承诺于2026年3月4日作出",
		"延期答复生效，原期限2026年5月25日，理由：情况属实；同意的是代表工作委员会乙某；现为答复期限2026年8月25日（自2026年2月25日起6个月，上海市规定第19条）")
	f.on("2026-03-05", func(d *desk) {
		rows, _, err := d.views().Cases(t.Context(), views.CaseFilter{})
		if err == nil {
			err = f.showCases(d, rows)
		}
		if err != nil || !strings.Contains(f.out.String(), "计划解决") {
			t.Errorf("%v\n%s", err, f.out.String())
		}
	})
}

// A paper's dates and a day without a notice say why they are so.
func TestZhejiangsPaper(t *testing.T) {
	f := newFolder(t, "zhejiang-2016")
	f.assigned("2026-11-09")
	f.on("2026-11-09", func(d *desk) { f.do(d, lifecycle.DeputyAffairsCommittee, suggestion.SendOnPaper{Assignment: "a1"}) })
	f.shows("2026-11-10", "主办单位：市交通委，纸质送交，待登记收到",
		"答复期限：2027年5月10日 ●正常，自2026年11月9日（交办之日）起6个月，2027年5月9日逢休息日，顺延1天（周末）（代表法第51条；任何延期均不超过自交办之日起六个月）〔暂定（2027年放假安排未导入）〕",
		"以纸质送交，待登记收到；自收到之日起算的有：申请退办期限、答复期限；登记收到之前按答复期限2027年5月10日")
	f.on("2026-11-12", func(d *desk) {
		f.do(d, lifecycle.UnitCoordinator, suggestion.RecordReceipt{Assignment: "a1", Receipt: "回执第3号"})
	})
	f.shows("2026-11-12", "主办单位：市交通委，待签收，2026年11月12日收到",
		"申请退办期限：2026年11月23日 ▲临期，自2026年11月12日（收到之日）起10日，2026年11月22日逢休息日，顺延1天（周末）（浙江省规定第14条；自收到之日起十日）",
		"登记收到纸质交办，收到之日2026年11月12日（回执第3号）；申请退办期限2026年11月23日（自2026年11月12日起10日，浙江省规定第14条）")
}

// A late notice is shown before it is approved, and corrected after.
func TestALateNoticeIsShownAndCorrected(t *testing.T) {
	f := newFolder(t, "national")
	f.assigned("2026-11-09")
	f.shows("2026-11-10", "适用规则：全国通用（无本地规则）（national）", "答复期限：2027年2月9日 ●正常", "〔暂定（2027年放假安排未导入）〕")
	notice, err := noticeOf("../office/testdata/notice-2027-invented.csv") // invented, for tests only
	if err != nil {
		t.Fatal(err)
	}
	adopt := func(by string) {
		f.out.Reset()
		f.err.Reset()
		f.on("2026-12-01", func(d *desk) {
			shifts, err := d.by(t.Context(), d.Calendar.With(notice))
			if err == nil {
				err = f.adoptNotice(t.Context(), d, "n.csv", notice, by, shifts, 20)
			}
			if err != nil {
				t.Fatal(err)
			}
		})
		if !strings.Contains(f.out.String(), "0007  答复期限  市交通委  2027-02-09  2027-02-13  放假安排不同") || !strings.Contains(f.err.String(), "1个日期变动，0个日期不变") {
			t.Errorf("%s\n%s", f.out.String(), f.err.String())
		}
	}
	adopt("乙某")
	f.shows("2026-12-01", "答复期限：2027年2月9日")
	adopt("丙某")
	if !strings.Contains(f.err.String(), "已更正1个期限") {
		t.Error(f.err.String())
	}
	f.shows("2026-12-01", "答复期限：2027年2月13日 ●正常，自2026年11月9日（交办之日）起3个月，2027年2月9日逢休息日，顺延4天（测试春节）",
		"更正期限：答复期限由2027年2月9日改为2027年2月13日，理由：2027年放假安排已导入")
}

// The next year's notice is asked for from December; a year that runs without
// one, always.
func TestWhenANoticeIsWanted(t *testing.T) {
	for day, want := range map[string]int{"2026-11-30": 0, "2026-12-01": 1, "2027-01-01": 1, "2027-12-01": 2, "2025-12-31": 0} {
		if got := noticeWanted(calendar.StateCouncil(), calendar.MustDate(day)); len(got) != want {
			t.Errorf("%s: %v", day, got)
		}
	}
}

// A class may be typed by its code or by either word.
func TestClassByWord(t *testing.T) {
	f := newFolder(t, "")
	f.on("2026-03-02", func(d *desk) {
		for typed, want := range map[string]string{"S2": "S2", "正在解决": "S2", "B类": "B类"} {
			if got := telling.ClassCode(telling.RuleSet(d.Rules, "shanghai-2015"), typed); got != want {
				t.Errorf("%s is %s, want %s", typed, got, want)
			}
		}
		if got := telling.ClassCode(telling.RuleSet(d.Rules, "hunan-2024"), "B类"); got != "B" {
			t.Errorf("B类 is %s", got)
		}
	})
}
