// Package pdf writes small PDF 1.6 documents (ISO 32000-1) for tests: Japanese
// and Latin text, lines, filled boxes and pictures. Japanese text uses the
// predefined CMap UniJIS-UTF16-H with a font that is not embedded, as business
// software of the region often writes it; a reader needs Adobe's CMap resources
// to get the text back. Equal values give equal bytes.
package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	_ "image/jpeg" // pictures are JPEG files, stored as they are
	"strings"
	"time"
	"unicode/utf16"
)

// A4 in points.
const (
	A4Width  = 595.0
	A4Height = 842.0
)

// Document is a PDF file.
type Document struct {
	Info              []Entry // document information, in this order; empty values are left out
	Created, Modified time.Time
	Attachments       []Attachment
	Pages             []*Page
}

// Entry is an entry of the document information dictionary.
type Entry struct{ Key, Value string }

// Attachment is an embedded file.
type Attachment struct {
	Name string
	Data []byte
}

// Page is one page; the origin is the upper left corner, units are points.
type Page struct {
	W, H     float64 // zero: A4
	content  strings.Builder
	pictures [][]byte
}

// Text writes s with its base line at y, starting at x.
func (p *Page) Text(x, y, size float64, s string) { p.show("F1", "F3", x, y, size, s) }

// Bold writes s in a heavier face.
func (p *Page) Bold(x, y, size float64, s string) { p.show("F2", "F4", x, y, size, s) }

// RightText writes s so that it ends at x.
func (p *Page) RightText(x, y, size float64, s string) { p.Text(x-Width(s, size), y, size, s) }

// CenterText writes s centred on x.
func (p *Page) CenterText(x, y, size float64, s string) { p.Bold(x-Width(s, size)/2, y, size, s) }

func (p *Page) show(latin, japanese string, x, y, size float64, s string) {
	if s == "" {
		return
	}
	font, text := latin, literal(s)
	if !ascii(s) {
		font, text = japanese, hexUTF16(s)
	}
	fmt.Fprintf(&p.content, "BT /%s %s Tf 1 0 0 1 %s %s Tm %s Tj ET\n", font, num(size), num(x), num(p.height()-y), text)
}

// Line draws a line of the given width.
func (p *Page) Line(x1, y1, x2, y2, width float64) {
	fmt.Fprintf(&p.content, "%s w %s %s m %s %s l S\n", num(width), num(x1), num(p.height()-y1), num(x2), num(p.height()-y2))
}

// Fill fills a rectangle with a colour of components between 0 and 1.
func (p *Page) Fill(x, y, w, h, r, g, b float64) {
	fmt.Fprintf(&p.content, "q %s %s %s rg %s %s %s %s re f Q\n", num(r), num(g), num(b), num(x), num(p.height()-y-h), num(w), num(h))
}

// Picture places a JPEG file.
func (p *Page) Picture(jpeg []byte, x, y, w, h float64) {
	p.pictures = append(p.pictures, jpeg)
	fmt.Fprintf(&p.content, "q %s 0 0 %s %s %s cm /Im%d Do Q\n", num(w), num(h), num(x), num(p.height()-y-h), len(p.pictures))
}

func (p *Page) height() float64 {
	if p.H == 0 {
		return A4Height
	}
	return p.H
}

func (p *Page) width() float64 {
	if p.W == 0 {
		return A4Width
	}
	return p.W
}

// writer numbers objects as they come and remembers where they begin.
type writer struct {
	buf     bytes.Buffer
	offsets []int
}

// reserve gives an object number whose object follows later.
func (w *writer) reserve() int {
	w.offsets = append(w.offsets, 0)
	return len(w.offsets)
}

func (w *writer) object(n int, body string) {
	w.offsets[n-1] = w.buf.Len()
	fmt.Fprintf(&w.buf, "%d 0 obj\n%s\nendobj\n", n, body)
}

func (w *writer) stream(n int, dict string, data []byte) {
	w.offsets[n-1] = w.buf.Len()
	fmt.Fprintf(&w.buf, "%d 0 obj\n<<%s /Length %d>>\nstream\n", n, dict, len(data))
	w.buf.Write(data)
	w.buf.WriteString("\nendstream\nendobj\n")
}

// Bytes returns the document as a PDF file.
func (d Document) Bytes() ([]byte, error) {
	w := &writer{}
	w.buf.WriteString("%PDF-1.6\n%\xe2\xe3\xcf\xd3\n")
	catalog, pages, info := w.reserve(), w.reserve(), w.reserve()
	fonts := w.fonts()
	var kids strings.Builder
	for _, p := range d.Pages {
		n, err := w.page(p, pages, fonts)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&kids, "%d 0 R ", n)
	}
	names, err := w.attachments(d.Attachments)
	if err != nil {
		return nil, err
	}
	w.object(catalog, fmt.Sprintf("<</Type /Catalog /Pages %d 0 R%s>>", pages, names))
	w.object(pages, fmt.Sprintf("<</Type /Pages /Count %d /Kids [%s]>>", len(d.Pages), kids.String()))
	w.object(info, d.info())

	xref := w.buf.Len()
	fmt.Fprintf(&w.buf, "xref\n0 %d\n0000000000 65535 f \n", len(w.offsets)+1)
	for _, off := range w.offsets {
		fmt.Fprintf(&w.buf, "%010d 00000 n \n", off)
	}
	fmt.Fprintf(&w.buf, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(w.offsets)+1, catalog, info, xref)
	return w.buf.Bytes(), nil
}

func (d Document) info() string {
	var b strings.Builder
	b.WriteString("<<")
	for _, e := range d.Info {
		if e.Value == "" {
			continue
		}
		text := literal(e.Value)
		if !ascii(e.Value) {
			text = "<FEFF" + hexUTF16(e.Value)[1:]
		}
		fmt.Fprintf(&b, "/%s %s ", e.Key, text)
	}
	if !d.Created.IsZero() {
		fmt.Fprintf(&b, "/CreationDate %s ", date(d.Created))
	}
	if !d.Modified.IsZero() {
		fmt.Fprintf(&b, "/ModDate %s ", date(d.Modified))
	}
	b.WriteString(">>")
	return b.String()
}

func date(t time.Time) string {
	return "(D:" + t.Format("20060102150405-07'00'") + ")"
}

// fonts writes Helvetica and a Japanese gothic, regular and bold, and returns
// the resource dictionary that names them F1 to F4.
func (w *writer) fonts() string {
	var b strings.Builder
	for i, name := range []string{"Helvetica", "Helvetica-Bold"} {
		n := w.reserve()
		w.object(n, "<</Type /Font /Subtype /Type1 /BaseFont /"+name+" /Encoding /WinAnsiEncoding>>")
		fmt.Fprintf(&b, "/F%d %d 0 R ", i+1, n)
	}
	for i, name := range []string{"HeiseiKakuGo-W5", "HeiseiKakuGo-W5,Bold"} {
		font, cid, desc := w.reserve(), w.reserve(), w.reserve()
		w.object(font, fmt.Sprintf("<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /UniJIS-UTF16-H /DescendantFonts [%d 0 R]>>", name, cid))
		// Character ids 1 to 94 are the printable ASCII characters; Width knows
		// them as half an em, everything else is a full em.
		w.object(cid, fmt.Sprintf("<</Type /Font /Subtype /CIDFontType0 /BaseFont /%s /CIDSystemInfo <</Registry (Adobe) /Ordering (Japan1) /Supplement 5>> /FontDescriptor %d 0 R /DW 1000 /W [1 94 500]>>", name, desc))
		w.object(desc, fmt.Sprintf("<</Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [-92 -250 1010 922] /ItalicAngle 0 /Ascent 752 /Descent -221 /CapHeight 737 /StemV 114>>", name))
		fmt.Fprintf(&b, "/F%d %d 0 R ", i+3, font)
	}
	return b.String()
}

func (w *writer) page(p *Page, parent int, fonts string) (int, error) {
	var images strings.Builder
	for i, data := range p.pictures {
		cfg, format, err := image.DecodeConfig(bytes.NewReader(data))
		if err != nil || format != "jpeg" {
			return 0, fmt.Errorf("picture %d of a page is no JPEG file (%s): %w", i+1, format, err)
		}
		space := "/DeviceRGB"
		if isGray(cfg) {
			space = "/DeviceGray"
		}
		n := w.reserve()
		w.stream(n, fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace %s /BitsPerComponent 8 /Filter /DCTDecode", cfg.Width, cfg.Height, space), data)
		fmt.Fprintf(&images, "/Im%d %d 0 R ", i+1, n)
	}
	content, page := w.reserve(), w.reserve()
	packed, err := deflate([]byte(p.content.String()))
	if err != nil {
		return 0, err
	}
	w.stream(content, "/Filter /FlateDecode", packed)
	w.object(page, fmt.Sprintf("<</Type /Page /Parent %d 0 R /MediaBox [0 0 %s %s] /Contents %d 0 R /Resources <</Font <<%s>> /XObject <<%s>>>>>>",
		parent, num(p.width()), num(p.height()), content, fonts, images.String()))
	return page, nil
}

func (w *writer) attachments(list []Attachment) (string, error) {
	if len(list) == 0 {
		return "", nil
	}
	var names strings.Builder
	for _, a := range list {
		data, spec := w.reserve(), w.reserve()
		packed, err := deflate(a.Data)
		if err != nil {
			return "", err
		}
		w.stream(data, "/Type /EmbeddedFile /Filter /FlateDecode", packed)
		w.object(spec, fmt.Sprintf("<</Type /Filespec /F %s /UF <FEFF%s /EF <</F %d 0 R>>>>", literal("attachment"), hexUTF16(a.Name)[1:], data))
		fmt.Fprintf(&names, "<FEFF%s %d 0 R ", hexUTF16(a.Name)[1:], spec)
	}
	return fmt.Sprintf(" /Names <</EmbeddedFiles <</Names [%s]>>>>", names.String()), nil
}

func deflate(data []byte) ([]byte, error) {
	var buf bytes.Buffer
	zw := zlib.NewWriter(&buf)
	if _, err := zw.Write(data); err != nil {
		return nil, fmt.Errorf("packing a stream: %w", err)
	}
	if err := zw.Close(); err != nil {
		return nil, fmt.Errorf("packing a stream: %w", err)
	}
	return buf.Bytes(), nil
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] > 0x7e || s[i] < 0x20 {
			return false
		}
	}
	return true
}

var literalEscapes = strings.NewReplacer(`\`, `\\`, `(`, `\(`, `)`, `\)`)

func literal(s string) string { return "(" + literalEscapes.Replace(s) + ")" }

func hexUTF16(s string) string {
	var b strings.Builder
	b.WriteByte('<')
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	b.WriteByte('>')
	return b.String()
}

func num(v float64) string {
	s := fmt.Sprintf("%.2f", v)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}
