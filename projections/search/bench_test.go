package search_test

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/eventstore"
	"huiyin/projections/follower"
	"huiyin/projections/search"
)

var benchCases = flag.Int("search.cases", 10_000, "cases in the index that benchmarks search")

// pieces are the material that titles, bodies and names are made of: real titles
// and promises, cut in two.
type pieces struct {
	heads, tails, sentences, units []string
	rand                           *rand.Rand
}

func material(b *testing.B) *pieces {
	f, err := os.Open("../../cmd/huiyin/internal/importing/cases.jsonl")
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	p := &pieces{rand: rand.New(rand.NewPCG(1, 2))}
	for s := bufio.NewScanner(f); s.Scan(); {
		var c struct {
			Title       string
			LeadUnit    string `json:"lead_unit"`
			Commitments []struct{ Text string }
		}
		if err := json.Unmarshal(s.Bytes(), &c); err != nil {
			b.Fatal(err)
		}
		core := []rune(strings.TrimSuffix(strings.TrimPrefix(c.Title, "关于"), "的建议"))
		p.heads, p.tails = append(p.heads, string(core[:len(core)/2])), append(p.tails, string(core[len(core)/2:]))
		for _, c := range c.Commitments {
			p.sentences = append(p.sentences, c.Text)
		}
		if c.LeadUnit != "" && !slices.Contains(p.units, c.LeadUnit) {
			p.units = append(p.units, c.LeadUnit)
		}
	}
	return p
}

func (p *pieces) one(of []string) string { return of[p.rand.IntN(len(of))] }

func (p *pieces) title() string { return "关于" + p.one(p.heads) + p.one(p.tails) + "的建议" }

func (p *pieces) body() string {
	var b strings.Builder
	for range 12 {
		b.WriteString(p.one(p.heads) + p.one(p.sentences) + p.one(p.tails) + "。\n")
	}
	return b.String()
}

func (p *pieces) name() string {
	var b strings.Builder
	for _, of := range []string{"王李张刘陈杨赵黄周吴曾覃单解欧谭唐彭", "建国志伟晓丽海燕文军春秀明华", "平强芳玲勇杰娟涛敏静超"} {
		all := []rune(of)
		b.WriteRune(all[p.rand.IntN(len(all))])
	}
	return b.String()
}

// volume is a log of so many cases, each drafted, registered and assigned. It is
// written in no file: what is measured is the index.
type volume struct {
	follower.Log
	*pieces
	cases int
}

func (v volume) Head(context.Context) (eventstore.Position, error) {
	return eventstore.Position(3 * v.cases), nil
}

func (v volume) Subscribe(context.Context, eventstore.Position, eventstore.SubscribeOptions) iter.Seq2[eventstore.Batch, error] {
	return func(yield func(eventstore.Batch, error) bool) {
		for n := 0; n < v.cases; n += 1000 {
			var b eventstore.Batch
			for i := n; i < min(n+1000, v.cases); i++ {
				b.Events = append(b.Events, v.life(i)...)
			}
			b.Position = b.Events[len(b.Events)-1].Position
			b.CaughtUp = n+1000 >= v.cases
			if !yield(b, nil) {
				return
			}
		}
	}
}

func (v volume) life(n int) (out []eventstore.Recorded) {
	id := suggestion.CaseID(fmt.Sprintf("case-%07d", n))
	for i, e := range []suggestion.Event{
		suggestion.Drafted{Move: suggestion.Move{To: lifecycle.Draft}, Case: id, Congress: "14", Session: fmt.Sprint(n/1000 + 1), Year: 2000 + n/10_000,
			Title: v.title(), Body: v.body(), Lead: suggestion.Person{ID: fmt.Sprint(n % 700), Name: v.name()}, Category: v.one(v.tails)},
		suggestion.Registered{Move: suggestion.Move{From: lifecycle.Draft, To: lifecycle.Registered}, Number: fmt.Sprintf("%04d", n%1500+1)},
		suggestion.Assigned{Move: suggestion.Move{From: lifecycle.Registered, To: lifecycle.Assigned}, Mode: suggestion.LeadAndCo, Units: []suggestion.UnitTerm{
			{Assignment: "a1", Unit: v.one(v.units), Part: suggestion.Lead, Line: "l1"}, {Assignment: "a2", Unit: v.one(v.units), Part: suggestion.Co}}},
	} {
		typ, schema, data, err := wire.Encode(e)
		if err != nil {
			panic(err)
		}
		out = append(out, eventstore.Recorded{Event: eventstore.Event{Type: typ, Schema: schema, Data: data}, Stream: eventstore.StreamID(wire.CaseStream(id)),
			Version: eventstore.Version(i + 1), Position: eventstore.Position(3*n + i + 1), Recorded: time.Unix(int64(n), 0)})
	}
	return out
}

// questions are what readers type, common and rare, and what they may see.
var questions = []struct{ name, text string }{
	{"word", "养老"}, {"every", "建议"}, {"character", "桥"}, {"commonCharacter", "的"}, {"phrase", "高质量发展"}, {"number", "0131"}, {"digits", "31"},
	{"two", "农村 道路"}, {"three", "湖南 教育 资金"}, {"name", "曾建平"}, {"unit", "交通运输厅"}, {"initials", "hnsjyt"}, {"common", "湖南省"}, {"nothing", "𠮷野"},
	{"pinyin", "zhangjiajie"}, {"year", "2025"},
}

// BenchmarkSearch builds the index and asks it: the rate of building, its size,
// and the median and the 95th of a hundred of each question.
func BenchmarkSearch(b *testing.B) {
	path := filepath.Join(b.TempDir(), "search.db")
	file, err := follower.OpenFile(path, search.All())
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	v := volume{pieces: material(b), cases: *benchCases}
	begun := time.Now()
	if err := follower.New(v, file, follower.Options{Batch: 3000}).CatchUp(b.Context()); err != nil {
		b.Fatal(err)
	}
	took := time.Since(begun)
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	fmt.Printf("build: %d cases, %.0f a second, %d MB, %d bytes a case\n", v.cases, float64(v.cases)/took.Seconds(), info.Size()>>20, info.Size()/int64(v.cases))
	for scopeName, scope := range map[string]search.Scope{"all": everything, "submitted": {Submitted: true}, "unit": {Units: v.units[:1]}, "deputy": {Deputies: []string{"7"}}} {
		for _, q := range questions {
			b.Run("find/"+scopeName+"/"+q.name, func(b *testing.B) {
				measure(b, func() error {
					_, err := search.Find(b.Context(), file, search.Query{Text: q.text}, scope)
					return err
				})
			})
		}
	}
	for name, scope := range map[string]search.Scope{"all": everything, "unit": {Units: v.units[:1]}} {
		b.Run("similar/"+name, func(b *testing.B) {
			measure(b, func() error {
				_, err := search.Similar(b.Context(), file, search.Draft{Title: v.title(), Body: v.body()}, scope, 5)
				return err
			})
		})
	}
}

func measure(b *testing.B, do func() error) {
	var all []time.Duration
	for b.Loop() {
		begun := time.Now()
		if err := do(); err != nil {
			b.Fatal(err)
		}
		all = append(all, time.Since(begun))
	}
	slices.Sort(all)
	b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "ms-p50")
	b.ReportMetric(float64(all[len(all)*95/100].Microseconds())/1000, "ms-p95")
}
