package importing

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// sessionRows is a session's table as an office keeps it: invented suggestions,
// most columns filled, days as cells and as text, promises of B replies, empty
// cells where nothing is known yet.
func sessionRows(n int) [][]any {
	r := rand.New(rand.NewPCG(2026, 1400))
	pick := func(all ...string) string { return all[r.IntN(len(all))] }
	rows := [][]any{{"某省第十四届人民代表大会第四次会议代表建议办理情况表"},
		{"序号", "建议编号", "案由", "领衔代表", "联名代表", "代表团", "分类", "主办单位", "协办单位", "交办日期", "答复日期", "办理结果", "满意度", "承诺事项", "承诺期限", "文号", "备注", "是否重点"}}
	for i := range n {
		topic := pick("交通", "水利", "教育", "医疗", "环保", "农业")
		row := []any{i + 1, fmt.Sprintf("%04d", i+1), fmt.Sprintf("关于加强%s工作（第%d项）的建议", topic, i+1), "代表" + string(rune(0x4E00+i%900)),
			pick("", "甲某、乙某", "丙　某，丁某某"), pick("甲", "乙", "丙") + "市代表团", topic, "某省" + topic + "厅", pick("", "某省财政厅", "某省财政厅、某省人社厅"),
			day(2026, 3, 5), nil, nil, nil, nil, nil, nil, pick("", "现场调研"), pick("", "", "", "是")}
		if i%10 != 0 {
			replied := day(2026, time.May, 1+r.IntN(28))
			row[10] = []any{replied, replied.Format("2006.1.2"), replied.Format("2006年1月2日"), replied.Format("20060102")}[r.IntN(4)]
			row[11], row[12] = pick("A", "A类", "B2", "B", "C"), pick("满意", "满意", "基本满意", "不满意", "")
			row[15] = fmt.Sprintf("某函〔2026〕%d号", i+1)
		}
		if row[11] == "B" {
			row[13], row[14] = "1.完成前期工作\n2.建成并投入使用", "1.2026-12-31\n2.2027年底前"
		}
		rows = append(rows, row)
	}
	return append(rows, []any{"合计", nil, fmt.Sprintf("%d件", n)})
}

func sessionBook(t testing.TB, n int, changes ...func(*excelize.File)) []byte {
	return workbook(t, sessionRows(n), append([]func(*excelize.File){merge(t, "A1:R1")}, changes...)...)
}

// A session's table goes in once, then its changes one event each.
func TestASessionsTable(t *testing.T) {
	const n = 1400
	data := sessionBook(t, n)
	o := open(t)
	start := time.Now()
	f := of(t, data)
	read := time.Since(start)
	checked, err := Check(t.Context(), o, f)
	if err != nil {
		t.Fatal(err)
	}
	dry := time.Since(start) - read
	start = time.Now()
	results, err := Apply(t.Context(), o, f, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d rows, %d KiB: read %v, dry run %v, import %v", n, len(data)>>10, read.Round(time.Millisecond), dry.Round(time.Millisecond), time.Since(start).Round(time.Millisecond))
	if c := Tally(results); c.New != n || c.Rows != n || Tally(checked) != c {
		for _, r := range results {
			if r.Outcome != New {
				t.Log(r.Line, r.Problems)
			}
		}
		t.Fatalf("%+v", c)
	}
	at := head(t, o)
	if c := Tally(applyFile(t, o, f)); c.Unchanged != n || head(t, o) != at {
		t.Errorf("again: %+v", c)
	}
	changed := sessionBook(t, n, func(f *excelize.File) {
		for i := range 20 {
			if err := f.SetCellStr("Sheet1", fmt.Sprintf("Q%d", 3+i*7), "已回访"); err != nil {
				t.Fatal(err)
			}
		}
	})
	if c := Tally(applyFile(t, o, of(t, changed))); c.Corrected != 20 || c.Unchanged != n-20 || head(t, o)-at != 20 {
		t.Errorf("changed: %+v, %d events", c, head(t, o)-at)
	}
}

// BenchmarkImportSession reads, checks and imports a session's workbook of 1,400
// rows into a new folder.
func BenchmarkImportSession(b *testing.B) {
	data := sessionBook(b, 1400)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		o := open(b)
		f := of(b, data)
		if _, err := Check(b.Context(), o, f); err != nil {
			b.Fatal(err)
		}
		results, err := Apply(b.Context(), o, f, nil)
		if err != nil || Tally(results).New != 1400 {
			b.Fatal(Tally(results), err)
		}
	}
}
