package ooxml

import (
	"fmt"
	"strings"
)

// Document is a Word document.
type Document struct {
	Properties
	Font             string // of Latin and East Asian text
	Accent           string // colour of headings, RRGGBB
	Header, Footer   string // running header and footer; empty: none
	Body             []Block
	Styles           []string // names of further paragraph styles
	AttachedTemplate string   // address of the attached template, e.g. file:///\\server\share\x.dotx; empty: none
}

// Block is a paragraph, a table or a picture of a Document.
type Block interface{ docx(d *docxWriter) }

// Paragraph is a paragraph. Style is Title, Heading1, Heading2 or empty.
type Paragraph struct {
	Text  string
	Style string
	Align string // left, center, right; empty: as the style says
	Link  string // address the paragraph links to; empty: none
}

// Table is a table; the first row is its heading.
type Table struct{ Rows [][]string }

// Picture is a PNG or JPEG picture of the given width and height in pixels,
// shown at 96 dpi.
type Picture struct {
	Data   []byte
	Ext    string // png or jpeg
	W, H   int
	Legend string
}

const (
	wordMIME = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	nsWord   = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	// Office measures pictures in English metric units, 914,400 to the inch.
	emuPerPixel = 9525
)

type docxWriter struct {
	c    *container
	b    strings.Builder
	rels []rel
	pics int
}

func (d *docxWriter) rel(r rel) string {
	d.rels = append(d.rels, r)
	return fmt.Sprintf("rId%d", len(d.rels))
}

// Bytes returns the document as a docx file.
func (doc Document) Bytes() ([]byte, error) {
	if doc.Font == "" {
		doc.Font = "Yu Gothic"
	}
	if doc.Accent == "" {
		doc.Accent = "1F3864"
	}
	c := &container{}
	doc.addTo(c, "word/document.xml")
	d := &docxWriter{c: c}
	d.rel(rel{kind: "styles", target: "styles.xml"})
	d.rel(rel{kind: "settings", target: "settings.xml"})
	d.b.WriteString(xmlHead + `<w:document xmlns:w="` + nsWord + `" xmlns:r="` + nsRel + `" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="` + nsDraw + `" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>`)
	for _, block := range doc.Body {
		block.docx(d)
	}
	d.b.WriteString(`<w:sectPr>`)
	if doc.Header != "" {
		fmt.Fprintf(&d.b, `<w:headerReference w:type="default" r:id="%s"/>`, d.rel(rel{kind: "header", target: "header1.xml"}))
		c.add("word/header1.xml", wordMIME+"header+xml", xmlHead+`<w:hdr xmlns:w="`+nsWord+`">`+paragraph(doc.Header, "Header", "right")+`</w:hdr>`)
	}
	if doc.Footer != "" {
		fmt.Fprintf(&d.b, `<w:footerReference w:type="default" r:id="%s"/>`, d.rel(rel{kind: "footer", target: "footer1.xml"}))
		c.add("word/footer1.xml", wordMIME+"footer+xml", xmlHead+`<w:ftr xmlns:w="`+nsWord+`">`+paragraph(doc.Footer, "Footer", "center")+`</w:ftr>`)
	}
	d.b.WriteString(`<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1701" w:right="1418" w:bottom="1418" w:left="1418" w:header="851" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`)
	c.add("word/document.xml", wordMIME+"document.main+xml", d.b.String())
	c.rels("word/document.xml", d.rels)
	c.add("word/styles.xml", wordMIME+"styles+xml", docStyles(doc.Font, doc.Accent, doc.Styles))
	settings := xmlHead + `<w:settings xmlns:w="` + nsWord + `" xmlns:r="` + nsRel + `">`
	if doc.AttachedTemplate != "" {
		settings += `<w:attachedTemplate r:id="rId1"/>`
		c.rels("word/settings.xml", []rel{{kind: "attachedTemplate", target: doc.AttachedTemplate, external: true}})
	}
	c.add("word/settings.xml", wordMIME+"settings+xml", settings+`<w:defaultTabStop w:val="840"/></w:settings>`)
	return c.bytes()
}

func runs(text string) string {
	var b strings.Builder
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteString(`<w:r><w:br/></w:r>`)
		}
		b.WriteString(`<w:r><w:t xml:space="preserve">` + esc(line) + `</w:t></w:r>`)
	}
	return b.String()
}

func paragraphHead(style, align string) string {
	var b strings.Builder
	b.WriteString(`<w:pPr>`)
	if style != "" {
		b.WriteString(`<w:pStyle w:val="` + style + `"/>`)
	}
	if align != "" {
		b.WriteString(`<w:jc w:val="` + align + `"/>`)
	}
	b.WriteString(`</w:pPr>`)
	return b.String()
}

func paragraph(text, style, align string) string {
	return `<w:p>` + paragraphHead(style, align) + runs(text) + `</w:p>`
}

func (p Paragraph) docx(d *docxWriter) {
	if p.Link == "" {
		d.b.WriteString(paragraph(p.Text, p.Style, p.Align))
		return
	}
	id := d.rel(rel{kind: "hyperlink", target: p.Link, external: true})
	d.b.WriteString(`<w:p>` + paragraphHead(p.Style, p.Align) + `<w:hyperlink r:id="` + id + `">` + runs(p.Text) + `</w:hyperlink></w:p>`)
}

func (t Table) docx(d *docxWriter) {
	d.b.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr><w:tblGrid>`)
	if len(t.Rows) > 0 {
		for range t.Rows[0] {
			fmt.Fprintf(&d.b, `<w:gridCol w:w="%d"/>`, 9070/len(t.Rows[0]))
		}
	}
	d.b.WriteString(`</w:tblGrid>`)
	for i, row := range t.Rows {
		d.b.WriteString(`<w:tr>`)
		for _, cell := range row {
			d.b.WriteString(`<w:tc><w:tcPr>`)
			if i == 0 {
				d.b.WriteString(`<w:shd w:val="clear" w:color="auto" w:fill="E7EAF1"/>`)
			}
			d.b.WriteString(`</w:tcPr>` + paragraph(cell, "", "") + `</w:tc>`)
		}
		d.b.WriteString(`</w:tr>`)
	}
	d.b.WriteString(`</w:tbl>` + paragraph("", "", ""))
}

func (p Picture) docx(d *docxWriter) {
	d.pics++
	name := fmt.Sprintf("media/image%d.%s", d.pics, p.Ext)
	d.c.addBytes("word/"+name, "", p.Data)
	id := d.rel(rel{kind: "image", target: name})
	w, h := fit(p.W, p.H, 600)
	fmt.Fprintf(&d.b, `<w:p><w:r><w:drawing><wp:inline><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="%s" descr="%s"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="%d" name="%s"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="%s"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`,
		w*emuPerPixel, h*emuPerPixel, d.pics, esc(p.Legend), esc(p.Legend), d.pics, esc(p.Legend), id, w*emuPerPixel, h*emuPerPixel)
	if p.Legend != "" {
		d.b.WriteString(paragraph(p.Legend, "", "center"))
	}
}

// fit scales w and h so that w is at most limit.
func fit(w, h, limit int) (int, int) {
	if w <= limit {
		return w, h
	}
	return limit, h * limit / w
}

func docStyles(font, accent string, further []string) string {
	f := esc(font)
	style := func(id, name string, size int, extra string) string {
		return fmt.Sprintf(`<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="Normal"/>%s<w:rPr><w:b/><w:color w:val="%s"/><w:sz w:val="%d"/></w:rPr></w:style>`,
			id, name, extra, accent, size)
	}
	var more strings.Builder
	for i, name := range further {
		fmt.Fprintf(&more, `<w:style w:type="paragraph" w:customStyle="1" w:styleId="Own%d"><w:name w:val="%s"/><w:basedOn w:val="Normal"/></w:style>`, i+1, esc(name))
	}
	return xmlHead + `<w:styles xmlns:w="` + nsWord + `"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="` + f + `" w:hAnsi="` + f + `" w:eastAsia="` + f + `"/><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>` +
		style("Title", "Title", 36, `<w:pPr><w:jc w:val="center"/></w:pPr>`) +
		style("Heading1", "heading 1", 28, `<w:pPr><w:outlineLvl w:val="0"/></w:pPr>`) +
		style("Heading2", "heading 2", 24, `<w:pPr><w:outlineLvl w:val="1"/></w:pPr>`) +
		`<w:style w:type="paragraph" w:styleId="Header"><w:name w:val="header"/><w:basedOn w:val="Normal"/><w:rPr><w:sz w:val="18"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/><w:rPr><w:sz w:val="18"/></w:rPr></w:style>` +
		`<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>` +
		`<w:top w:val="single" w:sz="4"/><w:left w:val="single" w:sz="4"/><w:bottom w:val="single" w:sz="4"/><w:right w:val="single" w:sz="4"/><w:insideH w:val="single" w:sz="4"/><w:insideV w:val="single" w:sz="4"/>` +
		`</w:tblBorders></w:tblPr></w:style>` + more.String() + `</w:styles>`
}
