package ledger

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/mod/sumdb/tlog"

	"huiyin/eventstore"
)

// headerSize holds the magic, the number of leaves and the position of the last
// leaf's event; the stored hashes follow in the order of package tlog.
const (
	headerSize = 64
	magic      = "huiyin-tree 1\n"
)

// ErrNotATree says that a file is no tree file of this format.
var ErrNotATree = errors.New("ledger: not a tree file")

// Tree is the Merkle tree over a log, kept in a file. One process uses it.
type Tree struct {
	file   *os.File
	leaves int64
	at     eventstore.Position
}

// Open opens a tree file, or begins one. What a crash left half written beyond
// the header's count is written again.
func Open(path string) (*Tree, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	t := &Tree{file: f}
	if err := t.readHeader(); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return t, nil
}

func (t *Tree) readHeader() error {
	var h [headerSize]byte
	n, err := t.file.ReadAt(h[:], 0)
	if n == 0 && errors.Is(err, io.EOF) {
		return nil
	}
	if err != nil || string(h[:len(magic)]) != magic {
		return fmt.Errorf("%w: %s", ErrNotATree, t.file.Name())
	}
	t.leaves = int64(binary.BigEndian.Uint64(h[32:]))
	t.at = eventstore.Position(binary.BigEndian.Uint64(h[40:]))
	size, err := t.file.Seek(0, io.SeekEnd)
	room := (size - headerSize) / tlog.HashSize // a count beyond it may be too great to reckon with
	if err != nil || t.leaves < 0 || t.leaves > room || tlog.StoredHashCount(t.leaves) > room {
		return fmt.Errorf("%w: %s is cut short", ErrNotATree, t.file.Name())
	}
	return nil
}

// Size is how many events the tree covers.
func (t *Tree) Size() int64 { return t.leaves }

// Position is that of the last event covered.
func (t *Tree) Position() eventstore.Position { return t.at }

// Close ends the tree's use.
func (t *Tree) Close() error { return t.file.Close() }

// ReadHashes reads stored hashes; it makes a Tree a tlog.HashReader.
func (t *Tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, at := range indexes {
		if _, err := t.file.ReadAt(out[i][:], headerSize+at*tlog.HashSize); err != nil {
			return nil, fmt.Errorf("ledger: hash %d: %w", at, err)
		}
	}
	return out, nil
}

// add writes the hashes of a batch of leaves, syncs, and then moves the header.
func (t *Tree) add(leaves []tlog.Hash, last eventstore.Position) error {
	b := batch{tree: t, first: tlog.StoredHashCount(t.leaves)}
	for i, leaf := range leaves {
		more, err := tlog.StoredHashesForRecordHash(t.leaves+int64(i), leaf, &b)
		if err != nil {
			return err
		}
		b.hashes = append(b.hashes, more...)
	}
	data := make([]byte, 0, len(b.hashes)*tlog.HashSize)
	for _, h := range b.hashes {
		data = append(data, h[:]...)
	}
	if _, err := t.file.WriteAt(data, headerSize+b.first*tlog.HashSize); err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	if err := t.file.Sync(); err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	return t.mark(t.leaves+int64(len(leaves)), last)
}

func (t *Tree) mark(leaves int64, at eventstore.Position) error {
	var h [headerSize]byte
	copy(h[:], magic)
	binary.BigEndian.PutUint64(h[32:], uint64(leaves))
	binary.BigEndian.PutUint64(h[40:], uint64(at))
	if _, err := t.file.WriteAt(h[:], 0); err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	t.leaves, t.at = leaves, at
	return nil
}

// batch reads hashes that are not in the file yet from memory.
type batch struct {
	tree   *Tree
	first  int64
	hashes []tlog.Hash
}

func (b *batch) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, at := range indexes {
		if at >= b.first {
			out[i] = b.hashes[at-b.first]
			continue
		}
		one, err := b.tree.ReadHashes([]int64{at})
		if err != nil {
			return nil, err
		}
		out[i] = one[0]
	}
	return out, nil
}
