package suggestion

import (
	"slices"

	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
)

// RequestExtension asks for the longer reply period. Where the rules ask nobody's
// consent the request itself takes effect. Explained is what the deputy was told
// and Report the written report; each is required where the rules ask for it.
type RequestExtension struct {
	Line      LineID
	Reason    string
	Explained string
	Report    string
}

func (c RequestExtension) decide(d *decision) error {
	l, m, err := d.onLine(c.Line, lifecycle.AskExtension)
	if err != nil {
		return err
	}
	if r := c.check(d, l); r != nil {
		return r
	}
	needs := d.consents()
	if d.late && len(needs) == 0 { // it would move a deadline from a day in the past with nobody's consent
		return refuse("never_late", "act", string(lifecycle.AskExtension), "date", d.on.String(), "today", d.today.String())
	}
	d.emit(ExtensionRequested{Line: c.Line, Move: m, Reason: c.Reason, By: d.req.Actor.Person, Explained: c.Explained,
		Report: c.Report, Needs: needs})
	if len(needs) > 0 {
		return nil
	}
	return d.grant(c.Line, c.Reason)
}

// check wants what the rules ask of the unit, and a period that gains something.
func (c RequestExtension) check(d *decision, l Line) error {
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	rules := d.req.Rules
	if _, ok := rules.Rule(ruleset.ExtendedReply); !ok {
		return refuse("no_extension_in_rules", "rules", rules.ID)
	}
	asked := rules.ExtensionConsent().Value
	for _, f := range []struct {
		condition   ruleset.Consent
		field, text string
	}{{ruleset.ExplainToDeputy, "explained", c.Explained}, {ruleset.WrittenReport, "report", c.Report}} {
		if asked.Has(f.condition) && f.text == "" {
			return refuse("missing", "field", f.field)
		}
	}
	longer, old := d.longer(l)
	switch {
	case len(longer) == 0:
		return refuse("not_received_yet", "unit", l.Unit)
	case !longer[0].Due.After(old.Due):
		return refuse("extension_gains_nothing", "due", old.Due.String())
	}
	return nil
}

// longer is the extended deadline of the line, and the one that runs now. It
// counts from where the unit's reply counts.
func (d *decision) longer(l Line) ([]Deadline, Clock) {
	about := Subject{Line: l.ID}
	old, _ := d.s.Running(lifecycle.DueReply, about)
	from := starts{old.Start, old.Start}
	if a, ok := d.s.OfLine(l.ID); ok {
		from = a.starts()
	}
	return d.dueFrom(lifecycle.DueReply, ruleset.ExtendedReply, about, from), old
}

// consents are those the rules ask of this unit. The government office's is
// asked of government units; a unit of which the register says nothing is taken
// for one.
func (d *decision) consents() []Consent {
	asked := d.req.Rules.ExtensionConsent().Value
	var out []Consent
	for _, c := range []struct {
		condition ruleset.Consent
		consent   Consent
	}{{ruleset.ByAssigningBody, OfAssigningBody}, {ruleset.ByDeputyAffairs, OfDeputyAffairs}, {ruleset.ByGovernmentOffice, OfGovernmentOffice}} {
		elsewhere := c.consent == OfGovernmentOffice && d.req.System != "" && d.req.System != GovernmentSystem
		if asked.Has(c.condition) && !elsewhere {
			out = append(out, c.consent)
		}
	}
	return out
}

// grant gives the line its longer period.
func (d *decision) grant(id LineID, reason string) error {
	l, _ := d.s.Line(id)
	due, old := d.longer(*l)
	if len(due) == 0 || !old.Running {
		return refuse("no_reply_clock")
	}
	m, err := d.move(lifecycle.ReplyLine, l.State, lifecycle.GrantExtension)
	if err != nil {
		return err
	}
	d.emit(ExtensionGranted{Line: id, Move: m, Reason: reason, OldDue: old.Due, Basis: d.req.Rules.ExtensionConsent().Basis,
		Consents: slices.Clone(l.Asking.Given), Deadlines: due})
	return nil
}

// RuleOnExtension is the word of one body whose consent the rules ask for. The
// extension takes effect with the last consent; one refusal ends it. Who asked
// cannot consent, and nobody consents for two bodies.
type RuleOnExtension struct {
	Line   LineID
	Grant  bool
	Reason string
}

func (c RuleOnExtension) decide(d *decision) error {
	t := lifecycle.RefuseExtension
	if c.Grant {
		t = lifecycle.GrantExtension
	}
	l, m, err := d.onLine(c.Line, t)
	if err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	own, r := d.consentOf(l.Asking)
	if r != nil {
		return r
	}
	if !c.Grant {
		d.emit(ExtensionRefused{Line: c.Line, Move: m, Reason: c.Reason})
		return nil
	}
	rest := slices.DeleteFunc(l.Asking.Missing(), func(n Consent) bool { return n == own })
	d.emit(ExtensionConsented{Line: c.Line, Move: m, Consent: own, By: d.req.Actor.Person, On: d.on, Reason: c.Reason, Missing: rest})
	if len(rest) > 0 {
		return nil
	}
	return d.grant(c.Line, c.Reason)
}

// givers are the roles that speak for a body.
var givers = map[Consent][]lifecycle.Role{
	OfAssigningBody:    {lifecycle.DeputyAffairsCommittee, lifecycle.GovOffice},
	OfDeputyAffairs:    {lifecycle.DeputyAffairsCommittee},
	OfGovernmentOffice: {lifecycle.GovOffice},
}

// consentOf is the outstanding consent that the actor may give or refuse.
func (d *decision) consentOf(a Asking) (Consent, *Refusal) {
	me, missing := d.req.Actor, a.Missing()
	if me.Same(a.By) {
		return "", refuse("asker_consents", "name", me.Name)
	}
	i := slices.IndexFunc(missing, func(n Consent) bool { return slices.Contains(givers[n], me.Role) })
	if i < 0 {
		return "", refuse("consent_not_asked", "role", string(me.Role), "missing", join(missing))
	}
	if slices.ContainsFunc(a.Given, func(g Consented) bool { return me.Same(g.By) }) {
		return "", refuse("consented_for_another", "name", me.Name, "missing", join(missing))
	}
	return missing[i], nil
}
