package cli

import (
	"context"
	"fmt"

	"huiyin/api/pages"
	"huiyin/api/signin"
	"huiyin/cmd/huiyin/internal/live"
	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/projections/views"
)

// demoPassword is that of every demo account; it is shown on the sign-in page.
const demoPassword = "Yanshi-2026-Hy"

// part is one role of the demonstration: who plays it, and for which body.
type part struct {
	role   lifecycle.Role
	login  string
	person suggestion.Person
	bound  func(*register.RoleGranted)
	body   string
}

// demoAccounts opens one account a role, on first use, each where there is most to
// do: the deputy and the unit for whom most cases wait; and a second deputy, who can
// be asked to sign.
func (a *app) demoAccounts(ctx context.Context) func(*live.Server, *live.Accounts) ([]pages.DemoAccount, error) {
	return func(s *live.Server, accounts *live.Accounts) (all []pages.DemoAccount, err error) {
		parts, err := a.cast(ctx, s)
		if err != nil {
			return nil, err
		}
		for _, p := range parts {
			if err := open(ctx, s, accounts, p); err != nil {
				return nil, fmt.Errorf("%s: %w", p.login, err)
			}
			all = append(all, pages.DemoAccount{Login: p.login, Password: demoPassword, Role: zh.Label("role", string(p.role)), Name: p.body + " " + p.person.Name})
		}
		return all, nil
	}
}

func (a *app) cast(ctx context.Context, s *live.Server) ([]part, error) {
	dir, err := s.Office.Directory(ctx)
	if err != nil {
		return nil, err
	}
	today := s.Office.Today()
	deputy, err := busiest(ctx, s, lifecycle.LeadDeputy)
	if err != nil {
		return nil, err
	}
	handler, err := busiest(ctx, s, lifecycle.UnitHandler)
	if err != nil {
		return nil, err
	}
	unit, ok := dir.UnitNamed(handler.Who, today)
	if !ok {
		return nil, failedCheck{say("cli.demo.no_unit", "unit", handler.Who)}
	}
	committee, _ := dir.CommitteeOf(unit.ID, today)
	all := []part{{lifecycle.LeadDeputy, "daibiao", suggestion.Person{ID: deputy.Who, Name: deputy.Lead}, nil, ""}}
	for _, p := range []struct {
		role  lifecycle.Role
		login string
	}{{lifecycle.LeadDeputy, "fuyi"}, {lifecycle.SessionMotionsGroup, "yianzu"}, {lifecycle.DeputyAffairsCommittee, "daigongwei"}, {lifecycle.SpecialCommittee, "zhuanwei"},
		{lifecycle.CouncilOfChairpersons, "zhurenhuiyi"}, {register.CongressLeader, "rendalingdao"}, {lifecycle.GovOffice, "zhengfuban"},
		{register.GovernmentLeader, "zhengfulingdao"}, {lifecycle.UnitCoordinator, "lianxiren"}, {lifecycle.UnitHandler, "chengbanren"},
		{lifecycle.UnitHead, "fuzeren"}, {lifecycle.Auditor, "shenji"}, {register.SystemAdmin, "xitong"}, {register.SecurityAdmin, "anquan"}} {
		n := part{role: p.role, login: p.login, person: suggestion.Person{ID: "demo-" + p.login, Name: zh.Label("cli.demo.person", p.login)}}
		switch {
		case p.role.OfUnit():
			n.bound, n.body = func(g *register.RoleGranted) { g.Unit = register.Link{ID: unit.ID, Name: handler.Who} }, handler.Who
		case p.role == lifecycle.SpecialCommittee:
			n.bound, n.body = func(g *register.RoleGranted) {
				g.Committee = register.Link{ID: committee.ID, Name: committee.Name(today)}
			}, committee.Name(today)
		}
		all = append(all, n)
	}
	return all, nil
}

// busiest is for whom most steps of a role wait, else who has part in any case: a
// small demonstration may have nobody waiting.
func busiest(ctx context.Context, s *live.Server, role lifecycle.Role) (best views.StepRow, err error) {
	reader := s.Desk().Reader(views.Everything())
	rows, _, err := reader.Steps(ctx, views.StepFilter{Roles: []lifecycle.Role{role}})
	n := map[string]int{}
	for _, r := range rows {
		if n[r.Who]++; r.Who != "" && n[r.Who] > n[best.Who] {
			best = r
		}
	}
	if err != nil || best.Who != "" {
		return best, err
	}
	ours := false
	found, _, err := reader.Cases(ctx, views.CaseFilter{Imported: &ours})
	for _, f := range found {
		c, err := s.Office.Load(ctx, f.ID)
		switch {
		case err != nil:
			return best, err
		case role == lifecycle.LeadDeputy && c.Lead.ID != "":
			return views.StepRow{Who: c.Lead.ID, Lead: c.Lead.Name}, nil
		case role.OfUnit() && len(c.Assignments) > 0:
			return views.StepRow{Who: c.Assignments[0].Unit}, nil
		}
	}
	if err == nil {
		err = failedCheck{say("cli.demo.nobody", "role", zh.Label("role", string(role)))}
	}
	return best, err
}

// open enters an account with its role and gives it the demo password.
func open(ctx context.Context, s *live.Server, accounts *live.Accounts, p part) error {
	by := suggestion.Actor{Role: register.SecurityAdmin, Person: suggestion.Person{ID: "demo", Name: zh.Label("cli.demo.person", "anquan")}}
	from := calendar.MustDate(fmt.Sprintf("%d-01-01", simYear))
	granted := register.RoleGranted{ID: p.login, From: from, Role: p.role}
	if p.bound != nil {
		p.bound(&granted)
	}
	dir, err := s.Office.Directory(ctx)
	if err != nil {
		return err
	}
	if _, known := dir.Account(p.login); !known {
		for _, fact := range []register.Event{register.AccountOpened{ID: p.login, From: from, Person: p.person}, granted} {
			if _, err := s.Office.Enter(ctx, live.Statement{Actor: by, Fact: fact}); err != nil {
				return err
			}
		}
	}
	status, err := accounts.Status(ctx, p.login)
	if err != nil || status.HasPassword {
		return err
	}
	token, err := accounts.StartReset(ctx, p.login, "demo", signin.From{})
	if err != nil {
		return err
	}
	return accounts.FinishReset(ctx, token, demoPassword, signin.From{})
}
