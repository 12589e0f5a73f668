// Package outbound sends messages out of the house: by mail over SMTP, and to SMS
// gateways and office messengers over HTTP. All are one small interface, Channel.
package outbound

import (
	"context"
	"errors"
	"fmt"
)

// Message is one message to one person. It carries nothing of a case.
type Message struct {
	// ID is the same for every try, so that who receives it can tell a repeat.
	ID      string
	To      string
	Subject string
	Text    string
}

// Channel is one way out. Send returns when the message was taken over by who
// delivers it, with the name that it has there; that is no proof that a person
// read it. An error that is Permanent is not to be tried again.
type Channel interface {
	Name() string
	Send(ctx context.Context, m Message) (receipt string, err error)
}

// ErrPermanent marks a refusal that another try does not change.
var ErrPermanent = errors.New("refused for good")

// Permanent reports whether another try is in vain.
func Permanent(err error) bool { return errors.Is(err, ErrPermanent) }

func refused(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrPermanent, fmt.Sprintf(format, args...))
}

// longestReceipt bounds what is kept of a gateway's answer.
const longestReceipt = 64

// receiptOf leaves of a gateway's answer what a name consists of, so that no
// address and no text of a message gets into the log by it.
func receiptOf(text string) string {
	var out []byte
	for i := 0; i < len(text) && len(out) < longestReceipt; i++ {
		c := text[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.' {
			out = append(out, c)
		}
	}
	return string(out)
}
