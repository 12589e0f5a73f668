package eventstore

import (
	"bytes"
	"crypto/sha256"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// ParseCanonical reads canonical bytes. It accepts exactly what AppendCanonical
// writes: whatever parses, encodes to the same bytes again. Anything else is a
// *CorruptError naming the field. The result keeps b as its Canonical, Data is
// a part of b, Hash is computed, and Position is left to the caller.
func ParseCanonical(b []byte) (Recorded, error) {
	end := bytes.Index(b, []byte("\n\n"))
	if end < 0 {
		return Recorded{}, &CorruptError{Why: "record has no end of header"}
	}
	// One string for the whole header: the fields are parts of it.
	p := parser{rest: string(b[:end+1])}
	r := p.header()
	n := p.number("data ")
	if p.bad == "" && (p.rest != "" || n != int64(len(b)-end-2)) {
		p.bad = "data"
	}
	if p.bad != "" {
		return Recorded{}, &CorruptError{Why: "record has a malformed field: " + p.bad}
	}
	r.Data = tail(b, int(n))
	r.Canonical = b
	r.Hash = sha256.Sum256(b)
	return r, nil
}

// parser consumes the header line by line. The first field that is not as
// AppendCanonical writes it is kept in bad; what follows then has no meaning.
type parser struct {
	rest string
	bad  string
}

func (p *parser) header() (r Recorded) {
	if !strings.HasPrefix(p.rest, formatLine) {
		p.bad = "format"
		return r
	}
	p.rest = p.rest[len(formatLine):]
	r.Stream = StreamID(p.name("stream ", MaxStreamName))
	r.Version = Version(p.positive("version "))
	r.ID = p.id()
	r.Type = p.name("type ", MaxTypeName)
	r.Schema = p.schema()
	r.Recorded = p.time("recorded ")
	r.Occurred = p.time("occurred ")
	r.Prev = p.prev(r.Version == 1)
	r.Meta = p.meta()
	return r
}

func (p *parser) line(name string) string {
	line, rest, ok := strings.Cut(p.rest, "\n")
	if !ok || !strings.HasPrefix(line, name) {
		p.fail(name)
		return ""
	}
	p.rest = rest
	return line[len(name):]
}

func (p *parser) fail(name string) {
	if p.bad == "" {
		p.bad = strings.TrimSpace(name)
	}
}

func (p *parser) name(name string, max int) string {
	v := p.line(name)
	if len(v) > max || !legalName(v, namePunct) {
		p.fail(name)
	}
	return v
}

func (p *parser) number(name string) int64 {
	v := p.line(name)
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil || v[0] == '-' || v[0] == '+' || (v[0] == '0' && len(v) > 1) {
		p.fail(name)
	}
	return n
}

func (p *parser) positive(name string) int64 {
	n := p.number(name)
	if n < 1 {
		p.fail(name)
	}
	return n
}

func (p *parser) schema() int {
	n := p.positive("schema ")
	if n > MaxSchema {
		p.fail("schema")
	}
	return int(n)
}

func (p *parser) id() ID {
	id, ok := decodeID(p.line("id "))
	if !ok {
		p.fail("id")
	}
	return id
}

func (p *parser) prev(first bool) (sum [32]byte) {
	v := p.line("prev ")
	if first {
		if v != "-" {
			p.fail("prev")
		}
		return sum
	}
	if !decodeHex(sum[:], v) || sum == ([32]byte{}) {
		p.fail("prev")
	}
	return sum
}

func (p *parser) time(name string) time.Time {
	t, ok := parseTime(p.line(name))
	if !ok {
		p.fail(name)
	}
	return t
}

const timeShape = "0000-00-00T00:00:00.000000Z"

func parseTime(s string) (time.Time, bool) {
	if len(s) != len(timeShape) {
		return time.Time{}, false
	}
	for i := range len(s) {
		digit := '0' <= s[i] && s[i] <= '9'
		if digit != (timeShape[i] == '0') || !digit && s[i] != timeShape[i] {
			return time.Time{}, false
		}
	}
	year, month, day := digits(s[0:4]), digits(s[5:7]), digits(s[8:10])
	hour, minute, second := digits(s[11:13]), digits(s[14:16]), digits(s[17:19])
	t := time.Date(year, time.Month(month), day, hour, minute, second, digits(s[20:26])*1000, time.UTC)
	// time.Date lets fields overflow into the next; a real time comes back as is.
	if year < 1 || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59 || day < 1 || t.Day() != day {
		return time.Time{}, false
	}
	return t, true
}

func digits(s string) (n int) {
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

func (p *parser) meta() map[string]string {
	count := strings.Count(p.rest, "\n") - 1
	if count < 1 {
		return nil
	}
	meta := make(map[string]string, count)
	last := ""
	for range count {
		key, quoted, ok := strings.Cut(p.line("meta "), "=")
		value, fine := unquote(quoted)
		if !ok || !fine || key <= last || len(key) > MaxMetaKey || !legalName(key, keyPunct) {
			p.fail("meta")
			return nil
		}
		meta[key] = value
		last = key
	}
	return meta
}

func unquote(s string) (string, bool) {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' || !utf8.ValidString(s) {
		return "", false
	}
	s = s[1 : len(s)-1]
	for i := range len(s) {
		if c := s[i]; c == '\\' {
			return unescape(s)
		} else if c == '"' || c < 0x20 {
			return "", false
		}
	}
	return s, true
}

func unescape(s string) (string, bool) {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '\\' {
			var used int
			if c, used = escaped(s[i:]); used == 0 {
				return "", false
			}
			i += used - 1
		} else if c == '"' || c < 0x20 {
			return "", false
		}
		out = append(out, c)
	}
	return string(out), true
}

// escaped reads the escape at the start of s and says how long it is, zero if
// it is none that appendQuoted writes.
func escaped(s string) (c byte, used int) {
	if len(s) >= 2 && (s[1] == '"' || s[1] == '\\') {
		return s[1], 2
	}
	if len(s) < 6 || s[1:4] != "u00" || s[4] != '0' && s[4] != '1' || hexDigit(s[5]) > 15 {
		return 0, 0
	}
	return hexDigit(s[4])<<4 | hexDigit(s[5]), 6
}
