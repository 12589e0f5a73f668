package crashtest

import (
	"fmt"
	"path"
	"strings"
)

// largest is how long a recorded file may grow: images are held in memory.
const largest = 1 << 28

func (t *tracker) scratch(d *descriptor) bool {
	return t.recorder.Scratch != nil && t.recorder.Scratch(path.Base(d.name))
}

func (t *tracker) write(c *call, ended bool) error {
	if ended {
		switch p := c.mine.(type) {
		case *pending:
			return t.written(c, p)
		case error:
			return p
		}
		return nil
	}
	fd := t.fd(c)
	d := t.open[fd]
	if d == nil && fd != 1 || d != nil && t.scratch(d) {
		return nil
	}
	data, err := c.text(1)
	if err != nil {
		// Strace can not read from a process that is being killed. Whether that
		// write was begun is open then; had it ended, the record would be wrong.
		c.mine = err
		return nil
	}
	if d == nil {
		t.add(Step{kind: said, data: data})
		return nil
	}
	at := d.at
	switch {
	case c.name == "pwrite64":
		if at, err = c.number(3); err != nil {
			return err
		}
	case d.add:
		at = d.file.size
	}
	if at < 0 || at > largest {
		return fmt.Errorf("%s is written at %d", d.name, at)
	}
	t.begin(c, d, Step{kind: wrote, at: at, data: data})
	return nil
}

// pending is a write or sync that has begun.
type pending struct {
	call int
	d    *descriptor
	at   int64
	most int64
}

func (t *tracker) written(c *call, p *pending) error {
	n := max(c.result, 0)
	if n > p.most {
		return fmt.Errorf("%s: %d bytes of %d were written", p.d.name, n, p.most)
	}
	if c.name == "write" {
		p.d.at = p.at + n
	}
	p.d.file.size = max(p.d.file.size, p.at+n)
	t.add(Step{kind: written, file: p.d.file, name: p.d.name, call: p.call, done: n})
	return nil
}

func (t *tracker) resize(c *call, ended bool) error {
	if !ended {
		return nil
	}
	d := t.open[t.fd(c)]
	if c.name == "truncate" {
		name, err := t.path(c, -1, 0)
		if err != nil || name == "" {
			return err
		}
		d = &descriptor{file: t.recorder.names[name], name: name}
	}
	if d == nil || t.scratch(d) {
		return nil
	}
	size, err := c.number(1)
	if err != nil || size < 0 || size > largest || d.file == nil {
		return fmt.Errorf("%s gets the length %d (%v)", d.name, size, err)
	}
	d.file.size = size
	t.add(Step{kind: resized, file: d.file, name: d.name, at: size})
	return nil
}

func (t *tracker) sync(c *call, ended bool) error {
	if ended {
		if p, ok := c.mine.(*pending); ok {
			t.add(Step{kind: synced, file: p.d.file, name: p.d.name, call: p.call, failed: c.result < 0})
		}
		return nil
	}
	if d := t.open[t.fd(c)]; d != nil && !t.scratch(d) {
		t.begin(c, d, Step{kind: syncing})
	}
	return nil
}

func (t *tracker) mmap(c *call) error {
	n, err := c.number(4)
	d := t.open[n]
	if err != nil || d == nil || t.scratch(d) || !strings.Contains(c.arg(3), "MAP_SHARED") || !strings.Contains(c.arg(2), "PROT_WRITE") {
		return nil
	}
	return fmt.Errorf("%s is mapped to be written", d.name)
}
