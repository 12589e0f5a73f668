package crashtest

import (
	"bytes"
	"errors"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// Cut says what becomes of the changes that no sync has made certain.
type Cut uint8

const (
	// Keep keeps them all: only the program died.
	Keep Cut = iota
	// Drop keeps none.
	Drop
	// InOrder keeps those up to one of them, which is torn.
	InOrder
	// AnyOrder keeps, drops or tears each one for itself.
	AnyOrder
	cuts
)

// CutAt numbers the cuts round and round, so that a loop meets them all.
func CutAt(n int) Cut { return Cut(n % int(cuts)) }

const sector = 512

// Image is what a machine finds after the power cut: the content of each file,
// by name, and nil for a folder.
type Image map[string][]byte

// Image gives one image the disk may show now. The same randomness gives the
// same image.
func (d *Disk) Image(cut Cut, random *rand.Rand) Image {
	names, contents := maps.Clone(d.names), map[*file][]byte{}
	fate := newFate(cut, len(d.changes), random)
	for i, c := range d.changes {
		switch {
		case c.folder == "":
			old, known := contents[c.file]
			if !known {
				old = bytes.Clone(d.certain[c.file])
			}
			contents[c.file] = fate.content(i, c, old)
		case fate.of(i) == kept:
			c.rename(names)
		}
	}
	image := Image{}
	for name, f := range names {
		switch {
		case !reachable(names, name):
		case f.folder:
			image[name] = nil
		case contents[f] != nil:
			image[name] = contents[f]
		default:
			image[name] = append([]byte{}, d.certain[f]...)
		}
	}
	return image
}

// reachable reports whether the folders above a name are there.
func reachable(names map[string]*file, name string) bool {
	for up := path.Dir(name); up != "."; up = path.Dir(up) {
		if f := names[up]; f == nil || !f.folder {
			return false
		}
	}
	return true
}

// Write puts the image into an empty folder.
func (m Image) Write(dir string) error {
	for _, name := range slices.Sorted(maps.Keys(m)) {
		where, content := filepath.Join(dir, name), m[name]
		err := os.MkdirAll(filepath.Dir(where), 0o755)
		if err == nil && content == nil {
			err = os.MkdirAll(where, 0o755)
		} else if err == nil {
			err = os.WriteFile(where, content, 0o644)
		}
		if err != nil {
			return errors.Join(errors.New("crashtest: writing an image"), err)
		}
	}
	return nil
}

type outcome uint8

const (
	kept outcome = iota
	dropped
	torn
)

// fate decides about each change.
type fate struct {
	cut    Cut
	random *rand.Rand
	last   int
	chance float64
}

func newFate(cut Cut, changes int, random *rand.Rand) *fate {
	f := &fate{cut: cut, random: random, chance: []float64{0.2, 0.5, 0.8}[random.IntN(3)]}
	f.last = random.IntN(changes + 1)
	return f
}

func (f *fate) of(i int) outcome {
	switch {
	case f.cut == Keep, f.cut == InOrder && i < f.last, f.cut == AnyOrder && f.random.Float64() < f.chance:
		return kept
	case f.cut == InOrder && i == f.last, f.cut == AnyOrder && f.random.IntN(2) == 0:
		return torn
	}
	return dropped
}

// content is what a file has after a change. A change of length is not torn.
func (f *fate) content(i int, c *change, old []byte) []byte {
	switch o := f.of(i); {
	case o == kept, o == torn && c.cut && f.random.IntN(2) == 0:
		return c.apply(old)
	case o == torn && !c.cut && f.cut == InOrder:
		part := *c
		part.data = c.data[:f.random.IntN(len(c.data)+1)]
		return part.apply(old)
	case o == torn && !c.cut:
		return f.tear(c, old)
	}
	return nonNil(old)
}

// tear writes sector by sector: one may be written or not, and one that was to
// be changed may hold anything. The file may have its new length without the new
// content.
func (f *fate) tear(c *change, old []byte) []byte {
	if f.random.IntN(2) == 0 {
		old = extend(old, c.at+int64(len(c.data)))
	}
	for from := int64(0); from < int64(len(c.data)); {
		to := min(from+sector-(c.at+from)%sector, int64(len(c.data)))
		part := change{at: c.at + from, data: c.data[from:to]}
		switch f.random.IntN(5) {
		case 0, 1:
			old = part.apply(old)
		case 2:
			if !part.isThere(old) {
				part.data = f.anything(len(part.data))
				old = part.apply(old)
			}
		}
		from = to
	}
	return nonNil(old)
}

func (c *change) isThere(content []byte) bool {
	return c.at+int64(len(c.data)) <= int64(len(content)) && bytes.Equal(content[c.at:c.at+int64(len(c.data))], c.data)
}

func (f *fate) anything(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(f.random.Uint32())
	}
	return b
}

func nonNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}
