package eventstore

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"io"
	"strconv"
	"time"
)

// ID identifies an event or a command: 16 bytes, written as a UUID.
type ID [16]byte

// IsZero reports whether the id is unset.
func (id ID) IsZero() bool { return id == ID{} }

// String is the lower-case UUID form.
func (id ID) String() string { return string(id.append(make([]byte, 0, 36))) }

// Time is the moment in the id's first 48 bits, to the millisecond. It means
// something for ids from NewCommandID and all derived from them.
func (id ID) Time() time.Time {
	ms := binary.BigEndian.Uint64(id[:8]) >> 16
	return time.UnixMilli(int64(ms)).UTC()
}

// MarshalText implements encoding.TextMarshaler.
func (id ID) MarshalText() ([]byte, error) { return id.append(nil), nil }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts what ParseID does.
func (id *ID) UnmarshalText(text []byte) error {
	parsed, err := ParseID(string(text))
	if err == nil {
		*id = parsed
	}
	return err
}

// ParseID reads the lower-case UUID form, and nothing else: one id has one
// spelling, so ids may be compared as text.
func ParseID(s string) (ID, error) {
	id, ok := decodeID(s)
	if !ok {
		return ID{}, &InvalidError{What: "id", Why: strconv.Quote(s) + " is not a lower-case UUID"}
	}
	return id, nil
}

// NewCommandID makes a UUIDv7 from a time and a source of randomness, both
// given, so that a test can repeat it.
func NewCommandID(t time.Time, random io.Reader) (ID, error) {
	var id ID
	if _, err := io.ReadFull(random, id[6:]); err != nil {
		return ID{}, err
	}
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(t.UnixMilli()))
	copy(id[:6], ms[2:])
	return id.stamp(7), nil
}

// DeriveID gives the id that base and parts determine, as a UUIDv8. The first
// 48 bits are those of base: ids derived from time-ordered ids are ordered by
// the same time, which keeps an index over them local. The rest comes from
// SHA-256 over base and the parts, each preceded by its length, so no two
// different lists of parts run together.
func DeriveID(base ID, parts ...string) ID {
	h := sha256.New()
	h.Write(base[:])
	for _, p := range parts {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(p)))
		h.Write(n[:])
		io.WriteString(h, p)
	}
	var sum [sha256.Size]byte
	id := ID(h.Sum(sum[:0])[:16])
	copy(id[:6], base[:6])
	return id.stamp(8)
}

// EventID is the id of the event with this ordinal (from 0) among those a
// command causes in a stream: who handles the command again makes it again.
func EventID(command ID, stream StreamID, ordinal int) ID {
	return DeriveID(command, "event", string(stream), strconv.Itoa(ordinal))
}

func (id ID) stamp(version byte) ID {
	id[6] = id[6]&0x0f | version<<4
	id[8] = id[8]&0x3f | 0x80
	return id
}

func (id ID) append(dst []byte) []byte {
	for i, b := range id {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			dst = append(dst, '-')
		}
		dst = append(dst, lowerHex[b>>4], lowerHex[b&15])
	}
	return dst
}

const lowerHex = "0123456789abcdef"

func decodeID(s string) (id ID, ok bool) {
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return ID{}, false
	}
	var plain [32]byte
	n := 0
	for i := range len(s) {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			continue
		}
		plain[n] = s[i]
		n++
	}
	return id, decodeHex(id[:], string(plain[:]))
}

func decodeHex(dst []byte, s string) bool {
	if len(s) != hex.EncodedLen(len(dst)) {
		return false
	}
	var wrong byte
	for i := range dst {
		hi, lo := hexDigit(s[2*i]), hexDigit(s[2*i+1])
		wrong |= hi | lo
		dst[i] = hi<<4 | lo
	}
	return wrong < 16
}

// digitOf gives the value of each lower-case hexadecimal digit, and 255 for
// every other character up to 'o'.
const digitOf = "" +
	"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff" +
	"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff" +
	"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff" +
	"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\xff\xff\xff\xff\xff\xff" +
	"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff" +
	"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff" +
	"\xff\x0a\x0b\x0c\x0d\x0e\x0f\xff\xff\xff\xff\xff\xff\xff\xff\xff"

func hexDigit(c byte) byte {
	if int(c) < len(digitOf) {
		return digitOf[c]
	}
	return 255
}
