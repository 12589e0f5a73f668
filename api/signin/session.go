package signin

import (
	"time"
)

// How long a session lasts (handbook AUT-06, AUT-07, AUT-09).
const (
	IdleTime    = 30 * time.Minute
	SessionTime = 8 * time.Hour
	FreshTime   = 5 * time.Minute
	MaxSessions = 3
)

// Must is what a session has to do before it may do anything else.
type Must string

// What a session may have to do first.
const (
	MustNothing        Must = ""
	MustChangePassword Must = "change_password"
	MustEnrol          Must = "enrol_second_factor"
)

// Session is somebody who is signed in.
type Session struct {
	// ID names the session where it may be read; it is not its token.
	ID    string
	Login string
	// Grant is which of the account's grants it acts under; empty until one is
	// chosen, and again when the account no longer has it.
	Grant string
	Must  Must `json:",omitempty"`
	// Created is sign-in, Seen the last use, Factor when its owner last proved who
	// they are: by the second factor or, without one, by the password.
	Created, Seen, Factor time.Time
	// Second says that a second factor was used at sign-in or since.
	Second bool
	IP     string
	Agent  string
	Device string // public id
}

// IdleUntil is when the session ends if it is not used again.
func (s Session) IdleUntil() time.Time {
	if idle := s.Seen.Add(IdleTime); idle.Before(s.Until()) {
		return idle
	}
	return s.Until()
}

// Until is when the session ends in any case.
func (s Session) Until() time.Time { return s.Created.Add(SessionTime) }

// Fresh reports whether a signature, a mass export, a role change, a revealed
// number or the closing of a key case may be done without asking for the second
// factor again (handbook AUT-09).
func (s Session) Fresh(now time.Time) bool { return now.Sub(s.Factor) <= FreshTime }

func (s Session) ended(now time.Time) bool { return !now.Before(s.IdleUntil()) }
