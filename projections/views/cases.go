package views

import (
	"context"
	"fmt"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
	"huiyin/eventstore"
	"huiyin/projections/follower"
)

// CaseRow is a line of the case list. Class and Grade are those of the worst
// reply line; NextDue is the nearest running due day.
type CaseRow struct {
	ID           suggestion.CaseID
	Number       string
	Congress     string
	Session      string
	Year         int
	Kind         suggestion.Kind
	Title        string
	Lead         string
	Deputies     []string // all who signed, the lead deputy first
	CoSigners    int
	Delegation   string
	Category     string
	State        lifecycle.State
	LeadUnits    []string
	CoUnits      []string
	Class        string
	Grade        string
	Round        int
	T0           calendar.Date
	NextKind     lifecycle.Deadline
	NextDue      calendar.Date
	Provisional  bool
	Lapses       int
	OpenPromises int
	Head         suggestion.CaseID
	Members      int
	Key          bool
	Imported     bool // known only from a source, and untouched here
	Source       string
	Sources      []string
	Province     string
	Rules        string
	Ended        calendar.Date
	Changed      calendar.Date
	Version      eventstore.Version
	Position     eventstore.Position
	Light        Light
}

func scanCase(c *cursor) CaseRow {
	return CaseRow{ID: suggestion.CaseID(c.text()), Number: c.text(), Congress: c.text(), Session: c.text(), Year: c.int(),
		Kind: suggestion.Kind(c.text()), Title: c.text(), Lead: c.text(), Deputies: c.names(), CoSigners: c.int(), Delegation: c.text(),
		Category: c.text(), State: lifecycle.State(c.text()), LeadUnits: c.names(), CoUnits: c.names(), Class: c.text(), Grade: c.text(),
		Round: c.int(), T0: c.date(), NextKind: lifecycle.Deadline(c.text()), NextDue: c.date(), Provisional: c.flag(), Lapses: c.int(),
		OpenPromises: c.int(), Head: suggestion.CaseID(c.text()), Members: c.int(), Key: c.flag(), Imported: c.flag(), Source: c.text(),
		Sources: c.names(), Province: c.text(), Rules: c.text(), Ended: c.date(), Changed: c.date(), Version: eventstore.Version(c.int()),
		Position: eventstore.Position(c.int()), Light: Light(c.skip(4).text())}
}

// CaseFilter selects cases; the zero filter selects all. Texts may be Absent.
type CaseFilter struct {
	State    lifecycle.State
	Unit     string // a lead, separate or co-unit
	Deputy   string // anybody who signed
	Class    string
	Grade    string
	Light    Light
	Text     string // in the number, the title or a deputy's name
	Congress string
	Session  string
	Year     int
	Kind     suggestion.Kind
	Category string
	Source   string
	Province string
	Imported *bool
	Key      *bool
	Overdue  bool // both lights past the due day
	Limit    int  // zero means all
	Offset   int
	Sort     Sort
}

// Sort is an order of the case list.
type Sort string

// Orders. By due day is the default: what is overdue comes first, oldest first,
// then what is due next, then what has no due day, each by number.
const (
	ByDue     Sort = ""
	ByNumber  Sort = "number"
	ByTitle   Sort = "title"
	ByChanged Sort = "changed"
)

// Sorts lists the orders.
func Sorts() []Sort { return []Sort{ByDue, ByNumber, ByTitle, ByChanged} }

// Numbers are opaque; the shorter one first keeps plain ones in counting order.
const byNumber = "length(number), number, case_id"

var orders = map[Sort]order{
	ByDue: numbered("CASE WHEN "+overdue+" THEN 0 WHEN light IN ('', '"+string(Grey)+"') THEN 2 ELSE 1 END",
		"CASE WHEN light IN ('', '"+string(Grey)+"') THEN '' ELSE next_due END"),
	ByNumber:  numbered(),
	ByTitle:   numbered("title"),
	ByChanged: numbered("-position"),
}

func (f CaseFilter) where() where {
	var w where
	w.text("state", string(f.State))
	w.among(f.Unit, "lead_units", "co_units")
	w.among(f.Deputy, "deputies")
	w.text("class", f.Class)
	w.text("grade", f.Grade)
	w.text("light", string(f.Light))
	w.contains(f.Text, "number", "title", "deputies")
	w.text("congress", f.Congress)
	w.text("session", f.Session)
	w.set(f.Year != 0, "year = ?", f.Year)
	w.text("kind", string(f.Kind))
	w.text("category", f.Category)
	w.among(f.Source, "sources")
	w.text("province", f.Province)
	w.flag("imported", f.Imported)
	w.flag("is_key", f.Key)
	w.set(f.Overdue, overdue)
	return w
}

// cases is the case list with its lights, as far as the reader may see it. A case that only a source knows is
// grey, whatever it states; a finished one has no light.
func (v Reader) cases() table {
	light, args := v.Scheme.light("imported", in(v.Scope.column("state", "unit_state"), finished()), v.Scope.column("next_due", "unit_next_due"))
	return v.Scope.cut(table{"SELECT " + v.Scope.columns(caseList) + ", " + light + " AS light FROM cases", args})
}

// Cases lists the cases that pass and tells how many there are without the limit.
func (v Reader) Cases(ctx context.Context, f CaseFilter) (rows []CaseRow, total int, err error) {
	order, ok := orders[f.Sort]
	if !ok || f.Limit < 0 || f.Offset < 0 {
		return nil, 0, fmt.Errorf("views: no such page: sort %q, limit %d, offset %d", f.Sort, f.Limit, f.Offset)
	}
	limit := f.Limit
	if limit == 0 {
		limit = -1
	}
	err = v.File.Read(ctx, func(r *follower.Reader) error {
		t, w := v.cases(), f.where()
		if total, err = t.count(r, w); err != nil {
			return err
		}
		rows, err = list(r, t, w, order.sql(), scanCase, " LIMIT ? OFFSET ?", limit, f.Offset)
		return err
	})
	return rows, total, err
}

// Resolve finds the cases that a person may mean by a text: a case's ID, a
// number, or the ID of a source. Several cases can have one number, and a text
// that means nothing finds none.
func (v Reader) Resolve(ctx context.Context, name string) (rows []CaseRow, err error) {
	if name == "" {
		return nil, nil
	}
	err = v.File.Read(ctx, func(r *follower.Reader) error {
		for _, term := range []string{"case_id = ?", "number = ? OR source = ?", "instr('" + ListMark + "' || sources || '" + ListMark + "', ?) > 0"} {
			var w where
			switch term[0] {
			case 'c':
				w.add(term, name)
			case 'n':
				w.add(term, name, name)
			default: // a further source of a case, which no index finds
				w.add(term, ListMark+name+ListMark)
			}
			if rows, err = list(r, v.cases(), w, byNumber, scanCase, ""); err != nil || len(rows) > 0 {
				return err
			}
		}
		return nil
	})
	return rows, err
}
