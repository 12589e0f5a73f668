package signin

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"io"
	"strings"
)

// lower is base32 in small letters: what is typed or pasted is of one case and
// holds no sign that a line is broken at.
var lower = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

const (
	tokenBytes  = 32 // 256 bits
	publicBytes = 10 // 80 bits, 16 letters
)

// secret draws so many random bytes as letters and digits.
func (s *Service) secret(bytes int) (string, error) {
	b := make([]byte, bytes)
	if _, err := io.ReadFull(s.random, b); err != nil {
		return "", err
	}
	return lower.EncodeToString(b), nil
}

// digest is how a secret of full strength lies in the store. Parts are kept
// apart by a byte that none of them holds.
func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}

// publicID names a secret where it may be read: it does not lead back to it.
func publicID(secret string) string { return digest("public", secret)[:16] }
