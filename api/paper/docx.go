package paper

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// WriteDOCX writes the documents as one file for WPS and Word, each in a section
// whose pages count from 1. It names fonts and embeds none. The same documents
// give the same bytes.
func WriteDOCX(w io.Writer, docs ...Document) error {
	z := zip.NewWriter(w)
	d := docx{}
	body, title, pages := d.document(docs), "", pageField
	if len(docs) > 0 {
		title = docs[0].Name
	}
	if len(docs) == 1 { // of several, a number of all pages would say nothing
		pages += textRun(" / ", "") + pagesField
	}
	parts := []struct{ name, text string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRelations},
		{"docProps/core.xml", fmt.Sprintf(coreProperties, escaped(title))},
		{"word/document.xml", body},
		{"word/styles.xml", styles()},
		{"word/settings.xml", settings},
		{"word/footer1.xml", footer("right", dash+pageField+dash)},
		{"word/footer2.xml", footer("left", dash+pageField+dash)},
		{"word/footer3.xml", footer("center", pages)},
		{"word/_rels/document.xml.rels", d.relations()},
	}
	for _, p := range parts {
		if err := put(z, p.name, []byte(xmlHead+p.text)); err != nil {
			return err
		}
	}
	for i, text := range d.codes {
		if err := put(z, fmt.Sprintf("word/media/code%d.png", i+1), encode(text).PNG()); err != nil {
			return err
		}
	}
	return z.Close()
}

// put adds a part. It bears no time, so that bytes depend on the text alone.
func put(z *zip.Writer, name string, data []byte) error {
	f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	if err == nil {
		_, err = f.Write(data)
	}
	return err
}

// docx collects what the body refers to.
type docx struct{ codes []string }

func (d *docx) document(docs []Document) string {
	var b strings.Builder
	b.WriteString(`<w:document ` + namespaces + `><w:body>`)
	for i, doc := range docs {
		for _, block := range doc.Blocks {
			b.WriteString(d.block(block, doc.Form))
		}
		if i < len(docs)-1 {
			b.WriteString(`<w:p><w:pPr><w:pStyle w:val="Gap"/>` + section(doc.Form) + `</w:pPr></w:p>`)
		} else {
			b.WriteString(section(doc.Form))
		}
	}
	b.WriteString(`</w:body></w:document>`)
	return b.String()
}

func (d *docx) block(b Block, f Form) string {
	switch b.Style {
	case Table:
		return table(b, f)
	case Break:
		return `<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>`
	case Code:
		d.codes = append(d.codes, b.QR)
		return fmt.Sprintf(picture, len(d.codes), codeSide, codeSide, escaped(word("qr")))
	}
	extra := ""
	if b.Style == Signed {
		extra = signedIndent(b.Text)
	}
	text := textRuns(b.Text)
	if b.Right != "" {
		text += `<w:r><w:tab/></w:r>` + textRuns(b.Right)
	}
	return `<w:p><w:pPr><w:pStyle w:val="` + styleID(b.Style, f) + `"/>` + extra + `</w:pPr>` + text + `</w:p>`
}

// signedIndent puts the signature four characters from the right edge, its lines
// centred above each other.
func signedIndent(text string) string {
	widest := 0
	for line := range strings.Lines(text) {
		widest = max(widest, len([]rune(strings.TrimSpace(line))))
	}
	left := max(0, lineWidth+2-4-widest)
	return fmt.Sprintf(`<w:ind w:left="%d" w:right="%d"/>`, left*charTwips, 4*charTwips)
}

// textRuns are the runs of a text: a new line for each of its lines, a rule under
// its blanks.
func textRuns(text string) string {
	var b strings.Builder
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteString(`<w:r><w:br/></w:r>`)
		}
		for _, r := range runs(line) {
			form := ""
			if r.Blank {
				form = `<w:rPr><w:u w:val="single"/></w:rPr>`
			}
			b.WriteString(textRun(r.Text, form))
		}
	}
	return b.String()
}

func textRun(text, form string) string {
	return `<w:r>` + form + `<w:t xml:space="preserve">` + escaped(text) + `</w:t></w:r>`
}

// escaped is a text as XML has it; characters that XML has none for are replaced.
func escaped(text string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text)) // a buffer does not fail
	return b.String()
}

func (d *docx) relations() string {
	var b strings.Builder
	b.WriteString(documentRelations)
	for i := range d.codes {
		fmt.Fprintf(&b, `<Relationship Id="code%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/code%d.png"/>`, i+1, i+1)
	}
	return b.String() + `</Relationships>`
}
