//go:build !race

package browser

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestKeysAlone takes a suggestion into review and gives it its number without a
// pointer: every link, field and button on the way is reached by the tab key, in
// the order of the page, and whatever has the focus shows it (handbook A11Y-02).
func TestKeysAlone(t *testing.T) {
	t.Parallel()
	h := open(t)
	deputy := h.comes("deputy", options{})
	deputy.opens("/new")
	deputy.fills(map[string]any{"kind": "off_session", "title": "关于增设村级养老服务点的建议", "evidence": "走访", "body": "村里老人就近养老有困难。"})
	deputy.presses("起草建议")
	deputy.acts(deputy.at(), "提出建议", nil)

	p := h.guest(options{})
	p.login = "motions"
	p.opens("/signin")
	p.tabsTo("", "#login")
	p.keys("motions")
	p.tabsTo("", "#password")
	p.keys(password + kb.Enter)
	p.waits("工作台")
	p.keys(kb.Tab)
	if skip := script[string](p, "document.activeElement.className"); skip != "skip" {
		t.Errorf("the first stop is %q, not the way past the menu", skip)
	}
	p.tabsTo("关于增设村级养老服务点的建议", "a")
	p.keys(kb.Enter)
	p.waits("我可以办理")
	for _, act := range []string{"开始审核", "审核通过并编号"} {
		p.tabsTo(act, "aside.acts a")
		p.keys(kb.Enter)
		p.waits("取消")
		p.tabsTo(act, "main button")
		p.keys(kb.Enter)
		p.waits("已完成：" + act)
	}
}

func (p *person) keys(keys string) {
	p.t.Helper()
	p.do(chromedp.KeyEvent(keys))
}

// farthest is how many stops a page may have before what is looked for.
const farthest = 150

// tabsTo presses the tab key until something has the focus that the selector and
// the first words fit.
func (p *person) tabsTo(words, selector string) {
	p.t.Helper()
	wanted, _ := json.Marshal([]string{words, selector})
	for range farthest {
		p.keys(kb.Tab)
		found := script[string](p, `(function([words, selector]) {
  const e = document.activeElement, s = getComputedStyle(e);
  if (e === document.body) return "";
  if ((s.outlineStyle === "none" || parseFloat(s.outlineWidth) === 0) && s.boxShadow === "none") return "unseen: " + e.outerHTML.slice(0, 200);
  return e.matches(selector) && e.textContent.trim().startsWith(words) ? "here" : "";
})(`+string(wanted)+`)`)
		switch found {
		case "here":
			return
		case "":
		default:
			p.t.Fatalf("%s: the focus is %s", p.login, found)
		}
	}
	p.t.Fatalf("%s: no tab leads to %q %s on:\n%s", p.login, words, selector, p.text())
}

// waits waits until the page that a key led to says something.
func (p *person) waits(words string) {
	p.t.Helper()
	code, _ := json.Marshal(words)
	ctx, cancel := context.WithTimeout(p.tab, 30*time.Second)
	defer cancel()
	for ctx.Err() == nil {
		found, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.readyState === "complete" && document.body.innerText.includes(`+string(code)+`)`))
		if err == nil && found {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	p.t.Fatalf("%s does not come to see %q on:\n%s", p.login, words, p.text())
}
