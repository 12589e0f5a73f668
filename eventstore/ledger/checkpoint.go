package ledger

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"huiyin/eventstore"
)

// Errors of checkpoints.
var (
	// ErrEmpty says that the log has no event, and so no name and no root.
	ErrEmpty = errors.New("ledger: the log is empty")
	// ErrCheckpoint is wrapped by every error about a checkpoint's text or
	// signature.
	ErrCheckpoint = errors.New("ledger: bad checkpoint")
)

// Checkpoint is the tree's root at a size.
type Checkpoint struct {
	// Origin names the log.
	Origin string
	// Size is the number of events covered.
	Size int64
	// Root is the tree's hash at that size.
	Root tlog.Hash
	// Position is that of the last event covered, as this store numbers them. It
	// serves the quick check at start and is no part of the proof.
	Position eventstore.Position
}

const positionLine = "position "

// Text is the checkpoint's body: origin, size and root on a line each, then the
// position as an extension line.
func (c Checkpoint) Text() string {
	return fmt.Sprintf("%s\n%d\n%s\n%s%d\n", c.Origin, c.Size, c.Root, positionLine, c.Position)
}

// Sign gives the checkpoint as a signed note.
func (c Checkpoint) Sign(key note.Signer) ([]byte, error) {
	return note.Sign(&note.Note{Text: c.Text()}, key)
}

// Verify reads a signed note and checks its signature by one of the keys.
func Verify(signed []byte, keys ...note.Verifier) (Checkpoint, error) {
	n, err := note.Open(signed, note.VerifierList(keys...))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("%w: %w", ErrCheckpoint, err)
	}
	return parse(n.Text)
}

// parse reads the body strictly: what Text would write, and further extension
// lines of others.
func parse(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 || lines[len(lines)-1] != "" || lines[0] == "" {
		return Checkpoint{}, fmt.Errorf("%w: %d lines", ErrCheckpoint, len(lines))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 1 || strconv.FormatInt(size, 10) != lines[1] {
		return Checkpoint{}, fmt.Errorf("%w: size %q", ErrCheckpoint, lines[1])
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return Checkpoint{}, fmt.Errorf("%w: root %q", ErrCheckpoint, lines[2])
	}
	c := Checkpoint{Origin: lines[0], Size: size, Root: root}
	for _, line := range lines[3 : len(lines)-1] {
		value, ok := strings.CutPrefix(line, positionLine)
		if !ok {
			continue
		}
		at, err := strconv.ParseUint(value, 10, 64)
		if err != nil {
			return Checkpoint{}, fmt.Errorf("%w: %q", ErrCheckpoint, line)
		}
		c.Position = eventstore.Position(at)
	}
	return c, nil
}

// originOf is the name of the log that begins with the event.
func originOf(first *eventstore.Recorded) string { return fmt.Sprintf("huiyin/%x", first.Hash[:8]) }

// GenerateKey makes a signing key and the key that verifies its signatures, in
// the text form of package note. Who has the first can sign as this log.
func GenerateKey(random io.Reader, name string) (signing, verifying string, err error) {
	return note.GenerateKey(random, name)
}
