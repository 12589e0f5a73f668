package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	known "huiyin/api/desk"
	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/acts"
	"huiyin/domain/lifecycle"
	"huiyin/eventstore/blobs"
)

// fileOwner is whose the files are that come by the command line.
const fileOwner = "command line"

// attach sends the files of the command line with an act: what is to be attached,
// the scan of the paper it is entered from, the scan that the act itself asks for.
// A text that names no file is the digest of a scan that is kept elsewhere.
func (a *app) attach(ctx context.Context, d *desk, order *office.Act, files []string, scans ...*string) error {
	for _, scan := range scans {
		if *scan == "" {
			continue
		}
		if _, err := os.Stat(*scan); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := a.send(ctx, d, order, *scan); err != nil {
			return err
		}
		*scan = order.Files[len(order.Files)-1].Binding
	}
	for _, file := range files {
		if err := a.send(ctx, d, order, file); err != nil {
			return err
		}
	}
	return nil
}

// send stores one file and binds it to the act that is about to be done.
func (a *app) send(ctx context.Context, d *desk, order *office.Act, file string) error {
	store, err := d.Files()
	if err != nil {
		return err
	}
	f, err := os.Open(file)
	if err != nil {
		return usage("cli.do.scan_unread", "file", file, "detail", err.Error())
	}
	defer f.Close()
	h, err := store.Hold(ctx, fileOwner, filepath.Base(file), f, d.Now())
	var refused *blobs.Refusal
	if errors.As(err, &refused) {
		return refusedCall{known.FileWords(file, refused)}
	} else if err != nil {
		return usage("cli.do.scan_unread", "file", file, "detail", err.Error())
	}
	if h, err = store.Claim(fileOwner, h.ID, string(order.Case)); err != nil {
		return err
	}
	order.Files = append(order.Files, known.FileOf(h))
	return nil
}

// scanAmong is the scan that an act itself asks for, if it does.
func scanAmong(v acts.Verb, values []acts.Value) []*string {
	if v.Name != string(lifecycle.Withdraw) {
		return nil
	}
	for i := range values {
		if values[i].Name == "scan" {
			return []*string{&values[i].Text}
		}
	}
	return nil
}
