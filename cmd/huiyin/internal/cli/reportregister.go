package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/report"
	"huiyin/domain/wire"
	"huiyin/projections/annual"
)

// publishedReport is a version as data.
type publishedReport struct {
	Name        string
	Scope       string
	Until       string
	Position    int64
	Definitions string
	Digest      string
	By          string
	On          string
	Reason      string
}

func (a *app) reportList() *cobra.Command {
	return a.needData(leaf("list", func(c *cobra.Command, _ []string) error {
		of, err := a.openLog(c.Context(), office.Options{ReadOnly: true})
		if err != nil {
			return err
		}
		defer of.Close()
		reg, err := of.Reports(c.Context())
		if err != nil {
			return err
		}
		list, t := []publishedReport{}, newTable(heads("report", "scope", "until", "position", "by", "published", "digest", "reason")...)
		for _, f := range reg.All() {
			scope := (&annual.Report{Params: annual.Params{Scope: annual.Scope{Congress: f.Congress, Session: f.Session, Year: f.Year}}}).Scope()
			list = append(list, publishedReport{report.Name(f), scope, f.Until.String(), f.Position, f.Definitions, f.Digest, f.By, f.On.String(), f.Reason})
			t.add(report.Name(f), scope, f.Until.String(), fmt.Sprint(f.Position), f.By, f.On.String(), f.Digest[:16], orDash(f.Reason))
		}
		return a.show(list, t)
	}))
}

func (a *app) reportShow() *cobra.Command {
	var p printing
	c := a.needData(leaf("show NAME", func(c *cobra.Command, args []string) error {
		if err := p.check(a); err != nil {
			return err
		}
		return a.withReport(c.Context(), args[0], func(of *office.Office, f wire.ReportFrozen) error {
			r, err := a.again(c.Context(), of, f)
			if err != nil {
				return err
			}
			if digest, err := r.Digest(); err != nil || digest != f.Digest {
				return errors.Join(err, a.showNumbers(r.Report, f))
			}
			return a.printReport(r.Report, p, imprint(f, of))
		})
	}))
	p.flags(c)
	return c
}

// showNumbers lists what was published when it cannot be computed again to the
// same document: the definitions have changed since, or the log has.
func (a *app) showNumbers(r *annual.Report, f wire.ReportFrozen) error {
	t := newTable(heads("figure", "name", "value")...)
	for _, n := range numbers(f) {
		t.add(n.ID, r.Name(n.ID), number(&n, f.Decimals))
	}
	a.note("cli.report.only_numbers", "name", report.Name(f), "published", f.Definitions, "here", annual.Definitions)
	return a.show(f, t)
}

func (a *app) reportVerify() *cobra.Command {
	return a.needData(leaf("verify NAME", func(c *cobra.Command, args []string) error {
		return a.withReport(c.Context(), args[0], func(of *office.Office, f wire.ReportFrozen) error {
			r, err := a.again(c.Context(), of, f)
			if err != nil {
				return err
			}
			return a.verify(r.Report, f)
		})
	}))
}

// verify compares a published report with what the log gives now. Under the
// same definitions the documents must be the same to the byte; under others the
// figures are compared one by one.
func (a *app) verify(r *annual.Report, f wire.ReportFrozen) error {
	digest, err := r.Digest()
	if err != nil {
		return err
	}
	result := struct {
		Name        string
		Digest      string
		Recomputed  string
		Definitions string
		Same        bool
		Changes     []change
	}{Name: report.Name(f), Digest: f.Digest, Recomputed: digest, Definitions: r.Definitions, Changes: changes(r, numbers(f), r.Numbers())}
	sameRules := r.Definitions == f.Definitions
	result.Same = len(result.Changes) == 0 && (digest == f.Digest || !sameRules)
	t := newTable(heads("figure", "name", "before", "after")...)
	for _, c := range result.Changes {
		t.add(c.ID, c.Name, c.Before, c.After)
	}
	if a.json || len(t.rows) > 0 {
		if err := a.show(result, t); err != nil {
			return err
		}
	}
	switch {
	case !result.Same:
		return failedCheck{say("cli.report.differs", "name", result.Name, "published", f.Digest, "recomputed", digest, "count", fmt.Sprint(len(result.Changes)))}
	case !sameRules:
		a.note("cli.report.same_numbers", "name", result.Name, "count", fmt.Sprint(len(f.Figures)), "published", f.Definitions, "here", r.Definitions)
	default:
		a.note("cli.report.same", "name", result.Name, "digest", digest, "position", fmt.Sprint(f.Position))
	}
	return nil
}
