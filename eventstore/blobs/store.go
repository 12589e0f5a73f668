package blobs

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// Errors of a store.
var (
	// ErrNotFound says that no file has the binding, or has it any more.
	ErrNotFound = errors.New("blobs: not found")
	// ErrCorrupt says that a file is not what its name or binding says.
	ErrCorrupt = errors.New("blobs: corrupt")
	// ErrWithheld says that the scanner has not passed the file.
	ErrWithheld = errors.New("blobs: not passed by the scanner")
)

// Limits if Options set none.
const (
	DefaultMaxBytes  = 20 << 20
	DefaultMaxPixels = 50_000_000
	DefaultMaxHeld   = 60
)

// Options of a store; the zero value has the default limits and the scanner that
// knows the EICAR test file alone.
type Options struct {
	MaxBytes  int64
	MaxPixels int64
	// MaxHeld is how many files are held for one sender at a time.
	MaxHeld int
	Scanner Scanner
	// Random feeds the salts; nil means the system's.
	Random io.Reader
}

// Store is a folder of files. Several goroutines and processes may use one.
type Store struct {
	dir string
	o   Options
	mu  sync.Mutex // of the holds, and of erasing what none needs
}

// Blob is what is known of a file.
type Blob struct {
	Binding string
	SHA256  string
	Size    int64
	Type    string // a file ending, such as "pdf"
	Verdict Verdict
}

// meta is the file beside the content.
type meta struct {
	Salt    []byte  `json:"salt"`
	Type    string  `json:"type"`
	Size    int64   `json:"size"`
	Verdict Verdict `json:"verdict"`
}

const (
	saltSize  = 32
	comingDir = "coming"
	boundDir  = "bound"
)

// Open opens the folder, making it if there is none. Files whose receiving was
// broken off by a crash are swept away by Sweep, not here, because another process
// may be receiving.
func Open(dir string, o Options) (*Store, error) {
	if o.MaxBytes == 0 {
		o.MaxBytes = DefaultMaxBytes
	}
	if o.MaxPixels == 0 {
		o.MaxPixels = DefaultMaxPixels
	}
	if o.MaxHeld == 0 {
		o.MaxHeld = DefaultMaxHeld
	}
	if o.Scanner == nil {
		o.Scanner = EICAR{}
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	for _, sub := range []string{comingDir, boundDir, heldDir, keptDir} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return nil, err
		}
	}
	return &Store{dir: dir, o: o}, nil
}

// Look opens the folder to read what is there; nothing is made or written. A folder
// that is not there holds no file.
func Look(dir string) (*Store, error) {
	if _, err := os.Stat(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return &Store{dir: dir}, nil
}

// MaxBytes is how long a file may be.
func (s *Store) MaxBytes() int64 { return s.o.MaxBytes }

// Sweep removes what a crash left half received. Only the process that owns the
// data folder may call it, before it receives.
func (s *Store) Sweep() error {
	left, err := os.ReadDir(filepath.Join(s.dir, comingDir))
	for _, f := range left {
		err = errors.Join(err, os.Remove(filepath.Join(s.dir, comingDir, f.Name())))
	}
	return err
}

// path is where content lies. The digest is made by this package or checked by
// bound, so it is no way out of the folder.
func (s *Store) path(digest string) string {
	return filepath.Join(s.dir, digest[:2], digest[2:4], digest)
}

// Find tells of the file with the binding.
func (s *Store) Find(binding string) (Blob, error) {
	digest, err := s.bound(binding)
	if err != nil {
		return Blob{}, err
	}
	m, err := s.meta(digest)
	if err != nil {
		return Blob{}, err
	}
	if b := bind(m.Salt, digest); b != binding {
		return Blob{}, fmt.Errorf("%w: %s is not bound to %s", ErrCorrupt, binding, digest)
	}
	return Blob{binding, digest, m.Size, m.Type, m.Verdict}, nil
}

// Get opens a file that the scanner has passed, for reading. Its caller closes it.
func (s *Store) Get(binding string) (Blob, *os.File, error) {
	b, err := s.Find(binding)
	if err != nil {
		return b, nil, err
	}
	if b.Verdict != Passed {
		return b, nil, ErrWithheld
	}
	f, err := os.Open(s.path(b.SHA256))
	return b, f, missing(err)
}

// Verify reads the file through and holds it against its binding.
func (s *Store) Verify(ctx context.Context, binding string) error {
	b, err := s.Find(binding)
	if err != nil {
		return err
	}
	f, err := os.Open(s.path(b.SHA256))
	if err != nil {
		return missing(err)
	}
	defer f.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, &reader{ctx, f})
	if err == nil && (n != b.Size || hex.EncodeToString(sum.Sum(nil)) != b.SHA256) {
		err = fmt.Errorf("%w: %s", ErrCorrupt, b.SHA256)
	}
	return err
}

// VerifyAll verifies every bound file and gives how many there are, and the
// errors of all that fail together.
func (s *Store) VerifyAll(ctx context.Context) (n int, err error) {
	all, err := os.ReadDir(filepath.Join(s.dir, boundDir))
	for _, f := range all {
		if ctx.Err() != nil {
			return n, errors.Join(err, ctx.Err())
		}
		n++
		if failed := s.Verify(ctx, f.Name()); failed != nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", f.Name(), failed))
		}
	}
	return n, err
}

func (s *Store) bound(binding string) (digest string, err error) {
	if !isDigest(binding) {
		return "", ErrNotFound
	}
	data, err := os.ReadFile(filepath.Join(s.dir, boundDir, binding))
	if err == nil && !isDigest(string(data)) {
		err = fmt.Errorf("%w: %s", ErrCorrupt, binding)
	}
	return string(data), missing(err)
}

func (s *Store) meta(digest string) (m meta, err error) {
	data, err := os.ReadFile(s.path(digest) + ".json")
	if err != nil {
		return m, missing(err)
	}
	if err := json.Unmarshal(data, &m); err != nil || len(m.Salt) != saltSize {
		return m, fmt.Errorf("%w: %s.json", ErrCorrupt, digest)
	}
	return m, nil
}

// bind is the binding of content under a salt.
func bind(salt []byte, digest string) string {
	h := hmac.New(sha256.New, salt)
	_, _ = io.WriteString(h, digest) // a hash does not fail
	return hex.EncodeToString(h.Sum(nil))
}

// isDigest tells 64 lower-case hex digits.
func isDigest(text string) bool {
	sum, err := hex.DecodeString(text)
	return err == nil && len(sum) == sha256.Size && hex.EncodeToString(sum) == text
}

func missing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return ErrNotFound
	}
	return err
}
