package zh_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"huiyin/domain/calendar"
	"huiyin/domain/suggestion"
	"huiyin/domain/wire"
	"huiyin/domain/zh"
)

var update = flag.Bool("update", false, "rewrite testdata/sentences.txt")

// allowed Latin letters: a class code and the id of a case.
var allowed = regexp.MustCompile(`[A-D]类|s-\d+-\d+`)

func golden(t *testing.T, info wire.TypeInfo) []byte {
	t.Helper()
	name := fmt.Sprintf("../wire/testdata/events/%s.v%d.json", info.Name, info.Schema)
	data, err := os.ReadFile(filepath.FromSlash(name))
	if err != nil {
		t.Fatal(err)
	}
	return bytes.TrimSpace(data)
}

// samples decodes the golden sample of every type, register events included.
func samples(t *testing.T) (names []string, events map[string]any) {
	t.Helper()
	events = map[string]any{}
	for _, info := range wire.Types() {
		e, err := wire.Decode(info.Name, info.Schema, golden(t, info))
		if err != nil {
			t.Fatal(err)
		}
		names, events[info.Name] = append(names, info.Name), e
	}
	for _, info := range wire.RegisterTypes() {
		e, err := wire.DecodeRegister(info.Name, info.Schema, golden(t, info))
		if err != nil {
			t.Fatal(err)
		}
		names, events[info.Name] = append(names, info.Name), e
	}
	for _, info := range wire.EntryTypes() {
		e, err := wire.DecodeEntry(info.Name, info.Schema, golden(t, info))
		if err != nil {
			t.Fatal(err)
		}
		names, events[info.Name] = append(names, info.Name), e
	}
	slices.Sort(names)
	return names, events
}

func check(t *testing.T, name, sentence string) {
	t.Helper()
	plain := allowed.ReplaceAllString(sentence, "")
	switch {
	case sentence == "", strings.ContainsAny(plain, "⟦⟧{}<>"), strings.Contains(plain, "no value"):
		t.Errorf("%s: %q", name, sentence)
	case regexp.MustCompile(`[A-Za-z]`).MatchString(plain):
		t.Errorf("%s has Latin letters: %q", name, sentence)
	case regexp.MustCompile(`[，；：、（]{2}|^[，；：]|（）|[，；：、]$`).MatchString(plain):
		t.Errorf("%s is badly joined: %q", name, sentence)
	}
}

// TestSentences renders every sample and compares with the sentences as they
// were last read and approved by a person.
func TestSentences(t *testing.T) {
	const file = "testdata/sentences.txt"
	var all strings.Builder
	names, events := samples(t)
	for _, name := range names {
		sentence := zh.Sentence(name, events[name])
		check(t, name, sentence)
		fmt.Fprintf(&all, "%s\n    %s\n", name, sentence)
		// An event that states nothing must still read as a sentence.
		check(t, name+" (empty)", zh.Sentence(name, reflect.Zero(reflect.TypeOf(events[name])).Interface()))
	}
	if *update {
		if err := os.WriteFile(file, []byte(all.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || string(want) != all.String() {
		t.Errorf("sentences changed (%v): read them and run with -update", err)
	}
}

func TestDeadlineText(t *testing.T) {
	due := suggestion.Deadline{Kind: "reply", Start: calendar.MustDate("2026-02-26"), Due: calendar.MustDate("2026-05-26"),
		Period: "3m", Basis: "代表法第51条；自交办之日起三个月"}
	sentence := func() string {
		return zh.Sentence("suggestion.submitted", suggestion.Submitted{Deadlines: []suggestion.Deadline{due}})
	}
	if got := sentence(); got != "提出建议；答复期限2026年5月26日（自2026年2月26日起3个月，代表法第51条）" {
		t.Error(got)
	}
	due.Provisional, due.Period = true, "05-31"
	if got := sentence(); got != "提出建议；答复期限2026年5月26日（规定为5月31日前，代表法第51条，暂定）" {
		t.Error(got)
	}
	due = suggestion.Deadline{Kind: "commitment", Due: due.Due}
	if got := sentence(); got != "提出建议；承诺期限2026年5月26日" {
		t.Error(got)
	}
}

func BenchmarkSentence(b *testing.B) {
	e := suggestion.ReplyIssued{Version: 1, Class: "B", DocumentNo: "湘交函〔2026〕88号", Signer: suggestion.Person{Name: "刘国平"}}
	b.ReportAllocs()
	for b.Loop() {
		zh.Sentence("reply.issued", e)
	}
}
