package blobs_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"huiyin/eventstore/blobs"
)

func open(t testing.TB, o blobs.Options) (*blobs.Store, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "blobs")
	s, err := blobs.Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return s, dir
}

func archive(t testing.TB, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, n := range names {
		if _, err := z.Create(n); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func picture(t testing.TB, jpg bool) []byte {
	t.Helper()
	var b bytes.Buffer
	m := image.NewGray(image.Rect(0, 0, 30, 20))
	err := png.Encode(&b, m)
	if jpg {
		b.Reset()
		err = jpeg.Encode(&b, m, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var (
	pdf = []byte("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
	ole = []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and the rest")
)

// good is one file of every type.
func good(t testing.TB) map[string][]byte {
	return map[string][]byte{
		"a.pdf": pdf, "A.PDF": pdf, "b.doc": ole, "c.wps": ole, "d.docx": archive(t, "[Content_Types].xml", "word/document.xml"),
		"e.wps": archive(t, "word/document.xml"), "f.xlsx": archive(t, "xl/workbook.xml"), "g.ofd": archive(t, "OFD.xml"),
		"h.png": picture(t, false), "i.jpg": picture(t, true), "j.jpeg": picture(t, true), "扫描𠮷.pdf": pdf,
	}
}

func put(t testing.TB, s *blobs.Store, name string, data []byte) blobs.Blob {
	t.Helper()
	b, err := s.Put(context.Background(), name, bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return b
}

// TestEveryTypeIsKept puts, gets back, verifies, and finds the same binding for
// the same content.
func TestEveryTypeIsKept(t *testing.T) {
	s, _ := open(t, blobs.Options{})
	for name, data := range good(t) {
		b := put(t, s, name, data)
		if !regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(b.Binding) || b.Binding == b.SHA256 || b.Verdict != blobs.Passed || b.Size != int64(len(data)) {
			t.Errorf("%s: %+v", name, b)
		}
		if again := put(t, s, name, data); again != b {
			t.Errorf("%s again: %+v, was %+v", name, again, b)
		}
		found, f, err := s.Get(b.Binding)
		if err != nil || found != b {
			t.Fatalf("%s: %+v %v", name, found, err)
		}
		got, err := io.ReadAll(f)
		if err := errors.Join(err, f.Close()); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%s came back as %q (%v)", name, got, err)
		}
		if err := s.Verify(context.Background(), b.Binding); err != nil {
			t.Error(name, err)
		}
	}
	if n, err := s.VerifyAll(context.Background()); err != nil || n != 8 {
		t.Errorf("%d files verified: %v", n, err)
	}
}

// TestABindingTellsNothingByItself: two stores bind the same content differently,
// and an erased file's binding finds nothing.
func TestABindingTellsNothingByItself(t *testing.T) {
	one, dir := open(t, blobs.Options{})
	two, _ := open(t, blobs.Options{})
	a, b := put(t, one, "a.pdf", pdf), put(t, two, "a.pdf", pdf)
	if a.SHA256 != b.SHA256 || a.Binding == b.Binding {
		t.Errorf("%+v\n%+v", a, b)
	}
	if err := one.Erase(a.Binding); err != nil {
		t.Fatal(err)
	}
	if _, err := one.Find(a.Binding); !errors.Is(err, blobs.ErrNotFound) {
		t.Error(err)
	}
	if left := files(t, dir); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	if c := put(t, one, "a.pdf", pdf); c.Binding == a.Binding {
		t.Error("an erased file's binding came back")
	}
}

func files(t testing.TB, dir string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			all = append(all, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestBadFilesLeaveNothingBehind(t *testing.T) {
	s, dir := open(t, blobs.Options{MaxBytes: 4096, MaxPixels: 30 * 20})
	big := image.NewGray(image.Rect(0, 0, 31, 20))
	var wide bytes.Buffer
	if err := png.Encode(&wide, big); err != nil {
		t.Fatal(err)
	}
	eicar := `X5O!P%@AP[4\PZX54(P^)7CC)7}` + `$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`
	for _, c := range []struct {
		name, code string
		data       []byte
	}{
		{"a.pdf", "empty", nil}, {"a.pdf", "too_large", append([]byte("%PDF-"), make([]byte, 4096)...)},
		{"a.exe", "unknown_type", []byte("MZ")}, {"a", "unknown_type", pdf}, {"a.svg", "unknown_type", []byte("<svg onload='alert(1)'/>")},
		{"a.pdf", "not_its_type", picture(t, false)}, {"a.png", "not_its_type", pdf}, {"a.pdf", "not_its_type", []byte("%PDF-1.7 cut")},
		{"a.docx", "not_its_type", archive(t, "xl/workbook.xml")}, {"a.docx", "not_its_type", []byte("PK\x03\x04 no archive")},
		{"a.xlsx", "macros", archive(t, "xl/workbook.xml", "xl/vbaProject.bin")},
		{"a.png", "not_its_type", append(picture(t, false), "<script>"...)}, {"a.jpg", "not_its_type", append(picture(t, true), "#!/bin/sh"...)},
		{"a.pdf", "two_types", append(append([]byte{}, pdf...), archive(t, "x.class")...)},
		{"a.png", "two_types", append(picture(t, false), archive(t, "x.class")...)},
		{"a.png", "too_many_pixels", wide.Bytes()},
		{"a.pdf", "infected", []byte("%PDF-1.7\n" + eicar + "\n%%EOF")},
		{"报告\u202Efdp.exe", "unknown_type", pdf}, {"../../x.pdf/../y.sh", "unknown_type", pdf},
	} {
		_, err := s.Put(context.Background(), c.name, bytes.NewReader(c.data))
		var r *blobs.Refusal
		if !errors.As(err, &r) || r.Code != c.code {
			t.Errorf("%s: %v, want %s", c.name, err, c.code)
		}
	}
	if left := files(t, dir); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

// TestTheTestFileIsFoundAcrossReads puts the EICAR string where two reads meet.
func TestTheTestFileIsFoundAcrossReads(t *testing.T) {
	for _, before := range []int{0, 1, 64<<10 - 10, 64 << 10, 200_000} {
		text := strings.Repeat("x", before) + "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$"
		v, err := blobs.EICAR{}.Scan(context.Background(), strings.NewReader(text))
		if err != nil || v != blobs.Blocked {
			t.Errorf("after %d: %s %v", before, v, err)
		}
	}
}

func TestDamageIsFound(t *testing.T) {
	s, dir := open(t, blobs.Options{})
	b := put(t, s, "a.pdf", pdf)
	path := filepath.Join(dir, b.SHA256[:2], b.SHA256[2:4], b.SHA256)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o400 {
		t.Fatalf("%v %v", info, err)
	}
	if err := errors.Join(os.Chmod(path, 0o600), os.WriteFile(path, append(pdf[:len(pdf)-1:len(pdf)-1], 'x'), 0o600)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.VerifyAll(context.Background()); !errors.Is(err, blobs.ErrCorrupt) {
		t.Error(err)
	}
	for _, binding := range []string{"", "x", "../../etc/passwd", strings.Repeat("a", 64), strings.ToUpper(b.Binding)} {
		if _, err := s.Find(binding); !errors.Is(err, blobs.ErrNotFound) {
			t.Errorf("%q: %v", binding, err)
		}
	}
}

// away is a scanner that cannot be reached until it is.
type away struct{ back bool }

func (a *away) Scan(ctx context.Context, r io.Reader) (blobs.Verdict, error) {
	if !a.back {
		return "", errors.New("no route to scanner")
	}
	return blobs.EICAR{}.Scan(ctx, r)
}

func TestAFileWaitsForTheScanner(t *testing.T) {
	scanner := &away{}
	s, _ := open(t, blobs.Options{Scanner: scanner})
	b := put(t, s, "a.pdf", pdf)
	if _, _, err := s.Get(b.Binding); b.Verdict != blobs.Pending || !errors.Is(err, blobs.ErrWithheld) {
		t.Errorf("%+v %v", b, err)
	}
	scanner.back = true
	if v, err := s.Rescan(context.Background(), b.Binding); err != nil || v != blobs.Passed {
		t.Fatal(v, err)
	}
	_, f, err := s.Get(b.Binding)
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
}

// broken fails in the middle, as a cut line does.
type broken struct{ r io.Reader }

func (b broken) Read(p []byte) (int, error) {
	n, err := b.r.Read(p[:min(len(p), 10)])
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

func TestABrokenReceptionLeavesNothing(t *testing.T) {
	s, dir := open(t, blobs.Options{})
	if _, err := s.Put(context.Background(), "a.pdf", broken{bytes.NewReader(pdf)}); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Put(ctx, "a.pdf", bytes.NewReader(pdf)); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "coming", "left"), pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Sweep(); err != nil {
		t.Fatal(err)
	}
	if left := files(t, dir); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

func TestManyPutTheSameAtOnce(t *testing.T) {
	s, _ := open(t, blobs.Options{})
	got := make([]blobs.Blob, 8)
	var wait sync.WaitGroup
	for i := range got {
		wait.Go(func() {
			b, err := s.Put(context.Background(), "a.pdf", bytes.NewReader(pdf))
			if err != nil {
				t.Error(err)
			}
			got[i] = b
		})
	}
	wait.Wait()
	for _, b := range got {
		if b != got[0] {
			t.Errorf("%+v and %+v", b, got[0])
		}
	}
}
