package sheet

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

type stylesXML struct {
	Formats []struct {
		ID   int    `xml:"numFmtId,attr"`
		Code string `xml:"formatCode,attr"`
	} `xml:"numFmts>numFmt"`
	Cells []struct {
		Format int `xml:"numFmtId,attr"`
	} `xml:"cellXfs>xf"`
}

// dateFormats tells of every cell format whether it shows a number as a day.
func (b *Book) dateFormats() ([]bool, error) {
	var styles stylesXML
	if err := b.decode("xl/styles.xml", &styles); err != nil {
		return nil, err
	}
	codes := map[int]string{}
	for _, f := range styles.Formats {
		codes[f.ID] = f.Code
	}
	dates := make([]bool, len(styles.Cells))
	for i, c := range styles.Cells {
		code, own := codes[c.Format]
		dates[i] = own && showsDay(code) || !own && builtinDay(c.Format)
	}
	return dates, nil
}

// builtinDay lists the formats without a code of their own: 14 to 17 and 22, and
// those of the Chinese, Japanese and Korean editions.
func builtinDay(id int) bool {
	return id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 31 || id == 36 || id >= 50 && id <= 54 || id == 57 || id == 58
}

// literal is what a format code shows as it is: quoted, escaped, padded, or in
// brackets, such as a colour or a language.
var literal = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[[^\]]*\]`)

// elapsed is a length of time, such as [h]:mm.
var elapsed = regexp.MustCompile(`(?i)\[(h+|m+|s+)\]`)

// showsDay looks for a year or a day in the first section of a format code. The
// sign of a year by era is also that of an exponent, and a month alone may be a
// minute: they count where no digit, and no hour or second, stands beside them.
func showsDay(code string) bool {
	if elapsed.MatchString(code) {
		return false
	}
	code, _, _ = strings.Cut(strings.ToLower(literal.ReplaceAllString(code, "")), ";")
	switch {
	case strings.Contains(code, "general"):
		return false
	case strings.ContainsAny(code, "yd"):
		return true
	}
	return strings.ContainsAny(code, "em") && !strings.ContainsAny(code, "hs0#?")
}

// day turns a serial number into a day; empty if it is none. The day that never
// was, 29 February 1900, is none.
func (b *Book) day(serial string) string {
	n, err := strconv.ParseFloat(serial, 64)
	if err != nil || math.IsNaN(n) || n < 1 || n >= 2958466 || math.Floor(n) == 60 && !b.d1904 {
		return ""
	}
	t, err := excelize.ExcelDateToTime(math.Floor(n), b.d1904)
	if err != nil {
		return ""
	}
	return t.Format("2006-01-02")
}
