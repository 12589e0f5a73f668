package cli

import (
	"bytes"
	"errors"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	papers "huiyin/api/paper"
	"huiyin/cmd/huiyin/internal/office"
	"huiyin/domain/acts"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/projections/telling"
)

// papering are the flags of "paper".
type papering struct {
	out, line, to, unit, task, on string
	version                       int
	codes                         []string
	by                            string
	wanted                        papers.Wanted
	house                         papers.House
}

func (p *papering) flags(c *cobra.Command) {
	f := c.Flags()
	for _, t := range []struct {
		to         *string
		name, help string
	}{
		{&p.out, "out", "flag.paper_out"}, {&p.line, "line", "flag.paper_line"}, {&p.to, "to", "flag.paper_to"},
		{&p.unit, "unit", "flag.paper_unit"}, {&p.task, "task", "flag.paper_task"}, {&p.on, "on", "flag.paper_on"},
		{&p.by, "by", "flag.by"}, {&p.wanted.Contact, "contact", "flag.paper_contact"}, {&p.wanted.Phone, "phone", "flag.paper_phone"},
		{&p.house.Name, "house", "flag.house"}, {&p.house.Address, "house-address", "flag.house_address"},
		{&p.house.Postcode, "house-postcode", "flag.house_postcode"}, {&p.house.Contact, "house-contact", "flag.house_contact"},
		{&p.house.Phone, "house-phone", "flag.house_phone"}, {&p.house.GovernmentOffice, "government-office", "flag.government_office"},
	} {
		f.StringVar(t.to, t.name, "", zh.Label("cli", t.help))
	}
	f.IntVar(&p.version, "reply", 0, text("flag.paper_reply"))
	f.StringArrayVar(&p.codes, "code", nil, text("flag.paper_code"))
}

// paper prints one document of a case into a file.
func (a *app) paper() *cobra.Command {
	var p papering
	c := a.needData(leaf("paper KIND CASE", func(c *cobra.Command, args []string) error {
		if err := p.read(args[0]); err != nil {
			return err
		}
		return a.withCase(c.Context(), args[1], func(d *desk, id suggestion.CaseID) error {
			return a.withFacts(c.Context(), d, id, func(facts []office.Fact) error {
				of, err := a.paperCase(c, d, facts, p)
				if err != nil {
					return err
				}
				docs, err := papers.Make(of, p.wanted)
				if err != nil {
					return unfit(err)
				}
				return a.writePapers(p.out, docs)
			})
		})
	}))
	p.flags(c)
	return c
}

// read turns what was typed into what is wanted.
func (p *papering) read(kind string) (err error) {
	w := &p.wanted
	var ok bool
	if w.Kind, ok = coded("web.paper.kind", kind, papers.Kinds()); !ok {
		return usage("cli.paper.kind", "value", kind, "kinds", listed("web.paper.kind", papers.Kinds()))
	}
	if ending := strings.ToLower(filepath.Ext(p.out)); ending != ".html" && ending != ".docx" {
		return usage("cli.paper.out", "value", p.out)
	}
	if w.On, err = dateFlag("--on", p.on); err != nil {
		return err
	}
	w.Line, w.Version, w.Unit, w.Task = suggestion.LineID(p.line), p.version, p.unit, suggestion.TaskID(p.task)
	w.To, w.Codes = acts.PersonOf(p.to), map[string]papers.FormCode{}
	for _, typed := range p.codes {
		name, code, found := strings.Cut(typed, "=")
		if !found || name == "" || code == "" {
			return usage("cli.paper.code", "value", typed)
		}
		code, link, _ := strings.Cut(code, ",")
		w.Codes[name] = papers.FormCode{Code: code, Link: link}
	}
	return nil
}

// paperCase is the case as a paper is made from it. Whoever may open the folder
// may see everything in it.
func (a *app) paperCase(c *cobra.Command, d *desk, facts []office.Fact, p papering) (papers.Case, error) {
	directory, err := d.Directory(c.Context())
	if err != nil {
		return papers.Case{}, err
	}
	of := d.paperOf(facts)
	of.Registers, of.House = directory, p.house
	of.Ratings = true
	of.Printed = papers.Printed{By: p.by, At: d.Now(), Position: uint64(facts[len(facts)-1].Position)}
	if s := of.State; s.Head != "" {
		head, err := d.History(c.Context(), s.Head)
		if err != nil {
			return of, err
		}
		joined := d.paperOf(head)
		of.Head = &joined
	}
	return of, nil
}

func (d *desk) paperOf(facts []office.Fact) papers.Case {
	c := papers.Case{State: foldAll(facts)}
	for _, f := range facts {
		c.Events = append(c.Events, f.Event)
	}
	var pinned bool
	if c.Rules, pinned = d.Pinned(c.State); !pinned {
		c.Rules = telling.RuleSet(d.Rules, c.State.Stated.RuleSet)
	}
	return c
}

// unfit words why a paper cannot be made.
func unfit(err error) error {
	var u *papers.Unfit
	if errors.As(err, &u) {
		return refusedCall{zh.Text("web.paper.unfit."+u.Code, u.Facts)}
	}
	return err
}

// written is one paper that was put into a file, as data.
type written struct {
	File  string `json:"file"`
	Name  string `json:"name"`
	Kind  string `json:"kind"`
	Parts int    `json:"documents"`
}

func (a *app) writePapers(file string, docs []papers.Document) error {
	var b bytes.Buffer
	write := func() error { return papers.WriteHTML(&b, "", docs...) }
	if strings.EqualFold(filepath.Ext(file), ".docx") {
		write = func() error { return papers.WriteDOCX(&b, docs...) }
	}
	if err := write(); err != nil {
		return err
	}
	if err := writeFile(file, b.Bytes()); err != nil {
		return err
	}
	a.note("cli.paper.written", "file", file, "name", docs[0].Name, "n", strconv.Itoa(len(docs)))
	if a.json {
		return a.printJSON(written{file, docs[0].Name, string(docs[0].Kind), len(docs)})
	}
	return nil
}
