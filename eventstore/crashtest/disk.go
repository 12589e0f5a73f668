package crashtest

import (
	"path"
	"slices"
)

// Disk is what steps have made of a folder: what is certain to outlive a power
// cut, and the changes since, which are not. The zero Disk is an empty folder.
type Disk struct {
	// Distrust reports syncs, by name, that are to change nothing; nil trusts
	// all. It shows what a check is worth: without syncs it must fail.
	Distrust func(name string) bool

	certain map[*file][]byte
	names   map[string]*file
	changes []*change
	calls   map[int]*change
	syncs   map[int][]*change
}

// change is one that no sync has made certain. Either it is of a file's content
// (a write, or a new length if cut is set) or of names.
type change struct {
	file  *file
	at    int64
	data  []byte
	cut   bool
	ended bool

	folder      string
	gone, there string
}

// Apply takes one step.
func (d *Disk) Apply(s *Step) {
	if d.names == nil {
		*d = Disk{Distrust: d.Distrust, certain: map[*file][]byte{}, names: map[string]*file{},
			calls: map[int]*change{}, syncs: map[int][]*change{}}
	}
	switch s.kind {
	case wrote:
		d.calls[s.call] = d.change(change{file: s.file, at: s.at, data: s.data})
	case written:
		c := d.calls[s.call]
		c.data, c.ended = c.data[:s.done], true
		delete(d.calls, s.call)
	case resized:
		d.change(change{file: s.file, at: s.at, cut: true, ended: true})
	case named:
		d.change(change{file: s.file, folder: path.Dir(s.name), there: s.name, ended: true})
	case unnamed:
		d.change(change{folder: path.Dir(s.name), gone: s.name, ended: true})
	case renamed:
		d.change(change{file: s.file, folder: path.Dir(s.to), gone: s.name, there: s.to, ended: true})
	case syncing:
		d.syncs[s.call] = d.covered(s)
	case synced:
		if d.Distrust == nil || !d.Distrust(s.name) {
			d.settle(d.syncs[s.call], s)
		}
		delete(d.syncs, s.call)
	case exited:
		// What was cut off has happened or not, and nothing comes after it.
		for _, c := range d.changes {
			c.ended = true
		}
	}
}

func (d *Disk) change(c change) *change {
	d.changes = append(d.changes, &c)
	return &c
}

// covered are the changes a sync that begins now is for: those that have ended.
func (d *Disk) covered(s *Step) (list []*change) {
	for _, c := range d.changes {
		if c.ended && c.isOf(s) {
			list = append(list, c)
		}
	}
	return list
}

func (c *change) isOf(s *Step) bool {
	if s.file.folder {
		return c.folder == s.name
	}
	return c.folder == "" && c.file == s.file
}

// settle makes changes certain, or undoes them if the sync failed. Names are not
// undone: a file system keeps its journal of them or stops.
func (d *Disk) settle(list []*change, s *Step) {
	if s.failed && s.file.folder {
		return
	}
	for _, c := range list {
		i := slices.Index(d.changes, c)
		if i < 0 {
			continue // Another sync was for it too.
		}
		d.changes = slices.Delete(d.changes, i, i+1)
		if s.failed {
			continue
		}
		if c.folder != "" {
			c.rename(d.names)
		} else {
			d.certain[c.file] = c.apply(d.certain[c.file])
		}
	}
}

func (c *change) rename(names map[string]*file) {
	if c.gone != "" {
		delete(names, c.gone)
	}
	if c.there != "" {
		names[c.there] = c.file
	}
}

// apply changes content in place.
func (c *change) apply(content []byte) []byte {
	if c.cut {
		return extend(content, c.at)[:c.at]
	}
	content = extend(content, c.at+int64(len(c.data)))
	copy(content[c.at:], c.data)
	return content
}

// extend fills with zeros up to a length, as file systems do.
func extend(content []byte, size int64) []byte {
	if missing := size - int64(len(content)); missing > 0 {
		content = append(content, make([]byte, missing)...)
	}
	return content
}
