package ooxml

import (
	"archive/zip"
	"bytes"
	"io"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func content(t *testing.T, data []byte, name string) string {
	t.Helper()
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	f, err := zr.Open(name)
	require.NoError(t, err)
	body, err := io.ReadAll(f)
	require.NoError(t, err)
	return string(body)
}

// kind is what the program file thinks of the data.
func kind(t *testing.T, data []byte) string {
	t.Helper()
	cmd := exec.Command("file", "--brief", "--mime-type", "-")
	cmd.Stdin = bytes.NewReader(data)
	out, err := cmd.Output()
	require.NoError(t, err)
	return string(out)
}

var props = Properties{Title: "予算 <A&B>", Creator: "山田", Description: "SIMULATED", Company: "株式会社あ", HyperlinkBase: `\\fs01\x\`, Application: "Microsoft Excel",
	Created: time.Date(2021, 3, 1, 9, 0, 0, 0, time.UTC), Custom: []Property{{"Case", "7"}},
	Label: &Label{ID: "11111111-0000-0000-0000-000000000000", SiteID: "22222222-0000-0000-0000-000000000000", Name: "秘", Method: "Standard", Part: true}}

func TestProperties(t *testing.T) {
	data, err := Workbook{Properties: props, Sheets: []Sheet{{Name: "S", Rows: []Row{{T("x")}}}}}.Bytes()
	require.NoError(t, err)
	assert.Equal(t, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\n", kind(t, data))
	core := content(t, data, "docProps/core.xml")
	assert.Contains(t, core, `<dc:title>予算 &lt;A&amp;B&gt;</dc:title><dc:creator>山田</dc:creator><dc:description>SIMULATED</dc:description>`)
	assert.Contains(t, core, `<dcterms:created xsi:type="dcterms:W3CDTF">2021-03-01T09:00:00Z</dcterms:created>`)
	assert.Contains(t, content(t, data, "docProps/app.xml"), `<Company>株式会社あ</Company><HyperlinkBase>\\fs01\x\</HyperlinkBase>`)
	assert.Contains(t, content(t, data, "docProps/custom.xml"), `pid="7" name="MSIP_Label_11111111-0000-0000-0000-000000000000_SiteId"><vt:lpwstr>22222222-0000-0000-0000-000000000000</vt:lpwstr>`)
	assert.Contains(t, content(t, data, "docMetadata/LabelInfo.xml"), `siteId="{22222222-0000-0000-0000-000000000000}"`)
}

func TestDocument(t *testing.T) {
	data, err := Document{Properties: props, Header: "社外秘", Footer: "F", Styles: []string{"A&B 本文"}, AttachedTemplate: `file:///\\fs01\t.dotx`,
		Body: []Block{Paragraph{Text: "a\nb", Style: "Title"}, Paragraph{Text: "l", Link: "http://x.example/"}, Table{Rows: [][]string{{"h"}, {"c"}}}}}.Bytes()
	require.NoError(t, err)
	assert.Equal(t, "application/vnd.openxmlformats-officedocument.wordprocessingml.document\n", kind(t, data))
	assert.Contains(t, content(t, data, "word/header1.xml"), ">社外秘</w:t>")
	assert.Contains(t, content(t, data, "word/styles.xml"), `w:customStyle="1" w:styleId="Own1"><w:name w:val="A&amp;B 本文"/>`)
	assert.Contains(t, content(t, data, "word/_rels/settings.xml.rels"), `Target="file:///\\fs01\t.dotx" TargetMode="External"`)
	assert.Contains(t, content(t, data, "word/document.xml"), `>a</w:t></w:r><w:r><w:br/></w:r><w:r><w:t xml:space="preserve">b</w:t>`)
}

func TestWorkbook(t *testing.T) {
	data, err := Workbook{Printer: `\\p\q`, ExternalLinks: []string{`file:///\\fs01\y.xlsx`},
		Sheets: []Sheet{{Name: "一", Rows: []Row{{S(Heading, "x"), N(1234.5)}, {T("x")}}, Header: "&R秘"}, {Name: "H", Hidden: true}}}.Bytes()
	require.NoError(t, err)
	assert.Contains(t, content(t, data, "xl/worksheets/sheet1.xml"), `<c r="A1" s="3" t="s"><v>0</v></c><c r="B1" s="5"><v>1234.5</v></c></row><row r="2"><c r="A2" s="0" t="s"><v>0</v></c>`)
	assert.Contains(t, content(t, data, "xl/sharedStrings.xml"), `count="2" uniqueCount="1"`)
	assert.Contains(t, content(t, data, "xl/workbook.xml"), `<sheet name="H" sheetId="2" state="hidden" r:id="rId2"/>`)
	assert.Equal(t, "\\\x00\\\x00p\x00\\\x00q\x00\x00\x00", content(t, data, "xl/printerSettings/printerSettings1.bin")[:12])
	assert.Equal(t, []string{"A1", "Z10", "AA2", "AZ1", "BA1"}, []string{Ref(0, 0), Ref(25, 9), Ref(26, 1), Ref(51, 0), Ref(52, 0)})
}

func TestPresentation(t *testing.T) {
	p := Presentation{Properties: props, ThemeName: "T", Footer: "F", Slides: []Slide{{Title: "題", Lines: []string{"行"}, Notes: "N"}, {Title: "2", Hidden: true}}}
	data, err := p.Bytes()
	require.NoError(t, err)
	assert.Equal(t, "application/vnd.openxmlformats-officedocument.presentationml.presentation\n", kind(t, data))
	assert.Contains(t, content(t, data, "ppt/slides/slide1.xml"), "<a:t>題</a:t>")
	assert.Contains(t, content(t, data, "ppt/notesSlides/notesSlide1.xml"), "<a:t>N</a:t>")
	assert.Contains(t, content(t, data, "ppt/slides/slide1.xml"), `<a:off x="500000" y="300000"/><a:ext cx="11192000" cy="900000"/>`)
	moved := p
	moved.Inset = 1000
	data2, err := moved.Bytes()
	require.NoError(t, err)
	assert.Contains(t, content(t, data2, "ppt/slideLayouts/slideLayout1.xml"), `<a:off x="501000" y="301000"/><a:ext cx="11190000" cy="900000"/>`)
	again, err := p.Bytes()
	require.NoError(t, err)
	assert.Equal(t, data, again)
}
