package paper_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"huiyin/api/paper"
)

// pdf prints documents with a real browser. deploy/test.sh installs it.
func pdf(t *testing.T, docs ...paper.Document) string {
	t.Helper()
	dir := t.TempDir()
	page, out := filepath.Join(dir, "page.html"), filepath.Join(dir, "page.pdf")
	if err := os.WriteFile(page, html(t, "", docs...), 0o644); err != nil {
		t.Fatal(err)
	}
	browser, err := exec.LookPath("chromium-headless-shell")
	if err != nil {
		t.Fatal("this test prints with chromium-headless-shell: install the package of this name")
	}
	cmd := exec.Command(browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
		"--user-data-dir="+filepath.Join(dir, "profile"), "--no-first-run", "--no-pdf-header-footer", "--print-to-pdf="+out, "file://"+page)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	return out
}

// read gives the text of a PDF file, page by page.
func read(t *testing.T, file string, flags ...string) []string {
	t.Helper()
	out, err := exec.Command("pdftotext", append(flags, file, "-")...).Output()
	if err != nil {
		t.Fatalf("pdftotext (package poppler-utils): %v", err)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
}

// TestTheLetterOnPaper holds the page of GB/T 9704: 22 lines of 28 characters on
// a full page, the class at the upper right, the page's number below, and that
// nothing is lost on the way to paper, rare characters included (DOC-01, DOC-02,
// UX-18).
func TestTheLetterOnPaper(t *testing.T) {
	t.Parallel()
	doc := all(t)[paper.Reply][0]
	file := pdf(t, doc)
	pages := read(t, file, "-layout")
	if len(pages) != 5 {
		t.Fatalf("%d pages", len(pages))
	}
	full := strings.Fields(pages[1])
	if got := full[len(full)-1]; got != "—2—" {
		t.Errorf("the page's number is %q", got)
	}
	if full = full[:len(full)-1]; len(full) != 22 {
		t.Errorf("%d lines on a full page", len(full))
	}
	for i, line := range full {
		if n := utf8.RuneCountInString(line); n != 28 {
			t.Errorf("line %d has %d characters: %s", i+1, n, line)
		}
	}
	markIsUpperRight(t, strings.Join(read(t, file, "-bbox"), ""))
	if got, want := bare(strings.Join(read(t, file, "-raw"), "")), bare(doc.Text()); got != want {
		t.Errorf("on paper\n%s\nwant\n%s", got, want)
	}
}

// bare is a text without white space and the numbers of pages.
func bare(text string) string {
	text = strings.Join(strings.Fields(text), "")
	return regexp.MustCompile(`—\d+—`).ReplaceAllString(text, "")
}

// markIsUpperRight wants the class to end at the type area's right edge, 26 mm
// from the paper's, in its first line, 37 mm from the top.
func markIsUpperRight(t *testing.T, boxes string) {
	t.Helper()
	const mm = 72 / 25.4
	m := regexp.MustCompile(`yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(?:类别标记：)?B</word>`).FindStringSubmatch(boxes)
	if m == nil {
		t.Fatal("the class is not on the letter")
	}
	top, _ := strconv.ParseFloat(m[1], 64)
	right, _ := strconv.ParseFloat(m[2], 64)
	bottom, _ := strconv.ParseFloat(m[3], 64)
	middle := (top + bottom) / 2 // a font's box may be higher than the line
	if right < (210-26-2)*mm || right > (210-26+1)*mm || middle < 37*mm || middle > (37+225.0/22)*mm {
		t.Errorf("the class stands at %s", m[0])
	}
}

// TestAListOnPaper holds UX-15: the heads and the page's number of all stand on
// every page, and rows are whole.
func TestAListOnPaper(t *testing.T) {
	t.Parallel()
	pages := read(t, pdf(t, list(60)), "-layout")
	rows := 0
	for i, page := range pages {
		rows += strings.Count(page, "=HYPERLINK")
		if number := fmt.Sprintf("%d/%d", i+1, len(pages)); !strings.Contains(bare(page), number) {
			t.Errorf("page %d lacks %s:\n%s", i+1, number, page)
		}
		if strings.Contains(page, "=HYPERLINK") && !strings.Contains(page, "主办单位") {
			t.Errorf("page %d has rows without heads:\n%s", i+1, page)
		}
	}
	if rows != 60 || len(pages) < 3 {
		t.Errorf("%d rows on %d pages", rows, len(pages))
	}
}

// TestTheBriefIsOnePage: whatever the case holds, the brief and the form are one
// page each.
func TestTheBriefIsOnePage(t *testing.T) {
	t.Parallel()
	w := issued(t)
	long := strings.Repeat("这是一段很长的文字", 60)
	s := *w.s
	s.Title, s.Body = long, long
	for range 4 {
		s.Commitments, s.Assignments = append(s.Commitments, s.Commitments...), append(s.Assignments, s.Assignments...)
		s.Lines = append(s.Lines, s.Lines...)
	}
	for i := range s.Commitments {
		s.Commitments[i].Text = long
	}
	c := w.paper()
	c.State = &s
	docs, err := paper.Make(c, paper.Wanted{Kind: paper.Brief})
	if err != nil {
		t.Fatal(err)
	}
	pages := read(t, pdf(t, append(docs, all(t)[paper.Feedback]...)...), "-layout")
	if len(pages) != 3 {
		t.Errorf("a brief and two forms are %d pages:\n%s", len(pages), strings.Join(pages, "\n=====\n"))
	}
}
