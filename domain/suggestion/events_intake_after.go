package suggestion

import "huiyin/domain/calendar"

// TransferReceived and TransferAnswered follow a transferred matter with the
// body it went to. They move nothing: for the machine the transfer is the end.
type (
	// TransferReceived is the other body's receipt: who took the matter over, on
	// which day, and under which number it can be asked after there.
	TransferReceived struct {
		On        calendar.Date
		By        string
		Reference string
	}
	// TransferAnswered is what the other body answered at last, and the day on
	// which the deputy was told.
	TransferAnswered struct {
		On     calendar.Date
		Answer string
	}
)

// WithdrawalConsented and WithdrawalConsentsFiled are the co-signers' written
// agreement that the suggestion be withdrawn: each one's own act here, or a list
// of names with the scan of the paper they signed. A revised text voids both.
type (
	WithdrawalConsented struct {
		On     calendar.Date
		Person Person
	}
	// WithdrawalConsentsFiled stands right before the withdrawal it allows.
	WithdrawalConsentsFiled struct {
		Persons []Person
		Scan    string
	}
)

// DelegationNamed says who speaks for a delegation's suggestion (代表团建议):
// its head, who signs, and the contact persons, who receive the replies. It
// replaces whoever was named before.
type DelegationNamed struct {
	Head     Person
	Contacts []Person
	Reason   string
}

func (TransferReceived) event()        {}
func (TransferAnswered) event()        {}
func (WithdrawalConsented) event()     {}
func (WithdrawalConsentsFiled) event() {}
func (DelegationNamed) event()         {}
