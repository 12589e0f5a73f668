package sqlite

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"maps"
	"math"
)

// The format of SQLite's WAL, as its documentation of the file format has it: a
// header, then frames, each the new content of one page. A checksum runs through
// them all, so a frame is valid only if everything before it is. The frame that
// ends a transaction carries the file's new size in pages.
const (
	walHeader   = 32
	frameHeader = 24
	pageSize    = 4096 // SQLite's default, which the schema leaves as it is
	frameSize   = frameHeader + pageSize

	walMagic   = 0x377f0682 // the lowest bit tells the checksum's byte order
	walVersion = 3007000
)

var walOrders = []binary.ByteOrder{binary.LittleEndian, binary.BigEndian}

// walScan is what one look through a WAL finds.
type walScan struct {
	// headless is set if the header does not verify; nothing else is then known.
	headless bool
	// frames counts those that verify, up to the first that does not, and torn
	// the transactions of the same WAL that end behind it.
	frames, torn int
	// The last whole transaction lies from last to end.
	last, end int64
}

// scanWAL reads a whole WAL. An empty one has no frames and is in order.
func scanWAL(src io.ReaderAt) (s walScan, err error) {
	r := newWALReader(src)
	if err := r.read(r.header[:]); err != nil {
		return s, ignoreEnd(err)
	}
	order, ok := headerOrder(r.header[:])
	if !ok {
		s.headless = true
		return s, nil
	}
	sum := checksum{order: order}
	sum.add(r.header[:24])
	s.last, s.end = walHeader, walHeader
	start, whole := s.end, true
	for at := s.end; ; at += frameSize {
		f, err := r.next()
		if err != nil {
			return s, ignoreEnd(err)
		}
		ours := bytes.Equal(f.salt(), r.header[16:24])
		if whole = whole && ours && f.page() != 0 && sum.follows(f); whole {
			s.frames++
		}
		switch {
		case f.size() == 0:
		case whole:
			s.last, s.end = start, at+frameSize
			start = s.end
		case ours:
			s.torn++
		}
	}
}

// headerOrder verifies a header and tells the byte order of the checksums.
func headerOrder(head []byte) (binary.ByteOrder, bool) {
	magic := binary.BigEndian.Uint32(head)
	order := walOrders[magic&1]
	sum := checksum{order: order}
	sum.add(head[:24])
	return order, magic&^1 == walMagic && sum.is(head[24:]) &&
		binary.BigEndian.Uint32(head[4:]) == walVersion && binary.BigEndian.Uint32(head[8:]) == pageSize
}

// lastPages gives the newest content of every page in the whole transactions of
// a WAL without a header.
func lastPages(src io.ReaderAt, order binary.ByteOrder) (map[uint32]string, error) {
	r := newWALReader(src)
	if err := r.read(r.header[:]); err != nil {
		return nil, ignoreEnd(err)
	}
	pages, open := map[uint32]string{}, map[uint32]string{}
	var salt []byte
	var sum checksum
	for {
		f, err := r.next()
		if err != nil {
			return pages, ignoreEnd(err)
		}
		if salt == nil {
			salt, sum = bytes.Clone(f.salt()), f.checksum(order)
		} else if !bytes.Equal(f.salt(), salt) || !sum.follows(f) {
			return pages, nil
		}
		if f.page() == 0 {
			return pages, nil
		}
		open[f.page()] = string(f.content())
		if f.size() != 0 {
			maps.Copy(pages, open)
			clear(open)
		}
	}
}

// walReader reads header and frames one after the other.
type walReader struct {
	src    io.Reader
	header [walHeader]byte
	frame  [frameSize]byte
}

func newWALReader(src io.ReaderAt) *walReader {
	return &walReader{src: io.NewSectionReader(src, 0, math.MaxInt64)}
}

func (r *walReader) read(p []byte) error {
	_, err := io.ReadFull(r.src, p)
	return err
}

// next is valid until it is called again.
func (r *walReader) next() (frame, error) { return r.frame[:], r.read(r.frame[:]) }

func ignoreEnd(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}

// frame is one of a WAL's, with its header.
type frame []byte

func (f frame) page() uint32    { return binary.BigEndian.Uint32(f) }
func (f frame) size() uint32    { return binary.BigEndian.Uint32(f[4:]) }
func (f frame) salt() []byte    { return f[8:16] }
func (f frame) content() []byte { return f[frameHeader:] }

func (f frame) checksum(order binary.ByteOrder) checksum {
	return checksum{order, binary.BigEndian.Uint32(f[16:]), binary.BigEndian.Uint32(f[20:])}
}

// checksum is SQLite's, over pairs of words.
type checksum struct {
	order binary.ByteOrder
	a, b  uint32
}

func (c *checksum) add(p []byte) {
	for ; len(p) >= 8; p = p[8:] {
		c.a += c.order.Uint32(p) + c.b
		c.b += c.order.Uint32(p[4:]) + c.a
	}
}

func (c *checksum) is(stored []byte) bool {
	return c.a == binary.BigEndian.Uint32(stored) && c.b == binary.BigEndian.Uint32(stored[4:])
}

// follows moves on over a frame and reports whether it is the next one.
func (c *checksum) follows(f frame) bool {
	c.add(f[:8])
	c.add(f.content())
	return c.is(f[16:24])
}
