package eventstore

import (
	"crypto/sha256"
	"slices"
	"strconv"
	"time"
)

const formatLine = "huiyin-event 1\n"

// AppendCanonical adds the canonical bytes of r to dst. Format 1 is a text
// header, an empty line and the data, with nothing after it:
//
//	huiyin-event 1
//	stream suggestion-17
//	version 2
//	id 0190a0c8-0000-8000-8000-000000000001
//	type suggestion.replied
//	schema 1
//	recorded 2026-01-02T03:04:05.000006Z
//	occurred 2026-01-02T03:04:05.000006Z
//	prev 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
//	meta actor="officer 7"
//	meta note="said \"yes\"\u000aand left"
//	data 7
//
//	{"a":1}
//
// Every line ends with one line feed and its value follows one space. Numbers
// are decimal without sign or leading zero. Times are UTC with six digits of
// fraction, always 27 characters. The id and prev are lower-case hexadecimal;
// prev is "-" for a stream's first event and only there. There is one meta line
// per key, ascending by the key's bytes; the value is a JSON string in which
// the quotation mark and the backslash have a backslash before them, bytes
// below 0x20 are \u00xx in lower case, and all else is plain UTF-8. The data
// line gives the number of bytes after the empty line.
//
// SHA-256 over all these bytes is the event's hash. The position is not in it:
// the same event has the same hash in every copy of the log. The format is
// fixed for ever; the golden files in testdata hold it in place.
func AppendCanonical(dst []byte, r *Recorded) []byte {
	dst = append(dst, formatLine...)
	dst = appendText(dst, "stream ", string(r.Stream))
	dst = appendNumber(dst, "version ", int64(r.Version))
	dst = append(r.ID.append(append(dst, "id "...)), '\n')
	dst = appendText(dst, "type ", r.Type)
	dst = appendNumber(dst, "schema ", int64(r.Schema))
	dst = appendTime(append(dst, "recorded "...), r.Recorded)
	dst = appendTime(append(dst, "occurred "...), r.Occurred)
	dst = appendPrev(dst, &r.Prev)
	dst = appendMeta(dst, r.Meta)
	dst = appendNumber(dst, "data ", int64(len(r.Data)))
	dst = append(dst, '\n')
	return append(dst, r.Data...)
}

// Seal makes of an event the record that stands at this place in this stream,
// with its canonical bytes and hash. Data is copied; Meta is shared with e.
func Seal(stream StreamID, version Version, recorded time.Time, prev [32]byte, e Event) Recorded {
	r := Recorded{Event: e, Stream: stream, Version: version, Recorded: Normalize(recorded), Prev: prev}
	r.Occurred = Normalize(e.Occurred)
	r.Canonical = AppendCanonical(make([]byte, 0, sizeHint(&r)), &r)
	r.Data = tail(r.Canonical, len(e.Data))
	r.Hash = sha256.Sum256(r.Canonical)
	return r
}

func sizeHint(r *Recorded) int { return 320 + len(r.Stream) + r.Size() + 16*len(r.Meta) }

func tail(b []byte, n int) []byte { return b[len(b)-n : len(b) : len(b)] }

func appendText(dst []byte, name, value string) []byte {
	return append(append(append(dst, name...), value...), '\n')
}

func appendNumber(dst []byte, name string, n int64) []byte {
	return append(strconv.AppendInt(append(dst, name...), n, 10), '\n')
}

func appendPrev(dst []byte, prev *[32]byte) []byte {
	dst = append(dst, "prev "...)
	if *prev == ([32]byte{}) {
		return append(dst, '-', '\n')
	}
	for _, b := range prev {
		dst = append(dst, lowerHex[b>>4], lowerHex[b&15])
	}
	return append(dst, '\n')
}

// appendTime writes the digits itself because time.AppendFormat costs several
// times as much and the format never changes.
func appendTime(dst []byte, t time.Time) []byte {
	t = t.UTC()
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	dst = append(appendDigits(dst, year, 4), '-')
	dst = append(appendDigits(dst, int(month), 2), '-')
	dst = append(appendDigits(dst, day, 2), 'T')
	dst = append(appendDigits(dst, hour, 2), ':')
	dst = append(appendDigits(dst, minute, 2), ':')
	dst = append(appendDigits(dst, second, 2), '.')
	return append(appendDigits(dst, t.Nanosecond()/1000, 6), 'Z', '\n')
}

func appendDigits(dst []byte, n, width int) []byte {
	start := len(dst)
	for range width {
		dst = append(dst, '0')
	}
	for i := start + width - 1; n > 0 && i >= start; i-- {
		dst[i] = byte('0' + n%10)
		n /= 10
	}
	return dst
}

func appendMeta(dst []byte, meta map[string]string) []byte {
	var space [16]string
	keys := space[:0]
	for k := range meta {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		dst = append(append(append(dst, "meta "...), k...), '=')
		dst = append(appendQuoted(dst, meta[k]), '\n')
	}
	return dst
}

func appendQuoted(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
		case c < 0x20:
			dst = append(dst, '\\', 'u', '0', '0', lowerHex[c>>4], lowerHex[c&15])
		default:
			dst = append(dst, c)
		}
	}
	return append(dst, '"')
}
