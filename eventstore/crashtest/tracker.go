package crashtest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// tracker turns the calls of one process into steps. It knows what its
// descriptors stand for and which names there are.
type tracker struct {
	recorder *Recorder
	open     map[int64]*descriptor
	steps    []Step
}

type descriptor struct {
	file *file
	name string
	at   int64
	add  bool
}

func (t *tracker) call(c *call, ended bool) error {
	if c.result < 0 && c.mine == nil {
		return nil
	}
	switch c.name {
	case "open", "openat", "creat":
		return t.opened(c, ended)
	case "close":
		return t.closed(c, ended)
	case "write", "pwrite64":
		return t.write(c, ended)
	case "lseek":
		if d := t.open[t.fd(c)]; d != nil && ended {
			d.at = c.result
		}
		return nil
	case "truncate", "ftruncate":
		return t.resize(c, ended)
	case "fsync", "fdatasync":
		return t.sync(c, ended)
	case "mkdir", "mkdirat":
		return t.mkdir(c, ended)
	case "unlink", "unlinkat", "rmdir":
		return t.remove(c, ended)
	case "rename", "renameat", "renameat2":
		return t.rename(c, ended)
	case "mmap":
		return t.mmap(c)
	case "sync_file_range":
		return nil // It starts writing and promises nothing.
	case "sync", "syncfs":
		return fmt.Errorf("%s is not modelled", c.name)
	}
	return t.refuse(c)
}

// refuse lets calls pass that do not touch what is recorded.
func (t *tracker) refuse(c *call) error {
	for i, arg := range c.args {
		name, err := t.path(c, i-1, i)
		n, notNumber := c.number(i)
		if err == nil && name != "" || notNumber == nil && t.open[n] != nil && !strings.HasPrefix(arg, "0x") {
			return fmt.Errorf("%s(%.80s) is not modelled", c.name, strings.Join(c.args, ", "))
		}
	}
	return nil
}

func (t *tracker) add(s Step) { t.steps = append(t.steps, s) }

// begin adds the first of a call's two steps.
func (t *tracker) begin(c *call, d *descriptor, s Step) {
	t.recorder.calls++
	s.call, s.file, s.name = t.recorder.calls, d.file, d.name
	c.mine = &pending{s.call, d, s.at, int64(len(s.data))}
	t.add(s)
}

// path gives the name, below the root, that an argument stands for, and none if
// it lies elsewhere. The argument before may be the folder it is relative to.
func (t *tracker) path(c *call, folder, i int) (string, error) {
	raw, err := c.text(i)
	if err != nil {
		return "", err
	}
	p := string(raw)
	if !filepath.IsAbs(p) {
		base, err := os.Getwd()
		if err != nil {
			return "", err
		}
		if n, err := c.number(folder); err == nil {
			d := t.open[n]
			if d == nil {
				return "", nil
			}
			base = filepath.Join(t.recorder.Root, d.name)
		}
		p = filepath.Join(base, p)
	}
	name, err := filepath.Rel(t.recorder.Root, p)
	if err != nil || name == ".." || strings.HasPrefix(name, "../") {
		return "", nil
	}
	return name, nil
}

func (t *tracker) fd(c *call) int64 {
	n, err := c.number(0)
	if err != nil {
		return -1
	}
	return n
}

func (t *tracker) opened(c *call, ended bool) error {
	if !ended {
		return nil
	}
	folder, at, flags := -1, 0, c.arg(1)
	switch c.name {
	case "openat":
		folder, at, flags = 0, 1, c.arg(2)
	case "creat":
		flags = "O_CREAT|O_TRUNC"
	}
	delete(t.open, c.result)
	name, err := t.path(c, folder, at)
	if err != nil || name == "" {
		return err
	}
	f := t.recorder.names[name]
	switch {
	case f == nil && strings.Contains(flags, "O_CREAT"):
		f = &file{}
		t.name(name, f)
	case f == nil:
		return fmt.Errorf("%s was opened and never made", name)
	case strings.Contains(flags, "O_TRUNC") && f.size > 0:
		f.size = 0
		t.add(Step{kind: resized, file: f})
	}
	t.open[c.result] = &descriptor{file: f, name: name, add: strings.Contains(flags, "O_APPEND")}
	return nil
}

// closed forgets a descriptor when the call begins: from then on another thread
// may be given its number.
func (t *tracker) closed(c *call, ended bool) error {
	if !ended {
		delete(t.open, t.fd(c))
	}
	return nil
}
