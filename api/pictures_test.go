package api

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

// TestThePicturesAreThere holds that the main pages lie in testdata as they were
// looked at, on the two screens they are made for: an old office one and a phone.
// testdata/pictures/README.md says how they are taken.
func TestThePicturesAreThere(t *testing.T) {
	for size, width := range map[string]int{"1366x768": 1366, "360x740": 360} {
		all, err := filepath.Glob(filepath.Join("testdata", "pictures", size, "*.png"))
		if err != nil || len(all) != 12 {
			t.Errorf("%d pictures of %s, want 12 (%v)", len(all), size, err)
		}
		for _, name := range all {
			file, err := os.Open(name)
			if err != nil {
				t.Fatal(err)
			}
			got, err := png.DecodeConfig(file)
			if closeErr := file.Close(); err != nil || closeErr != nil || got.Width != width {
				t.Errorf("%s: %d pixels wide, %v, %v", name, got.Width, err, closeErr)
			}
		}
	}
}
