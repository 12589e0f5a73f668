package blobs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// CopyTo copies the file with the binding, its salt and what the scanner said into
// another store, where it is kept for ever. What is there already stays. A file that
// is not what its binding says is ErrCorrupt and is not copied.
func (s *Store) CopyTo(ctx context.Context, to *Store, binding string) error {
	b, err := s.Find(binding)
	if err != nil {
		return err
	}
	about, err := os.ReadFile(s.path(b.SHA256) + ".json")
	if err != nil {
		return missing(err)
	}
	path := to.path(b.SHA256)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if err := s.copyContent(ctx, to, b.SHA256); err != nil {
		return err
	}
	if err := to.write(path+".json", about, link); err != nil {
		return err
	}
	if err := to.write(filepath.Join(to.dir, boundDir, binding), []byte(b.SHA256), link); err != nil {
		return err
	}
	return to.keepForEver(binding)
}

// copyContent copies what lies under a digest, and holds it against it on the way.
func (s *Store) copyContent(ctx context.Context, to *Store, digest string) (err error) {
	in, err := os.Open(s.path(digest))
	if err != nil {
		return missing(err)
	}
	defer in.Close()
	out, err := os.CreateTemp(filepath.Join(to.dir, comingDir), "*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close(), os.Remove(out.Name())) }()
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(out, sum), &reader{ctx, in}); err != nil {
		return err
	}
	if hex.EncodeToString(sum.Sum(nil)) != digest {
		return fmt.Errorf("%w: %s", ErrCorrupt, digest)
	}
	if err := errors.Join(out.Chmod(0o400), out.Sync()); err != nil {
		return err
	}
	return link(out.Name(), to.path(digest))
}
