package notices

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"huiyin/domain/calendar"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
	"huiyin/eventstore"
	"huiyin/projections/reactors"
)

// HandlerName names the reactor; its place in the log goes by it.
const HandlerName = "notices"

// Fresh is how old what happened may be to be sent out of the house.
const Fresh = 72 * time.Hour

// Options say what the notices stand on.
type Options struct {
	// Path is the SQLite file; it is made if there is none.
	Path string
	Log  reactors.Log
	// Directory is the register as it is now.
	Directory func(context.Context) (*register.Directory, error)
	// Days is the calendar that tells working days.
	Days   func() calendar.Calendar
	Now    func() time.Time
	Logger *slog.Logger
	// Contacts keep how people want to be told; nil keeps nothing, so that nothing
	// is sent.
	Contacts Contacts
	// Channels are the ways out that the office has, by name.
	Channels []string
}

// Notices are everybody's notices. It is safe for concurrent use; one process
// handles the log and sends.
type Notices struct {
	o      Options
	file   *file
	runner *reactors.Runner

	book bookmark

	handling sync.Mutex // one event at a time, whoever hands it out
	cases    map[suggestion.CaseID]folded

	mu       sync.Mutex
	watching map[Box]map[chan struct{}]bool
	work     chan struct{} // something may have to be sent
}

// bookmark is the book of the directory that was read last.
type bookmark struct {
	sync.Mutex
	of   *register.Directory
	book *Book
}

// folded is a case as of a version.
type folded struct {
	state   *suggestion.Suggestion
	version eventstore.Version
}

// mostFolded bounds the cases kept between events.
const mostFolded = 5000

// Open opens the file.
func Open(o Options) (*Notices, error) {
	f, err := openFile(o.Path)
	if err != nil {
		return nil, err
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	n := &Notices{o: o, file: f, cases: map[suggestion.CaseID]folded{}, watching: map[Box]map[chan struct{}]bool{}, work: make(chan struct{}, 1)}
	n.runner = reactors.NewRunner(o.Log, f.marks, reactors.Options{Logger: o.Logger, Now: o.Now}, n.Handler())
	return n, nil
}

// Close ends the file's use.
func (n *Notices) Close() error { return n.file.close() }

// Reach gives the settings of the accounts, before Run.
func (n *Notices) Reach(c Contacts) { n.o.Contacts = c }

// Channels are the ways out that the office has.
func (n *Notices) Channels() []string { return n.o.Channels }

// Settings are how an account wants to be told.
func (n *Notices) Settings(ctx context.Context, account string) (Settings, error) {
	if n.o.Contacts == nil {
		return Defaults(), nil
	}
	return n.o.Contacts.Settings(ctx, account)
}

// ErrNowhere answers who wants settings kept where nothing keeps them.
var ErrNowhere = errors.New("notices: nothing keeps settings here")

// SaveSettings keeps how an account wants to be told. What is queued already goes by
// it too.
func (n *Notices) SaveSettings(ctx context.Context, account string, s Settings) error {
	if n.o.Contacts == nil {
		return ErrNowhere
	}
	return n.o.Contacts.SaveSettings(ctx, account, s)
}

// Run handles the log until the context ends, which is its error.
func (n *Notices) Run(ctx context.Context) error { return n.runner.Run(ctx) }

// CatchUp handles what is in the log now.
func (n *Notices) CatchUp(ctx context.Context) error { return n.runner.CatchUp(ctx) }

// Rebuild makes everything anew that follows from the log. What was read stays
// read, and nothing is sent again.
func (n *Notices) Rebuild(ctx context.Context) error {
	n.file.mu.Lock()
	err := n.file.forget()
	n.file.mu.Unlock()
	if err != nil {
		return err
	}
	return n.CatchUp(ctx)
}

// Checkpoint is up to where the log was handled.
func (n *Notices) Checkpoint() (eventstore.Position, error) { return n.file.marks.Load(HandlerName) }

// Reached waits until the log was handled up to where it is now, or the bounded
// time is over: then it is false, and what is shown is older.
func (n *Notices) Reached(ctx context.Context, patience time.Duration) bool {
	head, err := n.o.Log.Head(ctx)
	if err != nil {
		return false
	}
	for end := time.Now().Add(patience); ; {
		if at, err := n.Checkpoint(); err != nil || at >= head {
			return err == nil
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(5 * time.Millisecond):
		}
		if time.Now().After(end) {
			return false
		}
	}
}
