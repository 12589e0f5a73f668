package access

import (
	"slices"

	"huiyin/projections/search"
	"huiyin/projections/views"
)

// Finding is the principal's scope as the search index knows it: the same cases,
// and for a unit no field in which anything stands that it must not read.
func (p Principal) Finding() search.Scope {
	scope := p.Scope()
	switch {
	case scope.All && slices.Contains(scope.Withheld, views.Intake):
		return search.Scope{Accepted: true}
	case scope.All && slices.Contains(scope.Withheld, views.Private):
		return search.Scope{Submitted: true}
	}
	var out search.Scope
	for _, x := range scope.Parties {
		switch x.Part {
		case views.Signer:
			out.Deputies = append(out.Deputies, x.Who)
		case views.Handler:
			out.Units = append(out.Units, x.Who)
		case views.Group:
			out.Delegations = append(out.Delegations, x.Who)
		}
	}
	return out
}

// Comparing is what who writes a suggestion may compare it with: what the writer
// may see, and besides number and title of what is public, so that nobody writes
// what was written before. To read one is another matter.
func (p Principal) Comparing() search.Scope {
	scope := p.Finding()
	if p.May(Drafting) {
		scope.Public, scope.Fields = true, []search.Field{search.Number, search.Title}
	}
	return scope
}
