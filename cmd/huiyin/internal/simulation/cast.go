package simulation

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"huiyin/domain/lifecycle"
	"huiyin/domain/suggestion"
)

// deputy is an invented deputy of a delegation.
type deputy struct {
	suggestion.Person
	delegation string
}

// unit is a handling unit with its invented staff.
type unit struct {
	name, committee, field string
	weight                 int
	assigner               lifecycle.Role
	coordinator, head      suggestion.Person
	handlers               []suggestion.Person
}

// cast is everybody who acts. It depends on the seed only.
type cast struct {
	deputies []deputy
	homes    [][]int    // per delegation, who sits in it
	home     []int      // per deputy
	places   [][]string // per delegation, what its deputies speak of
	units    []unit
	weights  []int
	unitOf   map[string]*unit
	desks    map[lifecycle.Role][]suggestion.Person
	leaders  []suggestion.Person
	names    []string
}

// desk sizes of the bodies that review, assign and supervise.
var deskSizes = []struct {
	role lifecycle.Role
	n    int
}{
	{lifecycle.SessionMotionsGroup, 8}, {lifecycle.DeputyAffairsCommittee, 6}, {lifecycle.GovOffice, 6},
	{lifecycle.SpecialCommittee, 8}, {lifecycle.CouncilOfChairpersons, 1}, {lifecycle.Presidium, 1},
	{lifecycle.Assessor, 4},
}

func newCast(r *rand.Rand) *cast {
	c := &cast{unitOf: map[string]*unit{}, desks: map[lifecycle.Role][]suggestion.Person{}}
	for _, s := range words("surnames") {
		for _, g := range words("given") {
			c.names = append(c.names, s+g)
		}
	}
	r.Shuffle(len(c.names), func(i, j int) { c.names[i], c.names[j] = c.names[j], c.names[i] })
	for i, line := range list("delegations") {
		f := strings.Fields(line)
		name := f[0]
		n, _ := strconv.Atoi(f[1])
		c.homes, c.places = append(c.homes, nil), append(c.places, f[2:])
		for range n {
			c.homes[i], c.home = append(c.homes[i], len(c.deputies)), append(c.home, i)
			c.deputies = append(c.deputies, deputy{Person: c.person("deputy", len(c.deputies)+1), delegation: name})
		}
	}
	for i, line := range list("units") {
		c.hire(r, i+1, strings.Split(line, "|"))
	}
	for i := range c.units {
		c.unitOf[c.units[i].name] = &c.units[i]
	}
	for _, d := range deskSizes {
		for i := range d.n {
			c.desks[d.role] = append(c.desks[d.role], c.person(string(d.role), i+1))
		}
	}
	for i := range 12 {
		c.leaders = append(c.leaders, c.person("leader", i+1))
	}
	return c
}

// person takes the next name; no two people of a cast share one.
func (c *cast) person(kind string, n int) suggestion.Person {
	p := suggestion.Person{ID: fmt.Sprintf("%s-%d", kind, n), Name: c.names[0]}
	c.names = c.names[1:]
	return p
}

func (c *cast) hire(r *rand.Rand, n int, f []string) {
	u := unit{name: f[0], committee: f[2], field: f[3], assigner: lifecycle.GovOffice}
	u.weight, _ = strconv.Atoi(f[1])
	if f[4] != "gov" {
		u.assigner = lifecycle.DeputyAffairsCommittee
	}
	kind := fmt.Sprintf("unit-%d", n)
	u.coordinator, u.head = c.person(kind+"-coordinator", 1), c.person(kind+"-head", 1)
	for i := range between(r, 2, 4) + u.weight/30 {
		u.handlers = append(u.handlers, c.person(kind+"-handler", i+1))
	}
	c.units, c.weights = append(c.units, u), append(c.weights, u.weight)
}

// officer is somebody at a desk.
func (c *cast) officer(r *rand.Rand, role lifecycle.Role) suggestion.Actor {
	return suggestion.Actor{Person: pick(r, c.desks[role]), Role: role}
}

func (u *unit) as(role lifecycle.Role, r *rand.Rand) suggestion.Actor {
	a := suggestion.Actor{Person: u.coordinator, Role: role, Unit: u.name}
	switch role {
	case lifecycle.UnitHead:
		a.Person = u.head
	case lifecycle.UnitHandler:
		a.Person = pick(r, u.handlers)
	}
	return a
}

// system is where a unit belongs; nobody else is of a unit.
func (c *cast) system(name string) string {
	if u := c.unitOf[name]; u != nil && u.assigner == lifecycle.GovOffice {
		return suggestion.GovernmentSystem
	}
	return "other"
}
