package wire

// The steps from each schema that was ever written to the next.
var (
	oldCases = map[version]upcaster{
		{"extension.requested", 1}: func(e map[string]any) map[string]any {
			// Then one consent was enough, by any office that assigns.
			e["needs"] = []any{"by_assigning_body"}
			return e
		},
		{"extension.granted", 1}: asItWas,
		// Then a source could not say that a promise is not kept, nor that a
		// suggestion is no key one.
		{"suggestion.imported", 1}:         asItWas,
		{"suggestion.import_corrected", 1}: asItWas,
	}
	oldRegisters = map[version]upcaster{
		{"ruleset.adopted", 1}:  asItWas,
		{"calendar.adopted", 1}: asItWas,
	}
)

// asItWas is the step to a schema that only has more fields: what the old event
// does not say stays unsaid.
func asItWas(e map[string]any) map[string]any { return e }
