package wire

import (
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"huiyin/domain/suggestion"
)

// Every sample ever written is read for ever: those of a schema that is no longer
// written go through their upcasters, and what comes out can be written again.
func TestOldSamplesAreStillRead(t *testing.T) {
	files, err := filepath.Glob("testdata/events/*.json")
	if err != nil {
		t.Fatal(err)
	}
	newest := map[string]int{}
	for _, f := range forms() {
		newest[f.Name] = f.Schema
	}
	old := 0
	for _, file := range files {
		m := regexp.MustCompile(`^(.+)\.v(\d+)\.json$`).FindStringSubmatch(filepath.Base(file))
		schema, _ := strconv.Atoi(m[2])
		data := []byte(strings.TrimSpace(readFile(t, file)))
		if schema < newest[m[1]] {
			old++
		}
		e, err := Decode(m[1], schema, data)
		if err == nil {
			_, _, _, err = Encode(e)
		} else if _, err = DecodeRegister(m[1], schema, data); err != nil {
			_, err = DecodeEntry(m[1], schema, data)
		}
		if err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	if old < 4 {
		t.Errorf("only %d samples of old schemas found", old)
	}
}

// A request of the days when one consent was enough still waits for one.
func TestAnOldExtensionWaitsForOneConsent(t *testing.T) {
	e, err := Decode("extension.requested", 1, []byte(`{"line":"l1","move":{"from":"contact","to":"contact"},"reason":"wide"}`))
	asked, ok := e.(suggestion.ExtensionRequested)
	if err != nil || !ok || asked.Line != "l1" || asked.Reason != "wide" || len(asked.Needs) != 1 || asked.Needs[0] != suggestion.OfAssigningBody {
		t.Fatalf("%+v, %v", e, err)
	}
}
