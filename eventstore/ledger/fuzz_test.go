package ledger

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// FuzzVerify holds that no file makes reading a signed checkpoint panic, that
// every refusal is one, and that what a known key signed says the same when it
// is signed again.
func FuzzVerify(f *testing.F) {
	secret, public, err := GenerateKey(strings.NewReader(strings.Repeat("not random ", 9)), "office")
	if err != nil {
		f.Fatal(err)
	}
	signer, err1 := note.NewSigner(secret)
	known, err2 := note.NewVerifier(public)
	c := Checkpoint{Origin: "huiyin/0011223344556677", Size: 7, Root: tlog.RecordHash([]byte("x")), Position: 9}
	good, err3 := c.Sign(signer)
	if err := errors.Join(err1, err2, err3); err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{good, bytes.Replace(good, []byte("\n7\n"), []byte("\n8\n"), 1), good[:len(good)-1], []byte(c.Text()), nil,
		append(bytes.Clone(good), good...), []byte("\n\n\u2014 office AAAA\n")} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, signed []byte) {
		c, err := Verify(signed, known)
		if err != nil {
			if !errors.Is(err, ErrCheckpoint) || c != (Checkpoint{}) {
				t.Fatal(c, err)
			}
			return
		}
		again, err := c.Sign(signer)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := Verify(again, known); err != nil || back != c {
			t.Fatalf("%+v, %+v, %v", c, back, err)
		}
	})
}

// FuzzTreeFile holds that a damaged tree file is refused or gives a checkpoint
// of what it holds, and that nothing in it makes reading panic.
func FuzzTreeFile(f *testing.F) {
	file := func(leaves uint64, hashes int) []byte {
		b := make([]byte, headerSize+hashes*tlog.HashSize)
		copy(b, magic)
		binary.BigEndian.PutUint64(b[32:], leaves)
		return b
	}
	for _, seed := range [][]byte{nil, []byte(magic), file(0, 0), file(1, 1), file(3, 4), file(3, 3), file(7, 11),
		file(math.MaxUint64, 2), file(1<<63, 2), file(1<<62, 2), file(1<<59, 0)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "tree")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		tree, err := Open(path)
		if err != nil {
			if !errors.Is(err, ErrNotATree) {
				t.Fatal(err)
			}
			return
		}
		defer tree.Close()
		if n := tree.Size(); n < 0 || n > 0 && headerSize+tlog.StoredHashCount(n)*tlog.HashSize > int64(len(data)) {
			t.Fatalf("%d leaves in %d bytes", n, len(data))
		}
		if _, err := tree.Checkpoint("huiyin/x"); err != nil && tree.Size() > 0 {
			t.Fatal(err)
		}
	})
}
