package office

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/eventstore/blobs"
	"huiyin/eventstore/sqlite"
)

// blobsDir is where received files lie in a data folder.
const blobsDir = "blobs"

// Files are the files that come with acts; their folder is made on first use.
func (o *Office) Files() (*blobs.Store, error) {
	o.files.Lock()
	defer o.files.Unlock()
	if o.files.store == nil {
		store, err := blobs.Open(filepath.Join(o.opts.Dir, blobsDir), blobs.Options{Random: o.opts.Random})
		if err != nil {
			return nil, err
		}
		o.files.store = store
	}
	return o.files.store, nil
}

// Holds reports whether a case holds a file, for Store.Lapse.
func (o *Office) Holds(ctx context.Context, of, binding string) (bool, error) {
	s, err := o.Load(ctx, suggestion.CaseID(of))
	if errors.Is(err, eventstore.ErrStreamNotFound) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	_, held := s.File(binding)
	return held, nil
}

// FileFault is a file that the log tells of and that is not what it was.
type FileFault struct {
	Case     string              `json:"case"`
	Position eventstore.Position `json:"position"`
	Name     string              `json:"name"`
	Binding  string              `json:"binding"`
	Missing  bool                `json:"missing"` // else damaged
}

// FileReport is what became of the files that the log tells of.
type FileReport struct {
	Files  int         `json:"files"`
	Bytes  int64       `json:"bytes"`
	Faults []FileFault `json:"faults"`
}

// CheckFiles reads every file that the log tells of in a folder of files, and holds
// it against its binding. progress is told how many were read.
func CheckFiles(ctx context.Context, log eventstore.Store, dir string, progress func(int64)) (r FileReport, err error) {
	files, err := blobs.Look(filepath.Join(dir, blobsDir))
	if err != nil {
		return r, err
	}
	return eachFile(ctx, log, progress, func(f suggestion.File) error { return files.Verify(ctx, f.Binding) })
}

// eachFile does something with every file that the log tells of. What is missing or
// damaged is a fault; any other error ends it.
func eachFile(ctx context.Context, log eventstore.Store, progress func(int64), do func(suggestion.File) error) (r FileReport, err error) {
	r.Faults = []FileFault{}
	for e, err := range log.ReadAll(ctx, 0) {
		if err != nil {
			return r, err
		}
		if e.Type != attached {
			continue
		}
		event, err := wire.Decode(e.Type, e.Schema, e.Data)
		if err != nil {
			return r, err
		}
		for _, f := range event.(suggestion.FilesAttached).Files {
			r.Files++
			r.Bytes += int64(f.Size)
			if progress != nil {
				progress(int64(r.Files))
			}
			err := do(f)
			if gone := errors.Is(err, blobs.ErrNotFound); gone || errors.Is(err, blobs.ErrCorrupt) {
				r.Faults = append(r.Faults, FileFault{string(e.Stream), e.Position, f.Name, f.Binding, gone})
			} else if err != nil {
				return r, err
			}
		}
	}
	return r, nil
}

// copyFiles copies every file that the log in a folder tells of from one folder to
// another. A damaged one is an error; one that is missing is in the report, for it
// may have been erased by duty.
func copyFiles(ctx context.Context, logDir, from, to string) (r FileReport, err error) {
	source, err := blobs.Look(filepath.Join(from, blobsDir))
	if err != nil {
		return r, err
	}
	log, err := sqlite.Open(ctx, sqlite.Options{Dir: logDir, ReadOnly: true})
	if err != nil {
		return r, err
	}
	defer log.Close()
	var target *blobs.Store
	r, err = eachFile(ctx, log, nil, func(f suggestion.File) (err error) {
		if target == nil {
			if target, err = blobs.Open(filepath.Join(to, blobsDir), blobs.Options{}); err != nil {
				return err
			}
		}
		return source.CopyTo(ctx, target, f.Binding)
	})
	for _, f := range r.Faults {
		if !f.Missing {
			return r, fmt.Errorf("%w: %s (%s) is damaged", ErrBackup, f.Name, f.Binding)
		}
	}
	return r, err
}

// attached is the wire name of the events that hold files.
var attached = func() string {
	name, _, _, _ := wire.Encode(suggestion.FilesAttached{}) // of a type in the table
	return name
}()
