package search

import "strings"

// Scope says what a reader may find: a case for which any of the conditions
// holds, in the fields named. The zero Scope finds nothing.
type Scope struct {
	All       bool // everything, drafts included
	Submitted bool // all that ever left its authors' hands
	Accepted  bool // all that left its authors' hands and is not in intake any more
	Public    bool // whose title is public as it stands here, or which a source says to be published
	// Units are names of units with a part in the case; a unit's successors on a
	// case are among its units. A unit that gave its part back has none.
	Units []string
	// Deputies are IDs of persons who signed and did not decline; Named are names,
	// for cases whose source gives no ID.
	Deputies    []string
	Named       []string
	Delegations []string
	Overseers   []string // IDs of persons or names of bodies that supervise or lead it
	// Fields are what may be searched and shown; nil means all.
	Fields []Field
}

// A key ends with the mark unless something follows it: "unit:" names nobody.
const (
	mark          = ":"
	unitKey       = "unit" + mark
	deputyKey     = "deputy" + mark
	namedKey      = "named" + mark
	delegationKey = "delegation" + mark
	overseerKey   = "overseer" + mark
	draftKey      = "draft"
	intakeKey     = "intake"
	publicKey     = "public"
)

func (s Scope) fields() []Field {
	if s.Fields == nil {
		return Fields()
	}
	return both(Fields(), s.Fields)
}

func (s Scope) keys() (out []string) {
	for _, list := range []struct {
		kind  string
		names []string
	}{{unitKey, s.Units}, {deputyKey, s.Deputies}, {namedKey, s.Named}, {delegationKey, s.Delegations}, {overseerKey, s.Overseers}} {
		for _, name := range list.names {
			if name != "" {
				out = append(out, list.kind+name)
			}
		}
	}
	if s.Public {
		out = append(out, publicKey)
	}
	return out
}

// condition is SQL and its arguments; values never become SQL text.
type condition struct {
	sql  string
	args []any
}

// where is the condition that a row of the index is within the scope. The plus
// keeps SQLite from asking the index again for each row of a list.
func (s Scope) where() condition {
	const there = "+rowid NOT IN (SELECT doc FROM gone)"
	if s.All {
		return condition{sql: there}
	}
	var either []string
	var args []any
	if s.Submitted {
		either = append(either, "+rowid NOT IN (SELECT doc FROM reach WHERE key = ?)")
		args = append(args, draftKey)
	}
	if s.Accepted {
		either = append(either, "+rowid NOT IN (SELECT doc FROM reach WHERE key IN (?, ?))")
		args = append(args, draftKey, intakeKey)
	}
	if keys := s.keys(); len(keys) > 0 {
		either = append(either, "+rowid IN (SELECT doc FROM reach WHERE key IN (?"+strings.Repeat(", ?", len(keys)-1)+"))")
		for _, key := range keys {
			args = append(args, key)
		}
	}
	if len(either) == 0 {
		return condition{sql: "FALSE"}
	}
	return condition{there + " AND (" + strings.Join(either, " OR ") + ")", args}
}
