package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/cmd/huiyin/internal/importing"
	"huiyin/cmd/huiyin/internal/office"
	"huiyin/projections/annual"
)

// feed builds the rows of an entry.
type feed struct {
	rows  []map[string]any
	units annual.Roster
}

// size is how many rows the entry needs: its total, or the longest table.
func (p published) size() int {
	n := p.Figures.Total
	for _, table := range []tallied{p.Figures.Class, p.Figures.Delegation, p.Figures.Category, p.grades()} {
		n = max(n, sum(table))
	}
	return n
}

func sum(table tallied) int {
	n := 0
	for _, v := range table {
		n += v
	}
	return n
}

func (p published) feed(i int) feed {
	f := feed{units: annual.Roster{}}
	for n := range p.size() {
		row := map[string]any{"id": fmt.Sprintf("P%d-%04d", i, n+1), "congress": p.Congress, "year": p.Year, "number": fmt.Sprintf("%04d", n+1),
			"title": fmt.Sprintf("关于第%d项事务的建议", n+1), "doc_kind": "建议原文", "lead_unit": fmt.Sprintf("第%d承办单位", n%97+1), "province": p.Province}
		if p.Session != "" {
			row["session"] = p.Session
		}
		if p.Year == 0 {
			delete(row, "year")
		}
		f.rows = append(f.rows, row)
	}
	f.deal("category", 7, p.Figures.Category, func(key string) any { return key })
	f.deal("delegation", 11, p.Figures.Delegation, func(key string) any { return key })
	f.deal("reply_class", 13, p.Figures.Class, func(key string) any { return key[:1] })
	f.deal("satisfaction", 17, p.grades(), func(key string) any { return key })
	f.deal("lead_unit", 19, p.Figures.TopUnits, func(key string) any { return key })
	f.systems(p)
	for _, row := range f.rows {
		if row["reply_class"] != nil || row["satisfaction"] != nil {
			row["doc_kind"] = "答复"
		}
	}
	return f
}

// deal gives each value to as many rows as the table counts. The rows are taken
// by a stride, so that two tables of one entry cut across each other.
func (f *feed) deal(field string, stride int, table tallied, value func(string) any) {
	n, at := len(f.rows), 0
	for gcd(stride, n) > 1 {
		stride++
	}
	for _, key := range slices.Sorted(maps.Keys(table)) {
		for range table[key] {
			f.rows[at*stride%n][field] = value(key)
			at++
		}
	}
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// systems gives each row a unit of its system. Where the systems count more
// than there are suggestions, the rest were handled together by two of them:
// which ones, the source's note says.
func (f *feed) systems(p published) {
	if len(p.Figures.System) == 0 || len(p.Figures.TopUnits) > 0 {
		f.ofTopUnits(p)
		return
	}
	alone := maps.Clone(p.Figures.System)
	joint := map[[2]string]int{}
	if sum(alone) > len(f.rows) { // Xi'an 2022: court and procuratorate 1, party and government 23
		joint[[2]string{"市法院", "市检察院"}], joint[[2]string{"市委部门群团", "市政府及部门"}] = 1, 23
	}
	for pair, n := range joint {
		alone[pair[0]] -= n
		alone[pair[1]] -= n
	}
	at := 0
	for _, key := range slices.Sorted(maps.Keys(alone)) {
		for range alone[key] {
			f.rows[at]["lead_unit"] = f.unit(key)
			at++
		}
	}
	for pair, n := range joint {
		for range n {
			f.rows[at]["lead_unit"], f.rows[at]["co_units"] = f.unit(pair[0]), []string{f.unit(pair[1])}
			at++
		}
	}
}

// unit is an invented unit of a system; the system keeps its published name.
func (f *feed) unit(system string) string {
	name := system + "某单位"
	f.units[name] = annual.UnitFacts{System: system}
	return name
}

// ofTopUnits puts units into systems where the busiest units are published too:
// the named ones are the government's, and of the others as many as are left.
func (f *feed) ofTopUnits(p published) {
	left := maps.Clone(p.Figures.System)
	for unit, n := range p.Figures.TopUnits {
		f.units[unit] = annual.UnitFacts{System: "政府系统"}
		left["政府系统"] -= n
	}
	keys, n := slices.Sorted(maps.Keys(left)), 0
	for _, row := range f.rows {
		if _, top := p.Figures.TopUnits[row["lead_unit"].(string)]; top || len(keys) == 0 {
			continue
		}
		for left[keys[0]] == 0 {
			keys = keys[1:]
		}
		left[keys[0]]--
		name := fmt.Sprintf("%s某单位%d", keys[0], n%15)
		f.units[name] = annual.UnitFacts{System: keys[0]}
		row["lead_unit"] = name
		n++
	}
}

// grades are the ratings an entry's satisfaction means, by the word of the
// import. Where only a share is published, they are the count nearest to it.
func (p published) grades() tallied {
	out := tallied{}
	base := p.Figures.Total
	if p.Figures.GovernmentTotal != 0 && len(p.Figures.Class) > 0 {
		base = p.Figures.GovernmentTotal
	}
	for key, raw := range p.Figures.Satisfaction {
		var n json.Number
		if json.Unmarshal(raw, &n) != nil {
			continue
		}
		switch key {
		case "满意", "不满意":
			out[key] = whole(n)
		case "不满意并重新办理":
			out["不满意"] = whole(n)
		case "满意和基本满意":
			out["满意"] = whole(n)
		case "满意_pct", "基本满意_pct", "满意率_pct", "满意率含基本满意_pct":
			word := "满意"
			if key == "基本满意_pct" {
				word = "基本满意"
			}
			if _, counted := p.Figures.Satisfaction[strings.TrimSuffix(key, "_pct")]; !counted {
				out[word] = nearest(n, base)
			}
		}
		if key == "基本满意" {
			out[key] = whole(n)
		}
	}
	if left := base - out["满意"]; len(p.Figures.Satisfaction) > 0 && out["不满意"] > left && base > 0 && out["满意"] > 0 {
		out["不满意"] = left // 460 and 24 of 482 cannot both be
	}
	return out
}

func whole(n json.Number) int {
	v, err := n.Int64()
	if err != nil {
		panic(err)
	}
	return int(v)
}

// nearest is the count whose share of the base is the published one.
func nearest(pct json.Number, base int) int {
	v, err := pct.Float64()
	if err != nil {
		panic(err)
	}
	return int(v*float64(base)/100 + 0.5)
}

// run imports the rows and makes a report with so many decimals.
func (f feed) run(t *testing.T) func(decimals int) *annual.Report {
	t.Helper()
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	of, err := office.Open(t.Context(), office.Options{Dir: t.TempDir(), Bulk: true, Clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer of.Close()
	var lines bytes.Buffer
	for _, row := range f.rows {
		if err := json.NewEncoder(&lines).Encode(row); err != nil {
			t.Fatal(err)
		}
	}
	results, err := importing.Apply(context.Background(), of, importing.Lines(&lines), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if r.Outcome != importing.New {
			t.Fatalf("line %d: %s %+v", r.Line, r.Outcome, r.Problems)
		}
	}
	book, err := annual.Read(t.Context(), of.Log, annual.Cut{Until: now.Add(time.Hour)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return func(decimals int) *annual.Report {
		return annual.Compute(book, annual.Params{Decimals: decimals}, f.units)
	}
}
