package importing

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"huiyin/domain/suggestion"
)

func count[K comparable](m map[K]int, k K) { m[k]++ }

func TestEveryPublishedRowIsRead(t *testing.T) {
	rows := readAll(t, published)
	kinds, classes, opinions, grades, codes := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	replied := 0
	for _, r := range rows {
		if r.Refused() {
			t.Errorf("line %d: %v", r.Line, r.Problems)
		}
		count(kinds, r.Source.Kind)
		count(classes, string(r.Facts.Class))
		count(opinions, string(r.Facts.OpinionClass))
		count(grades, string(r.Facts.Satisfaction))
		if r.Facts.Replied {
			replied++
		}
		for _, p := range r.Problems {
			count(codes, p.Code)
			t.Log(r.Source.ID, p.Text(r.Line))
		}
	}
	got := fmt.Sprint(len(rows), replied, kinds, classes, opinions, grades, codes)
	want := "206 168 map[会办意见:4 再次答复:1 建议原文:5 新闻报道:49 答复:147] " +
		"map[:143 A:20 B:33 C:10] map[:203 A:1 B:1 C:1] map[:192 satisfied:14] map[class_series:1]"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestPublishedImportsOnce(t *testing.T) {
	o := open(t)
	outcomes, states, rules := map[Outcome]int{}, map[string]int{}, map[string]int{}
	for _, r := range apply(t, o, string(published)) {
		count(outcomes, r.Outcome)
		if r.Outcome == Refused {
			t.Errorf("line %d: %v", r.Line, r.Problems)
			continue
		}
		s := load(t, o, r.Case)
		count(states, string(s.State))
		count(rules, s.Stated.RuleSet)
	}
	t.Log(outcomes, states, rules)
	if outcomes[New] != 206 {
		t.Error(outcomes)
	}
	before := head(t, o)
	for _, r := range apply(t, o, string(published)) {
		if r.Outcome != Unchanged {
			t.Errorf("again: line %d: %s %v", r.Line, r.Outcome, r.Problems)
		}
	}
	if after := head(t, o); after != before {
		t.Errorf("the second run wrote %d events", after-before)
	}
}

// TestOrderDoesNotMatter shuffles the lines and the keys of every object.
func TestOrderDoesNotMatter(t *testing.T) {
	o, shuffled := open(t), open(t)
	rnd := rand.New(rand.NewPCG(1, 2))
	var lines []string
	for line := range strings.Lines(string(published)) {
		var v any
		d := json.NewDecoder(strings.NewReader(line))
		d.UseNumber()
		if err := d.Decode(&v); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, permuted(rnd, v)+" \r\n")
	}
	rnd.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	apply(t, shuffled, "\ufeff\n"+strings.Join(lines, "\n"))
	for _, r := range apply(t, o, string(published)) {
		if a, b := asJSON(load(t, o, r.Case)), asJSON(load(t, shuffled, r.Case)); a != b {
			t.Errorf("%s:\n%s\n%s", r.SourceID, a, b)
		}
	}
	for _, r := range apply(t, o, strings.Join(lines, "")) {
		if r.Outcome != Unchanged {
			t.Errorf("%s: %s", r.SourceID, r.Outcome)
		}
	}
}

func permuted(rnd *rand.Rand, v any) string {
	switch v := v.(type) {
	case map[string]any:
		var parts []string
		for k, e := range v {
			parts = append(parts, asJSON(k)+" : "+permuted(rnd, e))
		}
		slices.Sort(parts)
		rnd.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		return "{ " + strings.Join(parts, " ,") + "}"
	case []any:
		var parts []string
		for _, e := range v {
			parts = append(parts, permuted(rnd, e))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return asJSON(v)
}

// TestNothingIsLostAndNothingIsAdded compares each row with the folded case,
// both ways, without using the reader's own idea of the fields.
func TestNothingIsLostAndNothingIsAdded(t *testing.T) {
	o := open(t)
	results := apply(t, o, string(published))
	lines := bytes.Split(bytes.TrimSpace(published), []byte("\n"))
	for i, r := range results {
		var row map[string]any
		if err := json.Unmarshal(lines[i], &row); err != nil {
			t.Fatal(err)
		}
		s := load(t, o, r.Case)
		state := asJSON(s.Facts) + asJSON(s.Sources)
		for field, v := range row {
			for _, leaf := range leaves(v) {
				if !strings.Contains(state, leaf) {
					t.Errorf("%s: %s %s is not in the case", r.SourceID, field, leaf)
				}
			}
		}
		unknownStays(t, r.SourceID, row, s)
	}
}

// leaves are the stated values as they would stand in JSON; a class that was
// derived from a raw mark and yes and no are found in other tests.
func leaves(v any) []string {
	switch v := v.(type) {
	case string:
		b, _ := json.Marshal(strings.TrimSpace(v))
		return []string{string(b)[1 : len(b)-1]}
	case float64:
		return []string{asJSON(v)}
	case []any:
		var out []string
		for _, e := range v {
			out = append(out, leaves(e)...)
		}
		return out
	case map[string]any:
		var out []string
		for k, e := range v {
			if k == "value" { // of a rating: a grade
				continue
			}
			out = append(out, leaves(e)...)
		}
		return out
	}
	return nil
}

func unknownStays(t *testing.T, id string, row map[string]any, s *suggestion.Suggestion) {
	t.Helper()
	check := func(what string, stated any, known bool) {
		if (stated != nil) != known {
			t.Errorf("%s: %s stated %v, known %v", id, what, stated, known)
		}
	}
	rated, class := false, suggestion.Class("")
	var issued bool
	for _, l := range s.Lines {
		rated = rated || len(l.Ratings) > 0
		class += l.Latest().Class
		issued = issued || !l.Latest().Issued.IsZero()
	}
	check("T0", row["assigned_at"], !s.T0.IsZero())
	check("satisfaction", row["satisfaction"], rated)
	check("class", row["reply_class"], class != "")
	check("reply date", row["replied_at"], issued)
	check("number", row["number"], s.Number != "")
	check("lead deputy", row["deputies"], s.Lead.Name != "")
	check("key", row["is_key"], s.Key)
	if len(s.Clocks) > 0 || s.RuleSet != "" {
		t.Errorf("%s: an imported case is judged", id)
	}
	says := row["doc_kind"] == "答复" || row["doc_kind"] == "再次答复" || row["replied_at"] != nil || row["reply_class"] != nil || row["satisfaction"] != nil
	if s.Replied() != says {
		t.Errorf("%s: replied %v, stated %v", id, s.Replied(), says)
	}
	for i, c := range row["commitments"].([]any) {
		done := c.(map[string]any)["done"] == true
		if (s.Commitments[i].State == "claimed_done") != done {
			t.Errorf("%s: promise %d is %s", id, i+1, s.Commitments[i].State)
		}
	}
}
