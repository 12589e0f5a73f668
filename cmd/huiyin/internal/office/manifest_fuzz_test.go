package office_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"huiyin/cmd/huiyin/internal/office"
)

// FuzzManifest holds that no manifest makes a folder a backup whose log it does
// not know: what a manifest says cannot be believed beside another file, and
// every refusal says that it is one.
func FuzzManifest(f *testing.F) {
	for _, s := range []string{"", "{}", `{"format":1}`, `{"format":2,"digest":""}`, `{"format":1,"taken":"2026-03-05T00:00:00Z","events":1,"digest":"x"}`,
		`{"format":1,"taken":"soon"}`, `{"format":1} {"format":1}`, `[1]`, `{"format":1,"events":-1,"position":18446744073709551615}`, "\xff"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, manifest []byte) {
		dir := t.TempDir()
		err1 := os.WriteFile(filepath.Join(dir, "manifest.json"), manifest, 0o600)
		err2 := os.WriteFile(filepath.Join(dir, "events.db"), []byte("no log"), 0o600)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		if _, err := office.VerifyBackup(t.Context(), dir, nil); !errors.Is(err, office.ErrBackup) {
			t.Fatalf("%s: %v", manifest, err)
		}
	})
}
