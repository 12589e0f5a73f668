package sheet

import (
	"context"
	"encoding/xml"
	"errors"
	"path"
	"strconv"
	"strings"
	"time"
)

// Book is a workbook that is within the limits.
type Book struct {
	archive *archive
	sheets  []listed
	texts   []string
	dates   []bool // by cell format: shows its number as a day
	d1904   bool
	loaded  bool // texts and dates are read
}

// listed is a sheet of the workbook's list.
type listed struct{ name, part string }

// OpenBook checks a workbook and reads its list of sheets. The context's deadline
// ends it and what is read from the book.
func OpenBook(ctx context.Context, data []byte) (*Book, error) {
	a, err := openArchive(data)
	if err != nil {
		return nil, err
	}
	if a.parts["xl/workbook.xml"] == nil && a.parts["xl/workbook.bin"] == nil {
		if a.parts["content.xml"] != nil {
			return nil, refuse("open_document")
		}
		return nil, refuse("not_a_workbook")
	}
	if err := a.check(ctx); err != nil {
		return nil, err
	}
	b := &Book{archive: a}
	return b, b.list()
}

// Sheets are the names of the sheets that are not hidden, in their order.
func (b *Book) Sheets() []string {
	var names []string
	for _, s := range b.sheets {
		names = append(names, s.name)
	}
	return names
}

// The parts of a workbook that say what the others are.
type (
	workbookXML struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	relationsXML struct {
		Relations []struct {
			ID     string `xml:"Id,attr"`
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
			Mode   string `xml:"TargetMode,attr"`
		} `xml:"Relationship"`
	}
)

func (b *Book) decode(part string, into any) error {
	data, err := b.archive.read(part)
	if err != nil {
		return err
	}
	if err := xml.Unmarshal(data, into); err != nil {
		return refuse("damaged", "part", part, "detail", err)
	}
	return nil
}

func (b *Book) list() error {
	var book workbookXML
	var relations relationsXML
	if err := errors.Join(b.decode("xl/workbook.xml", &book), b.decode("xl/_rels/workbook.xml.rels", &relations)); err != nil {
		return err
	}
	b.d1904, _ = strconv.ParseBool(book.Properties.Date1904)
	parts := map[string]string{}
	for _, r := range relations.Relations {
		if strings.HasSuffix(r.Type, "/worksheet") && r.Mode != "External" {
			parts[r.ID] = target(r.Target)
		}
	}
	for _, s := range book.Sheets {
		for _, attr := range s.Attrs {
			part := parts[attr.Value]
			if attr.Name.Local == "id" && part != "" && s.State != "hidden" && s.State != "veryHidden" {
				b.sheets = append(b.sheets, listed{s.Name, part})
			}
		}
	}
	if len(b.sheets) == 0 {
		return refuse("no_sheets")
	}
	return nil
}

// target is a part's name from where the workbook refers to it.
func target(to string) string {
	to = strings.ReplaceAll(to, `\`, "/")
	if strings.HasPrefix(to, "/") {
		return partName(to)
	}
	return partName(path.Join("xl", to))
}

// load reads the shared texts and the cell formats once.
func (b *Book) load() error {
	if b.loaded {
		return nil
	}
	b.loaded = true
	if b.archive.parts["xl/sharedstrings.xml"] != nil {
		data, err := b.archive.read("xl/sharedstrings.xml")
		if err != nil {
			return err
		}
		if b.texts, err = sharedTexts(data); err != nil {
			return err
		}
	}
	if b.archive.parts["xl/styles.xml"] == nil {
		return nil
	}
	var err error
	b.dates, err = b.dateFormats()
	return err
}

// tooSlow is the answer when the time for one file is over.
func tooSlow(ctx context.Context) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return refuse("too_slow")
	}
	return ctx.Err()
}

// Timeout is how long one file may take to be read (IMP-02).
const Timeout = 20 * time.Second
