//go:build !race

package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

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

func TestBombs(t *testing.T) {
	dir := t.TempDir()
	for name, data := range bombs(t) {
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
