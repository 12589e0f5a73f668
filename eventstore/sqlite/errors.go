package sqlite

import (
	"fmt"
	"strings"
	"sync"

	zs "zombiezen.com/go/sqlite"

	"huiyin/eventstore"
)

// classify is [classifyIn] for the log's own folder.
func (s *Store) classify(err error, at eventstore.Position) error {
	return classifyIn(s.dir, err, at)
}

// classifyIn puts SQLite's answers into the words of the contract: damage is
// ErrCorrupt, a full disk ErrFull, everything else the library reports
// ErrUnavailable with the cause. Errors that are not SQLite's pass unchanged.
func classifyIn(dir string, err error, at eventstore.Position) error {
	if err == nil {
		return nil
	}
	switch code := zs.ErrCode(err).ToPrimary(); code {
	case zs.ResultOK:
		return err
	case zs.ResultError:
		// The code stands for errors that are not SQLite's too. SQLite says it of
		// fixed statements only if the file does not have what they are about.
		if strings.Contains(err.Error(), logicError()) {
			return &eventstore.CorruptError{Position: at, Why: err.Error()}
		}
		return err
	case zs.ResultCorrupt, zs.ResultNotADB, zs.ResultFormat:
		return &eventstore.CorruptError{Position: at, Why: err.Error()}
	case zs.ResultFull:
		return &eventstore.FullError{Where: dir, Cause: err}
	default:
		return fmt.Errorf("%w: %w", eventstore.ErrUnavailable, err)
	}
}

var logicError = sync.OnceValue(zs.ResultError.Message)
