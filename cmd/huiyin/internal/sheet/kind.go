package sheet

import (
	"bytes"
	"unicode/utf16"
)

// The first bytes of files.
var (
	zipMagic = []byte("PK\x03\x04")
	oleMagic = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
)

// Kind is what a file is by its first bytes.
type Kind int

// The kinds of file.
const (
	Text Kind = iota // CSV, or something else that is text
	Workbook
)

// KindOf tells the kind of a file, whatever its name says. What cannot be read
// is a *Refusal that names what it seems to be.
func KindOf(data []byte) (Kind, error) {
	if len(data) > MaxFile {
		return 0, refuse("too_large", "limit", mega(MaxFile))
	}
	head := bytes.ToLower(bytes.TrimLeft(data[:min(len(data), 512)], "\xef\xbb\xbf \t\r\n"))
	switch {
	case bytes.HasPrefix(data, zipMagic):
		return Workbook, nil
	case bytes.HasPrefix(data, oleMagic) && bytes.Contains(data, utf16Bytes("EncryptedPackage")):
		return 0, refuse("encrypted")
	case bytes.HasPrefix(data, oleMagic), bytes.HasPrefix(data, []byte("\x09\x08\x10\x00")):
		return 0, refuse("old_format")
	case bytes.HasPrefix(head, []byte("<")), bytes.HasPrefix(head, []byte("mime-version:")):
		return 0, refuse("web_page")
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return 0, refuse("utf16")
	case bytes.IndexByte(data, 0) >= 0, bytes.HasPrefix(data, []byte("%PDF")):
		return 0, refuse("not_a_table")
	}
	return Text, nil
}

func utf16Bytes(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}
