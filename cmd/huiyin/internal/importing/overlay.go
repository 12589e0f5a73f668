package importing

import (
	"slices"

	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
)

// said is what one source said last.
type said struct {
	source suggestion.Source
	facts  suggestion.Facts
}

// overlay completes a table's row with what earlier tables said in columns that
// this one lacks: a table speaks of its columns only, and an empty cell in one
// says that nothing is known. So a small table with ratings adds the ratings and
// takes nothing away. The digest then covers the whole statement.
func (t *table) overlay(row *Row, before said, known bool) error {
	if known {
		f, old := &row.Facts, before.facts
		t.keepTexts(f, old)
		t.keepPeople(f, old)
		t.keepHandling(f, old)
		t.keepSource(&row.Source, before.source)
	}
	row.Facts.Replied = row.Facts.Replied || states(row.Facts)
	plain := suggestion.Source{Kind: row.Source.Kind, URL: row.Source.URL, Note: row.Source.Note}
	_, _, data, err := wire.Encode(suggestion.Imported{Source: plain, Facts: row.Facts})
	row.Source.Digest = hashOf(string(data))
	return err
}

// keep restores a value unless the table has one of its columns.
func keep[T any](t *table, now *T, old T, columns ...string) {
	if !slices.ContainsFunc(columns, t.has) {
		*now = old
	}
}

func (t *table) keepTexts(f *suggestion.Facts, old suggestion.Facts) {
	if f.Congress == "" {
		keep(t, &f.Congress, old.Congress, "congress", "term")
	}
	if f.Session == "" {
		keep(t, &f.Session, old.Session, "session", "term")
	}
	if f.Year == 0 {
		keep(t, &f.Year, old.Year, "year")
	}
	keep(t, &f.Number, old.Number, "number")
	keep(t, &f.Delegation, old.Delegation, "delegation")
	keep(t, &f.Category, old.Category, "category")
	keep(t, &f.Province, old.Province, "province")
	keep(t, &f.Level, old.Level, "level")
	keep(t, &f.DocumentNo, old.DocumentNo, "doc_no")
	keep(t, &f.Key, old.Key, "is_key")
}

// keepPeople takes the lead deputy and the others apart, because tables do.
func (t *table) keepPeople(f *suggestion.Facts, old suggestion.Facts) {
	keep(t, &f.DeputiesTotal, old.DeputiesTotal, "deputies_total", "lead")
	keep(t, &f.Deputies, old.Deputies, "lead")
	if t.has("lead") && !t.has("cosigners") && len(f.Deputies) > 0 && len(old.Deputies) > 0 {
		f.Deputies = slices.Concat(f.Deputies, old.Deputies[1:])
	}
}

func (t *table) keepHandling(f *suggestion.Facts, old suggestion.Facts) {
	keep(t, &f.LeadUnit, old.LeadUnit, "lead_unit")
	keep(t, &f.CoUnits, old.CoUnits, "co_units")
	keep(t, &f.AssignedOn, old.AssignedOn, "assigned_at")
	keep(t, &f.RepliedOn, old.RepliedOn, "replied_at")
	keep(t, &f.PublishedOn, old.PublishedOn, "published_at")
	keep(t, &f.OpinionOn, old.OpinionOn, "co_opinion_at")
	keep(t, &f.OpinionClass, old.OpinionClass, "co_opinion_class")
	keep(t, &f.OpinionUnit, old.OpinionUnit, "co_opinion_at", "co_opinion_class", "co_units")
	keep(t, &f.Class, old.Class, "reply_class")
	keep(t, &f.ClassRaw, old.ClassRaw, "reply_class")
	rated := []string{"satisfaction", "result"}
	keep(t, &f.Satisfaction, old.Satisfaction, rated...)
	keep(t, &f.SatisfiedRaw, old.SatisfiedRaw, rated...)
	keep(t, &f.Promises, old.Promises, "promise")
	keep(t, &f.Further, old.Further, "doc_kind")
	for _, h := range old.Happenings {
		if !t.has(h.Kind) {
			f.Happenings = append(f.Happenings, h)
		}
	}
}

func (t *table) keepSource(s *suggestion.Source, old suggestion.Source) {
	keep(t, &s.URL, old.URL, "source_url")
	keep(t, &s.Note, old.Note, "note")
}

// states reports whether the facts state a reply.
func states(f suggestion.Facts) bool {
	return f.Class != "" || f.Satisfaction != "" || !f.RepliedOn.IsZero()
}
