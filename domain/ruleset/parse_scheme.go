package ruleset

import "strconv"

// consentNames are in the order of the bits they stand for.
var consentNames = []string{"explain_to_deputy", "by_assigning_body", "by_deputy_affairs", "by_government_office", "written_report"}

// consent is asked for only by documents that know an extended limit.
func (b *builder) consent() Param[Consent] {
	_, extended := b.doc.Limits[ExtendedReply.String()]
	if b.doc.ExtensionConsent == nil && !extended {
		return Param[Consent]{}
	}
	words := required(b, "extension_consent", b.doc.ExtensionConsent)
	out := Param[Consent]{Basis: words.Basis, Assumption: words.Assumption}
	for i, word := range words.Value {
		condition := consentNamed(word)
		if condition == 0 || out.Value.Has(condition) {
			b.fail(at("extension_consent.value", i), "unknown or repeated: %q", word)
		}
		out.Value |= condition
	}
	return out
}

func consentNamed(word string) Consent {
	for i, n := range consentNames {
		if n == word {
			return 1 << i
		}
	}
	return 0
}

// Names returns the conditions as the document spells them, in fixed order.
func (c Consent) Names() []string {
	var names []string
	for i, n := range consentNames {
		if c.Has(1 << i) {
			names = append(names, n)
		}
	}
	return names
}

func (b *builder) classes() Param[[]Class] {
	scheme := required(b, "classes", b.doc.Classes)
	out := Param[[]Class]{Basis: scheme.Basis, Assumption: scheme.Assumption}
	for i, d := range scheme.Value {
		out.Value = append(out.Value, b.class(at("classes.value", i), d))
	}
	return out
}

func (b *builder) class(field string, d classDoc) Class {
	main := b.outcome(field+".outcome", d.Outcome)
	class := Class{
		Code:            b.text(field+".code", d.Code),
		Label:           b.text(field+".label", d.Label),
		Outcome:         main,
		Covers:          Outcomes(0).with(main),
		NeedsCommitment: d.NeedsCommitment,
	}
	for i, word := range d.Covers {
		class.Covers = class.Covers.with(b.outcome(at(field+".covers", i), word))
	}
	return class
}

func (b *builder) outcome(field, word string) Outcome {
	o := lookup(outcomeNames[:], word)
	if o == 0 {
		b.fail(field, "unknown outcome %q", word)
	}
	return Outcome(o)
}

func (b *builder) rating() Param[RatingScale] {
	scale := required(b, "rating", b.doc.Rating)
	out := Param[RatingScale]{Basis: scale.Basis, Assumption: scale.Assumption}
	for i, d := range scale.Value.Grades {
		field := at("rating.value.grades", i)
		out.Value.Grades = append(out.Value.Grades, Grade{
			Code:        b.slug(field+".code", d.Code),
			Label:       b.text(field+".label", d.Label),
			NeedsReason: d.NeedsReason,
		})
	}
	for i, d := range scale.Value.Parts {
		field := at("rating.value.parts", i)
		out.Value.Parts = append(out.Value.Parts, Part{
			Code:  b.slug(field+".code", d.Code),
			Label: b.text(field+".label", d.Label),
		})
	}
	return out
}

// at names an element of a list.
func at(field string, i int) string { return field + "[" + strconv.Itoa(i) + "]" }
