// Package signin says who somebody is: passwords, second factors, sessions,
// API tokens, one-time links and codes, and sign-in through the office's own
// identity provider. It holds no page and writes no event; what an account may
// do is said by the registers in the log and by package access.
//
// It knows logins and secrets. Secrets lie in a [Store], which cmd binds to
// eventstore/vault; whether a login exists, is suspended, which grants it has
// and whether it must have a second factor is asked of a [Directory] at every
// use, so a suspended account has lost everything at its next request (handbook
// THR-34). Everything that happens is reported to an [Audit], which the caller
// writes into the log (LOG-12).
//
// # How somebody comes in
//
//	step, err := s.SignIn(ctx, login, password, from)   // or OIDC: Provider.Finish
//	if step.Pending != "" {                             // a second factor is asked
//		step, err = s.Second(ctx, step.Pending, code, from)
//	}
//	// step.Token goes into the cookie, step.Device into the one of the device
//	now, err := s.Lookup(token)                         // each request, below 20 µs
//
// # Guarantees
//
//   - Nothing in the store signs anybody in: tokens of every kind are 256 random
//     bits and lie there as SHA-256, passwords as argon2id. The TOTP secret has
//     to be kept as it is; the vault encrypts it.
//   - What may be used once (a step of a second factor, a recovery code, a link,
//     a confirmation code, a set-up token, an OIDC state) is used once, whatever
//     runs at the same time.
//   - A session ends 30 minutes after its last use and 8 hours after sign-in, and
//     its token changes whenever it gains something. It survives a restart; its
//     last use is then known to the minute.
//   - The answer to a login that does not exist is the answer to a wrong
//     password, takes the same work and is counted and locked the same (THR-43).
//   - A success that cannot be reported to the audit is not handed out.
//   - An administrator starts a reset, and never sees or sets a password (THR-24).
//
// Times are the injected clock's. Errors are this package's sentinels inside an
// [*Error], worded by [Words] from the catalogue ("web.signin.…"); every other
// error is a failure of the store or the audit and tells the user nothing.
package signin
