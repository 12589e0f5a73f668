package search

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"zombiezen.com/go/sqlite"

	"huiyin/domain/suggestion"
	"huiyin/projections/follower"
)

// Draft is what is being written, as far as it is. Except is its own case, which
// is never like itself.
type Draft struct {
	Title  string
	Body   string
	Except suggestion.CaseID
}

// Likeness is an earlier case like a draft, and why.
type Likeness struct {
	Case
	// Score is from 0 to 1: how much of what distinguishes the two titles they
	// share, to a fifth lifted by the bodies. One is the same title.
	Score   float64
	InTitle float64
	InBody  float64
	// Shared are the stretches of Title, of two characters or more, that the draft
	// has too, in its title or body.
	Shared []Span
}

const (
	// probed bounds how many words of a draft are looked up, and common how many
	// cases a word is counted in: of a commoner one only the newest count.
	probed = 30
	common = 600
	// compared is how many candidates are read and compared in full.
	compared = 30
	// leastScore is what a likeness must have to be shown.
	leastScore = 0.25
	bodyShare  = 0.2
)

// Similar finds up to limit cases that are like the draft, the most alike first.
// It needs four characters of a title; with less there is nothing to compare. It
// reads a bounded part of the index, whatever the number of cases: among very
// many cases with the same common words, the newest are the ones compared. The
// scope must have the field Title.
func Similar(ctx context.Context, file *follower.File, d Draft, s Scope, limit int) (out []Likeness, err error) {
	core := essence(d.Title)
	if len(core.set) < 3 || !slices.Contains(s.fields(), Title) {
		return nil, nil
	}
	err = file.Read(ctx, func(r *follower.Reader) error {
		m := matcher{finder: finder{Reader: r, scope: s, fields: s.fields()}, draft: d, title: core, body: essence(d.Body), weight: map[string]float64{}}
		out, err = m.compare()
		return err
	})
	return out[:min(limit, len(out))], err
}

// wordSet is a text's pairs of characters, each once.
type wordSet struct {
	list []string // in order of appearance
	set  map[string]int
}

// essence is a text's words without what every suggestion's title begins and
// ends with ("on ...", "the suggestion of ...").
func essence(text string) wordSet {
	text = strings.TrimSpace(text)
	text = strings.TrimPrefix(text, "\u5173\u4e8e")           // 关于
	for _, tail := range []string{"\u5efa\u8bae", "\u7684"} { // 建议, 的
		text = strings.TrimSuffix(text, tail)
	}
	w := wordSet{set: map[string]int{}}
	for _, r := range runs(text) {
		for i := 0; i+1 < len(r.text); i++ {
			word := string(r.text[i : i+2])
			if w.set[word]++; w.set[word] == 1 {
				w.list = append(w.list, word)
			}
		}
	}
	return w
}

// often are the words that come twice at least, the most frequent first.
func (w wordSet) often() []string {
	out := slices.DeleteFunc(slices.Clone(w.list), func(word string) bool { return w.set[word] < 2 })
	slices.SortStableFunc(out, func(a, b string) int { return w.set[b] - w.set[a] })
	return out
}

// matcher compares one draft with the cases.
type matcher struct {
	finder
	draft       Draft
	title, body wordSet
	weight      map[string]float64
}

func (m *matcher) compare() ([]Likeness, error) {
	docs, err := m.candidates()
	if err != nil {
		return nil, err
	}
	var out []Likeness
	for _, doc := range docs {
		c, text, err := m.read(doc)
		if err != nil {
			return nil, err
		}
		if c.ID == m.draft.Except {
			continue
		}
		if l := m.liken(c, text); l.Score >= leastScore {
			out = append(out, l)
		}
	}
	slices.SortStableFunc(out, func(a, b Likeness) int { return cmp.Compare(b.Score, a.Score) })
	return out, nil
}

// candidates are the cases whose titles share the most with the draft, by weight,
// the newest first among equals. A title like the draft's as a whole is one,
// however common its words.
func (m *matcher) candidates() ([]int64, error) {
	scores := map[int64]float64{}
	if err := m.probe(within(all(runs(m.draft.Title)), []Field{Title}), func(doc int64) { scores[doc] += math.MaxInt16 }); err != nil {
		return nil, err
	}
	words := m.title.list[:min(probed, len(m.title.list))]
	for _, word := range append(slices.Clone(words), m.body.often()...)[:min(probed, len(words)+len(m.body.often()))] {
		if m.weight[word] != 0 {
			continue
		}
		var docs []int64
		if err := m.probe(within(phrase([]rune(word)), []Field{Title}), func(doc int64) { docs = append(docs, doc) }); err != nil {
			return nil, err
		}
		m.weight[word] = rareness(len(docs))
		for _, doc := range docs {
			scores[doc] += m.weight[word]
		}
	}
	out := make([]int64, 0, len(scores))
	for doc := range scores {
		out = append(out, doc)
	}
	slices.SortFunc(out, func(a, b int64) int {
		return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(b, a))
	})
	return out[:min(compared, len(out))], nil
}

// probe calls the newest cases of the scope that answer the question.
func (m *matcher) probe(question string, found func(doc int64)) error {
	in := m.scope.where()
	return m.Query("SELECT rowid FROM words WHERE words MATCH ? AND "+in.sql+" ORDER BY rowid DESC LIMIT ?", append(args(question, in.args), common),
		func(s *sqlite.Stmt) error { found(s.ColumnInt64(0)); return nil })
}

func (m *matcher) liken(c Case, text map[Field]string) Likeness {
	l := Likeness{Case: c, InTitle: m.alike(m.title, essence(text[Title]))}
	l.Score = l.InTitle
	if theirs := essence(text[Body]); len(theirs.set) > 0 && len(m.body.set) > 0 {
		l.InBody = m.alike(m.body, theirs)
		l.Score = max(l.Score, (1-bodyShare)*l.InTitle+bodyShare*min(1, 2*l.InBody))
	}
	l.Shared = m.shared(text[Title])
	return l
}

// alike is the weight of the words that two texts share, of all they have.
func (m *matcher) alike(a, b wordSet) float64 {
	var common, all float64
	for _, word := range a.list { // in order: sums of floats depend on it
		all += m.weigh(word)
		if b.set[word] > 0 {
			common += m.weigh(word)
		}
	}
	for _, word := range b.list {
		all += m.weigh(word)
	}
	if all == 0 {
		return 0
	}
	return min(1, 2*common/all)
}

// weigh is a word's weight; one that was not looked up is of middling rareness.
func (m *matcher) weigh(word string) float64 {
	if w, ok := m.weight[word]; ok {
		return w
	}
	return rareness(common / 20)
}

// rareness is the weight of a word that so many cases of the scope have. It does
// not know how many cases there are beyond the scope.
func rareness(cases int) float64 { return math.Log1p(2 * common / float64(1+cases)) }

// shared marks what of a title the draft has too.
func (m *matcher) shared(title string) []Span {
	var out []Span
	for _, r := range runs(title) {
		for i := 0; i+1 < len(r.text); i++ {
			word := string(r.text[i : i+2])
			if m.title.set[word] > 0 || m.body.set[word] > 0 {
				out = append(out, Span{r.at[i], r.at[i+1] + 1})
			}
		}
	}
	return join(out)
}
