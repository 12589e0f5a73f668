package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/domain/zh"
	"huiyin/projections/views"
)

// void takes a number out of use.
func (a *app) void(ctx context.Context, of *office.Office, by suggestion.Actor, texts map[string][]string) error {
	v := office.Void{Actor: by}
	into := map[string]*string{"congress": &v.Congress, "session": &v.Session, "number": &v.Number, "reason": &v.Reason}
	for key, values := range texts {
		if into[key] == nil {
			return usage("cli.register.no_field", "act", voided, "field", key)
		}
		*into[key] = strings.Join(values, register.ListMark)
	}
	changed, err := of.VoidNumber(ctx, v)
	if err != nil {
		return err
	}
	e := entered{Type: voided, ID: v.Number, Changed: changed, What: zh.Sentence(voided,
		wire.NumberVoided{Congress: v.Congress, Session: v.Session, Number: v.Number, Reason: v.Reason})}
	if a.json {
		return a.printJSON(e)
	}
	if !changed {
		a.note("cli.register.unchanged")
		return nil
	}
	t := newTable(heads("what")...)
	t.add(e.What)
	return a.show(e, t)
}

// gapList is a session's number series as data.
type gapList struct {
	Congress string    `json:"congress"`
	Session  string    `json:"session"`
	Next     []string  `json:"next"`
	Gaps     []gapRow  `json:"gaps"`
	Outside  []outside `json:"outside"`
}

// gapRow is a gap with what became of the case for which it was reserved.
type gapRow struct {
	Number string `json:"number"`
	Last   string `json:"last"`
	Count  int    `json:"count"`
	Series string `json:"series"`
	Why    string `json:"why"`
	Case   string `json:"case,omitempty"`
	State  string `json:"state,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// outside is a number that is of neither series.
type outside struct {
	Number string `json:"number"`
	Case   string `json:"case,omitempty"`
}

func (a *app) registerGaps() *cobra.Command {
	var congress, session string
	c := a.needData(leaf("gaps", func(c *cobra.Command, _ []string) error {
		if congress == "" || session == "" {
			return usage("cli.register.need_session")
		}
		d, err := a.read(c.Context())
		if err != nil {
			return err
		}
		defer d.Close()
		list, err := gapsOf(c.Context(), d, congress, session)
		if err != nil {
			return err
		}
		return a.showGaps(list)
	}))
	c.Flags().StringVar(&congress, "congress", "", text("flag.entry_congress"))
	c.Flags().StringVar(&session, "session", "", text("flag.entry_session"))
	return c
}

// gapsOf joins what the number series says with which cases have a number, those
// imported too.
func gapsOf(ctx context.Context, d *desk, congress, session string) (gapList, error) {
	list := gapList{Congress: congress, Session: session, Gaps: []gapRow{}, Outside: []outside{}}
	dir, err := d.Directory(ctx)
	if err != nil {
		return list, err
	}
	s, ok := dir.SessionNamed(congress, session)
	if !ok {
		return list, notFound{say("cli.register.no_session", "name", congress+session)}
	}
	ledger, err := d.Ledger(ctx, congress, session)
	if err != nil {
		return list, err
	}
	rows, _, err := d.views().Cases(ctx, views.CaseFilter{})
	if err != nil {
		return list, err
	}
	states := map[suggestion.CaseID]string{}
	ledger.Used = map[string]suggestion.CaseID{}
	for _, r := range rows {
		states[r.ID] = string(r.State)
		if r.Congress == congress && r.Session == session && r.Number != "" {
			ledger.Used[r.Number] = r.ID
		}
	}
	gaps, strange := ledger.Gaps(s)
	for _, g := range gaps {
		list.Gaps = append(list.Gaps, gapRow{g.Number, g.Last, g.Count, seriesName(g.Off), string(g.Why), string(g.Case), states[g.Case], g.Reason})
	}
	for _, n := range strange {
		list.Outside = append(list.Outside, outside{n, string(ledger.Used[n])})
	}
	in, off, two := s.Series()
	list.Next = []string{ledger.Next(in)}
	if two {
		list.Next = append(list.Next, ledger.Next(off))
	}
	return list, nil
}

func seriesName(off bool) string {
	if off {
		return "off"
	}
	return "in"
}

func (a *app) showGaps(list gapList) error {
	t, total := newTable(heads("number", "count", "series", "gap_why", "gap_case", "state", "reason")...), 0
	for _, g := range list.Gaps {
		number := g.Number
		if g.Count > 1 {
			number = say("cli.register.run", "first", g.Number, "last", g.Last)
		}
		total += g.Count
		t.add(number, fmt.Sprint(g.Count), zh.Label("series", g.Series), zh.Label("gap", g.Why), orDash(g.Case), labelOr("state.suggestion", g.State), orDash(g.Reason))
	}
	if err := a.show(list, t); err != nil || a.json {
		return err
	}
	a.note("cli.register.gaps", "name", list.Congress+list.Session, "total", fmt.Sprint(total), "next", strings.Join(list.Next, register.ListMark))
	for _, o := range list.Outside {
		a.note("cli.register.outside", "number", o.Number, "case", orDash(o.Case))
	}
	return nil
}
