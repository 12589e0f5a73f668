package follower

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// A read file's path is a link to the file that is shown at present, which has a
// name of its own beside it. So a rebuilt file takes the other's place by one
// rename, and the companions SQLite keeps beside a file are never taken for
// those of the next: it names them after the file, not after the link.

// shown is the file the path leads to; empty if it leads to none.
func shown(path string) (string, error) {
	name, err := os.Readlink(path)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.EINVAL): // none, or a file and no link
		return "", nil
	case err != nil:
		return "", err
	}
	if !filepath.IsAbs(name) {
		name = filepath.Join(filepath.Dir(path), name)
	}
	if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return name, nil
}

// place is the file the path leads to, a new one if it leads to none. What else
// the name was given to, it loses: a read file can be had again.
func place(path string) (string, error) {
	if at, err := shown(path); at != "" || err != nil {
		return at, err
	}
	at, err := newBeside(path)
	if err != nil {
		return "", err
	}
	if err := os.Symlink(filepath.Base(at), path); err == nil {
		return at, nil
	}
	if other, err := shown(path); other != "" || err != nil { // somebody was faster
		return other, errors.Join(err, os.Remove(at))
	}
	if err := point(path, at); err != nil {
		return "", errors.Join(err, os.Remove(at))
	}
	return at, removeAll(path+"-wal", path+"-shm")
}

// newBeside makes an empty file beside the path.
func newBeside(path string) (string, error) {
	ext := filepath.Ext(path)
	f, err := os.CreateTemp(filepath.Dir(path), strings.TrimSuffix(filepath.Base(path), ext)+".*"+ext)
	if err != nil {
		return "", err
	}
	return f.Name(), errors.Join(f.Chmod(0o640), f.Close())
}

// point lets the path lead to the file from now on, whatever it was before.
func point(path, at string) error {
	link := at + ".link"
	if err := os.Symlink(filepath.Base(at), link); err != nil {
		return err
	}
	if err := os.Rename(link, path); err != nil {
		return errors.Join(err, os.Remove(link))
	}
	return syncName(filepath.Dir(path))
}

// sweep removes the files beside the path that it does not lead to. Whoever has
// one open keeps it until he closes it.
func sweep(path string) error {
	at, err := shown(path)
	if err != nil || at == "" {
		return err
	}
	ext := filepath.Ext(path)
	all, err := filepath.Glob(escaped(strings.TrimSuffix(path, ext)) + ".*" + ext + "*")
	if err != nil {
		return err
	}
	return removeAll(slices.DeleteFunc(all, func(name string) bool {
		return strings.HasPrefix(filepath.Base(name), filepath.Base(at))
	})...)
}

// escaped is a path as a pattern that matches only itself.
func escaped(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

func removeAll(names ...string) error {
	var errs []error
	for _, name := range names {
		if err := os.Remove(name); !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// syncName makes the names in a folder durable.
func syncName(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("follower: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}
