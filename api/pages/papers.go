package pages

import (
	"errors"
	"net/http"
	"net/url"

	"huiyin/api/access"
	"huiyin/api/paper"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
)

func (s *Site) paperRoutes() []Route {
	return []Route{{"GET /cases/{id}/paper/{kind}", access.Cases, s.paper}}
}

// paperStyle is where the style sheet of papers lies.
const paperStyle = "/static/paper.css"

func paperCSS(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = w.Write([]byte(paper.CSS)) // a reader who left is no failure
}

// paperLink is one paper of a case that the visitor may have.
type paperLink struct{ Word, About, HTML, DOCX string }

// papersOf lists the papers that the case has something for. The deputy's form
// goes from the congress to the deputy and never through a unit (handbook THR-01).
func (s *Site) papersOf(v *visit, c *suggestion.Suggestion) (all []paperLink) {
	for _, w := range paper.Offered(s.paperCase(v, c, nil)) {
		if !v.mayPrint(w.Kind) {
			continue
		}
		q := url.Values{}
		link := paperLink{Word: say("web.paper.kind." + string(w.Kind))}
		if w.Line != "" {
			q.Set("line", string(w.Line))
			link.About = partWord(c, suggestion.Subject{Line: w.Line})
		}
		if w.Assignment != "" {
			q.Set("assignment", string(w.Assignment))
			link.About = partWord(c, suggestion.Subject{Assignment: w.Assignment})
		}
		if w.Task != "" {
			q.Set("task", string(w.Task))
		}
		link.HTML = "/cases/" + string(c.ID) + "/paper/" + string(w.Kind) + "?" + q.Encode()
		q.Set("format", "docx")
		link.DOCX = "/cases/" + string(c.ID) + "/paper/" + string(w.Kind) + "?" + q.Encode()
		all = append(all, link)
	}
	return all
}

func (v *visit) mayPrint(k paper.Kind) bool {
	switch k {
	case paper.Feedback:
		return !v.who.OfUnit()
	case paper.Supervision, paper.Opinion:
		return !v.who.Role().OfDeputies()
	}
	return true
}

// paper is one paper of a case, to be printed or taken along as DOCX.
func (s *Site) paper(v *visit) error {
	c, _, err := v.theCase()
	if err != nil {
		return err
	}
	facts, err := s.o.Desk.History(v.ctx(), c.ID)
	if err != nil {
		return err
	}
	veil := v.who.Veil(c)
	var events []suggestion.Event
	for _, f := range facts {
		if v.who.Knows(c, f.Event) {
			events = append(events, veil.Event(f.Event))
		}
	}
	q := v.r.URL.Query()
	w := paper.Wanted{Kind: paper.Kind(v.r.PathValue("kind")), Line: suggestion.LineID(q.Get("line")),
		Assignment: suggestion.AssignmentID(q.Get("assignment")), Task: suggestion.TaskID(q.Get("task"))}
	if !v.mayPrint(w.Kind) {
		return errNotFound
	}
	docs, err := paper.Make(s.paperCase(v, v.who.Shown(c), events), w)
	var unfit *paper.Unfit
	if errors.As(err, &unfit) {
		return usage{zh.Text("web.paper.unfit."+unfit.Code, unfit.Facts)}
	} else if err != nil {
		return err
	}
	if q.Get("format") == "docx" {
		v.w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
		v.w.Header().Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(docs[0].Name+".docx"))
		return paper.WriteDOCX(v.w, docs...)
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	return paper.WriteHTML(v.w, paperStyle, docs...)
}

func (s *Site) paperCase(v *visit, c *suggestion.Suggestion, events []suggestion.Event) paper.Case {
	rules, _ := s.o.Desk.Pinned(c)
	of := paper.Case{State: v.who.Shown(c), Events: events, Rules: rules, Printed: v.imprinted(),
		Ratings: !v.who.OfUnit() && v.who.Role() != lifecycle.Assessor}
	if d, err := s.o.Desk.Directory(v.ctx()); err == nil {
		of.Registers = d
	}
	return of
}

// imprinted says by whom and when something is printed.
func (v *visit) imprinted() paper.Printed {
	return paper.Printed{By: v.who.Person.Name, At: v.s.o.Desk.Now(), Position: uint64(v.s.o.Desk.Views.Checkpoint())}
}
