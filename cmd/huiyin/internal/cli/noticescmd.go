package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/live"
	"huiyin/domain/calendar"
	"huiyin/domain/zh"
	"huiyin/eventstore"
	"huiyin/projections/notices"
	"huiyin/projections/notices/outbound"
)

func (a *app) notices() *cobra.Command {
	return group("notices", a.noticesTest(), a.needData(a.noticesStatus()))
}

// trial is what became of a message that only tries a way.
type trial struct{ Channel, Receipt, Error string }

// noticesTest sends one message that says nothing by the way that is named.
func (a *app) noticesTest() *cobra.Command {
	var o outward
	to, way := "", ""
	c := leaf("test", func(c *cobra.Command, _ []string) error {
		channels, err := o.channels()
		if err != nil {
			return err
		}
		i := slices.IndexFunc(channels, func(c outbound.Channel) bool { return c.Name() == way || way == "" && len(channels) == 1 })
		if i < 0 {
			return usage("cli.notices.no_way", "way", way)
		}
		address, ok := notices.Clean(channels[i].Name(), to)
		if !ok {
			return usage("cli.notices.bad_address", "address", to, "way", zh.Label("outlet", channels[i].Name()))
		}
		return a.try(c.Context(), channels[i], address)
	})
	o.flags(c)
	c.Flags().StringVar(&to, "to", "", text("flag.notices_to"))
	c.Flags().StringVar(&way, "way", "", text("flag.notices_way"))
	return c
}

func (a *app) try(ctx context.Context, way outbound.Channel, address string) error {
	id, err := eventstore.NewCommandID(time.Now(), rand.Reader)
	if err != nil {
		return err
	}
	r := trial{Channel: way.Name()}
	if r.Receipt, err = way.Send(ctx, notices.Trial(id.String(), address)); err != nil {
		return unavailable{say("cli.notices.not_sent", "way", zh.Label("outlet", way.Name()), "detail", err.Error())}
	}
	t := newTable(heads("outlet", "receipt")...)
	t.add(zh.Label("outlet", r.Channel), orDash(r.Receipt))
	if err := a.show(r, t); err != nil {
		return err
	}
	a.note("cli.notices.sent")
	return nil
}

// posted are the messages as the queue holds them.
type posted struct {
	Channels []channelPosted
	// Oldest is since when the oldest waits; empty if none does.
	Oldest string
	Failed []notices.Result
}

type channelPosted struct {
	Channel               string
	Waiting, Sent, Failed int
}

// noticesStatus shows how many messages wait, went out and failed, and which failed.
func (a *app) noticesStatus() *cobra.Command {
	limit := 0
	c := leaf("status", func(c *cobra.Command, _ []string) error {
		path := filepath.Join(a.data, live.NoticesFile)
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return notFound{say("cli.notices.none", "file", path)}
		}
		n, err := notices.Open(notices.Options{Path: path, Now: time.Now})
		if err != nil {
			return err
		}
		p, err := read(c.Context(), n, limit)
		if err := errors.Join(err, n.Close()); err != nil {
			return err
		}
		return a.showPosted(p)
	})
	c.Flags().IntVar(&limit, "limit", 20, text("flag.notices_limit"))
	return c
}

func read(ctx context.Context, n *notices.Notices, limit int) (p posted, err error) {
	f, err := n.Figures(ctx)
	if err != nil {
		return p, err
	}
	p.Channels, p.Failed = []channelPosted{}, []notices.Result{}
	for _, channel := range append(notices.Ways(), notices.Nowhere) {
		row := channelPosted{channel, f.Waiting[channel], f.Sent[channel], f.Failed[channel]}
		if row.Waiting+row.Sent+row.Failed > 0 {
			p.Channels = append(p.Channels, row)
		}
	}
	if !f.Oldest.IsZero() {
		p.Oldest = f.Oldest.In(calendar.CST()).Format(time.RFC3339)
	}
	failed, err := n.Failed(ctx, limit)
	p.Failed = append(p.Failed, failed...)
	return p, err
}

func (a *app) showPosted(p posted) error {
	t := newTable(heads("outlet", "queued", "sent", "unsent")...)
	for _, r := range p.Channels {
		t.add(zh.Label("outlet", r.Channel), fmt.Sprint(r.Waiting), fmt.Sprint(r.Sent), fmt.Sprint(r.Failed))
	}
	if err := a.show(p, t); err != nil || a.json || a.plain {
		return err
	}
	if p.Oldest != "" {
		a.note("cli.notices.oldest", "at", p.Oldest)
	}
	if len(p.Failed) == 0 {
		return nil
	}
	fmt.Fprintln(a.out, say("cli.notices.failed"))
	f := newTable(heads("made", "of_case", "whom", "outlet", "why", "tries")...)
	for _, r := range p.Failed {
		f.add(r.At.In(calendar.CST()).Format("2006-01-02 15:04"), string(r.Case), zh.Label("role", string(r.Role)), zh.Label("outlet", r.Channel),
			zh.Label("unsent", r.Reason), fmt.Sprint(r.Tries))
	}
	f.write(a.out, "")
	return nil
}
