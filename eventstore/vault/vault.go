package vault

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"

	zs "zombiezen.com/go/sqlite"
)

const (
	maxKind  = 64
	maxID    = 512
	maxValue = 64 << 10
)

// Options say how a vault is opened.
type Options struct {
	// Path is the vault's file. It is created with its folder if it is not there.
	Path string
	// KeyFile holds the key that opens the vault, outside the folder of Path.
	KeyFile string
	// CreateKey lets Open make the key file of a new vault. A vault that is there
	// never gets a new key by being opened: that would make it a heap of bytes.
	CreateKey bool
	// Random gives keys and nonces; nil means crypto/rand.
	Random io.Reader
}

// Vault is an open vault.
type Vault struct {
	path   string
	random io.Reader
	mu     sync.Mutex
	conn   *zs.Conn // nil after Close
	key    []byte
}

// Open opens a vault, and founds it if its file is not there or empty. It fails
// with [ErrNoKey], [ErrWrongKey], [ErrKeyInside], [ErrKeyExposed] or
// [ErrNotVault], all of which name the file.
func Open(o Options) (*Vault, error) {
	if o.Random == nil {
		o.Random = rand.Reader
	}
	if err := apart(o.KeyFile, o.Path); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(o.Path), 0o750); err != nil {
		return nil, err
	}
	key, err := openKey(o)
	if err != nil {
		return nil, err
	}
	conn, err := connect(o.Path)
	if err != nil {
		return nil, err
	}
	v := &Vault{path: o.Path, random: o.Random, conn: conn}
	if v.key, err = openData(conn, key, o); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return v, nil
}

// openKey reads the key, or makes it for a vault that is not there yet.
func openKey(o Options) ([]byte, error) {
	key, err := readKey(o.KeyFile)
	if !errors.Is(err, ErrNoKey) || !o.CreateKey {
		return key, err
	}
	if info, statErr := os.Stat(o.Path); statErr == nil && info.Size() > 0 {
		return nil, err
	}
	return makeKey(o.KeyFile, o.Random)
}

func openData(conn *zs.Conn, key []byte, o Options) ([]byte, error) {
	empty, err := fresh(conn, o.Path)
	if err != nil {
		return nil, err
	}
	if empty {
		if err := found(conn, key, o.Random); err != nil {
			return nil, err
		}
	}
	return dataKey(conn, key, o.KeyFile)
}

// Get gives a record's value and generation. Generation 0 with no error means
// that there is no such record.
func (v *Vault) Get(ctx context.Context, kind, id string) (value []byte, generation uint64, err error) {
	err = v.use(ctx, func() error {
		var sealed []byte
		err := one(v.conn, "SELECT generation, sealed FROM records WHERE kind = ? AND id = ?", func(s *zs.Stmt) {
			generation, sealed = uint64(s.ColumnInt64(0)), blob(s, 1)
		}, kind, id)
		if err != nil || generation == 0 {
			return err
		}
		plain, ok := unseal(v.key, sealed, bound(kind, id, generation))
		if !ok {
			generation = 0
			return &RecordError{Kind: kind, ID: id, Err: ErrDamaged}
		}
		value = plain
		return nil
	})
	return value, generation, err
}

// List gives the ids of a kind in the order of their bytes.
func (v *Vault) List(ctx context.Context, kind string) (ids []string, err error) {
	err = v.use(ctx, func() error {
		return one(v.conn, "SELECT id FROM records WHERE kind = ? ORDER BY id", func(s *zs.Stmt) {
			ids = append(ids, s.ColumnText(0))
		}, kind)
	})
	return ids, err
}

// use runs f for one caller at a time.
func (v *Vault) use(ctx context.Context, f func() error) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.conn == nil {
		return ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return f()
}

// Close ends the use of the vault. A second call does nothing.
func (v *Vault) Close() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.conn == nil {
		return nil
	}
	err := v.conn.Close()
	v.conn = nil
	clear(v.key)
	return err
}

// bound is what a record's value is sealed with; no two records have the same.
func bound(kind, id string, generation uint64) []byte {
	b := binary.BigEndian.AppendUint16([]byte("huiyin vault record 1\x00"), uint16(len(kind)))
	b = append(b, kind...)
	b = binary.BigEndian.AppendUint16(b, uint16(len(id)))
	b = append(b, id...)
	return binary.BigEndian.AppendUint64(b, generation)
}
