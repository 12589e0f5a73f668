package ruleset

import "slices"

// Classes returns the reply classes in the document's order, with their source.
// Every parsed set has at least one.
func (s Set) Classes() Param[[]Class] {
	classes := s.classes
	classes.Value = slices.Clone(classes.Value)
	return classes
}

// ClassByCode returns the class with exactly this code.
func (s Set) ClassByCode(code string) (Class, bool) {
	for _, class := range s.classes.Value {
		if class.Code == code {
			return class, true
		}
	}
	return Class{}, false
}

// NeedsCommitment reports whether a reply of this class must carry a dated
// commitment. An unknown code needs none.
func (s Set) NeedsCommitment(code string) bool {
	class, _ := s.ClassByCode(code)
	return class.NeedsCommitment
}

// Rating returns the deputies' scale with its source.
func (s Set) Rating() Param[RatingScale] {
	rating := s.rating
	rating.Value.Grades = slices.Clone(rating.Value.Grades)
	rating.Value.Parts = slices.Clone(rating.Value.Parts)
	return rating
}

// GradeByCode returns the grade with exactly this code.
func (s Set) GradeByCode(code string) (Grade, bool) {
	for _, grade := range s.rating.Value.Grades {
		if grade.Code == code {
			return grade, true
		}
	}
	return Grade{}, false
}

// Assumptions returns, in order, every kind of deadline whose limit still has to
// be confirmed: the questions to put to the office that adopts the set.
func (s Set) Assumptions() []Key {
	var open []Key
	for _, k := range Keys() {
		if s.Assumed(k) {
			open = append(open, k)
		}
	}
	return open
}
