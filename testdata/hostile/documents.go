package hostile

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
)

func pngChunk(kind string, data []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

func zlibbed(unit []byte, n int) []byte {
	var b bytes.Buffer
	z, _ := zlib.NewWriterLevel(&b, 9) // fails for unknown levels only
	repeat(z, unit, n)
	z.Close()
	return b.Bytes()
}

// png is a grey picture of 8 bits a pixel, with further chunks before its data.
func png(width, height uint32, idat []byte, chunks ...[]byte) []byte {
	h := binary.BigEndian.AppendUint32(nil, width)
	h = binary.BigEndian.AppendUint32(h, height)
	b := append([]byte("\x89PNG\r\n\x1a\n"), pngChunk("IHDR", append(h, 8, 0, 0, 0, 0))...)
	b = append(b, bytes.Join(chunks, nil)...)
	return append(append(b, pngChunk("IDAT", idat)...), pngChunk("IEND", nil)...)
}

// jpegWith is a JPEG whose APP1 segment holds the given Exif data.
func jpegWith(tiff []byte) []byte {
	app1 := append([]byte("Exif\x00\x00"), tiff...)
	b := []byte{0xff, 0xd8, 0xff, 0xe1}
	b = binary.BigEndian.AppendUint16(b, uint16(len(app1)+2))
	return append(append(b, app1...), 0xff, 0xd9)
}

func pictures() []Case {
	overflow := []byte("MM\x00\x2a\x00\x00\x00\x08\x00\x02")
	overflow = append(overflow, "\x01\x0f\x00\x02\xff\xff\xff\xff\xff\xff\xff\xf0"...) // Make: 4 G characters
	overflow = append(overflow, "\x01\x10\x00\x05\x20\x00\x00\x01\x00\x00\x00\x08"...) // Model: 2^29+1 rationals
	overflow = append(overflow, 0, 0, 0, 8)                                            // the next directory is this one
	return []Case{
		fixed("huge.png", png(50_000, 50_000, zlibbed([]byte{0}, 1000))),
		lazy("ztxt-bomb.png", func() []byte {
			return png(1, 1, zlibbed([]byte{0}, 2), pngChunk("zTXt", append([]byte("Comment\x00\x00"), zlibbed([]byte{'A'}, 400<<20)...)))
		}),
		lazy("iccp-bomb.png", func() []byte {
			return png(1, 1, zlibbed([]byte{0}, 2), pngChunk("iCCP", append([]byte("p\x00\x00"), zlibbed([]byte{0}, 400<<20)...)))
		}),
		lazy("idat-bomb.png", func() []byte { return png(10, 10, zlibbed([]byte{0}, 400<<20)) }),
		fixed("exif-overflow.jpg", jpegWith(overflow)),
		fixed("cut.jpg", jpegWith(overflow)[:30]),
		fixed("huge.gif", []byte("GIF89a\xff\xff\xff\xff\x00\x00\x00\x2c\x00\x00\x00\x00\xff\xff\xff\xff\x00\x08\x01\x00\x00\x3b")),
		fixed("huge.bmp", append([]byte("BM\x46\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00\xff\xff\xff\x7f\xff\xff\xff\x7f\x01\x00\x18\x00"), make([]byte, 40)...)),
	}
}

// pdf joins numbered objects with a right cross-reference table.
func pdf(objects ...string) []byte {
	b := []byte("%PDF-1.7\n")
	var at []int
	for i, o := range objects {
		at = append(at, len(b))
		b = append(b, fmt.Sprintf("%d 0 obj\n%s\nendobj\n", i+1, o)...)
	}
	x := len(b)
	b = append(b, fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)...)
	for _, a := range at {
		b = append(b, fmt.Sprintf("%010d 00000 n \n", a)...)
	}
	return append(b, fmt.Sprintf("trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, x)...)
}

func pdfStream(dict string, data []byte) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
}

func documents() []Case {
	catalog, pages := "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>"
	font := "<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
	text := pdfStream("", []byte("BT /F 12 Tf 20 20 Td (A line of text) Tj ET"))
	page := func(box string) string {
		return "<</Type/Page/Parent 2 0 R/MediaBox[" + box + "]/Contents 4 0 R/Resources" + font + ">>"
	}
	bomb := func() []byte { return zlibbed([]byte(" "), 500<<20) }
	docx := func(document string, more ...zipEntry) []byte {
		return zipOf(append([]zipEntry{
			deflated("[Content_Types].xml", []byte(`<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`)),
			deflated("_rels/.rels", []byte(`<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`)),
			deflated("word/document.xml", []byte(document))}, more...)...)
	}
	body := func(s string) string {
		return `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>` + s + `</w:t></w:r></w:p></w:body></w:document>`
	}
	laughs := `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "ha">`
	for i := 1; i < 12; i++ {
		laughs += fmt.Sprintf("<!ENTITY l%d \"%s\">", i, strings.Repeat(fmt.Sprintf("&l%d;", i-1), 10))
	}
	deep := strings.Repeat("<w:p>", 200_000)
	return []Case{
		fixed("wide-page.pdf", pdf(catalog, pages, page("0 0 200000 200000"), text)),
		fixed("page-loop.pdf", pdf(catalog, "<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Count 1000000000>>", page("0 0 200 200"), text)),
		lazy("stream-bomb.pdf", func() []byte {
			return pdf(catalog, pages, page("0 0 200 200"), pdfStream("/Filter/FlateDecode", bomb()))
		}),
		lazy("stream-bomb-twice.pdf", func() []byte {
			return pdf(catalog, pages, page("0 0 200 200"), pdfStream("/Filter[/FlateDecode/FlateDecode]", zlibbed(bomb(), 1)))
		}),
		fixed("object-stream-loop.pdf", []byte("%PDF-1.7\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Extends 1 0 R/Length 10>>\nstream\n1 0 <<>>  \nendstream\nendobj\n"+
			"2 0 obj\n<</Type/XRef/Size 3/W[1 1 1]/Root 1 0 R/Prev 0/Length 9>>\nstream\n\x00\x00\x00\x02\x01\x00\x02\x01\x00\nendstream\nendobj\nstartxref\n104\n%%EOF\n")),
		fixed("xref-loop.pdf", []byte("%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF\n")),
		fixed("image-claims.pdf", pdf(catalog, pages, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>", pdfStream("", []byte("q 200 0 0 200 0 0 cm /I Do Q")),
			pdfStream("/Type/XObject/Subtype/Image/Width 100000/Height 100000/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode", zlibbed([]byte{0}, 1000)))),
		fixed("cut.pdf", pdf(catalog, pages, page("0 0 200 200"), text)[:200]),
		fixed("external-entity.docx", docx(`<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>`+body("before &x; after"))),
		fixed("laughs.docx", docx(laughs+"]>"+body("&l11;"))),
		fixed("deep.docx", docx(strings.Replace(body("x"), "<w:p>", deep, 1))),
		lazy("part-bomb.docx", func() []byte {
			return docx(body("fine"+strings.Repeat(" ", 1)), deflated("word/media/image1.bin", make([]byte, 200<<20)))
		}),
		lazy("text-bomb.docx", func() []byte { return docx(body(strings.Repeat("A", 300<<20))) }),
		lazy("string-bomb.xlsx", func() []byte { return stringBomb() }),
		fixed("deep.xml", []byte("<?xml version=\"1.0\"?>\n"+strings.Repeat("<a>", 500_000))),
		fixed("laughs.xml", []byte(laughs+"]><d>&l11;</d>")),
	}
}

// stringBomb is a workbook whose one shared string of 30,000 characters stands in
// 20,000 cells: 600 MB of text from a few kilobytes.
func stringBomb() []byte {
	var sheet strings.Builder
	sheet.WriteString(`<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	for i := range 20_000 {
		fmt.Fprintf(&sheet, `<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>`, i+1, i+1)
	}
	sheet.WriteString("</sheetData></worksheet>")
	return workbook(sheet.String(), `<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>`+strings.Repeat("shared ", 4300)+`</t></si></sst>`)
}

func workbook(sheet, shared string) []byte {
	const pkg = "http://schemas.openxmlformats.org/package/2006/"
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	return zipOf(
		deflated("[Content_Types].xml", []byte(`<?xml version="1.0"?><Types xmlns="`+pkg+`content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`+
			`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>`+
			`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`+
			`<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`)),
		deflated("_rels/.rels", []byte(`<?xml version="1.0"?><Relationships xmlns="`+pkg+`relationships"><Relationship Id="r1" Type="`+office+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`)),
		deflated("xl/workbook.xml", []byte(`<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="`+office+`"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`)),
		deflated("xl/_rels/workbook.xml.rels", []byte(`<?xml version="1.0"?><Relationships xmlns="`+pkg+`relationships"><Relationship Id="r1" Type="`+office+`/worksheet" Target="worksheets/sheet1.xml"/>`+
			`<Relationship Id="r2" Type="`+office+`/sharedStrings" Target="sharedStrings.xml"/></Relationships>`)),
		deflated("xl/worksheets/sheet1.xml", []byte(sheet)), deflated("xl/sharedStrings.xml", []byte(shared)))
}

func mails() []Case {
	head := "From: a@sender.example\r\nTo: b@receiver.example\r\nSubject: parts\r\nMessage-ID: <1@sender.example>\r\nDate: Mon, 4 Jan 2021 09:00:00 +0000\r\nMIME-Version: 1.0\r\n"
	var deep strings.Builder
	deep.WriteString(head)
	for i := range 3000 {
		fmt.Fprintf(&deep, "Content-Type: multipart/mixed; boundary=\"b%d\"\r\n\r\n--b%d\r\n", i, i)
	}
	deep.WriteString("Content-Type: text/plain\r\n\r\nthe innermost part\r\n")
	var wide strings.Builder
	wide.WriteString(head + "Content-Type: multipart/mixed; boundary=\"w\"\r\n\r\n")
	for i := range 3000 {
		fmt.Fprintf(&wide, "--w\r\nContent-Type: text/plain; name=\"%d.txt\"\r\nContent-Disposition: attachment; filename=\"%d.txt\"\r\n\r\npart %d\r\n", i, i, i)
	}
	wide.WriteString("--w--\r\n")
	nested := head + "Content-Type: text/plain\r\n\r\ninnermost\r\n"
	for range 40 {
		nested = head + "Content-Type: message/rfc822\r\n\r\n" + nested
	}
	return []Case{
		fixed("deep.eml", []byte(deep.String())),
		fixed("wide.eml", []byte(wide.String())),
		fixed("nested.eml", []byte(nested)),
		fixed("headers.eml", []byte(head+strings.Repeat("X-Filler: one of a hundred thousand\r\n", 100_000)+"\r\nbody\r\n")),
		fixed("long-header.eml", []byte(head+"X-Long: "+strings.Repeat("a", 20<<20)+"\r\n\r\nbody\r\n")),
		fixed("bad-base64.eml", []byte(head+"Content-Type: application/pdf; name=\"../../x.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!%%%%====\r\n")),
	}
}

func texts() []Case {
	return []Case{
		{"one-line.txt", func(w io.Writer) error { return repeat(w, []byte("no line break ever "), 200_000_000/19) }},
		fixed("utf16-garbage.txt", append([]byte{0xff, 0xfe}, noise(100_001)...)),
		fixed("formulas.csv", []byte("name,value\n=cmd|' /C calc'!A0,1\n@SUM(1),+2\n-3,\"=HYPERLINK(\"\"http://x.example\"\")\"\n")),
		fixed("scripts.html", []byte("<!DOCTYPE html><html><head><title>t</title><script>document.write('x')</script></head><body onload=alert(1)>"+strings.Repeat("<div>", 100_000)+"visible words</body></html>")),
		fixed("nul.txt", append(bytes.Repeat([]byte("text and then\n"), 10), make([]byte, 5000)...)),
		fixed("picture-that-is-text.png", []byte("this is no picture but a text\n")),
		fixed("text-that-is-zip.txt", zipOf(stored("a.txt", hello))),
		fixed("pdf-that-is-zip.pdf", zipOf(stored("a.txt", hello))),
		fixed("random.bin", noise(50_000)),
		fixed("deep.json", []byte(strings.Repeat("[", 1_000_000))),
	}
}

func polyglots() []Case {
	z := zipOf(stored("inside.txt", hello))
	return []Case{
		fixed("pdf-and-zip.pdf", append(pdf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"), z...)),
		fixed("jpeg-and-zip.jpg", append(jpegWith([]byte("MM\x00\x2a\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00")), z...)),
		fixed("png-and-zip.png", append(png(1, 1, zlibbed([]byte{0}, 2)), z...)),
		fixed("gif-and-script.gif", []byte("GIF89a/*\x00\x00\x00\x00,*/=1;alert('script');\n")),
	}
}

// harmless are files that expand as far as bombs do and are none.
func harmless() []Case {
	return []Case{
		lazy("repeated-rows.xlsx", repeatedRows),
		lazy("metafile.zip", func() []byte { return zipOf(deflated("drawing.emf", metafile())) }),
		lazy("heartbeat.log.gz", func() []byte { return gz("", heartbeats("web", 500_000)) }),
		lazy("logs.zip", func() []byte {
			return zipOf(deflated("a.log", heartbeats("db", 500_000)), deflated("b.log", heartbeats("mx", 500_000)), stored("c.log.gz", gz("", heartbeats("web", 500_000))))
		}),
	}
}

func heartbeats(host string, n int) []byte {
	return bytes.Repeat([]byte("2024-01-01T00:00:00Z "+host+" INFO heartbeat ok, nothing to do\n"), n)
}

// metafile is an enhanced metafile ([MS-EMF] 2.3.4.2): its header and records that
// repeat.
func metafile() []byte {
	emf := append([]byte{1, 0, 0, 0, 88, 0, 0, 0}, make([]byte, 80)...)
	copy(emf[40:], " EMF\x00\x00\x01\x00")
	for range 5_000_000 {
		emf = append(emf, 0x46, 0, 0, 0, 16, 0, 0, 0, 4, 0, 0, 0, 'n', 'o', 'p', 0)
	}
	return emf
}

func repeatedRows() []byte {
	var sheet strings.Builder
	sheet.WriteString(`<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	for i := range 200_000 {
		fmt.Fprintf(&sheet, `<row r="%d"><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c><v>0</v></c><c><v>0</v></c><c><v>0</v></c></row>`, i%10)
	}
	sheet.WriteString("</sheetData></worksheet>")
	return workbook(sheet.String(), `<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>Part no.</t></si><si><t>none</t></si></sst>`)
}
