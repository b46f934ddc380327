package ooxml

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

// change replaces the body of a part or adds the part.
func change(files []file, name, body string) []file {
	for i := range files {
		if files[i].name == name {
			files[i].body = body
			return files
		}
	}
	return append(files, file{name, body})
}

func TestWordFields(t *testing.T) {
	files := change(wordFiles(), "word/document.xml", `<w:document `+wNS+`><w:body>`+
		`<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK </w:instrText></w:r><w:r><w:instrText>"\\\\fs03\\plan.xlsx"</w:instrText></w:r>`+
		`<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>plan</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`+
		`<w:fldSimple w:instr="INCLUDETEXT &quot;S:\\boiler.docx&quot;"><w:r><w:t> text</w:t></w:r></w:fldSimple></w:p>`+
		`<w:p><w:del w:author="Eraser"><w:r><w:delText>gone</w:delText></w:r></w:del><wp:docPr descr="Acme logo"/></w:p></w:body></w:document>`)
	files = change(files, "word/_rels/document.xml.rels", rels("", officeRel, "settings settings.xml", "glossaryDocument glossary/document.xml", "aFChunk afchunk1.html").body)
	files = change(files, "word/settings.xml", `<w:settings `+wNS+`><w:mailMerge><w:connectString w:val="Provider=x;Data Source=db01;Password=no"/><w:query w:val="SELECT 1"/></w:mailMerge>`+
		`<w:rsids><w:rsidRoot w:val="00AA"/><w:rsid w:val="00BB"/><w:rsid w:val="00AA"/></w:rsids><w:docVars><w:docVar w:name="Case" w:val="C-7"/></w:docVars></w:settings>`)
	files = change(files, "word/glossary/document.xml", `<w:glossaryDocument `+wNS+`>`+para("building block")+`</w:glossaryDocument>`)
	files = change(files, "word/afchunk1.html", "<p>chunk</p>")
	files = change(files, "word/people.xml", `<w15:people xmlns:w15="x"><w15:person w15:author="Hanako"><w15:presenceInfo w15:providerId="AD" w15:userId="S::hanako@acme.example::11111111-2222-3333-4444-555555555555"/></w15:person></w15:people>`)
	files = change(files, "customXml/item1.xml", `<p:properties xmlns:p="x"><documentManagement><Department>Sales</Department><Owner><UserInfo><DisplayName>Jiro</DisplayName></UserInfo></Owner></documentManagement></p:properties>`)
	files = change(files, "_xmlsignatures/sig1.xml", `<Signature><X509Certificate>`+base64.StdEncoding.EncodeToString([]byte("cert"))+`</X509Certificate></Signature>`)
	s := readSample(t, "docx", files)
	for _, want := range []string{
		`ooxml:ExternalLink=\\fs03\plan.xlsx`, `ooxml:ExternalLink=S:\boiler.docx`, "ooxml:RevisionAuthor=Eraser", "ooxml:PictureDescription=Acme logo",
		"ooxml:DataConnection=Provider=x;Data Source=db01;Password=", "ooxml:DataQuery=SELECT 1", "ooxml:RsidRoot=00AA", "ooxml:Rsids=00AA 00BB", "ooxml:custom:Case=C-7",
		"ooxml:PersonId=hanako@acme.example", "ooxml:custom:Department=Sales",
	} {
		assert.Contains(t, s.Metadata(), want)
	}
	assert.Contains(t, texts(s), "body: plan text\ngone")
	assert.Contains(t, texts(s), "body building blocks: building block")
	assert.Contains(t, texts(s), "property customXml/item1.xml: Sales Jiro")
	assert.Subset(t, s.Names(), []string{"word/afchunk1.html", "sig1.cer", "word/vbaProject.bin"})
}

func TestBookSources(t *testing.T) {
	files := change(bookFiles(), "xl/workbook.xml", `<workbook `+xNS+` xmlns:x15ac="a"><fileSharing userName="Jiro"/><workbookPr date1904="0"/><x15ac:absPath url="\\fs01\sales\"/>`+
		`<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets><definedNames><definedName name="Rates">S!$A$1</definedName><definedName name="_xlnm.Print_Area">S!$A$1</definedName></definedNames></workbook>`)
	files = change(files, "xl/_rels/workbook.xml.rels", rels("", officeRel, "worksheet worksheets/sheet1.xml", "styles styles.xml").body)
	files = change(files, "xl/styles.xml", `<styleSheet `+xNS+`><numFmts><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="4"/></cellXfs></styleSheet>`)
	files = change(files, "xl/worksheets/sheet1.xml", sheetXML(`<sheetData><row r="1"><c r="A1" s="1"><v>44228</v></c><c r="B1" s="2"><v>1234.5</v></c><c r="C1" t="b"><v>1</v></c><c r="D1" t="e"><v>#N/A</v></c><c r="E1"><v>0.30000000000000004</v></c></row></sheetData>`))
	files = change(files, "xl/connections.xml", `<connections `+xNS+`><connection name="Sales" description="d" odcFile="\\fs01\odc\s.odc"><dbPr connection="Provider=SQLOLEDB;Data Source=sql01.acme.local;Password=no" command="SELECT 1"/></connection>`+
		`<connection name="W"><webPr url="https://intra.acme.example/t"/></connection></connections>`)
	files = change(files, "xl/pivotCache/pivotCacheDefinition1.xml", `<pivotCacheDefinition `+xNS+` refreshedBy="Hanako"><cacheFields><cacheField name="Customer"><sharedItems><s v="Acme K.K."/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>`)
	files = change(files, "xl/charts/chart1.xml", `<c:chartSpace><a:p><a:r><a:t>Sales chart</a:t></a:r></a:p><c:strCache><c:pt><c:v>April</c:v></c:pt></c:strCache></c:chartSpace>`)
	zipped := "PK\x05\x06"
	mashup := append(binary.LittleEndian.AppendUint32(make([]byte, 4), uint32(len(zipped))), zipped+"rest"...)
	files = change(files, "customXml/item1.xml", `<DataMashup>`+base64.StdEncoding.EncodeToString(mashup)+`</DataMashup>`)
	s := readSample(t, "xlsx", files)
	for _, want := range []string{
		"ooxml:ReservedBy=Jiro", `ooxml:SavedPath=\\fs01\sales\`, "ooxml:DefinedName=Rates", "ooxml:ConnectionName=Sales", `ooxml:DataSource=\\fs01\odc\s.odc`,
		"ooxml:DataConnection=Provider=SQLOLEDB;Data Source=sql01.acme.local;Password=", "ooxml:DataQuery=SELECT 1", "ooxml:DataSource=https://intra.acme.example/t", "ooxml:RefreshedBy=Hanako",
	} {
		assert.Contains(t, s.Metadata(), want)
	}
	assert.NotContains(t, strings.Join(s.Metadata(), "\n"), "_xlnm")
	assert.Contains(t, texts(s), "body S A1: 2021-02-01\t1,234.50\tTRUE\t#N/A\t0.3")
	assert.Contains(t, texts(s), "body pivot cache: Customer\nAcme K.K.")
	assert.Contains(t, texts(s), "body xl/charts/chart1.xml: Sales chart\nApril")
	assert.Equal(t, []string{"item1.xml.zip"}, s.Names())
	assert.Equal(t, zipped, string(s.Children[0].Data))
}

func TestHiddenSlides(t *testing.T) {
	files := showFiles()
	files = change(files, "ppt/slides/slide2.xml", strings.Replace(files[6].body, "<p:sld ", `<p:sld show="0" `, 1))
	assert.Equal(t, []string{"ooxml:HiddenSlide=2", "ooxml:Master=Acme Master"}, readSample(t, "pptx", files).Metadata())
}

// bin writes a record of a binary workbook.
func bin(kind int, body string) string {
	out := ""
	for n := kind; ; n >>= 7 {
		if n < 0x80 {
			out += string([]byte{byte(n)})
			break
		}
		out += string([]byte{byte(n&0x7f | 0x80)})
	}
	n := len(body)
	for n >= 0x80 {
		out += string([]byte{byte(n&0x7f | 0x80)})
		n >>= 7
	}
	return out + string([]byte{byte(n)}) + body
}

func le32(n uint32) string { return string(binary.LittleEndian.AppendUint32(nil, n)) }

func wideText(s string) string {
	units := utf16.Encode([]rune(s))
	out := le32(uint32(len(units)))
	for _, u := range units {
		out += string([]byte{byte(u), byte(u >> 8)})
	}
	return out
}

func binaryFiles() []file {
	const main = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
	cell := func(kind int, col, style uint32, value string) string { return bin(kind, le32(col)+le32(style)+value) }
	none := le32(0xffffffff)
	return []file{
		types(main, "xl/workbook.bin"),
		rels("_rels/.rels", officeRel, "officeDocument xl/workbook.bin"),
		{"xl/workbook.bin", bin(131, "") + bin(153, le32(0)+le32(0)+wideText("")) + bin(156, le32(0)+le32(1)+wideText("rId1")+wideText("表紙")) +
			bin(156, le32(1)+le32(2)+wideText("rId2")+wideText("Secret")) + bin(39, le32(0)+"\x00"+le32(0)+wideText("Rates")+le32(0)) + bin(2071, wideText(`\\fs01\sales\`))},
		rels("xl/_rels/workbook.bin.rels", officeRel, "worksheet worksheets/sheet1.bin", "worksheet worksheets/sheet2.bin", "sharedStrings sharedStrings.bin", "styles styles.bin"),
		{"xl/sharedStrings.bin", bin(159, le32(1)+le32(1)) + bin(19, "\x00"+wideText("株式会社アクメ")) + bin(160, "")},
		{"xl/styles.bin", bin(44, "\xa4\x00"+wideText("yyyy-mm-dd")) + bin(617, le32(2)) + bin(47, "\x00\x00\x00\x00") + bin(47, "\x00\x00\xa4\x00") + bin(618, "")},
		{"xl/worksheets/sheet1.bin", bin(0, le32(0)) + cell(7, 0, 0, le32(0)) + cell(2, 1, 1, le32(44228<<2|2)) + cell(5, 2, 0, "\x00\x00\x00\x00\x00\x00\xf8\x3f") + cell(4, 3, 0, "\x01") +
			bin(0, le32(1)) + cell(6, 0, 0, wideText("inline")) + cell(8, 1, 0, wideText("formula")) + cell(7, 2, 0, le32(9)) + bin(0, le32(8)) + cell(3, 0, 0, "\x2a") + cell(62, 1, 0, "\x00"+wideText("rich")) +
			bin(479, "\x00\x00"+wideText("&LAcme")+wideText("&C社外秘")+none+none+none+none)},
		rels("xl/worksheets/_rels/sheet1.bin.rels", officeRel, "comments ../comments1.bin"),
		{"xl/comments1.bin", bin(632, wideText("Hanako")) + bin(635, le32(0)+le32(2)+le32(2)+le32(1)+le32(1)) + bin(637, "\x00"+wideText("why?"))},
		{"xl/worksheets/sheet2.bin", bin(0, le32(0)) + cell(6, 0, 0, wideText("hidden words"))},
	}
}

func TestBinaryBook(t *testing.T) {
	s := readSample(t, "xlsb", binaryFiles())
	assert.Equal(t, []string{
		"body 表紙 A1: 株式会社アクメ\t2021-02-01\t1.5\tTRUE\ninline\tformula", "body 表紙 B9: rich", "header 表紙: Acme", "footer 表紙: 社外秘",
		"comment 表紙 B3: why?", "body Secret A1: hidden words",
	}, texts(s))
	assert.Equal(t, []string{"ooxml:DefinedName=Rates", `ooxml:SavedPath=\\fs01\sales\`, "ooxml:Sheet=表紙", "ooxml:CommentAuthor=Hanako", "ooxml:HiddenSheet=Secret", "ooxml:Sheet=Secret"}, s.Metadata())

	files := binaryFiles()
	files[6].body = files[6].body[:len(files[6].body)-10]
	s, err := run("xlsb", pack(t, files), evidence.DefaultLimits())
	require.NoError(t, err)
	assert.Equal(t, []evidence.ProblemKind{evidence.ProblemCorrupt}, s.Kinds())
	assert.Contains(t, s.Text(), "formula")
}

func TestDrawing(t *testing.T) {
	s := readSample(t, "vsdx", []file{
		types("application/vnd.ms-visio.drawing.main+xml", "visio/document.xml"),
		rels("_rels/.rels", officeRel, "document visio/document.xml"),
		{"visio/document.xml", `<VisioDocument><HeaderFooter><HeaderLeft>Acme</HeaderLeft><FooterCenter>社外秘</FooterCenter></HeaderFooter></VisioDocument>`},
		rels("visio/_rels/document.xml.rels", "http://schemas.microsoft.com/visio/2010/relationships", "pages pages/pages.xml", "masters masters/masters.xml"),
		{"visio/pages/pages.xml", `<Pages xmlns:r="r"><Page ID="0" Name="Network"><Rel r:id="rId1"/></Page></Pages>`},
		rels("visio/pages/_rels/pages.xml.rels", "http://schemas.microsoft.com/visio/2010/relationships", "page page1.xml"),
		{"visio/pages/page1.xml", `<PageContents><Shape><Section N="Hyperlink"><Row><Cell N="Address" V="https://intra.acme.example/"/></Row></Section><Text><cp IX="0"/>fw01.acme.local</Text></Shape></PageContents>`},
		{"visio/masters/masters.xml", `<Masters xmlns:r="r"><Master Name="Acme Router"><Rel r:id="rId1"/></Master></Masters>`},
		rels("visio/masters/_rels/masters.xml.rels", "http://schemas.microsoft.com/visio/2010/relationships", "master master1.xml"),
		{"visio/masters/master1.xml", `<MasterContents><Shape><Text>stencil text</Text></Shape></MasterContents>`},
	})
	assert.Equal(t, []string{"header: Acme", "footer: 社外秘", "body Network #1: fw01.acme.local", "body visio/masters/master1.xml: stencil text"}, texts(s))
	assert.Equal(t, []string{"ooxml:Page=Network", "ooxml:Hyperlink=https://intra.acme.example/", "ooxml:Master=Acme Router"}, s.Metadata())
}

func flat() string {
	b := `<?xml version="1.0" standalone="yes"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="` + flatNamespace + `">`
	for _, f := range wordFiles()[1:] {
		kind := "application/xml"
		if f.name == "word/document.xml" {
			kind = docType
		}
		if strings.HasSuffix(f.name, ".xml") || strings.HasSuffix(f.name, ".rels") {
			b += `<pkg:part pkg:name="/` + f.name + `" pkg:contentType="` + kind + `"><pkg:xmlData>` + f.body + `</pkg:xmlData></pkg:part>`
		} else {
			b += `<pkg:part pkg:name="/` + f.name + `" pkg:contentType="image/png"><pkg:binaryData>` + "\n" + base64.StdEncoding.EncodeToString([]byte(f.body)) + "\n" + `</pkg:binaryData></pkg:part>`
		}
	}
	b += `</pkg:package>`
	return b
}

func runFlat(data string) (*extracttest.Sink, error) {
	s := &extracttest.Sink{}
	return s, extractFlat(context.Background(), extracttest.Memory("x.xml", []byte(data)), s)
}

func TestFlatPackage(t *testing.T) {
	typ, _ := evidence.Identify(Formats(), extracttest.Probe("x.xml", []byte(flat())))
	assert.Equal(t, "flat-opc", typ.Format)
	s, err := runFlat(flat())
	require.NoError(t, err)
	assert.Empty(t, s.Problems)
	want := readSample(t, "docx", wordFiles())
	assert.Equal(t, texts(want), texts(s))
	assert.Equal(t, want.Metadata(), s.Metadata())
	assert.Equal(t, "not really a picture", string(s.Children[0].Data))

	whole := flat()
	s, err = runFlat(whole[:strings.Index(whole, "<w:tbl>")])
	require.ErrorIs(t, err, evidence.ErrCorrupt)
	assert.Contains(t, s.Text(), "見積書 & one")
	assert.Contains(t, s.Kinds(), evidence.ProblemCorrupt)
}

func TestPersonID(t *testing.T) {
	for in, want := range map[string]string{"S::a@b.example::11": "a@b.example", "a@b.example": "a@b.example", `ACME\taro`: `ACME\taro`, "Taro": "", "": ""} {
		assert.Equal(t, want, personID(in), in)
	}
}

func FuzzOffice(f *testing.F) {
	b := binaryFiles()
	f.Add(b[2].body, b[6].body, b[5].body, flat())
	f.Fuzz(func(t *testing.T, workbook, sheet, styles, xml string) {
		files := binaryFiles()
		files[2].body, files[6].body, files[5].body = workbook, sheet, styles
		s, _ := run("xlsb", pack(t, files), evidence.Limits{TextBytes: 1 << 16})
		s.Check(t)
		s, _ = runFlat(xml)
		s.Check(t)
	})
}
