package vault

import (
	"context"

	zs "zombiezen.com/go/sqlite"
)

// Put writes a record, whatever was there before.
func (v *Vault) Put(ctx context.Context, kind, id string, value []byte) error {
	_, err := v.write(ctx, kind, id, nil, value)
	return err
}

// Delete removes a record. It does nothing if there is none.
func (v *Vault) Delete(ctx context.Context, kind, id string) error {
	return v.use(ctx, func() error {
		if err := run(v.conn, "DELETE FROM records WHERE kind = ? AND id = ?", kind, id); err != nil {
			return err
		}
		return v.erase()
	})
}

// Swap writes a record if its generation is still the one given, where 0 means
// that there is none, and reports whether it was. A nil value deletes the record.
func (v *Vault) Swap(ctx context.Context, kind, id string, generation uint64, value []byte) (ok bool, err error) {
	return v.write(ctx, kind, id, &generation, value)
}

func (v *Vault) write(ctx context.Context, kind, id string, expected *uint64, value []byte) (ok bool, err error) {
	remove := expected != nil && value == nil
	if kind == "" || id == "" || len(kind) > maxKind || len(id) > maxID || len(value) > maxValue || (len(value) == 0 && !remove) {
		return false, &RecordError{Kind: kind, ID: id, Err: ErrRefused}
	}
	err = v.use(ctx, func() error {
		err := within(v.conn, func() error {
			was, err := v.generation(kind, id)
			if err != nil || (expected != nil && was != *expected) {
				return err
			}
			ok = true
			if remove {
				return run(v.conn, "DELETE FROM records WHERE kind = ? AND id = ?", kind, id)
			}
			return v.store(kind, id, value)
		})
		if err != nil || !ok || !remove {
			return err
		}
		return v.erase()
	})
	return ok && err == nil, err
}

func (v *Vault) generation(kind, id string) (g uint64, err error) {
	err = one(v.conn, "SELECT generation FROM records WHERE kind = ? AND id = ?", func(s *zs.Stmt) {
		g = uint64(s.ColumnInt64(0))
	}, kind, id)
	return g, err
}

// store seals a value under the next generation and writes it.
func (v *Vault) store(kind, id string, value []byte) error {
	var next uint64
	err := one(v.conn, "UPDATE vault SET writes = writes + 1 RETURNING writes", func(s *zs.Stmt) { next = uint64(s.ColumnInt64(0)) })
	if err != nil {
		return err
	}
	sealed, err := seal(v.key, value, bound(kind, id, next), v.random)
	if err != nil {
		return err
	}
	return run(v.conn, "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?)", kind, id, int64(next), sealed)
}

// erase brings the overwritten pages into the file and empties the WAL, which
// still holds them as they were.
func (v *Vault) erase() error {
	busy := int64(0)
	if err := one(v.conn, "PRAGMA wal_checkpoint(TRUNCATE)", func(s *zs.Stmt) { busy = s.ColumnInt64(0) }); err != nil {
		return err
	}
	if busy != 0 {
		return &RecordError{Path: v.path, Err: errHeld}
	}
	return nil
}
