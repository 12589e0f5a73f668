package importing

import (
	"slices"
	"strings"

	"huiyin/domain/ruleset"
	"huiyin/domain/suggestion"
)

// judge tells under whose rules the case is, and reads the class once more in
// the words of their scheme: where a source uses a code or a label of its own
// jurisdiction, such as Shanghai's, that is the class and no letter is.
func (w *run) judge(row *Row) {
	set := w.office.RulesFor(jurisdiction(row.Facts), judgedOn(row.Facts))
	row.Facts.RuleSet = set.ID
	class, ok := inScheme(set, row.Facts.ClassRaw)
	if !ok {
		return
	}
	row.Problems = slices.DeleteFunc(row.Problems, func(p Problem) bool { return p.Code == "class_unread" || p.Code == "class_mark_new" })
	f := &row.Facts
	if opinion := f.OpinionClass != "" || f.OpinionUnit != "" || !f.OpinionOn.IsZero(); opinion && !f.Replied {
		f.OpinionClass = class
		return
	}
	f.Class, f.Replied = class, true
}

// inScheme finds a class by its code or its label, as folded as any other word.
func inScheme(set ruleset.Set, raw string) (suggestion.Class, bool) {
	word := strings.ToUpper(fold(raw))
	for _, class := range set.Classes().Value {
		if raw != "" && (word == strings.ToUpper(fold(class.Code)) || word == strings.ToUpper(fold(class.Label))) {
			return suggestion.Class(class.Code), true
		}
	}
	return "", false
}
