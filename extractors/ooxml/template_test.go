package ooxml

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/extractors/extracttest"
)

// value lists the values of a metadata field.
func value(s *extracttest.Sink, name string) (list []string) {
	for _, f := range s.Facts {
		if f.Name == name {
			list = append(list, f.Value)
		}
	}
	return list
}

const lookTheme = `<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Northfield"><a:themeElements><a:clrScheme name="N">` +
	`<a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1><a:srgbClr val="fffffe"/></a:lt1><a:accent1><a:srgbClr val="0B6E4F"/></a:accent1></a:clrScheme>` +
	`<a:fontScheme name="N"><a:majorFont><a:latin typeface="Georgia"/><a:ea typeface=""/><a:font script="Jpan" typeface="X"/></a:majorFont>` +
	`<a:minorFont><a:latin typeface="Verdana"/><a:ea typeface="Meiryo"/></a:minorFont></a:fontScheme>` +
	`<a:fmtScheme><a:fillStyleLst><a:srgbClr val="123456"/></a:fillStyleLst></a:fmtScheme></a:themeElements></a:theme>`

// The hashes are FNV-1a as another program makes it of the strings beside them.
func TestLookOfWord(t *testing.T) {
	s := readSample(t, "docx", []file{
		types(docType, "word/document.xml"),
		rels("_rels/.rels", officeRel, "officeDocument word/document.xml"),
		rels("word/_rels/document.xml.rels", officeRel, "styles styles.xml", "theme theme/theme1.xml"),
		{"word/document.xml", `<w:document ` + wNS + `><w:body><w:p><w:r><w:t>x</w:t></w:r></w:p><w:sectPr><w:pgSz w:w="11906" w:h="16838"/>` +
			`<w:pgMar w:top="1985" w:right="1701" w:bottom="1702" w:left="1703" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr></w:body></w:document>`},
		{"word/styles.xml", `<w:styles ` + wNS + `>` +
			`<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/><w:rPr><w:color w:val="2F5496" w:themeColor="accent1"/></w:rPr></w:style>` + // the theme's
			`<w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/><w:rPr><w:color w:val="AA0000"/></w:rPr></w:style>` + // its own
			`<w:style w:type="character" w:customStyle="1" w:styleId="n"><w:name w:val="NF"/><w:rsid w:val="00AA"/><w:uiPriority w:val="9"/></w:style></w:styles>`},
		{"word/theme/theme1.xml", lookTheme},
	})
	assert.Equal(t, []string{"000000 FFFFFE 0B6E4F"}, value(s, "ooxml:ThemeColours"))
	assert.Equal(t, []string{"Georgia||Verdana|Meiryo"}, value(s, "ooxml:ThemeFonts"))
	assert.Equal(t, []string{"11906x16838 1985 1701 1702 1703 851 992"}, value(s, "ooxml:PageSetup"))
	assert.Equal(t, []string{"504e5b44780a4f8b c53f5c0707113087"}, value(s, "ooxml:StyleSet"))
}

func TestLookOfSlides(t *testing.T) {
	const pNS = `xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="` + officeRel + `"`
	shape := func(ph, x, y, cx, cy string) string {
		return `<p:sp><p:nvSpPr><p:nvPr>` + ph + `</p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="` + x + `" y="` + y + `"/><a:ext cx="` + cx + `" cy="` + cy + `"/></a:xfrm></p:spPr></p:sp>`
	}
	s := readSample(t, "pptx", []file{
		types(showType, "ppt/presentation.xml"),
		rels("_rels/.rels", officeRel, "officeDocument ppt/presentation.xml"),
		rels("ppt/_rels/presentation.xml.rels", officeRel, "slideMaster m1.xml"),
		{"ppt/presentation.xml", `<p:presentation ` + pNS + `><p:sldSz cx="6400" cy="3200"/></p:presentation>`},
		{"ppt/m1.xml", `<p:sldMaster ` + pNS + `><p:cSld name="NF"><p:spTree>` + shape(`<p:ph type="title"/>`, "100", "50", "6200", "400") +
			shape(`<p:ph idx="1"/>`, "149", "800", "6200", "2000") + shape("", "1", "1", "1", "1") + `</p:spTree></p:cSld></p:sldMaster>`},
	})
	assert.Equal(t, []string{"f784dbd763aa0699"}, value(s, "ooxml:Placeholders"))
}

func TestLookOfSheets(t *testing.T) {
	s := readSample(t, "xlsx", []file{
		types(bookType, "xl/workbook.xml"),
		rels("_rels/.rels", officeRel, "officeDocument xl/workbook.xml"),
		rels("xl/_rels/workbook.xml.rels", officeRel, "styles styles.xml"),
		{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>`},
		{"xl/styles.xml", `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts>` +
			strings.Repeat(`<numFmt numFmtId="164" formatCode="0.0&quot; t&quot;"/>`, 2) + `</numFmts><tableStyles><tableStyle name="NF grid"/></tableStyles></styleSheet>`},
	})
	assert.Equal(t, []string{`0.0" t"`}, value(s, "ooxml:NumberFormat"))
	assert.Equal(t, []string{"NF grid"}, value(s, "ooxml:TableStyle"))
}
