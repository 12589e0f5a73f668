package lifecycle

// Standing acts around the intake: what becomes of a transferred matter, the
// co-signers' consent to a withdrawal, who speaks for a delegation.
const (
	ReceiveTransfer   Trigger = "receive_transfer"
	AnswerTransfer    Trigger = "answer_transfer"
	ConsentWithdrawal Trigger = "consent_to_withdrawal"
	NameContacts      Trigger = "name_contacts"
)

// Guards of these acts.
const (
	ReceiptOutstanding Guard = "receipt_outstanding"
	AnswerOutstanding  Guard = "answer_outstanding"
	CoSignerOfCase     Guard = "cosigner_of_case"
	NoConsentYet       Guard = "no_consent_yet"
	OfDelegation       Guard = "of_delegation"
	HeadSigns          Guard = "head_signs"
)

var intakeStanding = []Row{
	// The machine ends at the transfer; that the other body took the matter over
	// and what it answered is told to the deputy all the same.
	{Trigger: ReceiveTransfer, From: []State{Transferred}, Roles: reviewers, Guards: []Guard{ReceiptOutstanding}},
	{Trigger: AnswerTransfer, From: []State{Transferred}, Roles: reviewers, Guards: []Guard{AnswerOutstanding}},
	{Trigger: ConsentWithdrawal, From: withdrawable, Roles: []Role{CoSigner}, Guards: []Guard{CoSignerOfCase, NoConsentYet, NotReplied}},
	{Trigger: NameContacts, Roles: []Role{Delegation, SessionMotionsGroup, DeputyAffairsCommittee}, Guards: []Guard{OfDelegation, HeadSigns}},
}
