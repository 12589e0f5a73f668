package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/note"

	"huiyin/eventstore"
	"huiyin/eventstore/ledger"
)

// The guard's settings: a signed checkpoint kept on another disk, the key that
// verifies it, and the key that renews it. Without the first nothing is guarded.
const (
	guardFile = "HUIYIN_CHECKPOINT"
	guardKey  = "HUIYIN_CHECKPOINT_PUB"
	renewKey  = "HUIYIN_CHECKPOINT_KEY"
)

// guarded refuses to write into a log that is older than the checkpoint kept
// elsewhere, or another one: an old backup put back must not go on as if nothing
// were missing (handbook FLT-17). A checkpoint that is not there yet guards
// nothing; the first renewal makes it.
func guarded(ctx context.Context, dir string, log eventstore.Store) error {
	file := os.Getenv(guardFile)
	signed, err := os.ReadFile(file)
	if file == "" || errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	known, err := verifierOf(os.Getenv(guardKey))
	if err != nil {
		return err
	}
	point, err := ledger.Verify(signed, known)
	if err != nil {
		return failedCheck{say("cli.ledger.bad_checkpoint", "file", file, "detail", err.Error())}
	}
	tree, err := ledger.Open(filepath.Join(dir, treeFile))
	if err != nil {
		return err
	}
	defer tree.Close()
	return ledger.Guard(ctx, log, tree, point)
}

// renew signs the log as it stands now, after what was written.
func renew(ctx context.Context, dir string, log eventstore.Store) error {
	file, key := os.Getenv(guardFile), os.Getenv(renewKey)
	if file == "" || key == "" {
		return nil
	}
	signer, err := signerOf(key)
	if err != nil {
		return err
	}
	return renewWith(ctx, dir, log, file, signer)
}

func renewWith(ctx context.Context, dir string, log eventstore.Store, file string, signer note.Signer) error {
	signed, err := signLog(ctx, log, filepath.Join(dir, treeFile), signer)
	if err != nil {
		return err
	}
	return replaceFile(file, signed)
}
