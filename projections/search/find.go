package search

import (
	"context"
	"slices"
	"strings"

	"zombiezen.com/go/sqlite"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/eventstore"
	"huiyin/projections/follower"
)

// Result is a page of hits, and how many there are on all pages. All of it shows
// the log at one position.
type Result struct {
	Checkpoint eventstore.Position
	Total      int
	Hits       []Hit
}

// Case is what a list shows of a case that was found. Deputies and Units are
// empty where the scope does not have the field.
type Case struct {
	ID       suggestion.CaseID
	Number   string
	Title    string
	Congress string
	Session  string
	Year     int
	State    lifecycle.State
	Deputies []string // all who signed, the lead first, and the delegation
	Units    []string
}

// Hit is a case that was found, and where.
type Hit struct {
	Case
	Rank     Rank
	Snippets []Snippet // by field, in the order of Fields
}

// Rank says how a case was found; lower is nearer.
type Rank int

// The ranks.
const (
	ByNumber Rank = iota // the query is its number
	ByTitle              // all terms are in number or title
	ByName               // some only in a name, a unit or the category
	ByText               // some only in body, promises or replies
)

// defaultLimit is how many hits a page has.
const defaultLimit = 20

// Find finds cases within a scope. A query without a letter or digit finds none.
func Find(ctx context.Context, file *follower.File, q Query, s Scope) (out Result, err error) {
	terms, err := q.parse()
	if err != nil {
		return out, err
	}
	if q.Limit <= 0 {
		q.Limit = defaultLimit
	}
	f := finder{terms: terms, scope: s, fields: s.fields(), skip: max(0, q.Offset), room: q.Limit}
	err = file.Read(ctx, func(r *follower.Reader) error {
		if out.Checkpoint, err = r.Checkpoint(); err != nil || len(terms) == 0 || len(f.fields) == 0 {
			return err
		}
		f.Reader = r
		if out.Total, err = f.count(); err != nil {
			return err
		}
		out.Hits, err = f.page()
		return err
	})
	return out, err
}

// finder answers one query.
type finder struct {
	*follower.Reader
	terms  []term
	scope  Scope
	fields []Field

	named      []int64 // found by number
	skip, room int     // hits to leave out, and to give
}

func (f *finder) count() (n int, err error) {
	in := f.scope.where()
	err = f.Query("SELECT count(*) FROM words WHERE words MATCH ? AND "+in.sql, args(match(f.terms, f.fields), in.args), func(s *sqlite.Stmt) error {
		n = s.ColumnInt(0)
		return nil
	})
	return n, err
}

// page walks the ranks until it is full.
func (f *finder) page() ([]Hit, error) {
	hits, err := f.byNumber()
	before := ""
	for i := 0; err == nil && f.room > 0 && i < len(tiers); i++ {
		fields := both(tiers[i], f.fields)
		if len(fields) == 0 {
			continue
		}
		question := match(f.terms, fields)
		now := question
		if before != "" {
			now = "(" + question + ") NOT (" + before + ")"
		}
		before = question
		var more []Hit
		more, err = f.take(now, Rank(i)+ByTitle, condition{sql: "TRUE"})
		hits = append(hits, more...)
	}
	return hits, err
}

// byNumber finds the cases whose number is the query; each congress has one.
func (f *finder) byNumber() ([]Hit, error) {
	if len(f.terms) != 1 || !slices.Contains(f.fields, Number) {
		return nil, nil
	}
	number := plain(numeral(f.terms[0].text))
	if number == "" {
		return nil, nil
	}
	return f.take(match(f.terms, []Field{Number}), ByNumber, condition{"rowid IN (SELECT doc FROM documents WHERE plain = ?)", []any{number}})
}

// take gives the hits of a rank, those begun last first, less what was to be
// skipped.
func (f *finder) take(question string, rank Rank, also condition) (hits []Hit, err error) {
	in := f.scope.where()
	not := "rowid NOT IN (" + strings.TrimSuffix(strings.Repeat("?,", len(f.named)), ",") + ")"
	query := "SELECT rowid FROM words WHERE words MATCH ? AND " + in.sql + " AND " + also.sql + " AND " + not + " ORDER BY rowid DESC LIMIT ?"
	values := args(question, in.args, also.args)
	for _, doc := range f.named {
		values = append(values, doc)
	}
	var docs []int64
	err = f.Query(query, append(values, f.skip+f.room), func(s *sqlite.Stmt) error {
		docs = append(docs, s.ColumnInt64(0))
		return nil
	})
	if rank == ByNumber {
		f.named = docs
	}
	skipped := min(f.skip, len(docs))
	f.skip -= skipped
	for _, doc := range docs[skipped:] {
		c, text, err := f.read(doc)
		if err != nil {
			return nil, err
		}
		hits = append(hits, Hit{c, rank, f.snippets(text)})
	}
	f.room -= len(hits)
	return hits, err
}

// read reads a case and what is written in the fields of the scope.
func (f *finder) read(doc int64) (c Case, text map[Field]string, err error) {
	const columns = "case_id, congress, session, year, state, number, title, deputies, units, category, body, promises, replies"
	text = map[Field]string{}
	err = f.Query("SELECT "+columns+" FROM documents WHERE doc = ?", []any{doc}, func(s *sqlite.Stmt) error {
		for i, field := range Fields() {
			if slices.Contains(f.fields, field) {
				text[field] = s.ColumnText(5 + i)
			}
		}
		c = Case{ID: suggestion.CaseID(s.ColumnText(0)), Congress: s.ColumnText(1), Session: s.ColumnText(2), Year: s.ColumnInt(3),
			State: lifecycle.State(s.ColumnText(4)), Number: text[Number], Title: text[Title],
			Deputies: split(text[Deputies]), Units: split(text[Units])}
		return nil
	})
	return c, text, err
}

func split(lines string) []string {
	if lines == "" {
		return nil
	}
	return strings.Split(lines, "\n")
}

func args(first string, more ...[]any) []any {
	return append([]any{first}, slices.Concat(more...)...)
}
