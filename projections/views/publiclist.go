package views

import (
	"context"
	"strings"

	"zombiezen.com/go/sqlite"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/eventstore"
	"huiyin/projections/follower"
)

// Public answers the questions of everybody. It reaches the views of what is
// public alone, and needs no scope: there is nothing else in them.
type Public struct{ File *follower.File }

// PublicRow is a case in the public list; Title is empty where its content is
// not public.
type PublicRow struct {
	ID       suggestion.CaseID
	Number   string
	Congress string
	Session  string
	Year     int
	Title    string
	Deputy   string
	Units    []string
	Classes  []string
	Level    suggestion.Level
	Newest   calendar.Date
	Replies  int
}

// PublicFilter narrows the public list; the zero filter selects all. Words are
// texts, each of which stands somewhere in the published words, the number or a
// unit's name.
type PublicFilter struct {
	Words []string
	Year  string
	Unit  string
	Class string
}

func (f PublicFilter) where() where {
	var w where
	for _, word := range f.Words {
		like := "%" + likeEscaper.Replace(word) + "%"
		w.add(`(number LIKE ? ESCAPE '\' OR title LIKE ? ESCAPE '\' OR text LIKE ? ESCAPE '\' OR units LIKE ? ESCAPE '\'
	OR case_id IN (SELECT case_id FROM public_replies WHERE text LIKE ? ESCAPE '\'))`, like, like, like, like, like)
	}
	for _, m := range []PublicFigure{{Mark: ByYear, Name: f.Year}, {Mark: ByUnit, Name: f.Unit}, {Mark: ByClass, Name: f.Class}} {
		w.set(m.Name != "", "case_id IN (SELECT case_id FROM public_marks WHERE mark = ? AND name = ?)", string(m.Mark), m.Name)
	}
	return w
}

// publicOrder puts what became public last first.
var publicOrder = numbered("recency")

// Cases lists what is public part by part, what became public last first.
func (p Public) Cases(ctx context.Context, f PublicFilter, at Page) (Listed[PublicRow], error) {
	return listed(ctx, Reader{File: p.File}, table{sql: "SELECT * FROM public_cases"}, f.where(), publicOrder, scanPublic, at)
}

func scanPublic(c *cursor) PublicRow {
	r := PublicRow{ID: suggestion.CaseID(c.text()), Number: c.skip(1).text(), Congress: c.text(), Session: c.text(), Year: c.int(), Title: c.text(),
		Deputy: c.text(), Units: c.names(), Classes: c.names(), Level: suggestion.Level(c.text())}
	c.skip(2) // the text, and the content's own day
	r.Newest, r.Replies = c.date(), c.int()
	return r
}

// Case is one case as published; false if nothing of it is.
func (p Public) Case(ctx context.Context, id suggestion.CaseID) (out suggestion.PublicCase, ok bool, err error) {
	err = p.File.Read(ctx, func(r *follower.Reader) error {
		err := r.Query("SELECT * FROM public_cases WHERE case_id = ?", []any{string(id)}, func(s *sqlite.Stmt) error {
			c := cursor{s: s}
			out, ok = scanPublicCase(&c), true
			return c.err
		})
		if err != nil || !ok {
			return err
		}
		return r.Query("SELECT * FROM public_replies WHERE case_id = ? ORDER BY line", []any{string(id)}, func(s *sqlite.Stmt) error {
			c := cursor{s: s, i: 1}
			out.Replies = append(out.Replies, suggestion.PublicReply{Line: suggestion.LineID(c.text()), Unit: c.text(), Document: c.text(),
				Class: suggestion.Class(c.text()), Issued: c.date(), Level: suggestion.Level(c.text()), Text: c.text(), On: c.date()})
			return c.err
		})
	})
	return out, ok, err
}

func scanPublicCase(c *cursor) suggestion.PublicCase {
	out := suggestion.PublicCase{ID: suggestion.CaseID(c.text()), Number: c.skip(1).text(), Congress: c.text(), Session: c.text(), Year: c.int(),
		Title: c.text(), Deputy: c.text(), Units: c.names()}
	out.Level, out.Text, out.On = suggestion.Level(c.skip(1).text()), c.text(), c.date()
	return out
}

// PublicFigure is how many public cases bear a name; as many as the list shows
// under it.
type PublicFigure struct {
	Mark  Mark
	Name  string
	Cases int
}

// PublicFigures counts what is public. A case with several units or classes
// counts under each; so only the years add up to Cases.
type PublicFigures struct {
	Cases    int
	Contents int // of which the content is public, in full or in part
	Replies  int // replies that are public, in full or in part
	Figures  []PublicFigure
	Position eventstore.Position
}

// Figures counts what is public now.
func (p Public) Figures(ctx context.Context) (out PublicFigures, err error) {
	err = p.File.Read(ctx, func(r *follower.Reader) error {
		if out.Position, err = r.Checkpoint(); err != nil {
			return err
		}
		err := r.Query("SELECT count(*), total(level <> ?), total(replies) FROM public_cases", []any{string(suggestion.Private)}, func(s *sqlite.Stmt) error {
			out.Cases, out.Contents, out.Replies = s.ColumnInt(0), s.ColumnInt(1), s.ColumnInt(2)
			return nil
		})
		if err != nil {
			return err
		}
		return r.Query("SELECT mark, name, count(*) FROM public_marks GROUP BY 1, 2 ORDER BY 1, CASE mark WHEN 'year' THEN -CAST(name AS INTEGER) WHEN 'unit' THEN -count(*) ELSE 0 END, name",
			nil, func(s *sqlite.Stmt) error {
				out.Figures = append(out.Figures, PublicFigure{Mark(s.ColumnText(0)), s.ColumnText(1), s.ColumnInt(2)})
				return nil
			})
	})
	return out, err
}

// Of are the figures under one mark.
func (f PublicFigures) Of(m Mark) (all []PublicFigure) {
	for _, x := range f.Figures {
		if x.Mark == m {
			all = append(all, x)
		}
	}
	return all
}

// PublicationVerbs are the acts by which the office decides what is public.
func PublicationVerbs() []string {
	return []string{string(lifecycle.PublishContent), string(lifecycle.PublishReply)}
}

// PublicWords cuts what somebody asks for into words, at most eight.
func PublicWords(text string) []string {
	words := strings.Fields(text)
	return words[:min(len(words), 8)]
}
