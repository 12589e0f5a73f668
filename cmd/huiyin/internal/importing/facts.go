package importing

import (
	"strconv"
	"strings"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
)

// The fields that are read. Others are tolerated with a warning.
var (
	rowFields = []string{"id", "congress", "session", "year", "number", "title", "deputies", "deputies_total", "delegation",
		"category", "lead_unit", "co_units", "assigned_at", "replied_at", "published_at", "co_opinion_at", "co_opinion_class",
		"reply_class", "reply_class_raw", "satisfaction", "satisfaction_history", "commitments", "events", "is_key", "doc_no",
		"doc_kind", "province", "level", "source_title", "source_url", "note"}
	promiseFields = []string{"text", "due", "due_text", "done"}
	ratingFields  = []string{"value", "at", "text"}
	eventFields   = []string{"date", "type", "text"}
)

// The kinds of row, as the vocabulary names them.
const (
	kindReply        = "reply"
	kindFurtherReply = "further_reply"
	kindCoOpinion    = "co_opinion"
)

// The first year of the people's congresses, and one far enough away.
const (
	firstYear   = 1954
	lastYear    = 2100
	mostDeputys = 10000
)

// read fills the row from its object.
func (r *reading) read() {
	r.strange("", r.tree, rowFields)
	r.row.Source = suggestion.Source{ID: r.text("id"), Kind: r.text("doc_kind"), Title: r.text("source_title"),
		URL: r.text("source_url"), Note: r.text("note"), Digest: digest(r.tree)}
	f := &r.row.Facts
	r.who(f)
	r.when(f)
	r.lists(f)
	r.satisfaction(f)
	r.kind(f)
	r.sound(f)
	r.identity(f)
}

// who reads what the case is and whose.
func (r *reading) who(f *suggestion.Facts) {
	f.Congress, f.Session, f.Number, f.Title = r.text("congress"), r.text("session"), r.text("number"), r.text("title")
	f.Year = r.whole("year", firstYear, lastYear)
	for _, name := range r.names("deputies") {
		f.Deputies = append(f.Deputies, suggestion.Person{Name: name})
	}
	f.DeputiesTotal = r.whole("deputies_total", 0, mostDeputys)
	if n := len(f.Deputies); f.DeputiesTotal != 0 && f.DeputiesTotal < n {
		r.warn("total_below_names", "deputies_total", strconv.Itoa(f.DeputiesTotal), "names", strconv.Itoa(n))
	}
	f.Delegation, f.Category = r.text("delegation"), r.text("category")
	f.Province, f.Level = r.text("province"), r.text("level")
	f.LeadUnit, f.CoUnits, f.DocumentNo = r.text("lead_unit"), r.names("co_units"), r.text("doc_no")
	key, said := r.yes(r.tree, "", "is_key")
	f.Key, f.NotKey = key, said && !key
}

func (r *reading) when(f *suggestion.Facts) {
	f.AssignedOn, f.RepliedOn = r.date("assigned_at"), r.date("replied_at")
	f.PublishedOn, f.OpinionOn = r.date("published_at"), r.date("co_opinion_at")
}

// lists reads promises and happenings. A promise is done only if the source
// says so; a due day that is only words stays words.
func (r *reading) lists(f *suggestion.Facts) {
	r.objects("commitments", promiseFields, func(o map[string]any, path string) {
		p := suggestion.StatedPromise{Text: r.textIn(o, path, "text"), DueText: r.textIn(o, path, "due_text")}
		p.Due, p.DueText = r.due(o, path, p.DueText)
		done, said := r.yes(o, path, "done")
		p.Done, p.NotDone = done, said && !done
		if said && !done {
			r.warn("not_done_unkept", path+"done", "false")
		}
		if p.Text == "" {
			r.refuse("promise_without_text", path+"text", "")
			return
		}
		f.Promises = append(f.Promises, p)
	})
	r.objects("events", eventFields, func(o map[string]any, path string) {
		h := suggestion.Happening{On: r.textIn(o, path, "date"), Kind: r.textIn(o, path, "type"), Text: r.textIn(o, path, "text")}
		if h != (suggestion.Happening{}) {
			f.Happenings = append(f.Happenings, h)
		}
	})
}

// due reads the due day of a promise. Sources often give words for it; words in
// the field of the day join the others. A day that does not exist is wrong.
func (r *reading) due(o map[string]any, path, words string) (calendar.Date, string) {
	s, isText := o["due"].(string)
	if _, ok := parseDay(s); !isText || ok || strings.TrimSpace(s) == "" || dayLike(s) {
		return r.dateIn(o, path, "due"), words
	}
	s = strings.TrimSpace(s)
	r.warn("due_in_words", path+"due", s)
	if s == words {
		return calendar.Date{}, words
	}
	return calendar.Date{}, joined(s, words)
}

// satisfaction reads the rating and its history. A word that is no grade of the
// scale stays a word: a grade is the deputy's and is never guessed.
func (r *reading) satisfaction(f *suggestion.Facts) {
	f.SatisfiedRaw = r.text("satisfaction")
	f.Satisfaction = r.grade("satisfaction", f.SatisfiedRaw)
	r.objects("satisfaction_history", ratingFields, func(o map[string]any, path string) {
		word, text := r.textIn(o, path, "value"), r.textIn(o, path, "text")
		g := r.grade(path+"value", word)
		if plain := g != "" && words().plain(g) == word; !plain {
			text = joined(word, text) // the grade alone would lose the word
		}
		rating := suggestion.StatedRating{Grade: g, At: r.textIn(o, path, "at"), Text: text}
		if rating != (suggestion.StatedRating{}) {
			f.Ratings = append(f.Ratings, rating)
		}
	})
	if n := len(f.Ratings); n > 0 && f.Satisfaction != "" && f.Ratings[n-1].Grade != "" && f.Ratings[n-1].Grade != f.Satisfaction {
		r.warn("history_differs", "satisfaction_history", string(f.Ratings[n-1].Text), "rating", f.SatisfiedRaw)
	}
}

func (r *reading) grade(field, word string) suggestion.Grade {
	if word == "" {
		return ""
	}
	g, known := words().grade(word)
	switch {
	case !known:
		r.warn("satisfaction_unknown", field, word)
	case g == "":
		r.warn("satisfaction_no_grade", field, word)
	}
	return g
}

// sound refuses statements that contradict each other. The domain would too; it
// is said here because here the line and the field are known.
func (r *reading) sound(f *suggestion.Facts) {
	if !f.AssignedOn.IsZero() && !f.RepliedOn.IsZero() && f.RepliedOn.Before(f.AssignedOn) {
		r.refuse("reply_before_assignment", "replied_at", f.RepliedOn.String(), "assigned", f.AssignedOn.String(), "replied", f.RepliedOn.String())
	}
	for i, u := range f.CoUnits {
		if u == f.LeadUnit {
			r.refuse("unit_twice", "co_units["+strconv.Itoa(i+1)+"]", u, "unit", u)
		}
	}
}

// identity gives the row its case and source, if it says enough for one.
func (r *reading) identity(f *suggestion.Facts) {
	row := r.row
	if f.Title == "" && f.Number == "" && len(f.Deputies) == 0 && f.LeadUnit == "" && !f.Replied && len(f.Promises) == 0 {
		r.refuse("nothing_stated", "", "")
		return
	}
	var ok bool
	row.key = keyOf(*f)
	if row.Case, ok = identify(row.Source.ID, *f); !ok {
		r.refuse("no_identity", "", "")
		return
	}
	if row.Source.ID != "" {
		return
	}
	row.derived = true
	if r.table {
		row.Source.ID = tableSource(row.Case, row.Source.Kind)
		return
	}
	r.warn("no_source_id", "id", "")
	row.Source.ID = sourceOf(row.Case, row.Source)
}
