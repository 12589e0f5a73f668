package v1

import (
	"net/http"
	"slices"

	"huiyin/domain/calendar"
	"huiyin/domain/register"
)

// Entries are the lines of a register that count on a day.
type Entries struct {
	Kind  Word          `json:"kind"`
	On    calendar.Date `json:"on,omitzero"`
	Items []EntryRow    `json:"items"`
	Total int           `json:"total"`
}

// EntryRow is a line of a register in a list.
type EntryRow struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Entry is a line of a register with all it says on a day.
type Entry struct {
	Kind  Word          `json:"kind"`
	ID    string        `json:"id"`
	On    calendar.Date `json:"on,omitzero"`
	Name  string        `json:"name"`
	Names []string      `json:"names"` // every one it ever bore
	Lines []EntryLine   `json:"lines"`
}

// EntryLine is one thing that a register says.
type EntryLine struct {
	Field   string `json:"field"`
	Label   string `json:"label"`
	Value   string `json:"value"`
	Display string `json:"display"`
}

// register is the register of the address with the day that is asked for.
func (c *call) register() (d *register.Directory, k register.Kind, on calendar.Date, err error) {
	if k = register.Kind(c.r.PathValue("kind")); !slices.Contains(registersOf(c.who), k) {
		return nil, k, on, problemOf("not_found")
	}
	if on, err = c.day("on"); err != nil {
		return nil, k, on, err
	}
	if on.IsZero() {
		on = c.a.o.Desk.Today()
	}
	d, err = c.a.o.Desk.Directory(c.ctx())
	return d, k, on, err
}

func (a *API) entries(c *call) error {
	d, k, on, err := c.register()
	if err != nil {
		return err
	}
	found := d.On(k, on)
	if name := c.query.Get("name"); name != "" {
		found = d.Find(k, name, on)
	}
	out := Entries{Kind: wordOf("register", k), On: on, Items: []EntryRow{}, Total: len(found)}
	for _, e := range found {
		out.Items = append(out.Items, EntryRow{e.Ref().ID, e.Name(on)})
	}
	return c.json(http.StatusOK, out)
}

func (a *API) entry(c *call) error {
	d, k, on, err := c.register()
	if err != nil {
		return err
	}
	e, ok := d.Get(register.Ref{Kind: k, ID: c.r.PathValue("id")})
	if !ok {
		return problemOf("not_found")
	}
	out := Entry{Kind: wordOf("register", k), ID: e.Ref().ID, On: on, Name: e.Name(on), Names: []string{}, Lines: []EntryLine{}}
	for _, n := range e.Called() {
		out.Names = append(out.Names, n.Name)
	}
	for _, l := range e.Lines(on) {
		line := EntryLine{Field: l.Field, Label: label("entry", l.Field), Value: l.Value, Display: l.Value}
		switch {
		case l.Code != "" && l.Value != "":
			line.Display = label(l.Code, l.Value)
		case l.Link != "" && l.Value != "":
			line.Display = d.Name(register.Ref{Kind: l.Link, ID: l.Value}, on)
		}
		out.Lines = append(out.Lines, line)
	}
	return c.json(http.StatusOK, out)
}
