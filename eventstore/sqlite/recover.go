package sqlite

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"huiyin/eventstore"
)

// recoverWAL looks at the WAL that a process left which ended without Close. It
// runs before SQLite sees the file and while nobody writes to it.
//
// SQLite reads a WAL up to the first frame that does not verify and takes the
// rest for torn. But only the last transaction can be torn: each was synced
// before the next began. Damage further up is reported here instead of being
// taken for the end of the log. Damage to the last transaction alone looks like a
// torn write, and that transaction is dropped as one.
//
// The last transaction is then written and synced once more. Had its sync failed
// in the process before, the system would hold it in memory, have it not on the
// disk and never try again, and the events to come would rest on it.
func recoverWAL(path string) error {
	wal, err := os.OpenFile(path+"-wal", os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	err = recoverFrom(wal, path)
	return errors.Join(err, wal.Close())
}

func recoverFrom(wal *os.File, path string) error {
	s, err := scanWAL(wal)
	switch {
	case err != nil:
		return err
	case s.headless:
		return checkHeadless(wal, path)
	case s.torn > 1:
		return &eventstore.CorruptError{Why: fmt.Sprintf(
			"the WAL is damaged in frame %d: the last %d synced transactions would be lost", s.frames+1, s.torn)}
	case s.last == s.end:
		return nil
	}
	return writeAgain(wal, s.last, s.end)
}

func writeAgain(f *os.File, from, to int64) error {
	again := make([]byte, to-from)
	if _, err := f.ReadAt(again, from); err != nil {
		return err
	}
	if _, err := f.WriteAt(again, from); err != nil {
		return err
	}
	return f.Sync()
}

// checkHeadless decides about a WAL whose header does not verify, and which
// SQLite therefore ignores as a whole. A power cut leaves such a one while a new
// header is written over a WAL that lies in the file already, page by page; then
// nothing is lost.
func checkHeadless(wal *os.File, path string) error {
	db, err := os.Open(path)
	if err != nil {
		return err
	}
	missing, err := missingPages(wal, db)
	if err == nil && missing > 0 {
		err = &eventstore.CorruptError{Why: fmt.Sprintf("the WAL's header is damaged: %d pages would be lost", missing)}
	}
	return errors.Join(err, db.Close())
}

// missingPages counts the pages a headless WAL has and the file has not. The
// first frame tells the salt; the checksums of the others follow from it.
func missingPages(wal, db io.ReaderAt) (missing int, err error) {
	for _, order := range walOrders {
		pages, err := lastPages(wal, order)
		if err != nil {
			return 0, err
		}
		got := make([]byte, pageSize)
		for page, want := range pages {
			n, err := db.ReadAt(got, int64(page-1)*pageSize)
			if err != nil && !errors.Is(err, io.EOF) {
				return 0, err
			}
			if string(got[:n]) != want {
				missing++
			}
		}
	}
	return missing, nil
}
