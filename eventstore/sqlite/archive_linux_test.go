package sqlite

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
)

const nobody = 65534

// TestReadOnlyReadsAnArchive reads a folder nobody may write to. The superuser
// may, so the test gives up that right for its own thread.
func TestReadOnlyReadsAnArchive(t *testing.T) {
	dir := makeArchive(t)
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if os.Geteuid() == 0 {
		if err := syscall.Setfsuid(nobody); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = syscall.Setfsuid(0) }()
	}
	if err := os.WriteFile(filepath.Join(dir, "probe"), nil, 0o600); err == nil {
		t.Fatal("the folder can be written to: the test proves nothing")
	}
	s := open(t, Options{Dir: dir, ReadOnly: true})
	if got := readAll(t, s); len(got) != 1 {
		t.Fatalf("%d events, want 1", len(got))
	}
	closed(t, s)
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 2 {
		t.Fatalf("the folder holds %v, %v", entries, err)
	}
}

func makeArchive(t *testing.T) string {
	dir := filepath.Join(t.TempDir(), "archive")
	s := open(t, Options{Dir: dir})
	mustAppend(t, s, "s", 0, "first")
	closed(t, s)
	// The folders above belong to the test and must let others through.
	for _, up := range []string{filepath.Dir(dir), filepath.Dir(filepath.Dir(dir))} {
		if err := os.Chmod(up, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(os.Chmod(filepath.Join(dir, fileName), 0o444), os.Chmod(dir, 0o555)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Error(err)
		}
	})
	return dir
}
