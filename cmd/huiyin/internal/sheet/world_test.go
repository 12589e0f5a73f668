package sheet

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// parts of a workbook, and the frame that makes one of them.
type parts map[string]func(w io.Writer)

func fixed(s string) func(io.Writer) { return func(w io.Writer) { _, _ = io.WriteString(w, s) } }

const ns = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

// framed makes a workbook of the parts, with a list of n sheets.
func framed(t testing.TB, n int, more parts) []byte {
	t.Helper()
	all := parts{
		"[Content_Types].xml": fixed(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>`),
		"_rels/.rels":         fixed(`<Relationships></Relationships>`),
		"xl/workbook.xml": func(w io.Writer) {
			fmt.Fprintf(w, `<workbook %s><sheets>`, ns)
			for i := range n {
				fmt.Fprintf(w, `<sheet name="S%d" sheetId="%d" r:id="r%d"/>`, i+1, i+1, i+1)
			}
			fmt.Fprint(w, `</sheets></workbook>`)
		},
		"xl/_rels/workbook.xml.rels": func(w io.Writer) {
			fmt.Fprint(w, `<Relationships>`)
			for i := range n {
				fmt.Fprintf(w, `<Relationship Id="r%d" Type="http://x/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, i+1)
			}
			fmt.Fprint(w, `</Relationships>`)
		},
	}
	for name, write := range more {
		all[name] = write
	}
	return zipped(t, all)
}

func zipped(t testing.TB, all parts) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	for _, name := range slices.Sorted(maps.Keys(all)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		all[name](w)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// sheetOf wraps the rows of a sheet and what follows them.
func sheetOf(rows, after func(w io.Writer)) func(io.Writer) {
	return func(w io.Writer) {
		fmt.Fprintf(w, `<worksheet %s><sheetData>`, ns)
		rows(w)
		fmt.Fprint(w, `</sheetData>`)
		after(w)
		fmt.Fprint(w, `</worksheet>`)
	}
}

func nothing(io.Writer) {}

func repeated(n int, format string) func(io.Writer) {
	return func(w io.Writer) {
		for i := range n {
			fmt.Fprint(w, strings.ReplaceAll(format, "#", strconv.Itoa(i+1)))
		}
	}
}

// noise keeps a part from being packed too tight.
func noise(n int) string {
	r := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for range n {
		b.WriteByte(byte('a' + r.IntN(26)))
	}
	return b.String()
}

// loose adds a comment that packs badly, so that the part passes for one of a
// usual ratio and what it holds is met.
func loose(write func(io.Writer)) func(io.Writer) {
	return func(w io.Writer) {
		fmt.Fprint(w, "<!--"+noise(400_000)+"-->")
		write(w)
	}
}

func sheetOne(write func(io.Writer)) parts { return parts{"xl/worksheets/sheet1.xml": write} }

func withStrings(table func(io.Writer), rows func(io.Writer)) parts {
	p := sheetOne(sheetOf(rows, nothing))
	p["xl/sharedStrings.xml"] = func(w io.Writer) {
		fmt.Fprintf(w, `<sst %s>`, ns)
		table(w)
		fmt.Fprint(w, `</sst>`)
	}
	return p
}
