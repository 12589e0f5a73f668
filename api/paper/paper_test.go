package paper_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"huiyin/api/paper"
	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
)

var update = flag.Bool("update", false, "rewrite the golden pages")

var codes = map[string]paper.FormCode{"d1": {Code: "7K4M-92QX", Link: "https://example.test/f/7K4M-92QX"}, "d2": {Code: "3B8N-T5RW"}}

// all is one of every paper, of a case whose reply is issued.
func all(t testing.TB) map[paper.Kind][]paper.Document {
	w, out := issued(t), map[paper.Kind][]paper.Document{}
	for _, k := range paper.Kinds() {
		out[k] = w.make(paper.Wanted{Kind: k, Codes: codes, Unit: unitOf(k), On: calendar.MustDate("2026-04-02")})
	}
	out[paper.Listed] = []paper.Document{list(60)}
	return out
}

// unitOf is whose opinion is printed, or who is supervised.
func unitOf(k paper.Kind) string {
	if k == paper.Opinion {
		return finance
	}
	return water
}

func list(n int) paper.Document {
	rows := [][]string{}
	for range n {
		rows = append(rows, []string{"0123", matter, "石𠮷㛃", water, "2026-05-25", "=HYPERLINK(\"http://x\")"})
	}
	return paper.List(paper.Listing{Title: "代表建议清单", Filter: "办理阶段：已答复", Heads: []string{"编号", "案由", "领衔代表", "主办单位", "答复期限", "备注"},
		Rows: rows, Total: n + 1, Printed: paper.Printed{By: "何静", At: calendar.StartOf(calendar.MustDate("2026-04-02"))}})
}

func html(t testing.TB, stylesheet string, docs ...paper.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := paper.WriteHTML(&b, stylesheet, docs...); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func docx(t testing.TB, docs ...paper.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := paper.WriteDOCX(&b, docs...); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestPages holds every page as it was last looked at and approved by a person.
func TestPages(t *testing.T) {
	for kind, docs := range all(t) {
		got, name := html(t, "/static/paper.css", docs...), filepath.Join("testdata", string(kind)+".html")
		if *update {
			if err := os.WriteFile(name, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s changed (%v): look at it and run with -update", name, err)
		}
		for _, bad := range []string{"⟦", "style=", "<style", "<script", "\uFDD0"} {
			if bytes.Contains(got, []byte(bad)) {
				t.Errorf("%s holds %q", name, bad)
			}
		}
	}
}

// TestAPageAloneNeedsNoOtherFile holds that the style sheet lies in a page that
// is given no address for it.
func TestAPageAloneNeedsNoOtherFile(t *testing.T) {
	got := string(html(t, "", all(t)[paper.Reply]...))
	if !strings.Contains(got, paper.CSS) || strings.Contains(got, "<link") {
		t.Error("the style sheet is not in the page")
	}
}

// TestBothFormsSayTheSame compares the text of both forms with the document's.
func TestBothFormsSayTheSame(t *testing.T) {
	for kind, docs := range all(t) {
		want := ""
		for _, d := range docs {
			want += d.Text() + "\n"
		}
		want = lines(want)
		if got := lines(pageText(t, html(t, "/paper.css", docs...))); got != want {
			t.Errorf("%s as HTML says\n%s\nwant\n%s", kind, got, want)
		}
		if got := lines(docxText(t, docx(t, docs...))); got != want {
			t.Errorf("%s as DOCX says\n%s\nwant\n%s", kind, got, want)
		}
	}
}

// lines drops the empty lines and what stands around a line.
func lines(text string) string {
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.Trim(line, " \n\t"); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

// walk reads XML and gives its text, with a line end after each element named.
func walk(t *testing.T, data []byte, skip, text, ends string) string {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	var out strings.Builder
	inside, skipping := 0, 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			inside += count(text, e.Name.Local)
			skipping += count(skip, e.Name.Local)
		case xml.EndElement:
			inside -= count(text, e.Name.Local)
			skipping -= count(skip, e.Name.Local)
			if count(ends, e.Name.Local) > 0 {
				out.WriteString("\n")
			}
		case xml.CharData:
			if inside > 0 && skipping == 0 {
				out.Write(e)
			}
		}
	}
}

func count(names, name string) int {
	if slices.Contains(strings.Fields(names), name) {
		return 1
	}
	return 0
}

func pageText(t *testing.T, page []byte) string { return walk(t, page, "head", "p", "p span") }

func docxText(t *testing.T, file []byte) string {
	return walk(t, part(t, file, "word/document.xml"), "drawing", "t", "p br tab")
}

// part reads one part of a DOCX file.
func part(t testing.TB, file []byte, name string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestTheFileForAnOffice holds the grid and the fonts of DOC-03, that every part
// is XML, and that the same documents give the same bytes.
func TestTheFileForAnOffice(t *testing.T) {
	docs := all(t)
	file := docx(t, append(docs[paper.Reply], docs[paper.Feedback]...)...)
	if !bytes.Equal(file, docx(t, append(docs[paper.Reply], docs[paper.Feedback]...)...)) {
		t.Error("two writings of one document differ")
	}
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, ".xml") || strings.HasSuffix(f.Name, ".rels") {
			if err := xml.Unmarshal(part(t, file, f.Name), new(struct{ XMLName xml.Name })); err != nil {
				t.Errorf("%s: %v", f.Name, err)
			}
		}
	}
	body, styles := string(part(t, file, "word/document.xml")), string(part(t, file, "word/styles.xml"))
	if n := strings.Count(body, `<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-852"/>`); n != 2 {
		t.Errorf("%d letters have the grid, want 2", n)
	}
	for _, font := range []string{"仿宋_GB2312", "方正小标宋简体", "黑体"} {
		if !strings.Contains(styles, font) {
			t.Errorf("%s is not named", font)
		}
	}
	if !bytes.HasPrefix(part(t, file, "word/media/code1.png"), []byte("\x89PNG")) {
		t.Error("the code is no picture")
	}
}

// TestEachDeputyHasACopy holds DOC-05 and THR-02.
func TestEachDeputyHasACopy(t *testing.T) {
	docs := all(t)
	for i, name := range []string{"石𠮷㛃", "龙䶮"} {
		if !strings.Contains(docs[paper.Reply][i].Text(), name+"代表：") {
			t.Errorf("no letter to %s", name)
		}
		if text, code := docs[paper.Feedback][i].Text(), []string{"7K4M-92QX", "3B8N-T5RW"}[i]; !strings.Contains(text, name) || !strings.Contains(text, code) {
			t.Errorf("no form with an own code for %s", name)
		}
	}
	one := issued(t).make(paper.Wanted{Kind: paper.Reply, To: second.Person})
	if len(one) != 1 || strings.Contains(one[0].Text(), "石𠮷㛃") {
		t.Error("one deputy's copy is not alone")
	}
}

// TestMissingFactsAreBlanks: nothing is made up of a case that an import knows by
// its title alone.
func TestMissingFactsAreBlanks(t *testing.T) {
	s := suggestion.Fold(suggestion.New(), suggestion.Imported{})
	s.Title, s.Lines = matter, []suggestion.Line{{ID: "l1", Versions: []suggestion.Version{{Number: 1}}}}
	for _, k := range []paper.Kind{paper.Reply, paper.Feedback, paper.Brief} {
		docs, err := paper.Make(paper.Case{State: s}, paper.Wanted{Kind: k})
		if err != nil || len(docs) != 1 {
			t.Fatal(k, err)
		}
		text := docs[0].Text()
		if !strings.Contains(text, "　　　　　　") || strings.ContainsAny(text, "⟦\uFDD0") || strings.Contains(text, "0001") {
			t.Errorf("%s:\n%s", k, text)
		}
	}
}

// TestAHiddenDeputyIsNowhere holds THR-44 and PII-13 for all that a unit sees.
func TestAHiddenDeputyIsNowhere(t *testing.T) {
	c := issued(t).paper()
	c.Hide = func(p suggestion.Person) bool { return p.ID == "d1" }
	for _, k := range []paper.Kind{paper.Assignment, paper.Opinion, paper.Supervision, paper.Brief, paper.Reply} {
		docs, err := paper.Make(c, paper.Wanted{Kind: k, Unit: unitOf(k)})
		if err != nil {
			t.Fatal(err)
		}
		for _, form := range [][]byte{html(t, "/p.css", docs...), part(t, docx(t, docs...), "word/document.xml"), part(t, docx(t, docs...), "docProps/core.xml")} {
			for _, canary := range []string{"石𠮷㛃", "邵阳代表团"} {
				if bytes.Contains(form, []byte(canary)) {
					t.Errorf("%s names %s", k, canary)
				}
			}
		}
	}
	for _, docs := range all(t) {
		for _, d := range docs {
			if strings.ContainsAny(d.Name, "石龙𠮷䶮") {
				t.Errorf("the name of a file names a deputy: %s", d.Name)
			}
		}
	}
}

// TestARatingWaitsForItsRelease: the brief tells a unit nothing of a rating that
// was not released, not even by the line's state.
func TestARatingWaitsForItsRelease(t *testing.T) {
	w := issued(t)
	for _, p := range w.s.Deputies() {
		w.do(desk, suggestion.DeliverReply{Line: "l1", To: p, Channel: "letter"})
	}
	w.do(lead, suggestion.Rate{Line: "l1", Version: 1, Process: suggestion.Satisfied, Result: suggestion.Dissat, Reason: "没有落实", Channel: "platform"})
	c := w.paper()
	for _, seen := range []bool{false, true} {
		c.Ratings = seen
		docs, err := paper.Make(c, paper.Wanted{Kind: paper.Brief})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(docs[0].Text(), "满意"); got != seen {
			t.Errorf("seen %t, but the brief says\n%s", seen, docs[0].Text())
		}
	}
}

// TestUnfit holds that every refusal has words, and what is refused.
func TestUnfit(t *testing.T) {
	early, late := begin(t), issued(t)
	early.do(lead, suggestion.DraftSuggestion{Case: "case-1", Kind: suggestion.InSession, Congress: "十四届", Session: "四次", Year: 2026, Title: matter, Body: wish, Evidence: "走访"})
	for _, c := range []struct {
		w    *world
		want paper.Wanted
		code string
	}{
		{early, paper.Wanted{Kind: paper.Reply}, "no_reply"}, {early, paper.Wanted{Kind: paper.Assignment}, "not_assigned"},
		{early, paper.Wanted{Kind: paper.Opinion}, "no_co_unit"}, {early, paper.Wanted{Kind: "poem"}, "unknown_kind"},
		{late, paper.Wanted{Kind: paper.Reply, Line: "l9"}, "no_such_line"}, {late, paper.Wanted{Kind: paper.Reply, Version: 7}, "no_reply"},
		{late, paper.Wanted{Kind: paper.Feedback, To: desk.Person}, "not_a_recipient"},
		{late, paper.Wanted{Kind: paper.Supervision}, "which_unit"}, {late, paper.Wanted{Kind: paper.Supervision, Unit: "某厅"}, "unit_not_on_case"},
		{late, paper.Wanted{Kind: paper.Supervision, Task: "t9"}, "no_such_task"},
	} {
		_, err := paper.Make(c.w.paper(), c.want)
		var u *paper.Unfit
		if !errors.As(err, &u) || u.Code != c.code {
			t.Errorf("%+v: %v, want %s", c.want, err, c.code)
			continue
		}
		if said := zh.Text("web.paper.unfit."+u.Code, u.Facts); strings.Contains(said, "⟦") {
			t.Error(said)
		}
	}
}

// TestWhatIsOfferedCanBeMade: a page may link to each without asking again.
func TestWhatIsOfferedCanBeMade(t *testing.T) {
	for _, w := range []*world{assigned(t), issued(t)} {
		for _, want := range paper.Offered(w.paper()) {
			if _, err := paper.Make(w.paper(), want); err != nil {
				t.Errorf("%+v: %v", want, err)
			}
		}
	}
	if n := len(paper.Offered(issued(t).paper())); n != 5 {
		t.Errorf("%d papers offered", n)
	}
}

// TestTextsStayTexts: what people wrote is never markup, and a list's cell never
// a formula of the office program (IMP-07).
func TestTextsStayTexts(t *testing.T) {
	d := paper.List(paper.Listing{Title: `<b>&"x"</b>`, Heads: []string{"a"}, Rows: [][]string{{"<script>alert(1)</script>"}, {"=1+1\x01"}}, Total: 2})
	page, body := string(html(t, "/p.css", d)), string(part(t, docx(t, d), "word/document.xml"))
	for _, form := range []string{page, body} {
		if strings.Contains(form, "<script>") || strings.Contains(form, "<b>") {
			t.Error(form)
		}
	}
	if strings.Contains(body, "instrText") || strings.Contains(body, "\x01") {
		t.Error("a text became a field, or no XML")
	}
}
