package crashtest

import (
	"fmt"
	"strings"
)

func (t *tracker) name(name string, f *file) {
	t.recorder.names[name] = f
	t.add(Step{kind: named, name: name, file: f})
}

func (t *tracker) mkdir(c *call, ended bool) error {
	if !ended {
		return nil
	}
	name, err := t.first(c)
	if err == nil && name != "" {
		t.name(name, &file{folder: true})
	}
	return err
}

// first is the name in the first argument, or in the second behind a folder's
// descriptor.
func (t *tracker) first(c *call) (string, error) {
	if strings.HasSuffix(c.name, "at") {
		return t.path(c, 0, 1)
	}
	return t.path(c, -1, 0)
}

func (t *tracker) remove(c *call, ended bool) error {
	if !ended {
		return nil
	}
	name, err := t.first(c)
	if err == nil && name != "" {
		delete(t.recorder.names, name)
		t.add(Step{kind: unnamed, name: name})
	}
	return err
}

func (t *tracker) rename(c *call, ended bool) error {
	if !ended {
		return nil
	}
	from, err := t.first(c)
	if err != nil {
		return err
	}
	to, err := t.path(c, 2, 3)
	if c.name == "rename" {
		to, err = t.path(c, -1, 1)
	}
	if err != nil || from == "" && to == "" {
		return err
	}
	f := t.recorder.names[from]
	if f == nil || to == "" || f.folder {
		return fmt.Errorf("renaming %s to %s is not modelled", from, to)
	}
	delete(t.recorder.names, from)
	t.recorder.names[to] = f
	t.add(Step{kind: renamed, name: from, to: to, file: f})
	return nil
}
