package ruleset

// maxCode bounds the marks printed on replies and written into events.
const maxCode = 16

// checkClasses holds codes unique and in ascending order, so that the last of
// several codes in any list is the one furthest from solved.
func checkClasses(s Set) error {
	if len(s.classes.Value) == 0 {
		return wrong("classes.value", "must hold at least one class")
	}
	last := ""
	for i, class := range s.classes.Value {
		if class.Code <= last || len(class.Code) > maxCode {
			return wrong(at("classes.value", i)+".code", "%q is repeated, too long or not after %q", class.Code, last)
		}
		last = class.Code
	}
	return nil
}

func checkRating(s Set) error {
	scale := s.rating.Value
	if len(scale.Grades) < 2 {
		return wrong("rating.value.grades", "must hold at least two grades, best first")
	}
	if len(scale.Parts) == 0 {
		return wrong("rating.value.parts", "must hold at least one part")
	}
	seen := map[string]bool{}
	for i, grade := range scale.Grades {
		if seen[grade.Code] {
			return wrong(at("rating.value.grades", i)+".code", "%q is repeated", grade.Code)
		}
		seen[grade.Code] = true
	}
	clear(seen)
	for i, part := range scale.Parts {
		if seen[part.Code] {
			return wrong(at("rating.value.parts", i)+".code", "%q is repeated", part.Code)
		}
		seen[part.Code] = true
	}
	return nil
}
