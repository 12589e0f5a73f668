package pages

import (
	"time"

	"huiyin/api/desk"
	"huiyin/domain/register"
	"huiyin/domain/wire"
)

// witness keeps a security record of what the visitor does or was refused. Who does
// what is recorded does it only if this succeeds (handbook LOG-13).
func (v *visit) witness(r wire.SecurityRecorded) error {
	if r.Login == "" {
		r.Login = v.session.Login
	}
	from := v.from()
	r.IP, r.Agent, r.Device = from.IP, from.Agent, v.session.Device
	if v.who.Account != "" {
		r.Details = append(r.Details, wire.SecurityDetail{Name: "grant", Value: v.session.Grant})
	}
	return v.s.o.Desk.Witness(v.ctx(), r)
}

// mostDenials is how many denials of one account are recorded in a minute: who runs
// wild must not fill the log.
const mostDenials = 60

// denied records that somebody asked for what they may not see (handbook ACL-05).
func (v *visit) denied(act, what string) {
	if v.take("denied", mostDenials, time.Minute) != nil {
		return
	}
	name := "path"
	if act == wire.DeniedCase {
		name = "case"
	}
	if err := v.witness(wire.SecurityRecorded{Act: act, Details: []wire.SecurityDetail{{Name: name, Value: what}}}); err != nil {
		v.s.o.Logger.Error("record", "act", act, "error", err)
	}
}

// administer enters a fact about an account, with its record: what is refused is
// recorded as refused, what cannot be recorded is not done.
func (v *visit) administer(fact register.Event) error {
	from := v.from()
	return v.s.o.Desk.Administer(v.ctx(), desk.Statement{Actor: v.by(), Fact: fact},
		wire.SecurityRecorded{Login: fact.Ref().ID, By: v.session.Login, IP: from.IP, Agent: from.Agent, Device: v.session.Device})
}
