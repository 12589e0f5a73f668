package sheet

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// sharedTexts reads the table of texts that cells refer to by number.
func sharedTexts(data []byte) ([]string, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	var texts []string
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return texts, nil
		}
		if err != nil {
			return nil, refuse("damaged", "part", "xl/sharedStrings.xml", "detail", err)
		}
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == "si" {
			text, err := textOf(d)
			if err != nil {
				return nil, refuse("damaged", "part", "xl/sharedStrings.xml", "detail", err)
			}
			texts = append(texts, text)
		}
	}
}

// textOf joins the runs of a text up to its end tag; how they look and how they
// are pronounced is left out.
func textOf(d *xml.Decoder) (string, error) {
	var out strings.Builder
	inside, skip := 0, false
	for depth := 1; depth > 0; {
		t, err := d.Token()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.StartElement:
			depth++
			switch t.Name.Local {
			case "t":
				inside = depth
			case "rPh":
				skip = true
			}
		case xml.EndElement:
			if t.Name.Local == "rPh" {
				skip = false
			}
			inside = 0
			depth--
		case xml.CharData:
			if inside == depth && !skip {
				out.Write(t)
			}
		}
	}
	return unescape(out.String()), nil
}

var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// unescape reads the characters that XML cannot hold and workbooks write as
// _x000D_.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escaped.ReplaceAllStringFunc(s, func(code string) string {
		n, err := strconv.ParseUint(code[2:6], 16, 32)
		if err != nil || n >= 0xD800 && n < 0xE000 {
			return code
		}
		return string(rune(n))
	})
}
