package sheet

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Encoding is how a text file is written.
type Encoding string

// The encodings of CSV files. GB18030 includes GBK and GB2312.
const (
	UTF8    Encoding = "utf-8"
	GB18030 Encoding = "gb18030"
)

// ParseEncoding reads the name of an encoding as people write it; empty stays
// empty and means that it shall be told from the bytes.
func ParseEncoding(name string) (Encoding, bool) {
	switch strings.ToLower(strings.ReplaceAll(name, "-", "")) {
	case "":
		return "", true
	case "utf8":
		return UTF8, true
	case "gb18030", "gbk", "gb2312", "936", "cp936":
		return GB18030, true
	}
	return "", false
}

var bom = []byte("\ufeff")

// decode turns the bytes into text. Without a given encoding they must be
// readable in one way only: valid UTF-8 with Chinese characters is UTF-8, for
// GB18030 text is practically never that by chance; what is no UTF-8 is GB18030
// if that makes common Chinese of it. Everything else is refused and asks.
func decode(data []byte, as Encoding) (string, Encoding, error) {
	rest, marked := bytes.CutPrefix(data, bom)
	if marked && as == "" {
		as = UTF8
	}
	if as == "" {
		var ok bool
		if as, ok = guess(rest); !ok {
			return "", "", refuse("encoding_unknown")
		}
	}
	if as == UTF8 {
		if !utf8.Valid(rest) {
			return "", "", refuse("encoding_wrong", "encoding", "UTF-8", "line", badLine(rest))
		}
		return string(rest), as, nil
	}
	text, ok := fromGB(data)
	if !ok {
		return "", "", refuse("encoding_wrong", "encoding", "GB18030", "line", "")
	}
	return text, as, nil
}

func badLine(b []byte) int {
	line := 1
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			return line
		}
		if r == '\n' {
			line++
		}
		b = b[n:]
	}
	return line
}

// fromGB reports false where the bytes are none of the encoding.
func fromGB(data []byte) (string, bool) {
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	return string(out), err == nil && !bytes.ContainsRune(out, utf8.RuneError)
}

func guess(b []byte) (Encoding, bool) {
	if utf8.Valid(b) {
		ascii := bytes.IndexFunc(b, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
		return UTF8, ascii || bytes.IndexFunc(b, func(r rune) bool { return unicode.Is(unicode.Han, r) }) >= 0
	}
	if _, ok := fromGB(b); !ok {
		return "", false
	}
	return GB18030, common(b)
}

// common reports whether most of the wide characters are those of GB2312's
// first level and signs, which make up nearly all Chinese text. Text of another
// encoding that happens to be readable comes out as rare characters.
func common(b []byte) bool {
	seen, wide := 0, 0
	for i := 0; i < len(b); i++ {
		if b[i] < 0x80 {
			continue
		}
		wide++
		if i++; i < len(b) && b[i] >= 0xA1 && (b[i-1] >= 0xB0 && b[i-1] <= 0xD7 || b[i-1] >= 0xA1 && b[i-1] <= 0xA3) {
			seen++
		}
	}
	return seen*3 >= wide*2
}
