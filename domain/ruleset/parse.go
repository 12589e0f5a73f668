package ruleset

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"huiyin/domain/calendar"
)

// Parse reads a rule document and checks that it makes sense: it is strict JSON
// without unknown or repeated fields, every value states its basis and whether
// it is assumed, the reply limit exists, no extension passes the cap, and codes
// are unique. Errors are *DocumentError and name the field.
func Parse(doc []byte) (Set, error) {
	d, err := decode(doc)
	if err != nil {
		return Set{}, err
	}
	b := builder{doc: d}
	set := b.build()
	if b.err == nil {
		b.err = validate(set)
	}
	if b.err != nil {
		return Set{}, b.err
	}
	sum := sha256.Sum256(doc)
	set.Digest = hex.EncodeToString(sum[:])
	return set, nil
}

// builder turns the JSON form into a Set and keeps the first error.
type builder struct {
	doc document
	err error
}

func (b *builder) build() Set {
	d := b.doc
	if d.Format != formatVersion {
		b.fail("format", "must be %d", formatVersion)
	}
	set := Set{
		ID:           b.slug("id", d.ID),
		Name:         b.text("name", d.Name),
		Jurisdiction: b.slug("jurisdiction", d.Jurisdiction),
		ValidFrom:    b.date("valid_from", b.text("valid_from", d.ValidFrom)),
		ValidTo:      b.date("valid_to", d.ValidTo),
		Authority:    b.text("authority", d.Authority),
		Note:         d.Note,
		LocalRules:   b.flag("local_rules", d.LocalRules),
		rules:        b.rules(),
		consent:      b.consent(),
		classes:      b.classes(),
		rating:       b.rating(),
		numbers: numbers{
			reminders:     optional(b, "reminders", d.Reminders),
			maxRedoRounds: optional(b, "max_redo_rounds", d.MaxRedoRounds),
			maxReturns:    optional(b, "max_returns", d.MaxReturns),
			warnDays:      optional(b, "warn_days", d.WarnDays),
		},
	}
	set.ClockStart = set.rules[Reply].From
	return set
}

func (b *builder) rules() map[Key]Rule {
	rules := make(map[Key]Rule, len(b.doc.Limits))
	for _, key := range Keys() {
		limit, ok := b.doc.Limits[key.String()]
		if !ok {
			continue
		}
		rules[key] = b.rule("limits."+key.String(), limit)
	}
	if len(rules) == len(b.doc.Limits) {
		return rules
	}
	for word := range b.doc.Limits {
		if _, err := ParseKey(word); err != nil {
			b.fail("limits", "%v", err)
		}
	}
	return rules
}

func (b *builder) rule(field string, d limitDoc) Rule {
	period, err := calendar.ParsePeriod(b.text(field+".period", d.Period))
	if err != nil {
		b.fail(field+".period", "%v", err)
	}
	from := lookup(startNames, d.From)
	if from == 0 && d.From != "" {
		b.fail(field+".from", "must be assigned or received, got %q", d.From)
	}
	return Rule{
		Period:     period,
		From:       ClockStart(from),
		Basis:      b.text(field+".basis", d.Basis),
		Assumption: b.flag(field+".assumption", d.Assumption),
	}
}

// optional converts a parameter that may be absent.
func optional[T any](b *builder, field string, d *paramDoc[T]) *Param[T] {
	if d == nil {
		return nil
	}
	p := required(b, field, d)
	return &p
}

// required converts a parameter that must be there.
func required[T any](b *builder, field string, d *paramDoc[T]) Param[T] {
	if d == nil || d.Value == nil {
		b.fail(field+".value", "is missing")
		return Param[T]{}
	}
	return Param[T]{
		Value:      *d.Value,
		Basis:      b.text(field+".basis", d.Basis),
		Assumption: b.flag(field+".assumption", d.Assumption),
	}
}

func (b *builder) fail(field, format string, args ...any) {
	if b.err == nil {
		b.err = wrong(field, format, args...)
	}
}

func (b *builder) text(field, s string) string {
	if strings.TrimSpace(s) == "" || strings.TrimSpace(s) != s {
		b.fail(field, "is missing or has blanks around it")
	}
	return s
}

// slug checks a name that appears in streams, addresses and events.
func (b *builder) slug(field, s string) string {
	if s == "" || len(s) > 64 || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
		b.fail(field, "must be 1 to 64 of a-z, 0-9, - and _, got %q", s)
	}
	return s
}

func (b *builder) date(field, s string) calendar.Date {
	var d calendar.Date
	if err := d.UnmarshalText([]byte(s)); err != nil {
		b.fail(field, "%v", err)
	}
	return d
}

func (b *builder) flag(field string, v *bool) bool {
	if v == nil {
		b.fail(field, "is missing")
		return false
	}
	return *v
}
