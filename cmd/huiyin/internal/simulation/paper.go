package simulation

import (
	"crypto/sha256"
	"fmt"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// paper is what an act rests on that was not done here: its day and its proof.
type paper struct {
	on   calendar.Date
	late *suggestion.LateEntry
}

// scan is the digest of a paper that nobody wrote; each paper has its own.
func (l *life) scan() string {
	l.scans++
	return fmt.Sprintf("%x", sha256.Sum256(fmt.Append(nil, l.id, "/", l.scans)))
}

// proof is a scan that somebody of the second body compared.
func (l *life) proof(reason string, second lifecycle.Role) *suggestion.LateEntry {
	return &suggestion.LateEntry{Reason: say(l.rng, reason), Scan: l.scan(), Second: l.desk(second)}
}

// file carries out an act from paper.
func (l *life) file(who suggestion.Actor, p paper, c suggestion.Command) error {
	done, id, err := l.send(who, p, c)
	if err != nil {
		return fmt.Errorf("simulation: case %s on %s: %T of %s: %w", l.id, l.w.today(), c, p.on, err)
	}
	return l.took(id, done)
}

// contactLate: a unit finds a record weeks later. Without the paper's proof it is
// refused; with it, it is entered late, and counts as such.
func (l *life) contactLate(who suggestion.Actor, c suggestion.RecordContact) error {
	on := l.w.diary.working(l.w.today(), -8)
	if err := l.mistake("late_entry", who, on, c); err != nil {
		return err
	}
	if a, ok := l.s.OfLine(c.Line); ok {
		on = later(on, a.T0)
	}
	p := paper{on: on, late: l.proof("late reason", lifecycle.GovOffice)}
	if l.w.office.Calendar.WorkingDaysBetween(on, l.w.today()) <= 1 {
		p.late = nil // handed over so lately that it is not late
	}
	return l.file(who, p, c)
}

// rateOnPaper: the deputy posts the signed form to the committee, which enters it
// some days later.
func (l *life) rateOnPaper(c suggestion.Rate, delivered calendar.Date) error {
	signed := later(delivered, l.w.diary.working(l.w.today(), -between(l.rng, 1, 5)))
	return l.file(l.desk(lifecycle.DeputyAffairsCommittee), paper{on: signed, late: l.proof("paper reason", lifecycle.SpecialCommittee)},
		suggestion.RateFromPaper{Line: c.Line, Version: c.Version, Process: c.Process, Result: c.Result, Kinds: c.Kinds, Reason: c.Reason})
}
