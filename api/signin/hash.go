package signin

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"golang.org/x/crypto/argon2"
)

const (
	maxHashes = 4 // at once: each holds its memory (handbook AUT-02)
	saltBytes = 16
	hashBytes = 32
)

// Cost is what one argon2id hash takes.
type Cost struct {
	Passes    uint32
	MemoryKiB uint32
	Threads   uint8
}

var usualCost = Cost{Passes: 2, MemoryKiB: 19 << 10, Threads: 1}

// hasher makes and compares password hashes.
type hasher struct {
	cost   Cost
	slots  chan struct{}
	random io.Reader
	// nobody is compared with when there is no password, so that there is no
	// difference to be measured.
	nobody string
}

func newHasher(cost Cost, random io.Reader) (hasher, error) {
	if cost == (Cost{}) {
		cost = usualCost
	}
	h := hasher{cost: cost, slots: make(chan struct{}, maxHashes), random: random}
	var err error
	h.nobody, err = h.hash(context.Background(), "nobody")
	return h, err
}

// hash encodes a new hash with its parameters, in the usual form
// ($argon2id$v=19$m=19456,t=2,p=1$salt$hash).
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(h.random, salt); err != nil {
		return "", err
	}
	key, err := h.derive(ctx, password, salt, h.cost)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.cost.MemoryKiB, h.cost.Passes, h.cost.Threads,
		b64.EncodeToString(salt), b64.EncodeToString(key)), err
}

// check compares a password with an encoded hash, or with nobody's if there is
// none, which is never right. stale says that the hash is right and of another
// cost than is asked now.
func (h *hasher) check(ctx context.Context, encoded, password string) (right, stale bool, err error) {
	known := encoded != ""
	if !known {
		encoded = h.nobody
	}
	cost, salt, want, err := decode(encoded)
	if err != nil {
		return false, false, err
	}
	key, err := h.derive(ctx, password, salt, cost)
	if err != nil {
		return false, false, err
	}
	right = subtle.ConstantTimeCompare(key, want) == 1 && known
	return right, right && cost != h.cost, nil
}

// derive waits for a slot; who gives up waiting has cost nothing.
func (h *hasher) derive(ctx context.Context, password string, salt []byte, c Cost) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-h.slots }()
	return argon2.IDKey([]byte(password), salt, c.Passes, c.MemoryKiB, c.Threads, hashBytes), nil
}

func decode(encoded string) (c Cost, salt, key []byte, err error) {
	parts := strings.Split(encoded, "$")
	bad := fmt.Errorf("signin: a stored password hash cannot be read")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, bad
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.MemoryKiB, &c.Passes, &c.Threads); err != nil {
		return c, nil, nil, bad
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	key, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || len(key) != hashBytes || c.Passes == 0 || c.Threads == 0 {
		return c, nil, nil, bad
	}
	return c, salt, key, nil
}
