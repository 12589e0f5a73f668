package pages

import (
	"net/http"

	"huiyin/domain/suggestion"
	"huiyin/projections/telling"
	"huiyin/projections/views"
)

// deputyData is the workbench of a deputy, made for a telephone: first what waits
// for the deputy, then the deputy's suggestions and what each waits for.
type deputyData struct {
	Todo  []todoCard
	More  int
	Mine  []mineCard
	Total int
	Stale bool

	Promises []promiseCard
}

// todoCard is one thing to do, with the way to do it.
type todoCard struct {
	Href, Title, What, About, Due, Why string
	Act                                string // the form
	Tap                                *tap
	Light                              views.Light
}

// promiseCard is one promise in a reply to the deputy that is not concluded.
type promiseCard struct {
	Href, Text, Unit, State, Due string
	Light                        views.Light
}

// mineCard is one of the deputy's suggestions and where it stands.
type mineCard struct {
	Href, Title, State string
	Waits              []nextView
}

// onHome bounds how many suggestions the workbench tells of; the list has all.
const onHome = 10

// deputyHome shows what waits for the deputy and how the deputy's suggestions stand.
func (s *Site) deputyHome(v *visit) error {
	reader, fresh := v.reader()
	d := deputyData{Stale: !fresh}
	mine := v.who.Waits()
	steps, total, err := reader.Steps(v.ctx(), mine)
	if err != nil {
		return err
	}
	seen := map[suggestion.CaseID]bool{}
	for _, step := range steps {
		if seen[step.Case] || len(seen) == onHome {
			continue
		}
		seen[step.Case] = true
		if err := s.todoCards(v, step.Case, &d); err != nil {
			return err
		}
	}
	d.More = max(0, total-len(d.Todo))
	rows, all, err := reader.Cases(v.ctx(), views.CaseFilter{Sort: views.ByChanged, Limit: onHome})
	if err != nil {
		return err
	}
	d.Total = all
	for _, r := range rows {
		if err := s.mineCard(v, r.ID, &d); err != nil {
			return err
		}
	}
	promises, err := reader.Promises(v.ctx(), views.PromiseFilter{OpenOnly: true})
	if err != nil {
		return err
	}
	for _, p := range promises[:min(len(promises), onHome)] {
		d.Promises = append(d.Promises, promiseCard{"/cases/" + string(p.Case) + "?tab=handling", p.Text, p.Unit, label("state.commitment", string(p.State)),
			telling.DueOr(p.Due, p.DueText), p.Light})
	}
	return v.show(http.StatusOK, "deputy", &d)
}

// todoCards are what a case waits for of the deputy.
func (s *Site) todoCards(v *visit, id suggestion.CaseID, d *deputyData) error {
	c, _, err := s.o.Desk.Current(v.ctx(), id)
	if err != nil {
		return err
	}
	page := caseData{Suggestion: v.who.Shown(c), Next: s.next(v, c)}
	if err := s.offers(v, page.Suggestion, &page); err != nil {
		return err
	}
	for _, n := range page.Next {
		if !n.Mine {
			continue
		}
		card := todoCard{Href: "/cases/" + string(id), Title: telling.Title(c.Number, c.Title, c.Imported), What: n.What, About: n.About, Due: n.Due,
			Why: n.Why, Act: n.Href, Light: n.Light}
		if n.Verb == "confirm_contact" && n.Href != "" {
			command, err := s.o.Desk.NewCommandID()
			if err != nil {
				return err
			}
			card.Tap = &tap{n.What, n.Href, command.String()}
		}
		d.Todo = append(d.Todo, card)
	}
	return nil
}

func (s *Site) mineCard(v *visit, id suggestion.CaseID, d *deputyData) error {
	c, _, err := s.o.Desk.Current(v.ctx(), id)
	if err != nil {
		return err
	}
	d.Mine = append(d.Mine, mineCard{"/cases/" + string(id), telling.Title(c.Number, c.Title, c.Imported), label("state.suggestion", string(c.State)), s.next(v, c)})
	return nil
}
