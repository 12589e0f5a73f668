package suggestion

import "huiyin/domain/lifecycle"

// hotline is the channel on which a matter is known by its number alone.
const hotline = "hotline"

// ReceiveTransfer records the receipt of the body a matter was transferred to.
// A matter given to the 12345 hotline keeps the hotline's number.
type ReceiveTransfer struct {
	By        string
	Reference string
}

func (c ReceiveTransfer) decide(d *decision) error {
	if err := d.standing(lifecycle.ReceiveTransfer); err != nil {
		return err
	}
	if err := need("by", c.By); err != nil {
		return err
	}
	if d.s.Transfer.Channel == hotline && c.Reference == "" {
		return refuse("missing", "field", "reference")
	}
	d.emit(TransferReceived{On: d.on, By: c.By, Reference: c.Reference})
	return nil
}

// AnswerTransfer records what the other body answered at last and that the
// deputy was told of it.
type AnswerTransfer struct{ Answer string }

func (c AnswerTransfer) decide(d *decision) error {
	if err := d.standing(lifecycle.AnswerTransfer); err != nil {
		return err
	}
	if err := need("answer", c.Answer); err != nil {
		return err
	}
	d.emit(TransferAnswered{On: d.on, Answer: c.Answer})
	return nil
}

func receiptOutstanding(d *decision, _ Subject) *Refusal {
	if t := d.s.Transfer; !unset(t.Received) {
		return refuse("transfer_received", "to", t.By, "date", t.Received.String())
	}
	return nil
}

func answerOutstanding(d *decision, _ Subject) *Refusal {
	if t := d.s.Transfer; !unset(t.Answered) {
		return refuse("transfer_answered", "date", t.Answered.String())
	}
	return nil
}
