package blobs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Refusal is why a file is not taken. Codes are stable: "empty", "too_large",
// "unknown_type", "not_its_type", "two_types", "too_many_pixels", "macros",
// "infected", "too_many".
type Refusal struct {
	Code  string
	Facts map[string]string
}

// Error implements error.
func (r *Refusal) Error() string { return fmt.Sprintf("blobs: refused: %s %v", r.Code, r.Facts) }

func refuse(code string, facts ...string) error {
	r := &Refusal{code, map[string]string{}}
	for i := 0; i+1 < len(facts); i += 2 {
		r.Facts[facts[i]] = facts[i+1]
	}
	return r
}

// reader ends with its context.
type reader struct {
	ctx context.Context
	r   io.Reader
}

// Read implements io.Reader.
func (r *reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}

// Put takes a file in. Its name says of what type it is; the content must be of
// that type and of no other. A file that is refused leaves nothing behind: the
// error is a *Refusal. A file that the scanner could not judge is kept and not
// given out until Rescan passes it.
func (s *Store) Put(ctx context.Context, name string, r io.Reader) (b Blob, err error) {
	return s.receive(ctx, name, r, s.keep)
}

// receive takes a file in and hands it on when it is whole and may be kept.
func (s *Store) receive(ctx context.Context, name string, r io.Reader, keep func(Blob, *os.File) (Blob, error)) (b Blob, err error) {
	ending, err := endingOf(name)
	if err != nil {
		return b, err
	}
	f, err := os.CreateTemp(filepath.Join(s.dir, comingDir), "*")
	if err != nil {
		return b, err
	}
	defer func() { err = errors.Join(err, f.Close(), os.Remove(f.Name())) }()
	sum := sha256.New()
	b.Size, err = io.Copy(io.MultiWriter(f, sum), io.LimitReader(&reader{ctx, r}, s.o.MaxBytes+1))
	switch {
	case err != nil:
		return b, err
	case b.Size == 0:
		return b, refuse("empty")
	case b.Size > s.o.MaxBytes:
		return b, refuse("too_large", "limit", fmt.Sprint(s.o.MaxBytes))
	}
	if err := check(ending, f, b.Size, s.o.MaxPixels); err != nil {
		return b, err
	}
	b.Type, b.SHA256 = ending, hex.EncodeToString(sum.Sum(nil))
	if b.Verdict, err = s.scan(ctx, f); err != nil {
		return b, err
	}
	return keep(b, f)
}

// scan asks the scanner; a scanner that fails leaves the file to be scanned again.
func (s *Store) scan(ctx context.Context, f *os.File) (Verdict, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return Pending, err
	}
	v, err := s.o.Scanner.Scan(ctx, f)
	switch {
	case ctx.Err() != nil:
		return Pending, ctx.Err()
	case err != nil:
		return Pending, nil
	case v == Blocked:
		return v, refuse("infected")
	}
	return v, nil
}

// keep puts a received file in its place: content, then salt, then binding, each
// synced before the next, so that a binding is never known without its file.
func (s *Store) keep(b Blob, f *os.File) (Blob, error) {
	if err := errors.Join(f.Chmod(0o400), f.Sync()); err != nil {
		return b, err
	}
	path := s.path(b.SHA256)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return b, err
	}
	if err := link(f.Name(), path); err != nil {
		return b, err
	}
	m := meta{Salt: make([]byte, saltSize), Type: b.Type, Size: b.Size, Verdict: b.Verdict}
	if _, err := io.ReadFull(s.o.Random, m.Salt); err != nil {
		return b, err
	}
	data, err := json.Marshal(m)
	if err != nil {
		return b, err
	}
	if err := s.write(path+".json", data, link); err != nil {
		return b, err
	}
	if m, err = s.meta(b.SHA256); err != nil { // of whoever was first
		return b, err
	}
	b.Binding, b.Type, b.Verdict = bind(m.Salt, b.SHA256), m.Type, m.Verdict
	return b, s.write(filepath.Join(s.dir, boundDir, b.Binding), []byte(b.SHA256), link)
}

// write lets a small file appear whole under its name.
func (s *Store) write(path string, data []byte, place func(from, to string) error) (err error) {
	f, err := os.CreateTemp(filepath.Join(s.dir, comingDir), "*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(0o400), f.Sync(), f.Close())
	if err == nil {
		err = place(f.Name(), path)
	}
	if gone := os.Remove(f.Name()); !errors.Is(gone, fs.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return err
}

// link gives a finished file its name if nothing has it yet: whoever is first
// stays.
func link(from, to string) error {
	if err := os.Link(from, to); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDirs(to)
}

// replace gives a finished file its name in place of what had it.
func replace(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return syncDirs(to)
}

// syncDirs makes a name last: that of the file, and of the two folders it may
// have been the first in.
func syncDirs(path string) error {
	for range 3 {
		path = filepath.Dir(path)
		d, err := os.Open(path)
		if err != nil {
			return err
		}
		if err := errors.Join(d.Sync(), d.Close()); err != nil {
			return err
		}
	}
	return nil
}

// Rescan asks the scanner again about a kept file and remembers what it says.
func (s *Store) Rescan(ctx context.Context, binding string) (Verdict, error) {
	b, err := s.Find(binding)
	if err != nil {
		return Pending, err
	}
	f, err := os.Open(s.path(b.SHA256))
	if err != nil {
		return Pending, missing(err)
	}
	defer f.Close()
	v, err := s.scan(ctx, f)
	var refused *Refusal
	if err != nil && !errors.As(err, &refused) {
		return v, err
	}
	m, err := s.meta(b.SHA256)
	if err != nil || m.Verdict == v {
		return v, err
	}
	m.Verdict = v
	data, err := json.Marshal(m)
	if err != nil {
		return v, err
	}
	return v, s.write(s.path(b.SHA256)+".json", data, replace)
}

// Erase removes a file and its salt for ever; its binding then finds nothing and
// tells nothing. Only a duty to erase is a reason.
func (s *Store) Erase(binding string) error {
	b, err := s.Find(binding)
	if err != nil {
		return err
	}
	path := s.path(b.SHA256)
	for _, name := range []string{path + ".json", path, filepath.Join(s.dir, boundDir, binding)} {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return errors.Join(syncDirs(path), syncDirs(filepath.Join(s.dir, boundDir, binding)))
}
