package pages

import (
	"net/http"
	"net/url"
	"strings"

	"huiyin/api/access"
	"huiyin/api/desk"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/projections/telling"
)

func (s *Site) receiptRoutes() []Route {
	return []Route{{"GET /cases/{id}/receipt", access.Cases, s.receipt}}
}

func receiptHref(id suggestion.CaseID, line suggestion.LineID) string {
	return "/cases/" + url.PathEscape(string(id)) + "/receipt?" + url.Values{"line": {string(line)}}.Encode()
}

// receiptData are the ratings of a reply line as they stand in the log, the newest
// first (handbook THR-41).
type receiptData struct {
	Title, Number, Back, Unit, Text, Done string
	Own                                   bool // the visitor is one of those who signed
	Slips                                 []slip
	Dispute                               string // where the rating can be disowned
	Why                                   string // why it cannot be
	Disputed                              bool
}

// slip is the receipt of one rating in words.
type slip struct{ What, Paper, When, Code, Leaf string }

// receipt shows what was recorded of the deputy's rating, to keep and to compare;
// with format=txt as a text to take along.
func (s *Site) receipt(v *visit) error {
	c, _, err := v.theCase()
	if err != nil {
		return err
	}
	l, ok := c.Line(suggestion.LineID(v.query("line")))
	if !ok || v.who.OfUnit() {
		return errNotFound
	}
	d := receiptData{Title: telling.Title(c.Number, c.Title, c.Imported), Number: c.Number, Back: "/cases/" + string(c.ID), Unit: l.Unit, Disputed: l.Disputed, Done: v.query("done"), Own: v.who.Role().OfDeputies(),
		Text: v.r.URL.Path + "?" + url.Values{"line": {string(l.ID)}, "format": {"txt"}}.Encode()}
	if d.Slips, err = s.slips(v, c, l.ID); err != nil {
		return err
	}
	if len(d.Slips) == 0 {
		return errNotFound
	}
	if v.query("format") == "txt" {
		return v.plain(d.told())
	}
	about := suggestion.Subject{Line: l.ID}
	r, err := s.o.Desk.Judged(c, suggestion.Request{Actor: v.who.Actor(c), Now: s.o.Desk.Now()})
	if err != nil {
		return err
	}
	if err := suggestion.Check(c, r, lifecycle.ReplyLine, lifecycle.DisputeFeedback, about); err != nil {
		d.Why = wordsOf(err)
	} else {
		d.Dispute = actHref(c.ID, string(lifecycle.DisputeFeedback), about)
	}
	return v.show(http.StatusOK, "receipt", &d)
}

// slips are the receipts of a line's ratings, the newest first.
func (s *Site) slips(v *visit, c *suggestion.Suggestion, line suggestion.LineID) (all []slip, err error) {
	facts, err := s.o.Desk.History(v.ctx(), c.ID)
	if err != nil {
		return nil, err
	}
	found, err := desk.Receipts(facts, line, s.reading(c).Rules, v.who.Veil(c))
	for _, r := range found {
		all = append(all, slip{r.What, r.Paper, stamp(r.Recorded), r.Code, r.Leaf})
	}
	return all, err
}

// told is the receipt as a text.
func (d *receiptData) told() string {
	lines := []string{say("web.receipt.title"), d.Title, say("web.receipt.unit", "unit", d.Unit)}
	for _, x := range d.Slips {
		lines = append(lines, "", x.What, say("web.receipt.when", "at", x.When), say("web.receipt.code", "code", x.Code), say("web.receipt.leaf", "hash", x.Leaf))
	}
	return strings.Join(append(lines, "", say("web.receipt.hint"), ""), "\r\n")
}

// plain answers with a text to be saved.
func (v *visit) plain(text string) error {
	v.w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	v.w.Header().Set("Content-Disposition", `attachment; filename="receipt.txt"`)
	_, err := v.w.Write([]byte(text))
	return err
}
