package vault

import (
	"errors"
	"fmt"
)

// What can be wrong with a vault. Compare with errors.Is.
var (
	// ErrNoKey says that the key file is not there.
	ErrNoKey = errors.New("vault: the key file is missing")
	// ErrWrongKey says that the key file holds another vault's key or none.
	ErrWrongKey = errors.New("vault: the key does not open this vault")
	// ErrKeyInside says that the key file lies in the vault's own folder, where
	// one copy would take both.
	ErrKeyInside = errors.New("vault: the key file must lie outside the data folder")
	// ErrKeyExposed says that others than the owner and its group may read the
	// key file, or others than the owner write it.
	ErrKeyExposed = errors.New("vault: the key file is open to others")
	// ErrNotVault says that the file is something else, or of a later format.
	ErrNotVault = errors.New("vault: the file is not a vault of this version")
	// ErrDamaged says that a record does not open: it was changed or moved.
	ErrDamaged = errors.New("vault: a record does not open")
	// ErrRefused says that a kind, id or value is not one a vault takes.
	ErrRefused = errors.New("vault: kind, id and value must not be empty, and no longer than 64, 512 and 65536 bytes")
	// ErrClosed says that the vault was closed.
	ErrClosed = errors.New("vault: closed")
)

// RecordError is an error about one record or, with an empty Kind, one file.
type RecordError struct {
	Kind, ID string
	Path     string
	Err      error
}

// Error implements error. It never holds a value.
func (e *RecordError) Error() string {
	if e.Kind == "" {
		return fmt.Sprintf("%v: %s", e.Err, e.Path)
	}
	return fmt.Sprintf("%v: %s %q", e.Err, e.Kind, e.ID)
}

// Unwrap gives the sentinel or the cause.
func (e *RecordError) Unwrap() error { return e.Err }
