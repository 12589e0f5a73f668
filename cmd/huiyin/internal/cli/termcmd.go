package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/projections/views"
)

func (a *app) term() *cobra.Command { return group("term", a.termClose()) }

// termClose lists the promises that keep a term open, and closes the term when
// there are none.
func (a *app) termClose() *cobra.Command {
	var f acting
	var congress string
	c := f.flags(a.needData(leaf("close", func(c *cobra.Command, _ []string) error {
		d, err := a.openFor(c.Context(), f.dryRun)
		if err != nil {
			return err
		}
		defer d.Close()
		on, err := effective(d, f.on)
		if err != nil {
			return err
		}
		ids, err := casesOfTerm(c.Context(), d, congress)
		if err != nil {
			return err
		}
		balance, err := d.BalanceTerm(c.Context(), congress, on, ids)
		if err != nil {
			return err
		}
		return a.endTerm(c.Context(), d, balance, f)
	})))
	c.Flags().StringVar(&congress, "congress", "", text("flag.congress"))
	c.Flags().StringVar(&f.on, "on", "", text("flag.term_on"))
	return c
}

// casesOfTerm are all cases, because a promise of an older congress may have been
// carried into this one. A congress of which there is no case is a wrong call.
func casesOfTerm(ctx context.Context, d *desk, congress string) ([]suggestion.CaseID, error) {
	rows, _, err := d.views().Cases(ctx, views.CaseFilter{})
	if err != nil {
		return nil, err
	}
	var known []string
	ids := make([]suggestion.CaseID, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
		if r.Congress != "" && !slices.Contains(known, r.Congress) {
			known = append(known, r.Congress)
		}
	}
	if !slices.Contains(known, congress) {
		slices.Sort(known)
		return nil, usage("cli.term.congress", "list", strings.Join(known, views.ListMark))
	}
	return ids, nil
}

// unsettledRow is a promise without an end, as data.
type unsettledRow struct {
	Case       string `json:"case"`
	Number     string `json:"number"`
	Commitment string `json:"commitment"`
	Unit       string `json:"unit"`
	Due        string `json:"due"`
	State      string `json:"state"`
	Text       string `json:"text"`
}

// termData is the end of a term, as data.
type termData struct {
	Congress  string         `json:"congress"`
	On        string         `json:"on"`
	Closed    bool           `json:"closed"`
	Already   bool           `json:"already"`
	Kept      int            `json:"kept"`
	Explained int            `json:"explained"`
	Broken    int            `json:"broken"`
	Carried   int            `json:"carried"`
	Open      int            `json:"open_suggestions"`
	Unknown   int            `json:"unknown"`
	Unsettled []unsettledRow `json:"unsettled"`
}

func (a *app) endTerm(ctx context.Context, d *desk, b office.TermBalance, f acting) error {
	out := termData{Congress: b.Congress, On: b.On.String(), Unsettled: []unsettledRow{}}
	t := newTable(heads("number", "commitment", "due", "state", "unit", "promise")...)
	for _, u := range b.Unsettled {
		c := u.Pledge
		row := unsettledRow{Case: string(u.Case.ID), Number: u.Case.Number, Commitment: string(c.Promise.Commitment), Unit: c.Unit,
			Due: c.Due.String(), State: string(c.State), Text: c.Text}
		out.Unsettled = append(out.Unsettled, row)
		t.add(orDash(row.Number), row.Commitment, orDash(row.Due), zh.Label("state.commitment", row.State), cut(row.Unit, 26), cut(row.Text, 52))
	}
	if b.Settled() && !f.dryRun {
		closed, already, err := d.CloseTerm(ctx, b, committee(f.by))
		if err != nil {
			return err
		}
		out.Closed, out.Already, b.TermClosed, out.On = true, already, closed, closed.On.String()
	}
	out.Kept, out.Explained, out.Broken, out.Carried, out.Open, out.Unknown = b.Kept, b.Explained, b.Broken, b.Carried, b.Open, b.Unknown
	if err := a.show(out, t); err != nil {
		return err
	}
	return a.sayTerm(b, out, f.dryRun)
}

func (a *app) sayTerm(b office.TermBalance, out termData, dryRun bool) error {
	if !b.Settled() {
		return refusedCall{say("cli.term.open", "congress", b.Congress, "count", fmt.Sprint(len(b.Unsettled)))}
	}
	a.note("cli.term.settled", "congress", b.Congress, "kept", fmt.Sprint(b.Kept), "explained", fmt.Sprint(b.Explained), "broken", fmt.Sprint(b.Broken),
		"carried", fmt.Sprint(b.Carried), "open", fmt.Sprint(b.Open), "unknown", fmt.Sprint(b.Unknown))
	switch {
	case dryRun:
		a.note("cli.term.dry")
	case out.Already:
		a.note("cli.term.already", "congress", b.Congress, "on", zh.Date(b.On))
	default:
		a.note("cli.term.closed", "congress", b.Congress, "on", zh.Date(b.On))
	}
	return nil
}
