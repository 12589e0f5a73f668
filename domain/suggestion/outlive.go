package suggestion

import (
	"slices"

	"huiyin/domain/lifecycle"
	"huiyin/domain/ruleset"
)

// outlive goes on where something waited for a deputy who can no longer act:
// a delivery is complete when everybody else has the reply, and a rating that
// nobody is left to give has its own outcome, which is never satisfaction. The
// case takes each phase on the way.
func (d *decision) outlive() error {
	if len(d.s.Changes.Departures) == 0 {
		return nil
	}
	for _, step := range []func(Line) error{d.completeDelivery, d.giveUpRating} {
		for i := range d.s.Lines {
			if err := step(d.s.Lines[i]); err != nil {
				return err
			}
		}
		if err := d.phase(); err != nil {
			return err
		}
	}
	return nil
}

func (d *decision) completeDelivery(l Line) error {
	if l.State != lifecycle.Issued && l.State != lifecycle.UpgradeIssued {
		return nil
	}
	v := l.Latest()
	waits := slices.ContainsFunc(d.s.Recipients(), func(p Person) bool { return !slices.ContainsFunc(v.Delivered, p.Same) })
	if waits {
		return nil
	}
	m, err := d.move(lifecycle.ReplyLine, l.State, lifecycle.DeliverLast)
	if err != nil {
		return err
	}
	due := d.publishDue(l.ID, d.on)
	if !d.nobodyRates() {
		due = append(d.due(lifecycle.DueFeedback, ruleset.Feedback, Subject{Line: l.ID}, d.on), due...)
	}
	d.emit(DeliveryCompleted{Line: l.ID, Move: m, On: d.on, Version: v.Number, Deadlines: due})
	return nil
}

func (d *decision) giveUpRating(l Line) error {
	if l.State != lifecycle.Delivered || !d.nobodyRates() {
		return nil
	}
	t := lifecycle.LapseFeedback
	if l.Round > 0 {
		t = lifecycle.LapseRedo
	}
	m, err := d.move(lifecycle.ReplyLine, l.State, t)
	if err != nil {
		return err
	}
	d.emit(FeedbackImpossible{Line: l.ID, Move: m, On: d.on, Version: l.Latest().Number, Round: l.Round, Reason: "nobody_left"})
	return nil
}

// nobodyRates reports whether the lead deputy cannot rate and no co-signer could
// be named instead.
func (d *decision) nobodyRates() bool {
	return d.s.Gone(d.s.Lead) && len(d.s.heirs()) == 0
}
