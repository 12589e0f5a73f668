package suggestion

import (
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
)

// BeginReview takes a submitted suggestion into review.
type BeginReview struct{}

func (BeginReview) decide(d *decision) error {
	m, err := d.onCase(lifecycle.BeginReview)
	if err != nil {
		return err
	}
	d.emit(ReviewBegan{Move: m})
	return nil
}

// RequestRevision asks the deputy to sharpen the text (改).
type RequestRevision struct{ Reason string }

func (c RequestRevision) decide(d *decision) error {
	m, err := d.onCase(lifecycle.RequestRevision)
	if err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	d.emit(RevisionRequested{Move: m, Reason: c.Reason})
	return nil
}

// ReturnCodes are the grounds on which a suggestion is given back (handbook 4.1).
func ReturnCodes() []string {
	return []string{"personal_interest", "forwarded_letter", "judicial_case", "accusation", "bidding",
		"promotion", "no_content", "other_level", "several_matters", "other"}
}

// ReturnToTheDeputy gives the suggestion back with a ground and words (退).
type ReturnToTheDeputy struct {
	Code   string
	Reason string
}

func (c ReturnToTheDeputy) decide(d *decision) error {
	m, err := d.onCase(lifecycle.ReturnToDeputy)
	if err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	if !slices.Contains(ReturnCodes(), c.Code) {
		return refuse("unknown_code", "code", c.Code)
	}
	d.emit(ReturnedToDeputy{Move: m, On: d.on, Code: c.Code, Reason: c.Reason})
	return nil
}

// TransferChannels are where a matter goes that is no suggestion.
func TransferChannels() []string {
	return []string{"deputy_letter", "petition", "hotline", "higher_congress", "lower_congress", "reference"}
}

// TransferIt sends the matter to another channel (转).
type TransferIt struct {
	Channel string
	To      string
	Reason  string
}

func (c TransferIt) decide(d *decision) error {
	m, err := d.onCase(lifecycle.Transfer)
	if err != nil {
		return err
	}
	if err := need("to", c.To, "reason", c.Reason); err != nil {
		return err
	}
	if !slices.Contains(TransferChannels(), c.Channel) {
		return refuse("unknown_code", "code", c.Channel)
	}
	d.emit(Transferred{Move: m, On: d.on, Channel: c.Channel, To: c.To, Reason: c.Reason})
	return nil
}

// Register takes the suggestion in under a number that was reserved for it.
type Register struct {
	Number   string
	Category string
}

func (c Register) decide(d *decision) error {
	m, err := d.onCase(lifecycle.Register)
	if err != nil {
		return err
	}
	d.emit(Registered{Move: m, On: d.on, Number: c.Number, Category: c.Category})
	return nil
}

// Merge links the case to the one it is handled with (并).
type Merge struct {
	Head       CaseID
	HeadNumber string
	Reason     string
}

func (c Merge) decide(d *decision) error {
	m, err := d.onCase(lifecycle.Merge)
	if err != nil {
		return err
	}
	if err := need("head", string(c.Head), "reason", c.Reason); err != nil {
		return err
	}
	if c.Head == d.s.ID {
		return refuse("merge_with_itself")
	}
	d.emit(Merged{Move: m, Head: c.Head, HeadNumber: c.HeadNumber, Reason: c.Reason})
	return nil
}

// TakeMemberIn is the head's part of a merge.
type TakeMemberIn struct {
	Member       CaseID
	MemberNumber string
}

func (c TakeMemberIn) decide(d *decision) error {
	m, err := d.onCase(lifecycle.TakeMember)
	if err != nil {
		return err
	}
	if c.Member == d.s.ID {
		return refuse("merge_with_itself")
	}
	if !slices.Contains(d.s.Members, c.Member) {
		d.emit(MemberTaken{Move: m, Member: c.Member, MemberNumber: c.MemberNumber})
	}
	return nil
}

// UndoMerge separates the case from its head. HeadT0 is the head's T0, unset
// when the head is not assigned yet.
type UndoMerge struct {
	Reason string
	HeadT0 calendar.Date
}

func (c UndoMerge) decide(d *decision) error {
	m, err := d.onCase(lifecycle.UndoMerge)
	if err != nil {
		return err
	}
	if err := need("reason", c.Reason); err != nil {
		return err
	}
	d.emit(MergeUndone{Move: m, Head: d.s.Head, Reason: c.Reason, T0: c.HeadT0})
	return nil
}

// DropTheMember is the head's part of an undone merge.
type DropTheMember struct {
	Member CaseID
	Reason string
}

func (c DropTheMember) decide(d *decision) error {
	if err := d.byRole(string(lifecycle.DropMember), lifecycle.Reactor); err != nil {
		return err
	}
	if !slices.Contains(d.s.Members, c.Member) {
		return nil
	}
	m, err := d.onCase(lifecycle.DropMember)
	if err != nil {
		return err
	}
	d.emit(MemberDropped{Move: m, Member: c.Member, Reason: c.Reason})
	return nil
}
