package pdf

import (
	"fmt"
	"strings"
)

// build writes a PDF of numbered objects, the first of which is the catalogue, with
// a right table of references (ISO 32000-1, 7.5).
func build(trailer string, objects ...string) []byte {
	var b strings.Builder
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, start)
	return []byte(b.String())
}

func streamObject(dict, data string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
}

const helvetica = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"

const packet = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
	`<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="Tool &amp; Co">` +
	`<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Seq><rdf:li>山田 太郎</rdf:li><rdf:li>Second</rdf:li></rdf:Seq></dc:creator>` +
	`<pdfx:MSIP_Label_11111111-2222-3333-4444-555555555555_SiteId xmlns:pdfx="http://ns.adobe.com/pdfx/1.3/">AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE</pdfx:MSIP_Label_11111111-2222-3333-4444-555555555555_SiteId>` +
	`<pdf:Producer xmlns:pdf="http://ns.adobe.com/pdf/1.3/">Printer 1</pdf:Producer></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`

// full has a page of text with a large and a small picture, a page without text,
// an attachment, properties and an XMP packet.
func full() []byte {
	return build("/Info 11 0 R",
		"<</Type/Catalog/Pages 2 0 R/Metadata 10 0 R/Names<</EmbeddedFiles<</Names[(a.txt) 8 0 R]>>>>>>",
		"<</Type/Pages/Kids[3 0 R 12 0 R]/Count 2>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</I1 6 0 R/I2 7 0 R>>>>>>",
		streamObject("", "BT /F1 12 Tf 20 250 Td (Quotation of Acme Widgets) Tj ET q 200 0 0 100 20 20 cm /I1 Do Q q 9 0 0 9 0 0 cm /I2 Do Q"),
		helvetica,
		streamObject("/Type/XObject/Subtype/Image/Width 200/Height 100/ColorSpace/DeviceGray/BitsPerComponent 1", strings.Repeat("\xaa", 25*100)),
		streamObject("/Type/XObject/Subtype/Image/Width 199/Height 100/ColorSpace/DeviceGray/BitsPerComponent 1", strings.Repeat("\x55", 25*100)),
		"<</Type/Filespec/F(a.txt)/UF<FEFF898B7A4D66F8002E007400780074>/EF<</F 9 0 R>>>>",
		streamObject("/Type/EmbeddedFile", "attached words"),
		streamObject("/Type/Metadata/Subtype/XML", packet),
		"<</Title<FEFF898B7A4D66F8>/Author(Taro)/Producer(Maker 1.0)/CreationDate(D:20210201090000+09'00')/Company(Acme)>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>")
}

// japaneseFile uses a font that is not embedded, whose encoding is a predefined CMap.
func japaneseFile() []byte {
	return build("",
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		streamObject("", "BT /F1 12 Tf 20 250 Td <898B7A4D66F867095FA14E2D5FA1898B7A4D66F8> Tj ET"),
		"<</Type/Font/Subtype/Type0/BaseFont/HeiseiKakuGo-W5-UniJIS-UTF16-H/Encoding/UniJIS-UTF16-H/DescendantFonts[6 0 R]>>",
		"<</Type/Font/Subtype/CIDFontType0/BaseFont/HeiseiKakuGo-W5/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 5>>/FontDescriptor 7 0 R>>",
		"<</Type/FontDescriptor/FontName/HeiseiKakuGo-W5/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>")
}
