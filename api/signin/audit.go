package signin

import (
	"context"
	"time"
)

// Act names what happened, for ever: it goes into the log.
type Act string

// What is reported.
const (
	SignedIn         Act = "signed_in"
	SignedOut        Act = "signed_out"
	SessionsEnded    Act = "sessions_ended"
	SteppedUp        Act = "stepped_up"
	GrantChosen      Act = "grant_chosen"
	Locked           Act = "locked"
	PasswordChanged  Act = "password_changed"
	ResetStarted     Act = "reset_started"
	ResetUsed        Act = "reset_used"
	SecondEnrolled   Act = "second_enrolled"
	SecondRemoved    Act = "second_removed"
	RecoveryUsed     Act = "recovery_used"
	RecoveryRenewed  Act = "recovery_renewed"
	TokenCreated     Act = "token_created"
	TokenRevoked     Act = "token_revoked"
	TokenRefused     Act = "token_refused"
	DevicesForgotten Act = "devices_forgotten"
	SetUpPrinted     Act = "set_up_printed"
	SetUpUsed        Act = "set_up_used"
	SubjectBound     Act = "subject_bound"
	SubjectUnbound   Act = "subject_unbound"
	LinkMade         Act = "link_made"
	LinkUsed         Act = "link_used"
	CodeMade         Act = "code_made"
	CodeUsed         Act = "code_used"
)

// Record is one thing that happened. It holds no secret: a session, device or
// token is named by its public id.
type Record struct {
	At  time.Time
	Act Act
	// Login is the account it happened to. What was typed as a login and is none
	// is left out: it may be a password.
	Login string
	// By is who did it, if not Login itself.
	By string
	// IP, Agent and Device say from where; NewDevice that the device was not
	// known, of which the account's owner is told (handbook THR-32).
	IP, Agent, Device string
	NewDevice         bool
	// Subject is the public id of the session, token, link or code.
	Subject string
	// Refused is the sentinel's word for a failure; empty means that it was done.
	Refused string
	// Reason says more of a failure than its user is told.
	Reason string
	// Detail are further facts, such as scopes or a case's number.
	Detail map[string]string
}

// Audit takes what happened. An error stops what is being done: a success is
// then not handed out, and a taking away stands all the same.
type Audit func(context.Context, Record) error

// From says where a request comes from. The caller has settled which header to
// trust for IP.
type From struct {
	IP, Agent string
	// Device is the value of the device's cookie, empty without one.
	Device string
}

// report sends a record of something that was done.
func (s *Service) report(ctx context.Context, from From, r Record) error {
	r.At, r.IP, r.Agent = s.now(), from.IP, clip(from.Agent, 200)
	if from.Device != "" && r.Device == "" {
		r.Device = publicID(from.Device)
	}
	return s.audit(ctx, r)
}

// refused reports a failure and gives it back. Not being able to report a
// refusal does not turn it into anything else.
func (s *Service) refused(ctx context.Context, from From, r Record, e *Error) error {
	r.Refused, r.Reason = e.Err.Error(), e.Reason
	if err := s.report(ctx, from, r); err != nil {
		return err
	}
	return e
}

func clip(text string, n int) string {
	if len(text) > n {
		return text[:n]
	}
	return text
}
