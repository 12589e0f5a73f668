package blobs

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg" // decodes the head of a JPG
	_ "image/png"  // decodes the head of a PNG
	"io"
	"slices"
	"strings"
)

// kind is what a file of an ending must be.
type kind struct {
	magic  []byte // at its beginning
	tail   []byte // near its end, or none
	inside string // an entry its archive must have, or none
}

var (
	archive  = []byte("PK\x03\x04")
	compound = []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") // of old office programs
)

// kinds are the types a store takes, by the ending of a name. WPS files are old
// compound files or, newer, archives like DOCX.
var kinds = map[string][]kind{
	"ofd":  {{archive, nil, "OFD.xml"}},
	"pdf":  {{[]byte("%PDF-"), []byte("%%EOF"), ""}},
	"doc":  {{compound, nil, ""}},
	"docx": {{archive, nil, "word/document.xml"}},
	"wps":  {{compound, nil, ""}, {archive, nil, "word/document.xml"}},
	"xlsx": {{archive, nil, "xl/workbook.xml"}},
	"jpg":  {{[]byte("\xFF\xD8\xFF"), []byte("\xFF\xD9"), ""}},
	"png":  {{[]byte("\x89PNG\r\n\x1A\n"), []byte("IEND\xAE\x42\x60\x82"), ""}},
}

// media are the types as HTTP names them.
var media = map[string]string{
	"ofd": "application/ofd", "pdf": "application/pdf", "doc": "application/msword", "wps": "application/kswps",
	"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"jpg":  "image/jpeg", "png": "image/png",
}

// Types lists the endings of the files a store takes.
func Types() []string { return []string{"ofd", "pdf", "doc", "docx", "wps", "xlsx", "jpg", "png"} }

// Media is a type as HTTP names it.
func Media(typ string) string { return media[typ] }

// endingOf is the type a name says the file is of.
func endingOf(name string) (string, error) {
	name = CleanName(name)
	ending := strings.ToLower(name[strings.LastIndex(name, ".")+1:])
	if ending == "jpeg" {
		ending = "jpg"
	}
	if _, ok := kinds[ending]; !ok {
		return "", refuse("unknown_type", "type", ending, "known", strings.Join(Types(), " "))
	}
	return ending, nil
}

// file is what can be read at any place.
type file interface {
	io.ReaderAt
	io.ReadSeeker
}

// Bounds of an archive, so that what office programs unpack stays within reason.
const (
	maxEntries  = 10_000
	maxUnpacked = 1 << 30
	tailSize    = 1024
)

// check refuses content that is not of its type, or of another type as well.
func check(ending string, f file, size, maxPixels int64) error {
	head, tail := at(f, 0, 16), at(f, max(0, size-tailSize), tailSize)
	z, notZip := zip.NewReader(f, size)
	for _, k := range kinds[ending] {
		switch {
		case !bytes.HasPrefix(head, k.magic):
			continue
		case k.inside == "" && notZip == nil:
			return refuse("two_types", "type", ending)
		case k.inside != "" && notZip != nil:
			continue
		case k.inside != "":
			return archived(ending, k.inside, z)
		case !ends(tail, k.tail, ending):
			return refuse("not_its_type", "type", ending)
		}
		return pixels(ending, f, maxPixels)
	}
	return refuse("not_its_type", "type", ending)
}

// ends holds that a file ends as its type does. A PDF may have a few bytes after
// its mark, a picture none.
func ends(tail, mark []byte, ending string) bool {
	if ending == "pdf" {
		return bytes.Contains(tail, mark)
	}
	return bytes.HasSuffix(tail, mark)
}

func at(f io.ReaderAt, from int64, n int) []byte {
	buf := make([]byte, n)
	got, _ := f.ReadAt(buf, from) // a short file gives what it has
	return buf[:got]
}

// archived looks into an archive without unpacking it.
func archived(ending, inside string, z *zip.Reader) error {
	unpacked, has := uint64(0), func(name string) bool {
		return slices.ContainsFunc(z.File, func(f *zip.File) bool { return strings.EqualFold(f.Name, name) })
	}
	for _, f := range z.File {
		unpacked += min(f.UncompressedSize64, maxUnpacked+1)
		if strings.HasSuffix(strings.ToLower(f.Name), "vbaproject.bin") {
			return refuse("macros", "type", ending)
		}
	}
	switch {
	case len(z.File) > maxEntries || unpacked > maxUnpacked:
		return refuse("too_large", "limit", fmt.Sprint(maxUnpacked))
	case !has(inside):
		return refuse("not_its_type", "type", ending)
	}
	return nil
}

// pixels refuses a picture that would not fit into a reader's memory. It reads
// the head of the picture alone.
func pixels(ending string, f io.ReadSeeker, most int64) error {
	if ending != "jpg" && ending != "png" {
		return nil
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	c, _, err := image.DecodeConfig(f)
	if err != nil {
		return refuse("not_its_type", "type", ending)
	}
	if int64(c.Width)*int64(c.Height) > most {
		return refuse("too_many_pixels", "width", fmt.Sprint(c.Width), "height", fmt.Sprint(c.Height), "limit", fmt.Sprint(most))
	}
	return nil
}
