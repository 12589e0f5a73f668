package suggestion

import (
	"strconv"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

// CarryIntoTerm goes on with a promise in the term of the next congress: one of
// the three ways to settle a promise at the end of a term (R1-34, R6-04).
type CarryIntoTerm struct {
	Commitment CommitmentID
	Congress   string
	Due        calendar.Date
	Reason     string
}

func (c CarryIntoTerm) decide(d *decision) error {
	p, m, err := d.onPromise(c.Commitment, lifecycle.CarryOver)
	if err != nil {
		return err
	}
	if err := need("congress", c.Congress, "reason", c.Reason); err != nil {
		return err
	}
	if c.Congress == d.s.TermOf(p) {
		return refuse("same_term", "congress", c.Congress)
	}
	if !c.Due.After(later(p.Due, d.today)) {
		return refuse("due_not_later", "old", p.Due.String(), "new", c.Due.String())
	}
	d.emit(CommitmentCarriedIntoTerm{Commitment: c.Commitment, Move: m, Congress: c.Congress, OldDue: p.Due, Due: c.Due,
		Reason: c.Reason, Deadlines: d.promiseDue(c.Commitment, c.Due)})
	return nil
}

// TermOf is the congress in whose term a promise has to be settled: the one it
// was carried into last, or the suggestion's own.
func (s *Suggestion) TermOf(c Commitment) string {
	if c.Term != "" {
		return c.Term
	}
	return s.Congress
}

// Unsettled lists the promises that keep a congress's term from closing: neither
// concluded nor carried into another. What only a source knows is not among
// them: nobody can tell whether it was kept.
func (s *Suggestion) Unsettled(congress string) []Commitment {
	if s.Imported && !s.Touched {
		return nil
	}
	var out []Commitment
	for _, c := range s.Commitments {
		if c.Open() && c.State != lifecycle.UnknownCommitment && s.TermOf(c) == congress {
			out = append(out, c)
		}
	}
	return out
}

// inYear holds the border between deferring a promise, which stays in its year,
// and carrying it over, which leaves it (R6-04).
func (c MovePromise) inYear(old calendar.Date) *Refusal {
	if unset(old) {
		return nil // no source says which year was meant
	}
	switch same := c.Due.Year() == old.Year(); {
	case c.CarryOver && same:
		return refuse("carry_over_in_year", "year", strconv.Itoa(old.Year()))
	case !c.CarryOver && !same:
		return refuse("deferral_beyond_year", "year", strconv.Itoa(old.Year()))
	}
	return nil
}
