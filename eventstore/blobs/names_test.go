package blobs_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"huiyin/eventstore/blobs"
)

func TestNames(t *testing.T) {
	for in, want := range map[string]string{
		"征询意见表.pdf": "征询意见表.pdf", "𠮷㛃䶮𰻝.pdf": "𠮷㛃䶮𰻝.pdf", "../../etc/passwd": "passwd", `C:\temp\a.pdf`: "a.pdf",
		"a\u202Efdp.exe": "afdp.exe", "a\x00b\nc.pdf": "abc.pdf", "  ..a.pdf. ": "a.pdf", "a:b*?.pdf": "ab.pdf", "..": "", "": "",
		strings.Repeat("长", 300) + ".pdf": strings.Repeat("长", 116) + ".pdf",
	} {
		if got := blobs.CleanName(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// FuzzCleanName: a cleaned name is one name, short, valid, and clean.
func FuzzCleanName(f *testing.F) {
	f.Add("a.pdf")
	f.Add("../\u202E\x00.x")
	f.Fuzz(func(t *testing.T, name string) {
		got := blobs.CleanName(name)
		if blobs.CleanName(got) != got || strings.ContainsAny(got, "/\\\x00\u202E") || utf8.RuneCountInString(got) > 120 || !utf8.ValidString(got) {
			t.Errorf("%q: %q", name, got)
		}
		if got != "" && filepath.Base(got) != got {
			t.Errorf("%q is no single name", got)
		}
	})
}

// FuzzPut: whatever comes is kept and verifies, or is refused; nothing panics.
func FuzzPut(f *testing.F) {
	for name, data := range good(f) {
		f.Add(name, data)
	}
	s, _ := open(f, blobs.Options{MaxBytes: 1 << 16})
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		b, err := s.Put(context.Background(), name, bytes.NewReader(data))
		var r *blobs.Refusal
		switch {
		case errors.As(err, &r):
		case err != nil:
			t.Fatal(err)
		default:
			if err := s.Verify(context.Background(), b.Binding); err != nil {
				t.Error(err)
			}
		}
	})
}
