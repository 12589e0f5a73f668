package pages

import (
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"huiyin/api/access"
	"huiyin/domain/calendar"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/projections/pinyin"
	"huiyin/projections/views"
)

//go:embed templates
var templates embed.FS

// frame is what every template gets: the visit around the page's own data.
type frame struct {
	*visit
	Data any
}

// Who is the visitor.
func (f frame) Who() access.Principal { return f.who }

// Path is the address without its query.
func (f frame) Path() string { return f.r.URL.Path }

// Everybody reports whether the page is one that is the same for all.
func (f frame) Everybody() bool { return f.everybody }

// Version is that of the program.
func (f frame) Version() string { return f.s.o.Version }

// Today is the day by the office's clock.
func (f frame) Today() calendar.Date { return f.s.o.Desk.Today() }

// Left is how many seconds the session holds if it is not used, Last how many it
// holds in any case; 0 for nobody.
func (f frame) Left() int { return f.until(f.session.IdleUntil()) }

// Last is described at Left.
func (f frame) Last() int { return f.until(f.session.Until()) }

func (f frame) until(end time.Time) int {
	if f.session.Login == "" {
		return 0
	}
	return max(int(end.Sub(f.s.o.Desk.Now()).Seconds()), 0)
}

// May reports whether the visitor may use an area, so that no page offers what
// would be refused.
func (f frame) May(area string) bool { return f.who.May(access.Area(area)) }

var funcs = template.FuncMap{
	"t":     func(key string, facts ...any) string { return say(key, texts(facts)...) },
	"label": func(kind string, name any) string { return label(kind, fmt.Sprint(name)) },
	"date":  func(d calendar.Date) string { return dateOr(d) },
	"join":  func(all []string) string { return strings.Join(all, views.ListMark) },
	"light": lightOf,
	"cut":   cut,
	"time":  func(t time.Time) string { return stamp(t) },
	"add":   func(a, b int) int { return a + b },
	"sub":   func(a, b int) int { return a - b },
	"item":  item,

	"device": deviceWord,
	// A list that a browser offers finds a unit by these letters too.
	"initials": func(name string) string { return pinyin.Initials(name, pinyin.Unit) },
}

// menuItem is a line of the menu.
type menuItem struct {
	Href, Word string
	Here       bool
}

// item is a line of the menu, none for who may not use it.
func item(f frame, href, word, area string) *menuItem {
	if !f.May(area) {
		return nil
	}
	return &menuItem{href, say(word), f.Path() == href}
}

var pages sync.Map // name to *template.Template

// page is the template of the name inside the layout. Templates are part of the
// program: one that cannot be parsed is found by the tests, which render all.
func page(name string) *template.Template {
	if p, ok := pages.Load(name); ok {
		return p.(*template.Template)
	}
	t := template.Must(template.New("layout.html").Funcs(funcs).ParseFS(templates, "templates/layout.html", "templates/parts.html", "templates/"+name+".html"))
	pages.Store(name, t)
	return t
}

// say fills a text of the catalogue; facts are name, value, name, value.
func say(key string, facts ...string) string {
	m := make(map[string]string, len(facts)/2)
	for i := 0; i+1 < len(facts); i += 2 {
		m[facts[i]] = facts[i+1]
	}
	return zh.Text(key, m)
}

func texts(all []any) []string {
	out := make([]string, len(all))
	for i, a := range all {
		out[i] = fmt.Sprint(a)
	}
	return out
}

// label is a word of the catalogue; what is not there is a dash.
func label(kind, name string) string {
	if name == "" {
		return say("web.none")
	}
	return zh.Label(kind, name)
}

func dateOr(d calendar.Date) string {
	if d.IsZero() {
		return say("web.none")
	}
	return zh.Date(d)
}

func stamp(t time.Time) string {
	local := t.In(calendar.CST())
	return zh.Date(calendar.DateOf(t)) + local.Format(" 15:04")
}

// cut shortens a text to characters, not bytes.
func cut(n int, s string) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	return string(runes[:n]) + "\u2026"
}

// lampView is a light as shape, word and colour (handbook UX-11).
type lampView struct{ Class, Shape, Word string }

func lightOf(l views.Light) lampView {
	shape, ok := map[views.Light]string{views.Normal: "\u25cf", views.Soon: "\u25b2", views.Overdue: "\u25a0", views.Severe: "\u25a0", views.Grey: "\u25cb"}[l]
	if !ok {
		return lampView{}
	}
	return lampView{Class: "lamp-" + string(l), Shape: shape, Word: say("web.light." + string(l))}
}

func queryEscape(s string) string { return url.QueryEscape(s) }

// queryUnescape gives nothing for what is badly escaped.
func queryUnescape(s string) string {
	text, _ := url.QueryUnescape(s)
	return text
}

func itoa(n int) string { return strconv.Itoa(n) }

func yesNo(b bool) string {
	if b {
		return say("web.yes")
	}
	return say("web.no")
}

func shortHash(b []byte) string { return hex.EncodeToString(b)[:16] }

// wordsOf are the user's words for a refusal of the registers.
func wordsOf(err error) string {
	var refused *suggestion.Refusal
	if errors.As(err, &refused) {
		return zh.Refusal(refused.Code, refused.Facts)
	}
	return err.Error()
}

func rolesOf(d *register.Directory, a register.Account, on calendar.Date) string {
	var all []string
	for _, g := range a.Roles(on) {
		all = append(all, grantWord(d, g, on))
	}
	return strings.Join(all, views.ListMark)
}

func stateOf(a register.Account, hasPassword bool, on calendar.Date) string {
	switch {
	case a.Suspended.On(on):
		return say("web.accounts.suspended")
	case !hasPassword:
		return say("web.accounts.fresh")
	}
	return say("web.accounts.active")
}
