package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/mod/sumdb/note"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/eventstore"
	"huiyin/eventstore/ledger"
)

// treeFile is the Merkle tree over the log; it may be deleted.
const treeFile = "ledger.tree"

// ledger proves that the log was not changed, cut or thinned out.
func (a *app) ledger() *cobra.Command {
	return group("ledger", a.ledgerKey(), a.ledgerCheckpoint(), a.ledgerVerify(), a.ledgerAcceptLoss())
}

// ledgerKey makes a signing key and the key others verify with, in two files.
func (a *app) ledgerKey() *cobra.Command {
	out := ""
	c := leaf("key NAME", func(_ *cobra.Command, args []string) error {
		signing, verifying, err := ledger.GenerateKey(rand.Reader, args[0])
		if err != nil {
			return usage("cli.ledger.bad_name", "name", args[0], "detail", err.Error())
		}
		base := filepath.Join(out, args[0])
		for name, text := range map[string]string{base + ".key": signing, base + ".pub": verifying} {
			if err := writeNew(name, text+"\n"); err != nil {
				return err
			}
		}
		a.note("cli.ledger.key_done", "key", base+".key", "pub", base+".pub")
		return nil
	})
	c.Flags().StringVar(&out, "out", ".", text("flag.out_dir"))
	return c
}

// writeNew writes a file that must not be there yet, readable by its owner.
func writeNew(name, text string) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return refusedCall{say("cli.ledger.no_overwrite", "file", name, "detail", err.Error())}
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Sync(), f.Close())
}

// ledgerCheckpoint signs the root of the log as it stands.
func (a *app) ledgerCheckpoint() *cobra.Command {
	key, out := "", ""
	c := a.needData(leaf("checkpoint", func(c *cobra.Command, _ []string) error {
		signer, err := signerOf(key)
		if err != nil {
			return err
		}
		d, err := a.read(c.Context())
		if err != nil {
			return err
		}
		defer d.Close()
		signed, err := signLog(c.Context(), d.Log, filepath.Join(a.data, treeFile), signer)
		if err != nil {
			return err
		}
		if out == "" {
			_, err = a.out.Write(signed)
			return err
		}
		if err := replaceFile(out, signed); err != nil {
			return err
		}
		a.note("cli.ledger.checkpoint_done", "file", out)
		return nil
	}))
	c.Flags().StringVar(&key, "key", "", text("flag.sign_key"))
	c.Flags().StringVar(&out, "out", "", text("flag.out_file"))
	return c
}

// replaceFile writes beside the file and renames, so that a crash leaves the old
// one or the new one.
func replaceFile(name string, data []byte) error {
	next := name + ".new"
	if err := os.WriteFile(next, data, 0o644); err != nil {
		return err
	}
	return os.Rename(next, name)
}

func signLog(ctx context.Context, log eventstore.Store, path string, signer note.Signer) ([]byte, error) {
	tree, err := ledger.Open(path)
	if err != nil {
		return nil, err
	}
	defer tree.Close()
	if err := tree.CatchUp(ctx, log); err != nil {
		return nil, err
	}
	origin, err := ledger.Origin(ctx, log)
	if err != nil {
		return nil, err
	}
	point, err := tree.Checkpoint(origin)
	if err != nil {
		return nil, err
	}
	return point.Sign(signer)
}

func signerOf(file string) (note.Signer, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, usage("cli.ledger.no_key", "file", file)
	}
	signer, err := note.NewSigner(strings.TrimSpace(string(text)))
	if err != nil {
		return nil, usage("cli.ledger.bad_key", "file", file, "detail", err.Error())
	}
	return signer, nil
}

func verifierOf(file string) (note.Verifier, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, usage("cli.ledger.no_key", "file", file)
	}
	known, err := note.NewVerifier(strings.TrimSpace(string(text)))
	if err != nil {
		return nil, usage("cli.ledger.bad_key", "file", file, "detail", err.Error())
	}
	return known, nil
}

// verdict is an audit's result as data.
type verdict struct {
	Events      int64  `json:"events"`
	Streams     int    `json:"streams"`
	Root        string `json:"root"`
	Origin      string `json:"origin"`
	Position    uint64 `json:"position"`
	Checkpoints int    `json:"checkpoints"`
	Files       int    `json:"files"` // that came with acts
}

// ledgerVerify reads the whole log and holds it against the checkpoints given.
func (a *app) ledgerVerify() *cobra.Command {
	var points []string
	key := ""
	c := a.needData(leaf("verify", func(c *cobra.Command, _ []string) error {
		checkpoints, err := readCheckpoints(points, key)
		if err != nil {
			return err
		}
		of, err := office.Open(c.Context(), office.Options{Dir: a.data, ReadOnly: true})
		if err != nil {
			return err
		}
		defer of.Close()
		head, err := of.Log.Head(c.Context())
		if err != nil {
			return err
		}
		progress := a.progress("cli.ledger.stage")
		report, err := ledger.Audit(c.Context(), of.Log, checkpoints, func(n int64) { progress(int(n), max(int(head), int(n))) })
		if err == nil {
			err = checkIndexes(c.Context(), of.Log)
		}
		if err != nil {
			return err
		}
		files, err := a.readFiles(c.Context(), of)
		if err != nil {
			return err
		}
		return errors.Join(a.showVerdict(report, len(checkpoints), files.Files), damaged(files))
	}))
	c.Flags().StringArrayVar(&points, "checkpoint", nil, text("flag.checkpoint"))
	c.Flags().StringVar(&key, "key", "", text("flag.verify_key"))
	return c
}

// checkIndexes has the store compare its indexes with what it holds, if it has
// any: reading all events does not show what a lookup leaves out.
func checkIndexes(ctx context.Context, log eventstore.Store) error {
	if s, ok := log.(interface{ CheckIndexes(context.Context) error }); ok {
		return s.CheckIndexes(ctx)
	}
	return nil
}

func readCheckpoints(files []string, key string) ([]ledger.Checkpoint, error) {
	if len(files) == 0 {
		return nil, nil
	}
	known, err := verifierOf(key)
	if err != nil {
		return nil, err
	}
	var out []ledger.Checkpoint
	for _, file := range files {
		signed, err := os.ReadFile(file)
		if err != nil {
			return nil, notFound{say("cli.ledger.no_checkpoint", "file", file)}
		}
		point, err := ledger.Verify(signed, known)
		if err != nil {
			return nil, failedCheck{say("cli.ledger.bad_checkpoint", "file", file, "detail", err.Error())}
		}
		out = append(out, point)
	}
	return out, nil
}

func (a *app) showVerdict(r ledger.Report, checkpoints, files int) error {
	v := verdict{Events: r.Events, Streams: r.Streams, Root: r.Root.String(), Origin: r.Origin, Position: uint64(r.Position), Checkpoints: r.Checked, Files: files}
	t := newTable(heads("events", "streams", "files", "checked", "root")...)
	t.add(fmt.Sprint(v.Events), fmt.Sprint(v.Streams), fmt.Sprint(v.Files), fmt.Sprint(v.Checkpoints), v.Root)
	if err := a.show(v, t); err != nil {
		return err
	}
	if checkpoints == 0 {
		a.note("cli.ledger.no_witness")
		return nil
	}
	a.note("cli.ledger.witnessed", "count", fmt.Sprint(checkpoints))
	return nil
}
