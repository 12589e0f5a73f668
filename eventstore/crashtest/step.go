package crashtest

// Step is one thing a program did to its files, as far as it bears on what a
// power cut leaves. A write and a sync are two steps each, their begin and their
// end: between the two nothing is certain yet.
type Step struct {
	kind kind
	// file is what changes: a file, or for names and their syncs a folder.
	file *file
	name string
	to   string
	at   int64
	data []byte
	// call joins begin and end; done is how much of a write was written, failed
	// whether a sync failed.
	call   int
	done   int64
	failed bool
}

type kind uint8

const (
	said kind = iota + 1
	wrote
	written
	resized
	syncing
	synced
	named
	unnamed
	renamed
	exited
)

// file stands for a file or folder itself, whatever its name is.
type file struct {
	folder bool
	// size is the length the program sees.
	size int64
}

// Said is what the program wrote to its standard output in this step, empty for
// every other step. It can have been heard from the moment the step begins, so
// what it promises must hold at any power cut after it.
func (s *Step) Said() string {
	if s.kind != said {
		return ""
	}
	return string(s.data)
}

// Synced reports whether this step is the end of a sync, and of which name; the
// name is that of the file when it was opened.
func (s *Step) Synced() (name string, ok, isSync bool) { return s.name, !s.failed, s.kind == synced }
