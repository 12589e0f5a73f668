package wire

import (
	"strings"
	"testing"

	"huiyin/domain/suggestion"
)

// typical is an event of middling size, as most of a log are.
var typical = suggestion.ReplyIssued{
	Line: "l1", Move: suggestion.Move{From: "examined", To: "issued"}, Version: 1, Class: "B",
	DocumentNo: "湘交函〔2026〕88号", Signer: suggestion.Person{ID: "p-0305", Name: "刘国平"},
}

func BenchmarkEncode(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, _, _, err := Encode(typical); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	typ, schema, data, _ := Encode(typical)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode(typ, schema, data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecodeAssigned(b *testing.B) {
	data := []byte(strings.TrimSpace(readFile(&testing.T{}, goldenName("suggestion.assigned", 1))))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode("suggestion.assigned", 1, data); err != nil {
			b.Fatal(err)
		}
	}
}
