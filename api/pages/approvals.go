package pages

import (
	"net/http"

	"huiyin/api/access"
	"huiyin/domain/register"
)

// approvalsData are the roles that wait for a second pair of eyes.
type approvalsData struct {
	Waiting []waitingView
	Error   string
	Done    string
}

// waitingView is a role that waits for its approval.
type waitingView struct{ Login, Name, Key, Word, By, At, Until string }

// approvals lists the roles that wait for their approval (handbook THR-22). Of
// everything an auditor sees it is what there is to do: to let a role be given, or
// not.
func (s *Site) approvals(v *visit) error {
	return s.showApprovals(v, approvalsData{Done: v.query("done")}, http.StatusOK)
}

func (s *Site) showApprovals(v *visit, d approvalsData, status int) error {
	waiting, err := s.waiting(v)
	if err != nil {
		return err
	}
	d.Waiting = waiting
	return v.show(status, "approvals", d)
}

// waiting are the roles that wait for their approval.
func (s *Site) waiting(v *visit) (all []waitingView, err error) {
	dir, err := s.o.Desk.Directory(v.ctx())
	if err != nil {
		return nil, err
	}
	for _, e := range dir.All(register.Accounts) {
		a := e.(register.Account)
		for _, p := range a.Proposed {
			if p.Waits(s.o.Desk.Now()) {
				all = append(all, waitingView{a.ID, a.Person.Name, access.Key(p.Grant), grantWord(dir, p.Grant, s.o.Desk.Today()), p.By,
					stamp(p.At), stamp(p.At.Add(register.ApprovalTime))})
			}
		}
	}
	return all, nil
}

// settle approves a role or turns it down.
func (s *Site) settle(v *visit) error {
	dir, err := s.o.Desk.Directory(v.ctx())
	if err != nil {
		return err
	}
	a, ok := dir.Account(v.r.PathValue("login"))
	act := v.r.PathValue("act")
	if !ok || act != "approve" && act != "drop" {
		return errNotFound
	}
	if !v.fresh() {
		return v.stepUp()
	}
	err = wrong("web.approvals.gone")
	for _, p := range a.Proposed {
		if access.Key(p.Grant) == v.text("key") {
			err = s.settled(v, a.ID, act, p)
		}
	}
	if refusedRule(err) {
		return s.showApprovals(v, approvalsData{Error: wordsOf(err)}, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return v.see("/approvals?done=" + act)
}

func (s *Site) settled(v *visit, login, act string, p register.Proposal) error {
	fact := register.RoleProposed{ID: login, From: s.o.Desk.Today(), Role: p.Grant.Role, Unit: register.Link{ID: p.Grant.Unit},
		Committee: register.Link{ID: p.Grant.Committee}, Delegation: register.Link{ID: p.Grant.Delegation}, By: v.who.Account, At: s.o.Desk.Now()}
	if act == "drop" {
		return v.administer(register.ProposalDropped(fact))
	}
	return v.administer(register.RoleApproved(fact))
}
