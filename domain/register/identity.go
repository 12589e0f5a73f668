package register

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"io"

	"huiyin/domain/suggestion"
)

// maxID keeps an entry's stream name within the log's limits.
const maxID = 64

// legal refuses an id that no stream could be named by. It starts with a letter,
// so that a telephone number is none, and goes on with letters, digits, "-" and
// "_".
func legal(r Ref) *suggestion.Refusal {
	ok := r.ID != "" && len(r.ID) <= maxID
	for i := range len(r.ID) {
		c := r.ID[i] | 0x20
		letter := 'a' <= c && c <= 'z'
		other := '0' <= r.ID[i] && r.ID[i] <= '9' || r.ID[i] == '-' || r.ID[i] == '_'
		ok = ok && (letter || other && i > 0)
	}
	if ok {
		return nil
	}
	return refuse("bad_entry_id", "id", r.ID, "register", string(r.Kind))
}

// opener is a fact that an entry can begin with.
type opener interface {
	Event
	// key tells the entry from all others of its register; empty if nothing in
	// the fact does.
	key() []string
}

// Opens reports whether an entry can begin with the fact.
func Opens(e Event) bool {
	_, ok := e.(opener)
	return ok
}

// IDFor derives the id of the entry that a fact begins from what the fact says,
// the same on every machine. It is empty if the fact begins none, or if the
// entry must be named by hand, as a login.
func IDFor(e Event) string {
	o, ok := e.(opener)
	if !ok || len(o.key()) == 0 {
		return ""
	}
	h := sha256.New()
	for _, part := range append([]string{string(e.Ref().Kind)}, o.key()...) {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(part)))
		h.Write(n[:])
		_, _ = io.WriteString(h, part) // a hash does not fail
	}
	return string(e.Ref().Kind[0]) + hex.EncodeToString(h.Sum(nil))[:12]
}
