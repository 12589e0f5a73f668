package signin

import (
	"errors"
	"time"

	"huiyin/domain/zh"
)

// Why somebody does not come in or get on. Compare with errors.Is.
var (
	// ErrWrong: login, password or code is not right, and it is not said which.
	ErrWrong = errors.New("wrong")
	// ErrSlow: the last failure is too fresh; Until says when to try again.
	ErrSlow = errors.New("slow")
	// ErrLocked: too many failures; Until says when to try again.
	ErrLocked = errors.New("locked")
	// ErrSuspended: the account is suspended. It is told to who knows its secret.
	ErrSuspended = errors.New("suspended")
	// ErrNoSession: the session is unknown, ended or too old: 401.
	ErrNoSession = errors.New("no_session")
	// ErrStepUp: the second factor is not fresh enough for this act: 403.
	ErrStepUp = errors.New("step_up")
	// ErrGrant: the account has no such grant.
	ErrGrant = errors.New("grant")
	// ErrToken: the API token is unknown or revoked: 401.
	ErrToken = errors.New("token")
	// ErrTokenExpired: the API token was right and is too old: 401.
	ErrTokenExpired = errors.New("token_expired")
	// ErrTokenTerms: an API token needs a name, scopes, a grant and an end within
	// 365 days.
	ErrTokenTerms = errors.New("token_terms")
	// ErrLink: a link is unknown, used or too old, and it is not said which.
	ErrLink = errors.New("link")
	// ErrCode: a code is not right for what is being confirmed, used or too old.
	ErrCode = errors.New("code")
	// ErrSetUp: an account has a password already; there is no set-up any more.
	ErrSetUp = errors.New("set_up")
	// ErrNoSecond: the account has no second factor, or none begun.
	ErrNoSecond = errors.New("no_second")
	// ErrProvider: what the identity provider sent does not hold; Reason says why
	// to the log.
	ErrProvider = errors.New("provider")
	// ErrUnbound: the identity provider vouches for somebody no account is bound to.
	ErrUnbound = errors.New("unbound")
	// ErrBound: that identity is bound to another account.
	ErrBound = errors.New("bound")

	// A password is not taken because it is:
	ErrShort   = errors.New("short")   // too short
	ErrLong    = errors.New("long")    // too long
	ErrPlain   = errors.New("plain")   // of too few kinds of characters
	ErrCommon  = errors.New("common")  // one that everybody tries
	ErrContext = errors.New("context") // made of the place's own words
	ErrSame    = errors.New("same")    // the old one
)

// Error is a refusal with its facts.
type Error struct {
	// Err is the sentinel.
	Err error
	// Until is when to try again, if waiting helps.
	Until time.Time
	// Facts fill the words' placeholders.
	Facts map[string]string
	// Reason is for the audit and the log, never for the user.
	Reason string
}

// Error implements error. It is for logs and holds no secret and no person.
func (e *Error) Error() string {
	if e.Reason == "" {
		return "signin: " + e.Err.Error()
	}
	return "signin: " + e.Err.Error() + ": " + e.Reason
}

// Unwrap gives the sentinel.
func (e *Error) Unwrap() error { return e.Err }

// Key is the catalogue's key of the words for the user.
func (e *Error) Key() string { return "web.signin.error." + e.Err.Error() }

// Words gives the user's words for an error: those of a refusal, or that
// something failed here and nothing was changed by it.
func Words(err error) string {
	var e *Error
	if !errors.As(err, &e) {
		return zh.Label("web.signin", "failed")
	}
	facts := map[string]string{}
	for k, v := range e.Facts {
		facts[k] = v
	}
	if !e.Until.IsZero() {
		facts["until"] = e.Until.In(shanghai).Format("15:04:05")
	}
	return zh.Text(e.Key(), facts)
}

// shanghai is the time everybody here lives by.
var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

func refuse(err error) *Error { return &Error{Err: err} }

func because(err error, reason string) *Error { return &Error{Err: err, Reason: reason} }
