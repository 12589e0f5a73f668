package suggestion

import (
	"slices"

	"huiyin/domain/lifecycle"
)

// ConsentToWithdrawal is a co-signer's own agreement that the suggestion be
// withdrawn. It is void when the text is revised.
type ConsentToWithdrawal struct{}

func (ConsentToWithdrawal) decide(d *decision) error {
	if err := d.standing(lifecycle.ConsentWithdrawal); err != nil {
		return err
	}
	d.emit(WithdrawalConsented{On: d.on, Person: d.req.Actor.Person})
	return nil
}

// Withdraw ends handling at the written wish of all who signed. Consents are the
// co-signers who agreed on paper, and Scan the SHA-256 of the scan of what they
// signed; who agreed here need not be listed.
type Withdraw struct {
	Reason   string
	Consents []Person
	Scan     string
}

func (c Withdraw) decide(d *decision) error {
	m, err := d.onCase(lifecycle.Withdraw)
	if err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	for _, p := range c.Consents {
		if !slices.ContainsFunc(d.s.CoSigners, func(s CoSigner) bool { return s.Same(p) }) {
			return refuse("not_cosigner", "name", p.Name)
		}
	}
	if len(c.Consents) > 0 {
		d.emit(WithdrawalConsentsFiled{Persons: c.Consents, Scan: c.Scan})
	}
	d.emit(Withdrawn{Move: m, On: d.on, Reason: c.Reason, Consents: d.s.consenting()})
	return nil
}

// consenting are the co-signers who agreed to the withdrawal.
func (s *Suggestion) consenting() []Person {
	var out []Person
	for _, c := range s.CoSigners {
		if c.Consented {
			out = append(out, c.Person)
		}
	}
	return out
}

// allCoSignersAgree asks each one's own consent, or the name on a scanned paper.
func allCoSignersAgree(d *decision, _ Subject) *Refusal {
	c, ok := d.req.Command.(Withdraw)
	if !ok {
		return nil
	}
	for _, signer := range d.s.CoSigners {
		if d.signed(signer) && !signer.Consented && !slices.ContainsFunc(c.Consents, signer.Same) {
			return refuse("cosigner_no_consent", "name", signer.Name)
		}
	}
	switch {
	case len(c.Consents) == 0 || isScan(c.Scan):
		return nil
	case c.Scan == "":
		return refuse("missing", "field", "scan")
	}
	return refuse("bad_scan", "scan", c.Scan)
}

// signed reports whether the co-signer's name stands on the suggestion and the
// person can be asked. Who is asked again for a revised text has signed the first
// one.
func (d *decision) signed(c CoSigner) bool {
	if d.s.Gone(c.Person) {
		return false
	}
	return c.Answer == Confirmed || c.Answer == Stated || c.Answer == Invited && d.s.State != lifecycle.Draft
}

func coSignerOfCase(d *decision, _ Subject) *Refusal {
	if !slices.ContainsFunc(d.s.CoSigners, func(c CoSigner) bool { return c.Same(d.req.Actor.Person) && d.signed(c) }) {
		return refuse("not_cosigner", "name", d.req.Actor.Name)
	}
	return nil
}

func noConsentYet(d *decision, _ Subject) *Refusal {
	if slices.ContainsFunc(d.s.consenting(), d.req.Actor.Same) {
		return refuse("consented_before", "name", d.req.Actor.Name)
	}
	return nil
}
