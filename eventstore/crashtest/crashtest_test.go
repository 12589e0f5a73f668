package crashtest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

const childProgram = "HUIYIN_CRASHTEST_CHILD"

// programs are what the recorded child may do, in the folder it is given.
var programs = map[string]func(dir string) error{
	"synced": func(dir string) error {
		return writeFile(filepath.Join(dir, "a"), "old old old", true, dir)
	},
	"never synced": func(dir string) error {
		return writeFile(filepath.Join(dir, "a"), "old old old", false, "")
	},
	"the file alone is synced": func(dir string) error {
		return writeFile(filepath.Join(dir, "a"), "old old old", true, "")
	},
	"the folder alone is synced": func(dir string) error {
		return writeFile(filepath.Join(dir, "a"), "old old old", false, dir)
	},
	"written over": func(dir string) error {
		name := filepath.Join(dir, "a")
		if err := writeFile(name, strings.Repeat("o", 2000), true, dir); err != nil {
			return err
		}
		f, err := os.OpenFile(name, os.O_RDWR, 0)
		if err != nil {
			return err
		}
		_, err = f.WriteAt([]byte(strings.Repeat("n", 1500)), 100)
		return errors.Join(err, f.Close())
	},
	"replaced": func(dir string) error {
		a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
		return errors.Join(writeFile(a, "old", true, dir), writeFile(b, "new", true, ""), os.Rename(b, a))
	},
	"removed and made anew": func(dir string) error {
		a := filepath.Join(dir, "a")
		return errors.Join(writeFile(a, "old", true, dir), os.Remove(a), writeFile(a, "new", true, ""))
	},
	"in a folder without a name": func(dir string) error {
		sub := filepath.Join(dir, "sub")
		return errors.Join(os.Mkdir(sub, 0o755), writeFile(filepath.Join(sub, "a"), "old", true, sub))
	},
	"appended and cut": func(dir string) error {
		a := filepath.Join(dir, "a")
		if err := writeFile(a, "0123456789", true, dir); err != nil {
			return err
		}
		f, err := os.OpenFile(a, os.O_WRONLY|os.O_APPEND, 0)
		if err != nil {
			return err
		}
		_, err = f.WriteString("more")
		return errors.Join(err, f.Truncate(4), f.Sync(), f.Close())
	},
	"synced twice, the first time in vain": func(dir string) error {
		a := filepath.Join(dir, "a")
		f, err := os.Create(a)
		if err != nil {
			return err
		}
		_, err = f.WriteString("old")
		if f.Sync() == nil {
			return errors.New("the sync did not fail")
		}
		return errors.Join(err, f.Sync(), f.Close(), syncFolder(dir))
	},
	"a call that is not modelled": func(dir string) error {
		return errors.Join(writeFile(filepath.Join(dir, "a"), "old", true, dir), os.Symlink("a", filepath.Join(dir, "b")))
	},
}

func writeFile(name, content string, synced bool, folder string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	_, err = f.WriteString(content)
	if synced {
		err = errors.Join(err, f.Sync())
	}
	if folder != "" {
		err = errors.Join(err, syncFolder(folder))
	}
	return errors.Join(err, f.Close())
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func TestMain(m *testing.M) {
	name, dir, _ := strings.Cut(os.Getenv(childProgram), "|")
	if name == "" {
		os.Exit(m.Run())
	}
	runtime.LockOSThread() // Injected errors are counted per thread.
	if err := programs[name](dir); err != nil {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
	fmt.Println("done", name)
}

func record(t *testing.T, program string, inject ...string) ([]Step, error) {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	r := Recorder{Root: root}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childProgram+"="+program+"|"+root)
	steps, err := r.Record(cmd, inject...)
	if err == nil && cmd.ProcessState.ExitCode() != 0 {
		t.Fatalf("the program failed: %+v", steps)
	}
	return steps, err
}

// endings are the images at the program's end, told as text, and how often each
// was met.
func endings(steps []Step, distrust func(string) bool) map[string]int {
	d := Disk{Distrust: distrust}
	for i := range steps {
		d.Apply(&steps[i])
	}
	met := map[string]int{}
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 400 {
		image := d.Image(CutAt(n), random)
		var text []string
		for name, content := range image {
			text = append(text, name+"="+string(content))
		}
		slices.Sort(text)
		met[strings.Join(text, " ")]++
	}
	return met
}

// TestWhatAPowerCutLeaves says for each program which images there are at its
// end: those named are met, and no other.
func TestWhatAPowerCutLeaves(t *testing.T) {
	for program, want := range map[string][]string{
		"synced":                     {"a=old old old"},
		"the file alone is synced":   {"", "a=old old old"},
		"replaced":                   {"a=new", "a=old", "a=old b=new"},
		"removed and made anew":      {"", "a=new", "a=old"},
		"in a folder without a name": {"", "sub/a=old sub="},
		"appended and cut":           {"a=0123"},
	} {
		t.Run(program, func(t *testing.T) {
			steps, err := record(t, program)
			if err != nil {
				t.Fatal(err)
			}
			met := endings(steps, nil)
			for _, image := range want {
				if met[image] == 0 {
					t.Errorf("never met: %q", image)
				}
				delete(met, image)
			}
			if len(met) > 0 {
				t.Errorf("met besides: %v", met)
			}
			if said := steps[len(steps)-2].Said(); said != "done "+program+"\n" {
				t.Errorf("it said %q", said)
			}
		})
	}
}

func TestUnsyncedContentIsTorn(t *testing.T) {
	steps, err := record(t, "written over")
	if err != nil {
		t.Fatal(err)
	}
	var whole, old, mixed, wild int
	for image, n := range endings(steps, nil) {
		content := strings.TrimPrefix(image, "a=")
		if len(content) != 2000 || content[:100] != strings.Repeat("o", 100) || content[1600:] != strings.Repeat("o", 400) {
			t.Fatalf("bytes outside the write changed: %d bytes", len(content))
		}
		switch middle := content[100:1600]; {
		case strings.Trim(middle, "n") == "":
			whole += n
		case strings.Trim(middle, "o") == "":
			old += n
		case strings.Trim(middle, "on") == "":
			mixed += n
		default:
			wild += n
		}
	}
	if whole == 0 || old == 0 || mixed == 0 || wild == 0 {
		t.Fatalf("whole %d, old %d, mixed %d, wild %d: each must be met", whole, old, mixed, wild)
	}
}

func TestContentWithoutASyncMayBeGone(t *testing.T) {
	for _, program := range []string{"never synced", "the folder alone is synced"} {
		steps, err := record(t, program)
		if err != nil {
			t.Fatal(err)
		}
		if met := endings(steps, nil); met["a="] == 0 || met["a=old old old"] == 0 {
			t.Errorf("%s: %v", program, met)
		}
	}
}

func TestDistrustedSyncsChangeNothing(t *testing.T) {
	steps, err := record(t, "synced")
	if err != nil {
		t.Fatal(err)
	}
	met := endings(steps, func(string) bool { return true })
	if met[""] == 0 || met["a="] == 0 || met["a=old old old"] == 0 {
		t.Fatalf("%v", met)
	}
}

// TestAFailedSyncLosesWhatItWasFor is what Linux does: the second sync succeeds
// and the bytes are not there.
func TestAFailedSyncLosesWhatItWasFor(t *testing.T) {
	const program = "synced twice, the first time in vain"
	steps, err := record(t, program, "fsync:error=EIO:when=1")
	if err != nil {
		t.Fatal(err)
	}
	if met := endings(steps, nil); met["a="] != 400 {
		t.Fatalf("%v", met)
	}
	failed := 0
	for i := range steps {
		if name, ok, isSync := steps[i].Synced(); isSync && !ok && name == "a" {
			failed++
		}
	}
	if failed != 1 {
		t.Fatalf("%d failed syncs, want 1", failed)
	}
}

func TestWhatIsNotModelledIsRefused(t *testing.T) {
	if _, err := record(t, "a call that is not modelled"); err == nil || !strings.Contains(err.Error(), "symlink") {
		t.Fatalf("got %v", err)
	}
}

func TestStraceIsNamedIfItIsMissing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := (&Recorder{Root: t.TempDir()}).Record(exec.Command(os.Args[0])); !errors.Is(err, ErrNoStrace) {
		t.Fatalf("got %v", err)
	}
}

// TestInterleavedThreadsAreJoined reads calls that strace wrote in two lines.
func TestInterleavedThreadsAreJoined(t *testing.T) {
	const trace = `7  openat(AT_FDCWD, "\x2f\x72\x2f\x61", O_RDWR|O_CREAT|O_CLOEXEC, 0644) = 3
7  pwrite64(3, "\x6f\x6e\x65", 3, 0 <unfinished ...>
8  pwrite64(3, "\x74\x77\x6f", 3, 3 <unfinished ...>
8  <... pwrite64 resumed>) = 2
9  --- SIGURG {si_signo=SIGURG} ---
9  fsync(3 <unfinished ...>
7  <... pwrite64 resumed>)           = 3
9  <... fsync resumed>) = -1 EIO (Input/output error) (INJECTED)
8  write(1, "\x6f\x6b", 2) = 2
8  pwrite64(3, "\x74\x77\x6f", 3, 9) = ?
8  +++ killed by SIGKILL +++
`
	r := Recorder{Root: "/r", names: map[string]*file{".": {folder: true}}}
	tr := tracker{recorder: &r, open: map[int64]*descriptor{}}
	if err := eachCall(strings.NewReader(trace), tr.call); err != nil {
		t.Fatal(err)
	}
	var kinds []kind
	for _, s := range tr.steps {
		kinds = append(kinds, s.kind)
	}
	want := []kind{named, wrote, wrote, written, syncing, written, synced, said, wrote}
	if !slices.Equal(kinds, want) {
		t.Fatalf("got %v, want %v", kinds, want)
	}
	if s := tr.steps[3]; s.done != 2 || s.call != tr.steps[2].call || tr.steps[8].at != 9 || !tr.steps[6].failed {
		t.Fatalf("got %+v", tr.steps)
	}
	d := Disk{}
	for i := range tr.steps {
		d.Apply(&tr.steps[i])
	}
	// The sync was for the write that had ended when it began, and lost it.
	if image := d.Image(Keep, rand.New(rand.NewPCG(1, 1))); string(image["a"]) != "one\x00\x00\x00\x00\x00\x00two" {
		t.Fatalf("got %q", image["a"])
	}
}

func FuzzTrace(f *testing.F) {
	f.Add("7  fsync(3) = 0\n")
	f.Add("7  openat(AT_FDCWD, \"\\x2f\\x72\\x2f\\x61\", O_RDWR|O_CREAT) = 3\n7  write(3, \"\\x61\", 1) = 1\n")
	f.Add("7  close(3 <unfinished ...>\n7  <... close resumed>) = 0\n")
	f.Add("7  mmap(NULL, 1, PROT_WRITE, MAP_SHARED, 3, 0) = 0x7f\n")
	f.Fuzz(func(t *testing.T, trace string) {
		r := Recorder{Root: "/r", names: map[string]*file{".": {folder: true}}}
		tr := tracker{recorder: &r, open: map[int64]*descriptor{}}
		if eachCall(strings.NewReader(trace), tr.call) != nil {
			return
		}
		d := Disk{}
		for i := range tr.steps {
			d.Apply(&tr.steps[i])
		}
		d.Image(AnyOrder, rand.New(rand.NewPCG(1, 1)))
	})
}
