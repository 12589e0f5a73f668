package importing

import (
	"strings"

	"huiyin/domain/suggestion"
)

// kind reads what depends on what the row is. A reply states a reply even
// without a date; a co-unit's opinion states none whatever class stands on it;
// all other rows state one only through a date, a class or a rating.
func (r *reading) kind(f *suggestion.Facts) {
	word := r.row.Source.Kind
	kind, known := words().name("kind", word)
	switch {
	case word == "":
		r.warn("kind_missing", "doc_kind", "")
	case !known:
		r.refuse("kind_unknown", "doc_kind", word, "known", strings.Join(knownKinds(), "\u3001"))
		return
	}
	if kind == kindCoOpinion {
		r.opinion(f)
		return
	}
	f.Class, f.ClassRaw = r.class("reply_class")
	r.opinionClass(f)
	f.Further = kind == kindFurtherReply
	f.Replied = kind == kindReply || kind == kindFurtherReply || states(*f)
}

func knownKinds() []string {
	var out []string
	for _, name := range []string{kindReply, kindFurtherReply, kindCoOpinion, "news", "proposal"} {
		out = append(out, words().of("kind", name)...)
	}
	return out
}

// opinion reads the row of a co-unit's opinion to the lead unit. Its class, raw
// or clean, is the opinion's; a date in the reply's field is the opinion's too.
func (r *reading) opinion(f *suggestion.Facts) {
	field := "co_opinion_class"
	if reply := r.text("reply_class"); reply != "" {
		mine, _ := readMark(r.text(field))
		its, _ := readMark(reply)
		if r.text(field) == "" {
			field = "reply_class"
			r.warn("class_of_opinion", field, reply)
		} else if mine != its {
			r.refuse("class_contradiction", "reply_class", reply, "raw", r.text(field))
		}
	}
	f.OpinionClass, f.ClassRaw = r.class(field)
	r.opinionDate(f)
	if f.SatisfiedRaw != "" {
		r.refuse("opinion_with_reply", "satisfaction", f.SatisfiedRaw)
	}
	if len(f.CoUnits) == 1 {
		f.OpinionUnit = f.CoUnits[0]
	} else {
		r.warn("opinion_unit_unknown", "co_units", strings.Join(f.CoUnits, "\u3001"))
	}
}

func (r *reading) opinionDate(f *suggestion.Facts) {
	switch {
	case f.RepliedOn.IsZero() || f.RepliedOn == f.OpinionOn:
	case f.OpinionOn.IsZero():
		r.warn("date_of_opinion", "replied_at", f.RepliedOn.String())
		f.OpinionOn = f.RepliedOn
	default:
		r.refuse("opinion_with_reply", "replied_at", f.RepliedOn.String())
	}
	f.RepliedOn = suggestion.Facts{}.RepliedOn
}

// opinionClass reads the class of an opinion that another row tells of.
func (r *reading) opinionClass(f *suggestion.Facts) {
	text := r.text("co_opinion_class")
	if text == "" && f.OpinionOn.IsZero() {
		return
	}
	m, ok := readMark(text)
	if text != "" && (!ok || m.class == "") {
		r.warn("class_unread", "co_opinion_class", text)
	}
	if f.OpinionClass = m.class; text != "" && string(m.class) != text {
		f.Happenings = append(f.Happenings, suggestion.Happening{Kind: "co_opinion_class", Text: text})
	}
	if len(f.CoUnits) == 1 {
		f.OpinionUnit = f.CoUnits[0]
		return
	}
	r.warn("opinion_unit_unknown", "co_units", strings.Join(f.CoUnits, "\u3001"))
}
