package search

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"zombiezen.com/go/sqlite"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/veil"
	"huiyin/projections/follower"
	"huiyin/projections/pinyin"
)

// All lists the views of the search file.
func All() []follower.View { return []follower.View{documents, reach} }

// documents holds what is written in a case. The index beside it holds only the
// words and follows by triggers: a case is indexed again when its texts change,
// not whenever it moves. Doc is the case's number in the index, by which newer
// cases come first; what has lost its row is gone from every answer.
var documents = follower.View{
	Name: "documents", Version: 1, Keys: 1,
	Columns: []string{"case_id TEXT NOT NULL", "doc INTEGER NOT NULL", "digest TEXT NOT NULL", "plain TEXT NOT NULL", "congress TEXT NOT NULL",
		"session TEXT NOT NULL", "year INTEGER NOT NULL", "state TEXT NOT NULL", "number TEXT NOT NULL", "title TEXT NOT NULL", "deputies TEXT NOT NULL",
		"units TEXT NOT NULL", "category TEXT NOT NULL", "body TEXT NOT NULL", "promises TEXT NOT NULL", "replies TEXT NOT NULL"},
	Indexes: []string{"doc", "plain"},
	Also: `CREATE VIRTUAL TABLE words USING fts5(number, title, deputies, units, category, body, promises, replies, deputy_letters, unit_letters,
	content='', contentless_delete=1, tokenize='ascii');
CREATE TABLE indexed (doc INTEGER PRIMARY KEY, digest TEXT NOT NULL) STRICT;
CREATE TABLE gone (doc INTEGER PRIMARY KEY) STRICT;
CREATE TRIGGER documents_out AFTER DELETE ON documents BEGIN INSERT OR IGNORE INTO gone VALUES (old.doc); END;
CREATE TRIGGER documents_in AFTER INSERT ON documents BEGIN DELETE FROM gone WHERE doc = new.doc; END;
CREATE TRIGGER documents_new AFTER INSERT ON documents
WHEN NOT EXISTS (SELECT 1 FROM indexed WHERE doc = new.doc AND digest = new.digest) BEGIN
	DELETE FROM words WHERE rowid = new.doc;
	INSERT INTO words (rowid, number, title, deputies, units, category, body, promises, replies, deputy_letters, unit_letters)
	VALUES (new.doc, grams(new.number), grams(new.title), grams(new.deputies), grams(new.units), grams(new.category), grams(new.body),
		grams(new.promises), grams(new.replies), deputy_letters(new.deputies), unit_letters(new.units));
	INSERT OR REPLACE INTO indexed VALUES (new.doc, new.digest);
END;`,
	Functions: map[string]*sqlite.FunctionImpl{
		"grams":          function(grams),
		"deputy_letters": function(func(names string) string { return spell(names, pinyin.Person) }),
		"unit_letters":   function(func(names string) string { return spell(names, pinyin.Unit) }),
	},
	Rows: func(k *follower.Case) [][]any {
		s := veil.Of(k.State).Case(k.State) // names that are withheld are in no index (handbook THR-44)
		row := []any{string(s.ID), int64(k.Begun), "", plain(s.Number), s.Congress, s.Session, s.Year, string(s.State)}
		sum := sha256.New()
		for _, f := range Fields() {
			text := texts[f](s)
			fmt.Fprintf(sum, "%d:%s,", len(text), text)
			row = append(row, text)
		}
		row[2] = fmt.Sprintf("%x", sum.Sum(nil)[:12])
		return [][]any{row}
	},
}

func function(do func(string) string) *sqlite.FunctionImpl {
	return &sqlite.FunctionImpl{NArgs: 1, Deterministic: true, AllowIndirect: true, Scalar: func(_ sqlite.Context, args []sqlite.Value) (sqlite.Value, error) {
		return sqlite.TextValue(do(args[0].Text())), nil
	}}
}

// spell is the index's words for the pinyin of names.
func spell(names string, k pinyin.Kind) string {
	var b strings.Builder
	for name := range strings.SplitSeq(names, "\n") {
		for _, w := range pinyin.Words(name, k) {
			b.WriteString(w)
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// plain is a number as people type it: without leading zeros, width and case.
func plain(number string) string {
	var b strings.Builder
	for _, r := range runs(number) {
		b.WriteString(string(r.text))
	}
	return strings.TrimLeft(b.String(), "0")
}

// texts says what is written in a field of a case.
var texts = map[Field]func(*suggestion.Suggestion) string{
	Number:   func(s *suggestion.Suggestion) string { return s.Number },
	Title:    func(s *suggestion.Suggestion) string { return s.Title },
	Category: func(s *suggestion.Suggestion) string { return s.Category },
	Body:     func(s *suggestion.Suggestion) string { return s.Body },
	Deputies: func(s *suggestion.Suggestion) string {
		var names []string
		for _, p := range s.Deputies() {
			names = append(names, p.Name)
		}
		return lines(append(names, s.Delegation))
	},
	Units: func(s *suggestion.Suggestion) string {
		var names []string
		for _, a := range s.Assignments {
			names = append(names, a.Unit, s.BodyOf(a.Unit))
		}
		return lines(names)
	},
	Promises: func(s *suggestion.Suggestion) string {
		var all []string
		for _, c := range s.Commitments {
			all = append(all, c.Text)
		}
		return lines(all)
	},
	Replies: func(s *suggestion.Suggestion) string {
		var all []string
		for _, l := range s.Lines {
			for _, v := range l.Versions {
				all = append(all, v.Text)
			}
		}
		return lines(all)
	},
}

// lines lists texts one a line, each once and no empty one.
func lines(all []string) string {
	var out []string
	for _, text := range all {
		text = strings.Join(strings.Fields(text), " ")
		if text != "" && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return strings.Join(out, "\n")
}

// reach says under which keys a case is within a scope.
var reach = follower.View{
	Name: "reach", Version: 4, Keys: 2,
	Columns: []string{"case_id TEXT NOT NULL", "key TEXT NOT NULL", "doc INTEGER NOT NULL"},
	Indexes: []string{"key, doc"},
	Rows: func(k *follower.Case) [][]any {
		var rows [][]any
		for _, key := range keys(k.State) {
			rows = append(rows, []any{string(k.State.ID), key, int64(k.Begun)})
		}
		return rows
	},
}

// keys lists the keys of a case, each once.
func keys(s *suggestion.Suggestion) []string {
	var out []string
	for _, p := range s.Deputies() {
		if p.ID == "" { // else a namesake would see it
			out = append(out, namedKey+p.Name)
		}
		out = append(out, deputyKey+p.ID)
	}
	for _, a := range s.Assignments {
		if a.Active() {
			out = append(out, unitKey+a.Unit, unitKey+s.BodyOf(a.Unit))
		}
	}
	if s.Delegation != "" {
		out = append(out, delegationKey+s.Delegation)
	}
	for _, v := range s.Supervisors {
		out = append(out, overseerKey+v.Person.ID, overseerKey+v.Body)
	}
	if !handedIn(s) {
		out = append(out, draftKey)
	}
	if slices.Contains(intake, s.State) {
		out = append(out, intakeKey)
	}
	if p, shown := s.InPublic(); !s.Stated.PublishedOn.IsZero() || shown && p.Title != "" && p.Title == s.Title {
		out = append(out, publicKey)
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(key string) bool { return strings.HasSuffix(key, mark) })
}

// intake are the states in which a case is the deputies' and the congress's only.
var intake = []lifecycle.State{lifecycle.Submitted, lifecycle.InReview, lifecycle.ToRevise, lifecycle.ReturnedToDeputy}

// handedIn reports whether the case ever left its authors' hands.
func handedIn(s *suggestion.Suggestion) bool {
	if s.State == lifecycle.Draft {
		return false
	}
	return s.State != lifecycle.Withdrawn || s.Imported || !s.Submitted.IsZero() || !s.Registered.IsZero()
}
