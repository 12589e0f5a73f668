//go:build !race

package browser

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// person is somebody at a browser of their own.
type person struct {
	t     *testing.T
	h     *house
	login string
	tab   context.Context
}

// options say how a person's browser is.
type options struct {
	noScript      bool
	width, height int64
}

// guest opens a browser of somebody who is not signed in.
func (h *house) guest(o options) *person {
	h.t.Helper()
	tab, leave := chromedp.NewContext(h.browser, chromedp.WithNewBrowserContext())
	h.t.Cleanup(leave)
	if err := chromedp.Do(tab); err != nil { // opens the tab for as long as it is needed
		h.t.Fatal(err)
	}
	p := &person{h.t, h, "guest", tab}
	if o.width == 0 {
		o.width, o.height = 1366, 768
	}
	p.do(chromedp.EmulateViewport(o.width, o.height))
	if o.noScript {
		if _, err := chromedp.Call(tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
			h.t.Fatal(err)
		}
	}
	return p
}

// comes lets somebody open a browser and sign in.
func (h *house) comes(login string, o options) *person {
	h.t.Helper()
	p := h.guest(o)
	p.login = login
	p.opens("/signin")
	p.fills(map[string]any{"login": login, "password": password})
	p.presses("登录")
	p.sees("工作台")
	return p
}

func (p *person) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.tab, 30*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatalf("%s: %v\n%s", p.login, err, p.text())
	}
}

// opens goes to a page of the site.
func (p *person) opens(path string) {
	p.t.Helper()
	p.do(chromedp.Navigate(p.h.address + path))
}

// script evaluates in the page, as the test's eyes and hands.
func script[T any](p *person, code string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.tab, 30*time.Second)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](code))
	if err != nil {
		p.t.Fatalf("%s: %v\n%s", p.login, err, code)
	}
	return v
}

func (p *person) text() string {
	ctx, cancel := context.WithTimeout(p.tab, 10*time.Second)
	defer cancel()
	text, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body ? document.body.innerText : ""`))
	return text
}

// sees holds that the page says something.
func (p *person) sees(words ...string) {
	p.t.Helper()
	text := p.text()
	for _, w := range words {
		if !strings.Contains(text, w) {
			p.t.Fatalf("%s does not see %q on:\n%s", p.login, w, text)
		}
	}
}

// misses holds that the page says something neither to the eye nor in its source,
// the frame around it aside.
func (p *person) misses(words ...string) {
	p.t.Helper()
	source := script[string](p, `document.querySelector("main").outerHTML`)
	for _, w := range words {
		if strings.Contains(source, w) {
			p.t.Fatalf("%s sees %q on:\n%s", p.login, w, p.text())
		}
	}
}

// fills puts values into the fields of the page's form: a text, a choice among
// several, or a list.
func (p *person) fills(fields map[string]any) {
	p.t.Helper()
	values, err := json.Marshal(fields)
	if err != nil {
		p.t.Fatal(err)
	}
	missing := script[string](p, `(function(values) {
  for (const name in values) {
    let given = values[name]; if (!Array.isArray(given)) given = [given];
    const found = Array.from(document.querySelectorAll('main [name="' + name + '"]')).filter(e => e.type !== "hidden");
    if (found.length === 0) return name;
    if (found[0].type === "radio" || found[0].type === "checkbox") {
      for (const e of found) e.checked = given.includes(e.value);
      if (!found.some(e => e.checked)) return name + "=" + given;
      continue;
    }
    given.forEach((v, i) => { found[i].value = v; });
    if (found[0].value !== String(given[0])) return name + "=" + given;
  }
  return "";
})(`+string(values)+`)`)
	if missing != "" {
		p.t.Fatalf("%s finds no field %q on:\n%s", p.login, missing, p.text())
	}
}

// presses pushes the button that begins with the words and waits for the page.
func (p *person) presses(words string) {
	p.t.Helper()
	p.click("main button, header button", words)
}

// follows clicks the link that begins with the words.
func (p *person) follows(words string) {
	p.t.Helper()
	p.click("main a, nav a", words)
}

func (p *person) click(among, words string) {
	p.t.Helper()
	code, _ := json.Marshal(words)
	mark := script[bool](p, `(function(words) {
  document.querySelectorAll("[data-test]").forEach(e => e.removeAttribute("data-test"));
  const e = Array.from(document.querySelectorAll('`+among+`')).find(e => e.textContent.trim().startsWith(words));
  if (!e) return false;
  for (let d = e.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
  e.setAttribute("data-test", "this"); return true;
})(`+string(code)+`)`)
	if !mark {
		p.t.Fatalf("%s finds nothing to click named %q on:\n%s", p.login, words, p.text())
	}
	ctx, cancel := context.WithTimeout(p.tab, 30*time.Second)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.Click(`[data-test="this"]`)); err != nil {
		p.t.Fatalf("%s presses %q: %v\n%s", p.login, words, err, p.text())
	}
}

// acts does an act on the case whose page is given: from its button over its form,
// and over the page that asks whether all is right if there is one.
func (p *person) acts(casePage, act string, fields map[string]any) {
	p.t.Helper()
	p.opens(casePage)
	p.click("aside.acts a", act)
	p.fills(fields)
	switch {
	case script[bool](p, `Array.from(document.querySelectorAll("main button")).some(e => e.value === "check")`):
		p.presses("下一步")
		p.presses("确认")
	default:
		p.presses(act)
	}
	p.sees("已完成：" + act)
}

func (p *person) at() string {
	p.t.Helper()
	return script[string](p, "location.pathname")
}
