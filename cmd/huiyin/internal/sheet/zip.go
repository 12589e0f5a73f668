package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"path"
	"slices"
	"strings"
)

// archive is a zip file whose directory is within the limits.
type archive struct {
	parts map[string]*zip.File // by name, with forward slashes, in lower case
}

// openArchive looks at the directory only. Go's reader of a part fails as soon
// as more comes out than the directory says, so what is checked here holds.
func openArchive(data []byte) (*archive, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, refuse("damaged", "part", "zip", "detail", err)
	}
	if n := len(z.File); n > MaxEntries {
		return nil, refuse("too_many_parts", "count", n, "limit", MaxEntries)
	}
	a, total := &archive{map[string]*zip.File{}}, uint64(0)
	for _, f := range z.File {
		name := partName(f.Name)
		if _, twice := a.parts[name]; twice {
			return nil, refuse("damaged", "part", f.Name, "detail", "duplicate")
		}
		if err := checkSize(f); err != nil {
			return nil, err
		}
		total += f.UncompressedSize64
		a.parts[name] = f
	}
	if total > MaxUnpacked || total > MaxRatio*uint64(len(data)) {
		return nil, refuse("unpacks_too_large", "size", mega(total), "limit", mega(MaxUnpacked))
	}
	return a, nil
}

func checkSize(f *zip.File) error {
	size := f.UncompressedSize64
	if size > MaxPart {
		return refuse("part_too_large", "part", f.Name, "size", mega(size), "limit", mega(MaxPart))
	}
	if size > smallPart && size > MaxRatio*f.CompressedSize64 {
		return refuse("packed_too_tight", "part", f.Name, "limit", MaxRatio)
	}
	return nil
}

// partName is how parts refer to each other; some programs write backslashes.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/"))
}

func mega(bytes uint64) uint64 { return (bytes + 1<<20 - 1) >> 20 }

// read unpacks one part.
func (a *archive) read(name string) ([]byte, error) {
	f := a.parts[partName(name)]
	if f == nil {
		return nil, refuse("damaged", "part", name, "detail", "missing")
	}
	r, err := f.Open()
	if err != nil {
		return nil, refuse("damaged", "part", f.Name, "detail", err)
	}
	defer r.Close()
	var b bytes.Buffer
	b.Grow(int(min(f.UncompressedSize64, MaxPart)))
	if _, err := io.Copy(&b, io.LimitReader(r, MaxPart+1)); err != nil {
		return nil, refuse("damaged", "part", f.Name, "detail", err)
	}
	return b.Bytes(), nil
}

// check unpacks every part once, one at a time, and holds it against what no
// table needs: archives in the archive, macros, links to elsewhere, entities,
// and XML that a parser would make too much of.
func (a *archive) check(ctx context.Context) error {
	names := make([]string, 0, len(a.parts))
	for name := range a.parts {
		names = append(names, name)
	}
	slices.Sort(names) // so that a file is always refused for the same reason
	for _, name := range names {
		if code := forbidden(name); code != "" {
			return refuse(code, "part", a.parts[name].Name)
		}
	}
	for _, name := range names {
		if ctx.Err() != nil {
			return tooSlow(ctx)
		}
		b, err := a.read(name)
		if err != nil {
			return err
		}
		if bytes.HasPrefix(b, zipMagic) || bytes.HasPrefix(b, oleMagic) {
			return refuse("archive_inside", "part", a.parts[name].Name)
		}
		if binary(name, b) {
			continue
		}
		if err := checkXML(name, b); err != nil {
			return err
		}
	}
	return nil
}

// forbidden names what a part by its place is.
func forbidden(name string) string {
	switch {
	case name == "xl/workbook.bin":
		return "binary_workbook"
	case strings.Contains(name, "vbaproject"), strings.Contains(name, "xl/macrosheets/"):
		return "macros"
	case strings.HasPrefix(name, "xl/externallinks/"), name == "xl/connections.xml", strings.HasPrefix(name, "xl/querytables/"):
		return "external_link"
	case strings.HasPrefix(name, "xl/embeddings/"), strings.HasPrefix(name, "xl/activex/"):
		return "archive_inside"
	}
	return ""
}

// binary reports whether a part is a picture or the like. An XML parser gives up
// on its first bytes, whoever refers to it, so it need not be counted.
func binary(name string, b []byte) bool {
	switch path.Ext(name) {
	case ".xml", ".rels", ".vml":
		return false
	}
	return bytes.IndexByte(b[:min(len(b), 64)], 0) >= 0
}
