package paper

import (
	"fmt"
	"strings"
)

// The grid of GB/T 9704 in Word's units. A line is 579 twips, so that 22 of them
// fit into 225 mm and 23 do not; a character is 852/4096 of a point narrower than
// its 16 points, so that 28 fit into 156 mm.
const (
	linePitch = 579
	charSpace = -852
	charTwips = 315
)

// Fonts by the names under which offices have them installed; none is embedded.
const (
	fontBody  = "\u4eff\u5b8b_GB2312"                        // 仿宋_GB2312
	fontTitle = "\u65b9\u6b63\u5c0f\u6807\u5b8b\u7b80\u4f53" // 方正小标宋简体
	fontHead  = "\u9ed1\u4f53"                               // 黑体
)

// codeSide is how large a QR code is printed, in English metric units: 34 mm.
const codeSide = 34 * 36000

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const (
	main       = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	namespaces = `xmlns:w="` + main + `" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"`

	contentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>` +
		`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
		`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
		`<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>` +
		`<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>` +
		`<Override PartName="/word/footer2.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>` +
		`<Override PartName="/word/footer3.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`

	packageRelations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

	documentRelations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="styles" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>` +
		`<Relationship Id="settings" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/>` +
		`<Relationship Id="odd" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/>` +
		`<Relationship Id="even" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer2.xml"/>` +
		`<Relationship Id="plain" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer3.xml"/>`

	coreProperties = `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>%s</dc:title></cp:coreProperties>`

	settings = `<w:settings xmlns:w="` + main + `"><w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/></w:settings>`

	tableProperties = `<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders><w:top w:val="single" w:sz="6"/><w:left w:val="single" w:sz="6"/><w:bottom w:val="single" w:sz="6"/><w:right w:val="single" w:sz="6"/><w:insideH w:val="single" w:sz="6"/><w:insideV w:val="single" w:sz="6"/></w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>`

	picture = `<w:p><w:pPr><w:pStyle w:val="Code"/></w:pPr><w:r><w:drawing><wp:inline><wp:extent cx="%[2]d" cy="%[3]d"/><wp:docPr id="%[1]d" name="code%[1]d" descr="%[4]s"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="%[1]d" name="code%[1]d"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="code%[1]d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[2]d" cy="%[3]d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`

	pageField  = `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
	pagesField = `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> NUMPAGES </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
	dash       = `<w:r><w:t xml:space="preserve"> ` + "\u2014" + ` </w:t></w:r>`
)

func footer(side, text string) string {
	return `<w:ftr ` + namespaces + `><w:p><w:pPr><w:pStyle w:val="Footer"/><w:jc w:val="` + side + `"/></w:pPr>` + text + `</w:p></w:ftr>`
}

// section is a form's page; each begins on a new page that counts from 1.
func section(f Form) string {
	const start = `<w:pgNumType w:start="1"/>`
	plain := `<w:sectPr><w:footerReference w:type="default" r:id="plain"/><w:footerReference w:type="even" r:id="plain"/><w:type w:val="nextPage"/>`
	switch f {
	case Letter:
		return `<w:sectPr><w:footerReference w:type="default" r:id="odd"/><w:footerReference w:type="even" r:id="even"/><w:type w:val="nextPage"/>` +
			`<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1417" w:gutter="0"/>` + start +
			fmt.Sprintf(`<w:docGrid w:type="linesAndChars" w:linePitch="%d" w:charSpace="%d"/></w:sectPr>`, linePitch, charSpace)
	case Wide:
		return plain + `<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="851" w:right="851" w:bottom="1021" w:left="851" w:header="567" w:footer="567" w:gutter="0"/>` + start + `</w:sectPr>`
	}
	return plain + `<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1021" w:right="1021" w:bottom="1134" w:left="1021" w:header="567" w:footer="567" w:gutter="0"/>` + start + `</w:sectPr>`
}

// styleID names the DOCX style of a block; a sheet has its own for paragraphs.
func styleID(s Style, f Form) string {
	if s == Body && f != Letter {
		return "SheetBody"
	}
	return strings.ToUpper(string(s[:1])) + string(s[1:])
}

// look is one paragraph style: half points, font, alignment and what else.
type look struct {
	id   string
	size int
	font string
	jc   string
	more string // paragraph properties that come before the alignment
	run  string
}

// The styles of a letter keep the measures of the grid by themselves: lines of an
// exact height, characters three tenths of a point narrower. So a program that knows
// no negative charSpace, as LibreOffice, sets 22 lines of 28 characters too.
const (
	bold    = `<w:b/>`
	narrow  = `<w:spacing w:val="-6"/>`
	offGrid = `<w:snapToGrid w:val="0"/>`
)

func looks() []look {
	exact := fmt.Sprintf(offGrid+`<w:spacing w:line="%d" w:lineRule="exact"/>`, linePitch)
	double := fmt.Sprintf(offGrid+`<w:spacing w:after="%d" w:line="%d" w:lineRule="exact"/>`, linePitch, 2*linePitch)
	title := fmt.Sprintf(offGrid+`<w:spacing w:after="%d" w:line="%d" w:lineRule="exact"/>`, linePitch, linePitch)
	indent := fmt.Sprintf(`<w:ind w:firstLineChars="200" w:firstLine="%d"/>`, 2*charTwips)
	redRule := `<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="1" w:color="DD0000"/></w:pBdr>`
	tab := fmt.Sprintf(`<w:tabs><w:tab w:val="right" w:pos="%d"/></w:tabs>`, letterWidth-charTwips)
	rules := `<w:pBdr><w:top w:val="single" w:sz="8" w:space="1"/><w:bottom w:val="single" w:sz="8" w:space="1"/></w:pBdr>`
	return []look{
		{"Mark", 32, fontHead, "right", exact, bold},
		{"Issuer", 56, fontTitle, "center", double, bold + `<w:color w:val="DD0000"/>`},
		{"Number", 32, fontBody, "left", redRule + tab + title + fmt.Sprintf(`<w:ind w:left="%d"/>`, charTwips), ""},
		{"Title", 44, fontTitle, "center", title, ""},
		{"To", 32, fontBody, "both", exact, narrow},
		{"Body", 32, fontBody, "both", exact + indent, narrow},
		{"Seal", 32, fontBody, "left", `<w:keepNext/>` + fmt.Sprintf(offGrid+`<w:spacing w:line="%d" w:lineRule="exact"/>`, 2*linePitch), ""},
		{"Signed", 32, fontBody, "center", `<w:keepLines/>` + title, narrow},
		{"Note", 32, fontBody, "both", exact + indent, narrow},
		{"Copies", 28, fontBody, "both", rules + `<w:spacing w:before="` + fmt.Sprint(linePitch) + `"/>` + fmt.Sprintf(`<w:ind w:left="%d" w:right="%d"/>`, charTwips, charTwips), ""},
		{"Caption", 32, fontHead, "left", `<w:keepNext/><w:spacing w:before="60" w:after="60"/>`, bold},
		{"Heading", 40, fontTitle, "center", `<w:spacing w:after="160"/>`, bold},
		{"SheetBody", 26, fontBody, "left", `<w:spacing w:before="80"/>`, ""},
		{"Small", 21, fontBody, "left", `<w:spacing w:before="60"/>`, ""},
		{"Code", 26, fontBody, "right", "", ""},
		{"Cell", 24, fontBody, "left", offGrid + `<w:spacing w:before="40" w:after="40"/>`, ""},
		{"CellHead", 24, fontBody, "left", offGrid + `<w:spacing w:before="40" w:after="40"/>`, bold},
		{"Gap", 2, fontBody, "left", offGrid + `<w:spacing w:line="20" w:lineRule="exact"/>`, ""},
		{"Footer", 28, fontBody, "center", "", ""},
	}
}

func styles() string {
	var b strings.Builder
	b.WriteString(`<w:styles xmlns:w="` + main + `"><w:docDefaults><w:rPrDefault><w:rPr>` + fonts(fontBody) + `<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:rPr><w:sz w:val="32"/></w:rPr></w:style>`)
	for _, l := range looks() {
		fmt.Fprintf(&b, `<w:style w:type="paragraph" w:customStyle="1" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="Normal"/><w:pPr>%s<w:jc w:val="%s"/></w:pPr><w:rPr>%s%s<w:sz w:val="%d"/><w:szCs w:val="%d"/></w:rPr></w:style>`,
			l.id, "Huiyin "+l.id, l.more, l.jc, fonts(l.font), l.run, l.size, l.size)
	}
	return b.String() + `</w:styles>`
}

func fonts(name string) string {
	return fmt.Sprintf(`<w:rFonts w:ascii="%[1]s" w:eastAsia="%[1]s" w:hAnsi="%[1]s" w:cs="%[1]s"/>`, name)
}
