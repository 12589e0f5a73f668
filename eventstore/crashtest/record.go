package crashtest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// traced are the calls that change files or make changes durable, and those that
// say which file a descriptor stands for.
const traced = "open,openat,openat2,creat,close,dup,dup2,dup3," +
	"write,pwrite64,writev,pwritev,pwritev2,lseek,ftruncate,truncate,fallocate," +
	"fsync,fdatasync,sync_file_range,sync,syncfs,msync,mmap," +
	"rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,link,linkat,symlink,symlinkat," +
	"copy_file_range,sendfile,splice"

// ErrNoStrace: strace, which makes the record, is not installed.
var ErrNoStrace = errors.New("crashtest: strace is missing; install the package strace")

// Recorder records what commands, one after the other, do to the files below a
// folder. Each command must be one process.
type Recorder struct {
	// Root is the folder: absolute, without symbolic links, and empty when the
	// first command starts.
	Root string
	// Scratch reports files, by name, whose content does not matter after a
	// restart; nil means none.
	Scratch func(name string) bool

	names map[string]*file
	calls int
}

// Record runs a command to its end under strace and returns the steps it took.
// How the command ended is left in cmd. What it wrote to its standard output is
// in the record: see Step.Said. Inject makes calls fail, in strace's words:
// "fsync:error=EIO:when=3", counted per thread.
func (r *Recorder) Record(cmd *exec.Cmd, inject ...string) (steps []Step, err error) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		return nil, ErrNoStrace
	}
	dir, err := os.MkdirTemp("", "crashtest")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	out := filepath.Join(dir, "trace")
	args := []string{strace, "-f", "--seccomp-bpf", "-xx", "-s", "100000000", "-o", out, "-e", "signal=none", "-e", "trace=" + traced}
	for _, i := range inject {
		args = append(args, "-e", "inject="+i)
	}
	cmd.Args = append(append(args, "--", cmd.Path), cmd.Args[1:]...)
	cmd.Path = strace
	var told strings.Builder
	cmd.Stderr = &told
	if err := cmd.Run(); cmd.ProcessState == nil {
		return nil, err
	}
	if steps, err = r.read(out); err == nil && len(steps) < 2 {
		err = fmt.Errorf("crashtest: nothing was recorded: %s", told.String())
	}
	return steps, err
}

func (r *Recorder) read(path string) ([]Step, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if r.names == nil {
		r.names = map[string]*file{".": {folder: true}}
	}
	t := tracker{recorder: r, open: map[int64]*descriptor{}}
	err = eachCall(f, t.call)
	t.add(Step{kind: exited})
	return t.steps, errors.Join(err, f.Close())
}
