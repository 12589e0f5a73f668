package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"huiyin/domain/acts"
	"huiyin/domain/suggestion"
	"huiyin/domain/zh"
	"huiyin/projections/telling"
)

// offerRow is one possible act as data.
type offerRow struct {
	Act    string   `json:"act"`
	Word   string   `json:"word"`
	About  string   `json:"about"`
	Open   bool     `json:"open"`
	Why    string   `json:"why,omitempty"`
	Code   string   `json:"code,omitempty"`
	Fields []string `json:"fields"`
}

// offers lists what the actor may do on the case and why the rest is shut. What
// is no business of the role at all stands there only with --all.
func (a *app) offers(ctx context.Context, name string, actor suggestion.Actor, all bool) error {
	d, s, err := a.begun(ctx, name)
	if err != nil {
		return err
	}
	defer d.Close()
	r, err := d.Judged(s, suggestion.Request{Actor: actor, Now: d.Now()})
	if err != nil {
		return err
	}
	rows := []offerRow{}
	for _, o := range acts.Offers(s, r) {
		if all || mine(o, actor) {
			rows = append(rows, offerRowOf(s, o))
		}
	}
	slices.SortStableFunc(rows, func(a, b offerRow) int { return openFirst(b.Open) - openFirst(a.Open) })
	t := newTable(heads("can", "act_code", "act", "about", "fill_or_why")...)
	for _, r := range rows {
		last := r.Why
		if r.Open {
			v, _ := acts.Find(r.Act)
			last = fieldList(v)
		}
		t.add(text("can."+fmt.Sprint(r.Open)), r.Act, r.Word, r.About, last)
	}
	if err := a.show(rows, t); err != nil {
		return err
	}
	a.note("cli.do.listed", "role", zh.Label("role", string(actor.Role)), "open", fmt.Sprint(countOpen(rows)), "shut", fmt.Sprint(len(rows)-countOpen(rows)))
	return nil
}

// begun opens the folder for reading and loads the case, or one not begun yet.
func (a *app) begun(ctx context.Context, name string) (*desk, *suggestion.Suggestion, error) {
	d, err := a.read(ctx)
	if err != nil || name == newCase {
		return d, suggestion.New(), err
	}
	id, err := a.find(ctx, d, name)
	if err != nil {
		return nil, nil, errors.Join(err, d.Close())
	}
	s, err := d.Load(ctx, id)
	if err != nil {
		return nil, nil, errors.Join(err, d.Close())
	}
	return d, s, nil
}

// turnRow is an act the present state allows, as data.
type turnRow struct {
	Act   string   `json:"act"`
	Word  string   `json:"word"`
	About string   `json:"about"`
	Roles []string `json:"roles"`
}

// turns lists, without asking as whom, what the state of the case allows and who
// may do it.
func (a *app) turns(ctx context.Context, name string) error {
	d, s, err := a.begun(ctx, name)
	if err != nil {
		return err
	}
	defer d.Close()
	rows, t := []turnRow{}, newTable(heads("act_code", "act", "about", "roles")...)
	for _, turn := range acts.Turns(s) {
		row := turnRow{Act: turn.Verb.Name, Word: verbWord(turn.Verb), About: partWord(s, turn.About)}
		for _, r := range turn.Roles {
			row.Roles = append(row.Roles, string(r))
		}
		rows = append(rows, row)
		t.add(row.Act, row.Word, row.About, words("role", turn.Roles))
	}
	if err := a.show(rows, t); err != nil {
		return err
	}
	a.note("cli.do.turns", "count", fmt.Sprint(len(rows)))
	return nil
}

func openFirst(open bool) int {
	if open {
		return 1
	}
	return 0
}

func countOpen(rows []offerRow) (n int) {
	for _, r := range rows {
		n += openFirst(r.Open)
	}
	return n
}

// mine reports whether the role has to do with the act in any state.
func mine(o acts.Offer, actor suggestion.Actor) bool {
	return o.Shut == nil || o.Shut.Code != "wrong_role" && slices.Contains(o.Verb.Roles(), actor.Role)
}

func offerRowOf(s *suggestion.Suggestion, o acts.Offer) offerRow {
	row := offerRow{Act: o.Verb.Name, Word: verbWord(o.Verb), About: partWord(s, o.About), Open: o.Shut == nil, Fields: []string{}}
	for _, f := range o.Verb.Fields() {
		row.Fields = append(row.Fields, f.Name)
	}
	if o.Shut != nil {
		row.Code, row.Why = o.Shut.Code, zh.Refusal(o.Shut.Code, o.Shut.Facts)
	}
	return row
}

// partWord names the part of the case an act is about.
func partWord(s *suggestion.Suggestion, about suggestion.Subject) string {
	var id, word string
	if l, ok := s.Line(about.Line); ok {
		id, word = string(l.ID), telling.OrUnknown(l.Unit)
	}
	if a, ok := s.Assignment(about.Assignment); ok {
		id, word = string(a.Assignment), zh.Label("part", string(a.Part))+telling.OrUnknown(a.Unit)
	}
	if c, ok := s.Commitment(about.Commitment); ok {
		id, word = string(c.Promise.Commitment), cut(c.Text, 24)
	}
	if about.Contact != "" {
		id = string(about.Contact)
	}
	return strings.TrimSpace(strings.Join([]string{id, word}, " "))
}
