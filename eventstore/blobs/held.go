package blobs

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Held is a file that somebody has sent and may bind to an act. A hold is its
// sender's alone: nobody binds a file to something by knowing its binding.
type Held struct {
	ID    string    `json:"id"`
	Owner string    `json:"owner"`
	Name  string    `json:"name"` // as CleanName leaves it
	At    time.Time `json:"at"`
	// For names what the file was about to be bound to; see Claim.
	For []string `json:"for,omitempty"`
	Blob
}

const (
	heldDir = "held"
	keptDir = "kept"
	idSize  = 16
)

// Hold takes a file in, as Put does, and holds it for its sender until it is bound
// or lapses. Beyond most files that are held for one sender it refuses with
// "too_many".
func (s *Store) Hold(ctx context.Context, owner, name string, r io.Reader, now time.Time) (h Held, err error) {
	h = Held{Owner: owner, Name: CleanName(name), At: now}
	id := make([]byte, idSize)
	if _, err := io.ReadFull(s.o.Random, id); err != nil {
		return h, err
	}
	h.ID = hex.EncodeToString(id)
	h.Blob, err = s.receive(ctx, name, r, func(b Blob, f *os.File) (Blob, error) {
		s.mu.Lock() // from here on, for a sender may be slow
		defer s.mu.Unlock()
		if err := s.room(owner); err != nil {
			return b, err
		}
		kept, err := s.keep(b, f)
		if err != nil {
			return b, err
		}
		h.Blob = kept
		return kept, s.note(h, link)
	})
	return h, err
}

// room refuses what is too much for one sender.
func (s *Store) room(owner string) error {
	all, err := s.holds()
	if err != nil {
		return err
	}
	if n := len(slices.DeleteFunc(all, func(h Held) bool { return h.Owner != owner || len(h.For) > 0 })); n >= s.o.MaxHeld {
		return refuse("too_many", "limit", fmt.Sprint(s.o.MaxHeld))
	}
	return nil
}

// Held gives what is held for a sender under an id; ErrNotFound for what is not
// there, has lapsed or is another's.
func (s *Store) Held(owner, id string) (h Held, err error) {
	raw, err := hex.DecodeString(id)
	if err != nil || len(raw) != idSize || hex.EncodeToString(raw) != id {
		return h, ErrNotFound
	}
	data, err := os.ReadFile(filepath.Join(s.dir, heldDir, id))
	if err != nil {
		return h, missing(err)
	}
	if err := json.Unmarshal(data, &h); err != nil {
		return h, fmt.Errorf("%w: %s", ErrCorrupt, id)
	}
	if h.Owner != owner {
		return Held{}, ErrNotFound
	}
	return h, nil
}

// Claim says, before the act is decided, to what a held file is about to be bound.
// When the hold lapses that is where the file is looked for.
func (s *Store) Claim(owner, id, about string) (Held, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h, err := s.Held(owner, id)
	if err != nil || slices.Contains(h.For, about) {
		return h, err
	}
	h.For = append(h.For, about)
	return h, s.note(h, replace)
}

// Lapse ends the holds from before a moment. A file that was bound to what it was
// claimed for is kept for ever; one that was bound to nothing and that nobody else
// holds is erased. It gives how many files were erased.
func (s *Store) Lapse(ctx context.Context, before time.Time, bound func(ctx context.Context, about, binding string) (bool, error)) (erased int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all, err := s.holds()
	if err != nil {
		return 0, err
	}
	for _, h := range slices.Clone(all) {
		if !h.At.Before(before) {
			continue
		}
		kept, failed := s.settle(ctx, h, all, bound)
		if failed != nil {
			return erased, failed
		}
		if !kept {
			erased++
		}
		if err := os.Remove(filepath.Join(s.dir, heldDir, h.ID)); err != nil {
			return erased, err
		}
		all = slices.DeleteFunc(all, func(x Held) bool { return x.ID == h.ID })
	}
	return erased, nil
}

// settle keeps or erases the file of a hold that ends.
func (s *Store) settle(ctx context.Context, h Held, all []Held, bound func(ctx context.Context, about, binding string) (bool, error)) (kept bool, err error) {
	for _, about := range h.For {
		is, err := bound(ctx, about, h.Binding)
		if err != nil {
			return false, err
		}
		if is {
			return true, s.keepForEver(h.Binding)
		}
	}
	others := slices.ContainsFunc(all, func(x Held) bool { return x.ID != h.ID && x.Binding == h.Binding })
	if _, err := os.Stat(filepath.Join(s.dir, keptDir, h.Binding)); others || err == nil {
		return true, nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	err = s.Erase(h.Binding)
	if errors.Is(err, ErrNotFound) {
		err = nil // a crash came between erasing and this
	}
	return false, err
}

func (s *Store) keepForEver(binding string) error {
	return s.write(filepath.Join(s.dir, keptDir, binding), nil, link)
}

// note writes a hold down.
func (s *Store) note(h Held, place func(from, to string) error) error {
	data, err := json.Marshal(h)
	if err != nil {
		return err
	}
	return s.write(filepath.Join(s.dir, heldDir, h.ID), data, place)
}

// holds lists all holds, the oldest first.
func (s *Store) holds() ([]Held, error) {
	entries, err := os.ReadDir(filepath.Join(s.dir, heldDir))
	if err != nil {
		return nil, err
	}
	var all []Held
	for _, e := range entries {
		var h Held
		data, err := os.ReadFile(filepath.Join(s.dir, heldDir, e.Name()))
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(data, &h); err != nil {
			return nil, fmt.Errorf("%w: %s", ErrCorrupt, e.Name())
		}
		all = append(all, h)
	}
	slices.SortFunc(all, func(a, b Held) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return all, nil
}
