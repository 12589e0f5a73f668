package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestMain reads a bomb when it is told to, in a process of its own whose memory
// nothing else uses.
func TestMain(m *testing.M) {
	if file := os.Getenv("HUIYIN_BOMB"); file != "" {
		os.Exit(meet(file))
	}
	os.Exit(m.Run())
}

// meet reads a file as an import does, and prints the refusal, how long it took
// and how far memory grew.
func meet(file string) int {
	data, err := os.ReadFile(file)
	if err != nil {
		fmt.Println(err)
		return 1
	}
	before, start := kilobytes("VmRSS"), time.Now()
	err = readAll(data)
	var r *Refusal
	if !errors.As(err, &r) {
		fmt.Println("not refused", err, 0, 0)
		return 1
	}
	fmt.Println(r.Code, time.Since(start).Milliseconds(), (kilobytes("VmHWM")-before)/1024)
	return 0
}

func readAll(data []byte) error {
	ctx, cancel := context.WithTimeout(context.Background(), Timeout)
	defer cancel()
	if _, err := KindOf(data); err != nil {
		return err
	}
	book, err := OpenBook(ctx, data)
	if err != nil {
		return err
	}
	for _, name := range book.Sheets() {
		if _, err := book.Read(ctx, name, 0); err != nil {
			return err
		}
	}
	return nil
}

func kilobytes(field string) int {
	status, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, field+":"); ok {
			n, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(rest), " kB"))
			return n
		}
	}
	return 0
}

// bombs are the six of the rule (IMP-02), each in the plain form, which the zip
// directory gives away, and in forms that keep within the limits of size.
func bombs(t testing.TB) map[string][]byte {
	small := sheetOf(fixed(`<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>`), nothing)
	many := parts{}
	for i := range 1000 {
		many[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)] = small
	}
	heavy := parts{}
	for i := range 5 {
		heavy[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)] = sheetOf(fixed(noise(15<<20/8)+strings.Repeat(" ", 13<<20)), nothing)
	}
	merges := func(n int, ref string) func(io.Writer) {
		return sheetOf(fixed(`<row r="1"><c r="A1"><v>1</v></c></row>`), func(w io.Writer) {
			fmt.Fprint(w, `<mergeCells>`)
			repeated(n, `<mergeCell ref="`+ref+`"/>`)(w)
			fmt.Fprint(w, `</mergeCells>`)
		})
	}
	long := noise(32000)
	laughs := `<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "` + strings.Repeat("ha", 2000) + `">`
	for c := 'b'; c < 'k'; c++ {
		laughs += fmt.Sprintf(`<!ENTITY %c "%s">`, c, strings.Repeat(fmt.Sprintf("&%c;", c-1), 100))
	}
	return map[string][]byte{
		"1 big sheet":                   framed(t, 1, sheetOne(sheetOf(repeated(1_000_000, `<row r="#"><c r="A#"><v>#</v></c></row>`), nothing))),
		"1 big sheet, in size":          framed(t, 1, sheetOne(sheetOf(repeated(300_000, `<row r="#"><c r="A#"><v>#</v></c></row>`), nothing))),
		"1 big sheet, one row":          framed(t, 1, sheetOne(sheetOf(loose(fixed(`<row r="1">`+strings.Repeat(`<c s="1"/>`, 400_000)+`</row>`)), nothing))),
		"1 big sheet, far columns":      framed(t, 1, sheetOne(sheetOf(repeated(4000, `<row r="#"><c r="XFD#"/></row>`), nothing))),
		"1 big sheet, all empty":        framed(t, 1, sheetOne(sheetOf(loose(repeated(800_000, `<row/>`)), nothing))),
		"2 many sheets":                 framed(t, 1000, many),
		"2 many sheets, heavy":          framed(t, 5, heavy),
		"3 nested zip":                  framed(t, 1, parts{"xl/worksheets/sheet1.xml": small, "xl/media/a.zip": fixed(string(framed(t, 1, sheetOne(small))))}),
		"3 nested zip, only":            zipped(t, parts{"a.zip": fixed(string(framed(t, 1, sheetOne(small))))}),
		"4 shared strings":              framed(t, 1, withStrings(repeated(1, `<si><t>`+strings.Repeat("x", 40<<20)+`</t></si>`), nothing)),
		"4 shared strings, one long":    framed(t, 1, withStrings(fixed(`<si><t>`+long+`</t></si>`), loose(repeated(4900, `<row r="#">`+strings.Repeat(`<c t="s"><v>0</v></c>`, 50)+`</row>`)))),
		"4 shared strings, rich":        framed(t, 1, withStrings(loose(fixed(`<si>`+strings.Repeat(`<r><t>`+noise(5)+`</t></r>`, 200_000)+`</si>`)), repeated(4900, `<row r="#"><c t="s"><v>0</v></c></row>`))),
		"4 shared strings, many":        framed(t, 1, withStrings(loose(repeated(1_200_000, `<si/>#`)), nothing)),
		"5 entities":                    framed(t, 1, sheetOne(fixed(laughs+`]><w>&j;</w>`))),
		"5 quadratic, deep":             framed(t, 1, sheetOne(loose(fixed(strings.Repeat("<a>", 700_000)+strings.Repeat("</a>", 700_000))))),
		"5 quadratic, attributes":       framed(t, 1, sheetOne(func(w io.Writer) { fmt.Fprint(w, "<a"); repeated(700_000, ` a#="#"`)(w); fmt.Fprint(w, "/>") })),
		"5 quadratic, hidden":           framed(t, 1, sheetOne(fixed(`<?xml version="1.0" encoding="utf-16"?>`+strings.Repeat("<a>", 1000)))),
		"6 merged cells":                framed(t, 1, sheetOne(merges(1_000_000, "A#:B#"))),
		"6 merged cells, in size":       framed(t, 1, sheetOne(merges(400_000, "A#:B#"))),
		"6 merged cells, over another":  framed(t, 1, sheetOne(sheetOf(repeated(5000, `<row r="#"><c r="A#"><v>1</v></c></row>`), func(w io.Writer) { repeated(9000, `<mergeCell ref="A1:BH5000"/>`)(w) }))),
		"styles":                        framed(t, 1, parts{"xl/worksheets/sheet1.xml": small, "xl/styles.xml": func(w io.Writer) { repeated(1_200_000, `<xf/>#`)(w) }}),
		"packed tight":                  framed(t, 1, sheetOne(sheetOf(fixed(strings.Repeat(" ", 15<<20)), nothing))),
		"the directory says it is less": lying(t),
	}
}

// lying is a workbook whose directory understates a part by far.
func lying(t testing.TB) []byte {
	data := framed(t, 1, sheetOne(sheetOf(fixed(noise(1<<20)), nothing)))
	size := []byte{0, 0, 0, 0}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "sheet1.xml") {
			n := f.UncompressedSize64
			size = []byte{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24)}
		}
	}
	at := bytes.LastIndex(data, size)
	copy(data[at:], []byte{0xff, 0, 0, 0})
	return data
}

const (
	mostSeconds = 5 // on a busy machine; the rule's second is for an idle one
	mostGrowth  = 200
)

// TestBombs meets every bomb; under the race detector, which looks for something
// else, one of them.
func TestBombs(t *testing.T) {
	dir, met := t.TempDir(), 0
	for name, data := range bombs(t) {
		if met++; raced && met > 1 {
			break
		}
		file := filepath.Join(dir, strings.ReplaceAll(name, " ", "_"))
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), "HUIYIN_BOMB="+file)
		out, err := c.CombinedOutput()
		var code string
		var took, grown int
		if _, scanErr := fmt.Sscan(string(out), &code, &took, &grown); err != nil || scanErr != nil {
			t.Errorf("%s: %s %v", name, out, err)
			continue
		}
		t.Logf("%-28s %5.1f MiB: %s after %d ms, memory grew by %d MiB", name, float64(len(data))/(1<<20), code, took, grown)
		if took > mostSeconds*1000 || grown > mostGrowth {
			t.Errorf("%s: %d ms, %d MiB", name, took, grown)
		}
	}
}
