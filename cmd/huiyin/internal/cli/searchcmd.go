package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"huiyin/domain/register"
	"huiyin/domain/zh"
	"huiyin/projections/follower"
	"huiyin/projections/search"
	"huiyin/projections/telling"
)

const searchFile = "search.db"

// search finds cases by what is written in them or, with --similar, those whose
// titles are like the text.
func (a *app) search() *cobra.Command {
	q, similar, body := search.Query{}, false, ""
	c := a.needData(leaf("search TEXT", func(c *cobra.Command, args []string) error {
		if q.Limit < 1 || q.Offset < 0 {
			return usage("cli.search.bad_page")
		}
		d, err := a.read(c.Context())
		if err != nil {
			return err
		}
		defer d.Close()
		file, err := d.searchFile(c.Context())
		if err != nil {
			return err
		}
		defer file.Close()
		if similar {
			return a.similar(c.Context(), file, search.Draft{Title: args[0], Body: body}, q.Limit)
		}
		known, err := d.Directory(c.Context())
		if err != nil {
			return err
		}
		q.Text, q.Names = args[0], namesOf(known)
		return a.found(c.Context(), d, file, q)
	}))
	c.Flags().IntVar(&q.Limit, "limit", 20, text("flag.search_limit"))
	c.Flags().IntVar(&q.Offset, "offset", 0, text("flag.offset"))
	c.Flags().BoolVar(&similar, "similar", false, text("flag.similar"))
	c.Flags().StringVar(&body, "body", "", text("flag.similar_body"))
	return c
}

// searchFile opens the index and brings it up to date.
func (d *desk) searchFile(ctx context.Context) (*follower.File, error) {
	file, err := follower.OpenFile(filepath.Join(d.dir, searchFile), search.All())
	if err != nil {
		return nil, err
	}
	if err := follower.New(d.Log, file, follower.Options{Batch: catchUpBatch, Now: d.Now}).CatchUp(ctx); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// namesOf gives the names of the units that a term names, from the register.
func namesOf(known *register.Directory) func(string) []string {
	return func(term string) (out []string) {
		for _, e := range known.All(register.Units) {
			called := e.Called()
			if slices.ContainsFunc(called, func(c register.Called) bool { return c.Name == term }) {
				for _, c := range called {
					out = append(out, c.Name)
				}
			}
		}
		return out
	}
}

func (a *app) found(ctx context.Context, d *desk, file *follower.File, q search.Query) error {
	r, err := search.Find(ctx, file, q, search.Scope{All: true})
	if errors.Is(err, search.ErrTooLong) {
		return usage("cli.search.too_long", "characters", fmt.Sprint(search.MaxText), "terms", fmt.Sprint(search.MaxTerms))
	}
	if err != nil {
		return err
	}
	if r.Hits == nil {
		r.Hits = []search.Hit{}
	}
	t := newTable(heads("number", "session", "lead", "title", "found_in")...)
	for _, h := range r.Hits {
		t.add(orDash(h.Number), orDash(h.Session), orDash(first(h.Deputies)), titleFound(h), cut(places(h.Snippets), 80))
	}
	if err := a.show(r, t); err != nil {
		return err
	}
	a.note("cli.total", "total", fmt.Sprint(r.Total), "shown", fmt.Sprint(len(r.Hits)))
	a.noteParked(d)
	return nil
}

func first(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return all[0]
}

// titleFound is a hit's title with what was found in it marked.
func titleFound(h search.Hit) string {
	for _, s := range h.Snippets {
		if s.Field == search.Title {
			return marked(s)
		}
	}
	return cut(telling.OrUnknown(h.Title), 44)
}

// places are the snippets of a hit elsewhere than in its title.
func places(all []search.Snippet) string {
	var out []string
	for _, s := range all {
		if s.Field != search.Title {
			out = append(out, say("cli.search.place", "field", text("field."+string(s.Field)), "text", marked(s)))
		}
	}
	return orDash(strings.Join(out, text("search.between")))
}

// marked is a snippet with its marks in brackets.
func marked(s search.Snippet) string {
	var b strings.Builder
	all, at := []rune(s.Text), 0
	for _, m := range s.Marks {
		b.WriteString(string(all[at:m.From]) + say("cli.search.mark", "text", string(all[m.From:m.To])))
		at = m.To
	}
	b.WriteString(string(all[at:]))
	out := b.String()
	if s.Before {
		out = "…" + out
	}
	if s.After {
		out += "…"
	}
	return out
}

func (a *app) similar(ctx context.Context, file *follower.File, d search.Draft, limit int) error {
	all, err := search.Similar(ctx, file, d, search.Scope{All: true}, limit)
	if err != nil {
		return err
	}
	t := newTable(heads("likeness", "number", "session", "lead", "state", "title")...)
	for _, l := range all {
		t.add(fmt.Sprintf("%.0f%%", 100*l.Score), orDash(l.Number), orDash(l.Session), orDash(first(l.Deputies)),
			zh.Label("state.suggestion", string(l.State)), marked(search.Snippet{Text: l.Title, Marks: l.Shared}))
	}
	if err := a.show(limited(all, limit), t); err != nil {
		return err
	}
	a.note("cli.search.similar", "n", fmt.Sprint(len(all)))
	return nil
}
