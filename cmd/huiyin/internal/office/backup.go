package office

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"huiyin/eventstore"
	"huiyin/eventstore/ledger"
	"huiyin/eventstore/sqlite"
)

const (
	logName      = "events.db"
	manifestName = "manifest.json"
)

// ErrBackup is wrapped by every error that says a folder is no good backup.
var ErrBackup = errors.New("office: not a verified backup")

// Manifest says what a backup holds. It is written last, after the copy was read
// through from end to end: a folder without one is no backup.
type Manifest struct {
	Format   int                 `json:"format"`
	Taken    time.Time           `json:"taken"`
	Origin   string              `json:"origin"`
	Events   int64               `json:"events"`
	Streams  int                 `json:"streams"`
	Position eventstore.Position `json:"position"`
	Root     string              `json:"root"`
	// Digest is SHA-256 of the copied file, so that a damaged medium is found
	// before anything is restored from it.
	Digest string `json:"digest"`
	// Files is how many received files the log tells of, FileBytes how long they are
	// together, Missing how many were not there to be copied.
	Files     int   `json:"files"`
	FileBytes int64 `json:"file_bytes"`
	Missing   int   `json:"missing"`
}

// Backup copies the log and the files it tells of into a new folder while the
// office goes on working, and verifies the copy. Read files are not copied: they are
// folded anew. Secrets are not in it; see BackupSecrets. Keys never are.
func (o *Office) Backup(ctx context.Context, dir string, progress func(int64)) (Manifest, error) {
	store, ok := o.Log.(interface {
		Backup(context.Context, string) (eventstore.Position, error)
	})
	if !ok {
		return Manifest{}, errors.New("office: this store has its own backup")
	}
	m := Manifest{Format: 1, Taken: o.Now().UTC()}
	if _, err := store.Backup(ctx, dir); err != nil {
		return m, err
	}
	report, err := auditFolder(ctx, dir, progress)
	if err != nil {
		return m, fmt.Errorf("%w: %w", ErrBackup, err)
	}
	m.Origin, m.Events, m.Streams, m.Position, m.Root = report.Origin, report.Events, report.Streams, report.Position, report.Root.String()
	if m.Digest, err = fileDigest(filepath.Join(dir, logName)); err != nil {
		return m, err
	}
	files, err := copyFiles(ctx, dir, o.opts.Dir, dir)
	if err != nil {
		return m, err
	}
	m.count(files)
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return m, err
	}
	return m, writeSynced(filepath.Join(dir, manifestName), append(text, '\n'))
}

// VerifyBackup reads a backup through and holds it against its manifest.
func VerifyBackup(ctx context.Context, dir string, progress func(int64)) (Manifest, error) {
	m, err := readManifest(dir)
	if err != nil {
		return m, err
	}
	digest, err := fileDigest(filepath.Join(dir, logName))
	if err != nil || digest != m.Digest {
		return m, fmt.Errorf("%w: %s is not the file that was written: %w", ErrBackup, logName, errors.Join(err))
	}
	report, err := auditFolder(ctx, dir, progress)
	if err != nil {
		return m, fmt.Errorf("%w: %w", ErrBackup, err)
	}
	files, err := readFiles(ctx, dir)
	if err != nil {
		return m, err
	}
	if files != (Manifest{Files: m.Files, FileBytes: m.FileBytes, Missing: m.Missing}) {
		return m, fmt.Errorf("%w: %d of %d files are missing or damaged, %d were when it was taken", ErrBackup, files.Missing, files.Files, m.Missing)
	}
	if report.Root.String() != m.Root || report.Events != m.Events || report.Origin != m.Origin {
		return m, fmt.Errorf("%w: the log is not the one the manifest tells of", ErrBackup)
	}
	return m, nil
}

// Restore copies a verified backup into a folder that has no log yet and reads
// the copy through again. It never writes over a log.
func Restore(ctx context.Context, backup, dir string, progress func(int64)) (Manifest, error) {
	m, err := VerifyBackup(ctx, backup, progress)
	if err != nil {
		return m, err
	}
	target := filepath.Join(dir, logName)
	if _, err := os.Stat(target); !errors.Is(err, os.ErrNotExist) {
		return m, fmt.Errorf("%w: %s", os.ErrExist, target)
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return m, err
	}
	if err := copyFile(filepath.Join(backup, logName), target); err != nil {
		return m, errors.Join(err, os.Remove(target))
	}
	digest, err := fileDigest(target)
	if err != nil || digest != m.Digest {
		return m, errors.Join(fmt.Errorf("%w: the restored copy differs", ErrBackup), err, os.Remove(target))
	}
	files, err := copyFiles(ctx, dir, backup, dir)
	if err == nil && len(files.Faults) != m.Missing {
		err = fmt.Errorf("%w: %d files were not restored", ErrBackup, len(files.Faults)-m.Missing)
	}
	if err != nil {
		return m, errors.Join(err, os.Remove(target))
	}
	return m, nil
}

// count takes over how many files there are.
func (m *Manifest) count(r FileReport) {
	m.Files, m.FileBytes, m.Missing = r.Files, r.Bytes, len(r.Faults)
}

// readFiles reads the files of a backup through, as a manifest counts them.
func readFiles(ctx context.Context, dir string) (m Manifest, err error) {
	log, err := sqlite.Open(ctx, sqlite.Options{Dir: dir, ReadOnly: true})
	if err != nil {
		return m, err
	}
	r, err := CheckFiles(ctx, log, dir, nil)
	m.count(r)
	return m, errors.Join(err, log.Close())
}

func readManifest(dir string) (m Manifest, err error) {
	text, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil {
		return m, fmt.Errorf("%w: %w", ErrBackup, err)
	}
	if err := json.Unmarshal(text, &m); err != nil || m.Format != 1 {
		return m, fmt.Errorf("%w: %s cannot be read", ErrBackup, manifestName)
	}
	return m, nil
}

func auditFolder(ctx context.Context, dir string, progress func(int64)) (ledger.Report, error) {
	log, err := sqlite.Open(ctx, sqlite.Options{Dir: dir, ReadOnly: true})
	if err != nil {
		return ledger.Report{}, err
	}
	report, err := ledger.Audit(ctx, log, nil, progress)
	if err == nil {
		err = log.CheckIndexes(ctx)
	}
	return report, errors.Join(err, log.Close())
}

func fileDigest(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", err
	}
	return fmt.Sprintf("%x", sum.Sum(nil)), nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

func writeSynced(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// LastBackup is when the newest verified backup was taken that lies in the folder
// or in one directly below it; zero if there is none.
func LastBackup(dir string) (last time.Time, err error) {
	found, err := filepath.Glob(filepath.Join(dir, "*", manifestName))
	if err != nil {
		return last, err
	}
	for _, name := range append(found, filepath.Join(dir, manifestName)) {
		m, err := readManifest(filepath.Dir(name))
		if err == nil && m.Taken.After(last) { // a folder without a manifest is no backup
			last = m.Taken
		}
	}
	return last, nil
}
