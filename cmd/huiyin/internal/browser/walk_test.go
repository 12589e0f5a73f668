//go:build !race

package browser

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"huiyin/domain/register"
)

//go:embed testdata/axe.min.js
var axe string

// watcher notes every violation of the content security policy on a page, before
// the page's own scripts run.
const watcher = `window.__violations = [];
document.addEventListener("securitypolicyviolation", e => window.__violations.push(e.violatedDirective + " " + e.blockedURI + " " + e.sourceFile));
window.addEventListener("error", e => window.__violations.push("error " + e.message));`

// TestEveryPageForEveryRole walks from the workbench over every link of the site as
// each role sees it: no page fails, none violates the content security policy
// (handbook WEB-03), axe finds nothing serious (A11Y-01), no page is wider than the
// screen, and no two pages of one walk have the same title. Axe, the slowest, looks
// at each kind of page once in each layout; with HUIYIN_WALK=all at every page.
func TestEveryPageForEveryRole(t *testing.T) {
	t.Parallel()
	h := open(t)
	page := h.begun(t)
	total, looked := 0, map[string]bool{}
	for _, a := range accounts {
		o := options{}
		if a.role.OfDeputies() {
			o = options{width: 360, height: 740}
		}
		p := h.comes(a.login, o)
		from := []string{"/", "/public"}
		if a.role != register.SystemAdmin && a.role != register.SecurityAdmin {
			from = append(from, page)
		}
		n := p.walks(looked, from...)
		if n < 2 {
			t.Errorf("%s found %d pages", a.login, n)
		}
		total += n
	}
	t.Logf("%d pages seen by %d roles", total, len(accounts))
}

// begun is a case under way, so that pages have something to show.
func (h *house) begun(t *testing.T) string {
	h.t = t
	deputy, motions, committee, handler := h.comes("deputy", options{}), h.comes("motions", options{}), h.comes("committee", options{}), h.comes("handler", options{})
	deputy.opens("/new")
	deputy.fills(map[string]any{"kind": "off_session", "title": "关于𠮷祥路㛃桥䶮园𰻝巷改造的建议", "evidence": "座谈", "body": "<script>alert(1)</script> 路面破损。"})
	deputy.presses("起草建议")
	page := deputy.at()
	deputy.acts(page, "提出建议", nil)
	motions.acts(page, "开始审核", nil)
	motions.acts(page, "审核通过并编号", nil)
	committee.acts(page, "交办", map[string]any{"mode": "single", "units.unit": []string{unitName}})
	handler.acts(page, "签收", nil)
	committee.acts(page, "决定建议内容是否公开", map[string]any{"level": "public"})
	return page
}

// walks opens the pages and every page of the site that they link to, each path
// once; of one kind of page, such as the acts of a case, at most a few.
func (p *person) walks(looked map[string]bool, from ...string) int {
	p.t.Helper()
	if _, err := chromedp.Call(p.tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watcher}); err != nil {
		p.t.Fatal(err)
	}
	queue, seen, kinds, titles := from, map[string]bool{}, map[string]int{}, map[string]string{}
	n := 0
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		bare, _, _ := strings.Cut(path, "?")
		if seen[path] || kinds[kindOf(bare)] >= most {
			continue
		}
		seen[path] = true
		kinds[kindOf(bare)]++
		p.opens(path)
		n++
		p.judges(path, titles)
		if look := fmt.Sprint(kindOf(bare), script[string](p, "document.documentElement.className")); !looked[look] || os.Getenv("HUIYIN_WALK") == "all" {
			looked[look] = true
			p.meetsAxe(path)
		}
		queue = append(queue, script[[]string](p, `Array.from(document.querySelectorAll("a[href]")).map(a => new URL(a.getAttribute("href"), location))
  .filter(u => u.origin === location.origin && !u.pathname.startsWith("/static/") && !u.search.includes("format=")).map(u => u.pathname + u.search)`)...)
	}
	return n
}

// most is how many pages of one kind one role looks at.
const most = 1

// kindOf is a page's address without what differs among pages of one kind.
func kindOf(path string) string {
	parts := strings.Split(path, "/")
	if len(parts) > 2 && parts[1] == "cases" {
		parts[2] = "*"
	}
	if len(parts) > 3 && parts[1] == "public" {
		parts[3] = "*"
	}
	if len(parts) > 4 { // the acts of a case, and its papers, are of one kind each
		parts[4] = "*"
	}
	return strings.Join(parts, "/")
}

// finding is what axe says of a page.
type finding struct {
	ID, Impact, Help string
	Nodes            int
}

func (p *person) judges(path string, titles map[string]string) {
	p.t.Helper()
	if text := p.text(); strings.Contains(text, "没有办成") {
		p.t.Errorf("%s on %s:\n%s", p.login, path, text)
	}
	if html := script[string](p, "document.documentElement.outerHTML"); strings.Contains(html, "【") {
		p.t.Errorf("%s on %s: a word is missing: %.200s", p.login, path, html[strings.Index(html, "【"):])
	}
	if found := script[[]string](p, "window.__violations || []"); len(found) > 0 {
		p.t.Errorf("%s on %s: %v", p.login, path, found)
	}
	if over := script[int](p, "document.documentElement.scrollWidth - window.innerWidth"); over > 0 {
		p.t.Errorf("%s on %s: %d px wider than the screen", p.login, path, over)
	}
	title := script[string](p, "document.title")
	if bare, _, _ := strings.Cut(path, "?"); titles[title] != "" && titles[title] != bare {
		p.t.Errorf("%s: %s and %s are both titled %q", p.login, titles[title], bare, title)
	} else {
		titles[title] = bare
	}
}

func (p *person) meetsAxe(path string) {
	p.t.Helper()
	for _, f := range p.axe() {
		if f.Impact == "serious" || f.Impact == "critical" {
			p.t.Errorf("%s on %s: axe: %s %s (%s, %d places)", p.login, path, f.Impact, f.ID, f.Help, f.Nodes)
		}
	}
}

// axe runs the accessibility rules on the page. The code is put in by the
// debugger, which the page's policy does not bind.
func (p *person) axe() (all []finding) {
	p.t.Helper()
	script[bool](p, axe+"; true")
	ctx := p.tab
	raw, err := chromedp.Run(ctx, chromedp.Evaluate[string](`axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify(
  r.violations.map(v => ({ID: v.id, Impact: v.impact, Help: v.help + " " + v.nodes.slice(0, 2).map(n => n.html).join(" | "), Nodes: v.nodes.length}))))`, chromedp.EvalAwaitPromise))
	if err == nil {
		err = json.Unmarshal([]byte(raw), &all)
	}
	if err != nil {
		p.t.Fatal(fmt.Errorf("axe: %w", err))
	}
	return all
}
