package ooxml

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// file is one part of a sample; samples keep their order.
type file struct{ name, body string }

func pack(t testing.TB, files []file) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		p, err := w.Create(f.name)
		require.NoError(t, err)
		_, err = p.Write([]byte(f.body))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

const (
	docType  = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
	bookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
	showType = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"

	officeRel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	strictRel = "http://purl.oclc.org/ooxml/officeDocument/relationships"
)

func types(main, part string) file {
	return file{contentTypes, `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/` + part + `" ContentType="` + main + `"/></Types>`}
}

// rels writes relationships rId1, rId2, ... of "kind target" each; an external one
// has a third word.
func rels(name, base string, list ...string) file {
	var b strings.Builder
	b.WriteString(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for i, l := range list {
		f := strings.Fields(l)
		mode := ""
		if len(f) > 2 {
			mode = ` TargetMode="External"`
		}
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s/%s" Target="%s"%s/>`, i+1, base, f[0], f[1], mode)
	}
	return file{name, b.String() + `</Relationships>`}
}

const (
	wNS = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"`
	xNS = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="` + officeRel + `"`
	pNS = `xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="` + officeRel + `"`
)

func para(s string) string { return `<w:p><w:r><w:t xml:space="preserve">` + s + `</w:t></w:r></w:p>` }

func wordFiles() []file {
	box := `<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>` + para("in a box") + `</w:txbxContent></mc:Choice>` +
		`<mc:Fallback><w:txbxContent>` + para("in a box again") + `</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>`
	return []file{
		types(docType, "word/document.xml"),
		rels("_rels/.rels", officeRel, "officeDocument word/document.xml", "extended-properties docProps/app.xml",
			"custom-properties docProps/custom.xml"),
		{"word/document.xml", `<w:document ` + wNS + `><w:body>` + para("見積書 &amp; one") + box +
			`<w:tbl><w:tr><w:tc>` + para("a") + `</w:tc><w:tc>` + para("b") + `</w:tc></w:tr></w:tbl>` +
			`<w:p><w:ins w:author="Reviewer R"><w:r><w:t>last</w:t></w:r></w:ins></w:p></w:body></w:document>`},
		rels("word/_rels/document.xml.rels", officeRel, "header header1.xml", "footer footer1.xml", "comments comments.xml", "styles styles.xml",
			"theme theme/theme1.xml", `attachedTemplate file:///\\fs01\templates\letter.dotx External`,
			"hyperlink https://www.public.example/page External", `hyperlink file:///\\fs02\share\plan.xlsx External`,
			"hyperlink mailto:a@b.example External", "image https://pic.example/logo.png External"),
		{"word/header1.xml", `<w:hdr ` + wNS + `>` + para("Acme Widgets K.K.") + `</w:hdr>`},
		{"word/footer1.xml", `<w:ftr ` + wNS + `>` + para("Confidential") + `</w:ftr>`},
		{"word/comments.xml", `<w:comments ` + wNS + `><w:comment w:author="Hanako">` + para("check this") + `</w:comment></w:comments>`},
		{"word/styles.xml", `<w:styles ` + wNS + `><w:style w:customStyle="1"><w:name w:val="Acme Body"/></w:style><w:style><w:name w:val="Normal"/></w:style></w:styles>`},
		{"word/theme/theme1.xml", `<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Office テーマ"/>`},
		{"docProps/core.xml", `<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:creator>山田</dc:creator>` +
			`<dcterms:created>2021-02-01T00:00:00Z</dcterms:created></cp:coreProperties>`},
		{"docProps/app.xml", `<Properties><Company>Acme Widgets K.K.</Company><Template>letter.dotx</Template><HyperlinkBase>\\fs01\docs</HyperlinkBase></Properties>`},
		{"docProps/custom.xml", `<Properties xmlns:vt="v"><property name="MSIP_Label_11111111-2222-3333-4444-555555555555_SiteId"><vt:lpwstr>AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE</vt:lpwstr></property>` +
			`<property name="MSIP_Label_11111111-2222-3333-4444-555555555555_Name"><vt:lpwstr>Internal</vt:lpwstr></property>` +
			`<property name="Project"><vt:lpwstr>P-1</vt:lpwstr></property></Properties>`},
		{"word/media/image1.png", "not really a picture"},
		{"word/vbaProject.bin", "macros"},
	}
}

func sheetXML(body string) string { return `<worksheet ` + xNS + `>` + body + `</worksheet>` }

func bookFiles() []file {
	device := "P\x00R\x00T\x000\x001\x00\x00\x00"
	return []file{
		types(bookType, "xl/workbook.xml"),
		rels("_rels/.rels", officeRel, "officeDocument xl/workbook.xml"),
		{"xl/workbook.xml", `<workbook ` + xNS + `><sheets><sheet name="表紙" sheetId="1" r:id="rId1"/><sheet name="Secret" sheetId="2" state="hidden" r:id="rId2"/></sheets></workbook>`},
		rels("xl/_rels/workbook.xml.rels", officeRel, "worksheet worksheets/sheet1.xml", "worksheet worksheets/sheet2.xml", "sharedStrings sharedStrings.xml"),
		{"xl/sharedStrings.xml", `<sst ` + xNS + `><si><t>株式会社</t><rPh><t>カブシキ</t></rPh></si><si><r><t>rich </t></r><r><t>text</t></r></si></sst>`},
		{"xl/worksheets/sheet1.xml", sheetXML(`<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2"><v>42</v></c></row>` +
			`<row r="9"><c r="C9" t="inlineStr"><is><t>inline</t></is></c><c r="D9" t="s"><v>77</v></c></row></sheetData>` +
			`<headerFooter><oddHeader>&amp;L&amp;"Meiryo,Bold"&amp;12Acme&amp;Rp. &amp;P</oddHeader><oddFooter>&amp;CR&amp;&amp;D</oddFooter></headerFooter>`)},
		rels("xl/worksheets/_rels/sheet1.xml.rels", officeRel, "comments ../comments1.xml"),
		{"xl/comments1.xml", `<comments ` + xNS + `><authors><author>Jiro</author></authors><commentList><comment ref="A1" authorId="0"><text><r><t>why?</t></r></text></comment></commentList></comments>`},
		{"xl/worksheets/sheet2.xml", sheetXML(`<sheetData><row r="1"><c r="A1" t="str"><v>hidden words</v></c></row></sheetData>`)},
		{"xl/printerSettings/printerSettings1.bin", device + strings.Repeat("\x00", 100)},
		{"docMetadata/LabelInfo.xml", `<clbl:labelList xmlns:clbl="x"><clbl:label id="{11111111-2222-3333-4444-555555555555}" enabled="1" method="Privileged" siteId="{AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE}" removed="0"/>` +
			`<clbl:label id="{9}" siteId="{gone}" removed="1"/></clbl:labelList>`},
	}
}

func shape(kind, text string) string {
	return `<p:sp><p:nvSpPr><p:nvPr>` + kind + `</p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>` + text + `</a:t></a:r></a:p></p:txBody></p:sp>`
}

func showFiles() []file {
	slide := func(name, body string) string {
		return `<p:sld ` + pNS + `><p:cSld name="` + name + `"><p:spTree>` + body + `</p:spTree></p:cSld></p:sld>`
	}
	return []file{
		types(showType, "ppt/presentation.xml"),
		rels("_rels/.rels", officeRel, "officeDocument ppt/presentation.xml"),
		{"ppt/presentation.xml", `<p:presentation ` + pNS + `><p:sldIdLst><p:sldId id="256" r:id="rId2"/><p:sldId id="257" r:id="rId1"/></p:sldIdLst></p:presentation>`},
		rels("ppt/_rels/presentation.xml.rels", officeRel, "slide slides/slide2.xml", "slide slides/slide1.xml", "slideMaster slideMasters/slideMaster1.xml"),
		{"ppt/slides/slide1.xml", slide("", shape(`<p:ph type="title"/>`, "計画")+shape("", "body one")+shape(`<p:ph type="ftr"/>`, "© Acme")+shape(`<p:ph type="sldNum"/>`, "7"))},
		rels("ppt/slides/_rels/slide1.xml.rels", officeRel, "notesSlide ../notesSlides/notesSlide1.xml"),
		{"ppt/slides/slide2.xml", slide("", shape("", "body two"))},
		{"ppt/notesSlides/notesSlide1.xml", slide("", shape(`<p:ph type="body"/>`, "speak slowly"))},
		{"ppt/slideMasters/slideMaster1.xml", slide("Acme Master", shape(`<p:ph type="title"/>`, "Click to edit")+shape("", "Acme internal"))},
		rels("ppt/slideMasters/_rels/slideMaster1.xml.rels", officeRel, "slideLayout ../slideLayouts/slideLayout1.xml"),
		{"ppt/slideLayouts/slideLayout1.xml", slide("タイトル スライド", "")},
	}
}
