package ledger_test

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"huiyin/eventstore"
	"huiyin/eventstore/ledger"
	"huiyin/eventstore/sqlite"
)

// world is a real log in a folder, its tree and the key it signs with.
type world struct {
	t      *testing.T
	dir    string
	signer note.Signer
	known  note.Verifier
}

func newWorld(t *testing.T) *world {
	t.Helper()
	signing, verifying, err := ledger.GenerateKey(rand.Reader, "test-office")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, dir: t.TempDir()}
	if w.signer, err = note.NewSigner(signing); err != nil {
		t.Fatal(err)
	}
	if w.known, err = note.NewVerifier(verifying); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) open() *sqlite.Store {
	w.t.Helper()
	s, err := sqlite.Open(w.t.Context(), sqlite.Options{Dir: w.dir, Clock: time.Now})
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

// grow appends events round robin to seven streams; the word marks them.
func (w *world) grow(n int, word string) {
	w.t.Helper()
	s := w.open()
	defer s.Close()
	head, err := s.Head(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	for i := range n {
		at := int(head) + i
		stream := eventstore.StreamID(fmt.Sprintf("case-%d", at%7))
		id, err := eventstore.NewCommandID(time.Now(), rand.Reader)
		if err != nil {
			w.t.Fatal(err)
		}
		e := eventstore.Event{ID: id, Type: "case.noted", Schema: 1, Occurred: time.Now(), Meta: map[string]string{"actor": "officer 7"},
			Data: fmt.Appendf(nil, `{"text":"%s %d"}`, word, at)}
		if _, err := s.Append(w.t.Context(), stream, eventstore.Exact(eventstore.Version(at/7)), e); err != nil {
			w.t.Fatal(err)
		}
	}
}

// tree opens the tree file and brings it up to date.
func (w *world) tree(s *sqlite.Store) *ledger.Tree {
	w.t.Helper()
	tree, err := ledger.Open(filepath.Join(w.dir, "ledger.tree"))
	if err != nil {
		w.t.Fatal(err)
	}
	if err := tree.CatchUp(w.t.Context(), s); err != nil {
		w.t.Fatal(err)
	}
	return tree
}

// checkpoint signs the log as it stands.
func (w *world) checkpoint() []byte {
	w.t.Helper()
	s := w.open()
	defer s.Close()
	tree := w.tree(s)
	defer tree.Close()
	origin, err := ledger.Origin(w.t.Context(), s)
	if err != nil {
		w.t.Fatal(err)
	}
	c, err := tree.Checkpoint(origin)
	if err != nil {
		w.t.Fatal(err)
	}
	signed, err := c.Sign(w.signer)
	if err != nil {
		w.t.Fatal(err)
	}
	return signed
}

func (w *world) verified(signed []byte) ledger.Checkpoint {
	w.t.Helper()
	c, err := ledger.Verify(signed, w.known)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// audit reads the whole log against the checkpoints.
func (w *world) audit(points ...ledger.Checkpoint) (ledger.Report, error) {
	s, err := sqlite.Open(w.t.Context(), sqlite.Options{Dir: w.dir, Clock: time.Now})
	if err != nil {
		return ledger.Report{}, err
	}
	defer s.Close()
	return ledger.Audit(w.t.Context(), s, points, nil)
}

// copied gives a world of the same log in a folder of its own.
func (w *world) copied(t *testing.T) *world {
	t.Helper()
	c := *w
	c.t, c.dir = t, t.TempDir()
	for _, name := range []string{"events.db", "ledger.tree"} {
		data, err := os.ReadFile(filepath.Join(w.dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(c.dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return &c
}
