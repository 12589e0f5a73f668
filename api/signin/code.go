package signin

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"math/big"
	"strings"
	"time"
)

const (
	// CodeTime is how long a confirmation code holds, to the second.
	CodeTime   = 10 * time.Minute
	codeTries  = 5
	codeDigits = 1_000_000
)

// Confirming is what exactly a code confirms: the code for one content, one
// deputy, one suggestion and one session is worth nothing for any other
// (handbook THR-03).
type Confirming struct {
	DeputyFor
	// Content is the hash of what the message to the deputy states and the log
	// will record.
	Content [32]byte
	// Session is the ID of the session, or of the link, in which it is confirmed.
	Session string
}

func (c Confirming) key() string {
	return digest(c.Deputy, c.Case, c.Act, fmt.Sprintf("%x", c.Content), c.Session)
}

type code struct {
	Digest string
	For    string
	Tries  int
	Until  time.Time
}

// NewCode draws a code of six digits for a message that states what it confirms.
// The id goes into the page and is no secret.
func (s *Service) NewCode(ctx context.Context, what Confirming) (id, digits string, err error) {
	if id, err = s.secret(publicBytes); err != nil {
		return "", "", err
	}
	n, err := rand.Int(s.random, big.NewInt(codeDigits))
	if err != nil {
		return "", "", err
	}
	digits = fmt.Sprintf("%06d", n)
	c := code{Digest: digest(id, digits), For: what.key(), Until: s.now().Add(CodeTime)}
	if err := put(ctx, s.store, kindCode, id, c); err != nil {
		return "", "", err
	}
	return id, digits, s.report(ctx, From{}, Record{Act: CodeMade, Subject: id, Detail: what.detail()})
}

// Confirm uses a code up. Five wrong tries use it up too, and lock nothing else:
// a new code may be asked for.
func (s *Service) Confirm(ctx context.Context, id, digits string, what Confirming, from From) error {
	err := s.try(ctx, id, strings.TrimSpace(digits), what)
	r := Record{Act: CodeUsed, Subject: id, Detail: what.detail()}
	if err != nil {
		return s.stoppedAt(ctx, from, r, err)
	}
	return s.report(ctx, from, r)
}

// try counts a try before it is made; the right one takes the code away.
func (s *Service) try(ctx context.Context, id, digits string, what Confirming) error {
	wrong := refuse(ErrCode)
	right := false
	err := change(ctx, s.store, kindCode, id, func(c *code, there bool) error {
		if !there || c.Tries >= codeTries || !s.now().Before(c.Until) {
			return wrong
		}
		same := subtle.ConstantTimeCompare([]byte(c.Digest), []byte(digest(id, digits)))
		right = same == 1 && c.For == what.key()
		if c.Tries++; right {
			c.Tries = codeTries
		}
		return nil
	})
	if err != nil {
		return err
	}
	if !right {
		return wrong
	}
	return drop(ctx, s.store, kindCode, id)
}
