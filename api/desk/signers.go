package desk

import (
	"slices"
	"strings"

	"huiyin/domain/calendar"
	"huiyin/domain/lifecycle"
	"huiyin/domain/register"
	"huiyin/domain/suggestion"
	"huiyin/projections/pinyin"
)

// Signer is a deputy who may be asked to sign.
type Signer struct {
	Person     suggestion.Person
	Delegation string
}

// Named reports whether a deputy is meant: by the name or the delegation, in their
// characters or their sounds. Nothing typed means everybody.
func (s Signer) Named(typed string) bool {
	if strings.Contains(s.Person.Name, typed) || strings.Contains(s.Delegation, typed) {
		return true
	}
	_, _, name := pinyin.Find(s.Person.Name, typed, pinyin.Person)
	_, _, from := pinyin.Find(s.Delegation, typed, pinyin.Unit)
	return name || from
}

// Signers are the deputies in office on a day by the register, and whoever else has
// an account as a deputy, in the order of their names' sounds.
func Signers(dir *register.Directory, on calendar.Date) (all []Signer) {
	seen := map[string]bool{}
	add := func(p suggestion.Person, delegation string) {
		if p.ID != "" && !seen[p.ID] {
			seen[p.ID] = true
			all = append(all, Signer{p, delegation})
		}
	}
	for _, p := range dir.DeputiesOn(on, "") {
		add(suggestion.Person{ID: p.Deputy.ID, Name: p.Deputy.Person}, dir.Name(register.Ref{Kind: register.Delegations, ID: p.Delegation}, on))
	}
	for _, e := range dir.All(register.Accounts) {
		a, ok := e.(register.Account)
		if ok && slices.ContainsFunc(a.Roles(on), func(g register.Grant) bool { return g.Role == lifecycle.LeadDeputy }) {
			add(a.Person, "")
		}
	}
	slices.SortStableFunc(all, func(a, b Signer) int {
		return strings.Compare(pinyin.Key(a.Person.Name, pinyin.Person), pinyin.Key(b.Person.Name, pinyin.Person))
	})
	return all
}
