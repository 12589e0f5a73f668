package ruleset_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"huiyin/domain/ruleset"
)

// edits change the Chongqing document in one place each; the error must name it.
var edits = []struct{ name, old, new, field string }{
	{"unknown field", `"format": 1,`, `"format": 1, "colour": "red",`, "colour"},
	{"unknown field inside", `"period": "3m",`, `"period": "3m", "pause": 1,`, "pause"},
	{"repeated field", `"format": 1,`, `"format": 1, "format": 1,`, "format"},
	{"repeated limit", `"return": {`, `"return": {"period": "1d", "from": "assigned", "basis": "x", "assumption": true}, "return": {`, "limits.return"},
	{"capitals", `"format": 1,`, `"Format": 1,`, "Format"},
	{"format", `"format": 1`, `"format": 2`, "format"},
	{"type", `"name": "`, `"name": 7, "note": "`, "name"},
	{"id", `"chongqing-2018"`, `"Chongqing 2018"`, "id"},
	{"no validity", `"valid_from": "2018-01-01",`, ``, "valid_from"},
	{"bad date", `"2018-01-01"`, `"2018-02-30"`, "valid_from"},
	{"ends before it starts", `"valid_from"`, `"valid_to": "2017-12-31", "valid_from"`, "valid_to"},
	{"local without saying", `"local_rules": true,`, ``, "local_rules"},
	{"local but national", `"local_rules": true`, `"local_rules": false`, "local_rules"},
	{"unknown limit", `"redo": {`, `"redoo": {`, "limits"},
	{"bad period", `"period": "3m"`, `"period": "3 months"`, "limits.reply.period"},
	{"no period", `"period": "3m", `, ``, "limits.reply.period"},
	{"no reply", `"reply": {`, `"publish": {`, "limits.publish.from"},
	{"no basis", `"period": "2m", "basis": "`, `"period": "2m", "basis": " `, "limits.redo.basis"},
	{"bad start", `"period": "3m", "from": "assigned"`, `"period": "3m", "from": "signed"`, "limits.reply.from"},
	{"no start", `"period": "3m", "from": "assigned", `, `"period": "3m", `, "limits.reply.from"},
	{"start where none is asked", `"period": "2m", `, `"period": "2m", "from": "assigned", `, "limits.redo.from"},
	{"two starts", `"period": "3m", "from": "assigned"`, `"period": "3m", "from": "received"`, "limits.extended_reply.from"},
	{"reply longer than extended", `"period": "3m"`, `"period": "7m"`, "limits.extended_reply.period"},
	{"units that do not compare", `"period": "3m"`, `"period": "60wd"`, "limits.extended_reply.period"},
	{"no cap", `"reply_cap": {`, `"publish_cap": {`, "limits"},
	{"yearly as a length", `"12-31"`, `"3m"`, "limits.commitment_report.period"},
	{"no consent", `"extension_consent": {"value": [],`, `"extension_consent": {`, "extension_consent.value"},
	{"unknown consent", `"extension_consent": {"value": []`, `"extension_consent": {"value": ["by_magic"]`, "extension_consent.value[0]"},
	{"negative rounds", `"max_redo_rounds": {"value": 1`, `"max_redo_rounds": {"value": -1`, "max_redo_rounds.value"},
	{"reminder without a number", `"reminder": {`, `"publish": {`, "reminders"},
	{"reminder without feedback", `"feedback": {`, `"publish": {`, "limits.reminder"},
	{"warnings out of order", `[30, 15, 7, 3, 1]`, `[30, 30]`, "warn_days.value[1]"},
	{"class code repeated", `"code": "D"`, `"code": "A"`, "classes.value[3].code"},
	{"class code out of order", `"code": "D"`, `"code": "0"`, "classes.value[3].code"},
	{"cap counted from a later day", `"reply_cap": {"period": "6m", "from": "assigned"`, `"reply_cap": {"period": "6m", "from": "received"`, "limits.reply_cap.from"},
	{"cap on a day of the year", `"reply_cap": {"period": "6m"`, `"reply_cap": {"period": "12-31"`, "limits.reply_cap.period"},
	{"unknown outcome", `"outcome": "escalated_up"`, `"outcome": "lost"`, "classes.value[3].outcome"},
	{"grade repeated", `"code": "basically_satisfied"`, `"code": "satisfied"`, "rating.value.grades[1].code"},
	{"no parts", `{"code": "overall", "label": "答复函"}`, ``, "rating.value.parts"},
	{"something after", "\n}\n", "\n}\n{}", ""},
	{"no JSON", `{`, `[`, ""},
}

func TestParseNamesTheField(t *testing.T) {
	doc, _ := ruleset.Document("chongqing-2018")
	for _, e := range edits {
		t.Run(e.name, func(t *testing.T) {
			if !bytes.Contains(doc, []byte(e.old)) {
				t.Fatalf("the document has no %s", e.old)
			}
			_, err := ruleset.Parse(bytes.Replace(doc, []byte(e.old), []byte(e.new), 1))
			var bad *ruleset.DocumentError
			if !errors.As(err, &bad) || !errors.Is(err, ruleset.ErrDocument) || bad.Reason == "" {
				t.Fatalf("error %v", err)
			}
			if bad.Field != e.field || !strings.Contains(err.Error(), e.field) {
				t.Errorf("%v, want it to name %q", err, e.field)
			}
		})
	}
}

func TestParseRefusesOddDocuments(t *testing.T) {
	for _, doc := range []string{"", "null", "{}", "[]", "3", strings.Repeat(" ", 1<<20)} {
		if set, err := ruleset.Parse([]byte(doc)); !errors.Is(err, ruleset.ErrDocument) || !set.IsZero() {
			t.Errorf("%.20q: %v", doc, err)
		}
	}
}

// TestFixedReplyDay: where replies fall due on a day of the year, the cap stays a
// length and the two cannot be ordered beforehand.
func TestFixedReplyDay(t *testing.T) {
	doc, _ := ruleset.Document("chongqing-2018")
	doc = bytes.Replace(doc, []byte(`"period": "3m"`), []byte(`"period": "06-30"`), 1)
	set, err := ruleset.Parse(doc)
	if err != nil {
		t.Fatal(err)
	}
	if p, _ := set.Period(ruleset.Reply); p.String() != "06-30" {
		t.Errorf("reply %v", p)
	}
}

func FuzzParse(f *testing.F) {
	for _, set := range ruleset.Builtin() {
		doc, _ := ruleset.Document(set.ID)
		f.Add(doc)
	}
	f.Add([]byte(`{"format":1,"limits":{"reply":null}}`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		set, err := ruleset.Parse(doc)
		if err != nil {
			if !errors.Is(err, ruleset.ErrDocument) || !set.IsZero() {
				t.Fatalf("error %v with set %q", err, set.ID)
			}
			return
		}
		rule, ok := set.Rule(ruleset.Reply)
		if !ok || !rule.Period.Valid() || len(set.Classes().Value) == 0 || set.Digest == "" {
			t.Fatalf("accepted a set that cannot work: %+v", set)
		}
		last := ""
		for _, class := range set.Classes().Value {
			if class.Code <= last || !class.Covers.Has(class.Outcome) {
				t.Fatalf("class %q after %q", class.Code, last)
			}
			last = class.Code
		}
		checkStarts(t, set)
	})
}

// checkStarts: the reply, its extension and its cap run from days that can be
// compared, the cap never from a later one.
func checkStarts(t *testing.T, set ruleset.Set) {
	t.Helper()
	reply, _ := set.Rule(ruleset.Reply)
	longer, extended := set.Rule(ruleset.ExtendedReply)
	limit, capped := set.Rule(ruleset.ReplyCap)
	if extended && (!capped || longer.From != reply.From) || capped && limit.From != ruleset.Assigned {
		t.Fatalf("starts differ: %+v %+v %+v", reply, longer, limit)
	}
}

func BenchmarkParse(b *testing.B) {
	doc, _ := ruleset.Document("hunan-2024")
	for b.Loop() {
		if _, err := ruleset.Parse(doc); err != nil {
			b.Fatal(err)
		}
	}
}
