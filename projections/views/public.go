package views

import (
	"strconv"
	"strings"

	"huiyin/domain/suggestion"
	"huiyin/projections/follower"
)

// What is public is three views of their own. They hold what
// suggestion.InPublic tells and nothing else, so that no question on them can
// answer with a word, a count or a likeness that comes from behind the office's
// door (handbook ACL-04).
var (
	publicCases = follower.View{
		Name: "public_cases", Version: 1, Keys: 1,
		Columns: []string{"case_id TEXT NOT NULL", "recency INTEGER NOT NULL", "number TEXT NOT NULL", "congress TEXT NOT NULL", "session TEXT NOT NULL",
			"year INTEGER NOT NULL", "title TEXT NOT NULL", "deputy TEXT NOT NULL", "units TEXT NOT NULL", "classes TEXT NOT NULL",
			"level TEXT NOT NULL", "text TEXT NOT NULL", "shown TEXT NOT NULL", "newest TEXT NOT NULL", "replies INTEGER NOT NULL"},
		Indexes: []string{"recency"},
		Rows: func(k *follower.Case) [][]any {
			p, ok := k.State.InPublic()
			if !ok {
				return nil
			}
			day := p.Newest()
			year, month, on := day.Civil()
			recency := -(year*10000 + int(month)*100 + on)
			return [][]any{{string(p.ID), recency, p.Number, p.Congress, p.Session, p.Year, p.Title, p.Deputy,
				strings.Join(p.Units, ListMark), strings.Join(classesOf(p), ListMark), string(p.Level), p.Text, p.On.String(), day.String(), len(p.Replies)}}
		},
	}
	publicReplies = follower.View{
		Name: "public_replies", Version: 1, Keys: 2,
		Columns: []string{"case_id TEXT NOT NULL", "line TEXT NOT NULL", "unit TEXT NOT NULL", "document TEXT NOT NULL", "class TEXT NOT NULL",
			"issued TEXT NOT NULL", "level TEXT NOT NULL", "text TEXT NOT NULL", "shown TEXT NOT NULL"},
		Rows: func(k *follower.Case) (rows [][]any) {
			p, _ := k.State.InPublic()
			for _, r := range p.Replies {
				rows = append(rows, []any{string(p.ID), string(r.Line), r.Unit, r.Document, string(r.Class), r.Issued.String(), string(r.Level), r.Text, r.On.String()})
			}
			return rows
		},
	}
	// publicMarks are what cases are counted and narrowed by.
	publicMarks = follower.View{
		Name: "public_marks", Version: 1, Keys: 3,
		Columns: []string{"case_id TEXT NOT NULL", "mark TEXT NOT NULL", "name TEXT NOT NULL"},
		Indexes: []string{"mark, name"},
		Rows: func(k *follower.Case) (rows [][]any) {
			p, ok := k.State.InPublic()
			if !ok {
				return nil
			}
			add := func(mark Mark, names ...string) {
				for _, name := range names {
					rows = append(rows, []any{string(p.ID), string(mark), name})
				}
			}
			add(ByYear, strconv.Itoa(p.Year))
			add(ByClass, classesOf(p)...)
			add(ByUnit, p.Units...)
			return rows
		},
	}
)

// Mark is what public cases are counted by.
type Mark string

// Marks.
const (
	ByYear  Mark = "year"
	ByClass Mark = "class"
	ByUnit  Mark = "unit"
)

// Marks lists what public cases are counted by, in the order of the page.
func Marks() []Mark { return []Mark{ByYear, ByClass, ByUnit} }

// classesOf are the classes of the public replies, each once.
func classesOf(p suggestion.PublicCase) (all []string) {
	for _, r := range p.Replies {
		all = appendNew(all, string(r.Class))
	}
	return all
}

func appendNew(all []string, name string) []string {
	for _, have := range all {
		if have == name {
			return all
		}
	}
	if name == "" {
		return all
	}
	return append(all, name)
}
