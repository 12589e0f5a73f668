package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/wire"
	"huiyin/domain/zh"
)

// lossWords are what two people say about a loss. The number is theirs too: who
// accepts a loss has seen how great it is.
type lossWords struct {
	by, second, reason string
	lost               int64
}

// ledgerAcceptLoss is the way on after an older backup was put back and nothing
// newer is left: until then the guard refuses to write.
func (a *app) ledgerAcceptLoss() *cobra.Command {
	var w lossWords
	c := a.needData(leaf("accept-loss", func(c *cobra.Command, _ []string) error {
		if a.data == "" {
			return usage("cli.no_data")
		}
		if os.Getenv(guardFile) == "" || os.Getenv(guardKey) == "" || os.Getenv(renewKey) == "" {
			return usage("cli.loss.need_guard")
		}
		if strings.TrimSpace(w.by) == "" || strings.TrimSpace(w.second) == "" || strings.TrimSpace(w.reason) == "" {
			return usage("cli.loss.need_words")
		}
		return a.acceptLoss(c.Context(), w)
	}))
	c.Flags().StringVar(&w.by, "by", "", text("flag.accept_by"))
	c.Flags().StringVar(&w.second, "second", "", text("flag.accept_second"))
	c.Flags().StringVar(&w.reason, "reason", "", text("flag.accept_reason"))
	c.Flags().Int64Var(&w.lost, "lost", 0, text("flag.accept_lost"))
	return c
}

// acceptLoss measures the loss, records it and signs the log as it then is.
func (a *app) acceptLoss(ctx context.Context, w lossWords) (err error) {
	if _, err := os.Stat(filepath.Join(a.data, "events.db")); err != nil {
		return notFound{say("cli.no_store", "dir", a.data)}
	}
	points, err := readCheckpoints([]string{os.Getenv(guardFile)}, os.Getenv(guardKey))
	if err != nil {
		return err
	}
	signer, err := signerOf(os.Getenv(renewKey))
	if err != nil {
		return err
	}
	of, err := office.Open(ctx, office.Options{Dir: a.data, Hooks: a.figures.hooks()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, of.Close()) }()
	loss, err := of.MeasureLoss(ctx, points[0], a.auditing())
	if err != nil {
		return err
	}
	if err := seen(loss, w.lost); err != nil {
		return err
	}
	old, err := keepCheckpoint(os.Getenv(guardFile), loss)
	if err != nil {
		return err
	}
	e, err := of.AcceptLoss(ctx, loss, strings.TrimSpace(w.reason), committee(w.by), committee(w.second))
	if err != nil {
		return err
	}
	if err := a.dropTree(); err != nil {
		return err
	}
	if err := renewWith(ctx, a.data, of.Log, os.Getenv(guardFile), signer); err != nil {
		return err
	}
	return a.showLoss(e, old)
}

// seen refuses a number that is not the one that is lost.
func seen(l office.Loss, lost int64) error {
	facts := []string{"size", fmt.Sprint(l.Point.Size), "kept", fmt.Sprint(l.Found.Events), "lost", fmt.Sprint(l.Lost())}
	switch {
	case l.Lost() <= 0:
		return refusedCall{say("cli.loss.nothing", facts...)}
	case l.Lost() != lost:
		return refusedCall{say("cli.loss.confirm", facts...)}
	}
	return nil
}

// keepCheckpoint copies the checkpoint beside itself before a new one takes its
// place: it is what proves the loss. A copy that is there is the same one.
func keepCheckpoint(file string, l office.Loss) (old string, err error) {
	old = fmt.Sprintf("%s.%d", file, l.Point.Size)
	signed, err := os.ReadFile(file)
	if err != nil {
		return old, err
	}
	return old, replaceFile(old, signed)
}

// dropTree removes a tree that may cover what is no longer in the log.
func (a *app) dropTree() error {
	err := os.Remove(filepath.Join(a.data, treeFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

func (a *app) showLoss(e wire.LossAccepted, old string) error {
	if a.json {
		return a.printJSON(struct {
			Lost int    `json:"lost"`
			Kept int    `json:"kept"`
			Size int    `json:"size"`
			Old  string `json:"old_checkpoint"`
		}{e.Lost, e.Kept, e.Size, old})
	}
	typ, _, _, err := wire.EncodeRegister(e)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.out, zh.Sentence(typ, e))
	a.note("cli.loss.accepted", "lost", fmt.Sprint(e.Lost), "file", os.Getenv(guardFile), "old", old)
	return nil
}
