package image

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"evscan/evidence"
	"evscan/extractors/internal/push"
)

// Windows metafiles are lists of drawing commands; some draw text.
// EMF: https://learn.microsoft.com/openspecs/windows_protocols/ms-emf
// WMF: https://learn.microsoft.com/openspecs/windows_protocols/ms-wmf

// Bounds on one metafile.
const (
	maxRecords     = 2_000_000
	maxRecordBytes = 1 << 20 // of a record that is read; bitmaps are passed over
	maxObjects     = 1 << 16
)

func metafiles() []evidence.Format {
	return []evidence.Format{
		{ID: "emf", MIME: "image/emf", Version: 1, Exts: []string{"emf"}, Match: matchEMF, Extract: metafile(readEMF)},
		{ID: "wmf", MIME: "image/wmf", Version: 1, Exts: []string{"wmf"}, Match: matchStart("\xd7\xcd\xc6\x9a\x00\x00", "\x01\x00\x09\x00\x00\x03", "\x02\x00\x09\x00\x00\x03"), Extract: metafile(readWMF)},
	}
}

func matchEMF(p evidence.Probe) (string, bool) {
	return "record EMR_HEADER with the signature \" EMF\" at 40", len(p.Head) >= 44 && string(p.Head[:4]) == "\x01\x00\x00\x00" && string(p.Head[40:44]) == " EMF"
}

func metafile(read func(context.Context, evidence.Input, *drawing) error) func(context.Context, evidence.Input, evidence.Sink) error {
	return func(ctx context.Context, in evidence.Input, out evidence.Sink) error {
		d := &drawing{p: newProps(out), text: push.New(out, in.Limits)}
		err := read(ctx, in, d)
		d.end()
		switch {
		case d.p.err != nil:
			return d.p.err
		case d.text.Err != nil:
			return d.text.Err
		}
		if d.glyphs {
			out.Problem(evidence.ProblemUnsupported, "text", "some text is drawn by the numbers of a font's glyphs and not read")
		}
		return err
	}
}

// drawing gathers the text that is drawn: what stands at one height is a line.
type drawing struct {
	p      *props
	text   *push.Pusher
	lines  []string
	line   strings.Builder
	y      int64
	size   int
	glyphs bool // some text was not written in characters
	fonts  map[uint32]byte
	font   byte // character set of the selected font
}

func (d *drawing) draw(y int64, s string) {
	s = strings.TrimRight(strings.ReplaceAll(s, "\x00", ""), "\r\n")
	if s == "" {
		return
	}
	if d.line.Len() > 0 && y != d.y {
		d.newline()
	}
	d.y = y
	d.line.WriteString(s)
	if d.line.Len() > 4096 {
		d.newline()
	}
}

func (d *drawing) newline() {
	if s := strings.TrimSpace(d.line.String()); s != "" {
		d.lines = append(d.lines, s)
		d.size += len(s)
	}
	d.line.Reset()
	if d.size > 64<<10 {
		d.flush()
	}
}

func (d *drawing) flush() {
	d.text.Text(strings.Join(d.lines, "\n"), "drawn text", evidence.Locator{Zone: evidence.ZoneBody})
	d.lines, d.size = nil, 0
}

func (d *drawing) end() {
	d.newline()
	d.flush()
}

// charsets are the code pages of the character sets of fonts, MS-WMF 2.1.1.5; 0, ANSI,
// is that of Western Windows, and those that are missing are guessed.
func charsets() map[byte]encoding.Encoding {
	return map[byte]encoding.Encoding{0: charmap.Windows1252, 77: charmap.Macintosh, 128: japanese.ShiftJIS, 129: korean.EUCKR, 134: simplifiedchinese.GBK, 136: traditionalchinese.Big5,
		161: charmap.Windows1253, 162: charmap.Windows1254, 163: charmap.Windows1258, 177: charmap.Windows1255, 178: charmap.Windows1256, 186: charmap.Windows1257, 204: charmap.Windows1251,
		222: charmap.Windows874, 238: charmap.Windows1250}
}

// symbolCharset is that of fonts whose letters are signs.
const symbolCharset = 2

// bytes decodes text in the character set of the selected font.
func (d *drawing) bytes(b []byte) string {
	if d.font == symbolCharset {
		d.glyphs = true
		return ""
	}
	if slices.ContainsFunc(b, func(c byte) bool { return c >= 0x80 }) {
		if e := charsets()[d.font]; e != nil {
			if s, err := e.NewDecoder().Bytes(b); err == nil && !strings.ContainsRune(string(s), '\uFFFD') {
				return string(s)
			}
		}
	}
	return anyText(b)
}

// readEMF walks the records of an enhanced metafile.
func readEMF(ctx context.Context, in evidence.Input, d *drawing) error {
	d.fonts = map[uint32]byte{}
	l := binary.LittleEndian
	at := int64(0)
	for n := 0; at+8 <= in.Size && n < maxRecords && !d.text.Full(); n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		h := readAt(in, at, 8)
		if len(h) < 8 {
			break
		}
		kind, size := l.Uint32(h), int64(l.Uint32(h[4:]))
		if size < 8 || size%4 != 0 {
			return fmt.Errorf("%w: a record of %d bytes at %d", evidence.ErrCorrupt, size, at)
		}
		var b []byte
		switch kind {
		case 1, 37, 70, 82, 83, 84, 96, 97, 108:
			b = readAt(in, at, min(size, maxRecordBytes))
		case 14: // EMR_EOF
			return nil
		}
		d.emf(kind, b)
		at += size
	}
	if d.text.Full() {
		return nil
	}
	return fmt.Errorf("%w: no end of the records", evidence.ErrCorrupt)
}

func (d *drawing) emf(kind uint32, b []byte) {
	l := binary.LittleEndian
	switch {
	case kind == 1 && len(b) >= 88:
		n, at := uint64(l.Uint32(b[60:])), uint64(l.Uint32(b[64:]))
		d.p.size(int64(int32(l.Uint32(b[16:])))-int64(int32(l.Uint32(b[8:]))), int64(int32(l.Uint32(b[20:])))-int64(int32(l.Uint32(b[12:]))), "bounds")
		if n > 0 && at+2*n <= uint64(len(b)) { // program and picture, each with its NUL
			description := b[at : at+2*n]
			program := wide(description, l)
			d.p.add("emf:Application", program, "EMR_HEADER")
			if rest := 2 * (len([]rune(program)) + 1); rest < len(description) {
				d.p.add("emf:Title", wide(description[rest:], l), "EMR_HEADER")
			}
		}
	case kind == 82 && len(b) >= 36: // EMR_EXTCREATEFONTINDIRECTW
		if len(d.fonts) < maxObjects {
			d.fonts[l.Uint32(b[8:])] = b[35]
		}
	case kind == 37 && len(b) >= 12: // EMR_SELECTOBJECT
		if font, ok := d.fonts[l.Uint32(b[8:])]; ok {
			d.font = font
		}
	case (kind == 83 || kind == 84) && len(b) >= 76: // EMR_EXTTEXTOUTA and W
		d.emfText(b, b[36:], kind == 84)
	case (kind == 96 || kind == 97) && len(b) >= 40: // EMR_POLYTEXTOUTA and W
		count := l.Uint32(b[36:])
		for i := uint64(0); i < uint64(count) && 40+i*40+40 <= uint64(len(b)); i++ {
			d.emfText(b, b[40+i*40:], kind == 97)
		}
	case kind == 108 && len(b) >= 36: // EMR_SMALLTEXTOUT
		d.smallText(b)
	case kind == 70 && len(b) >= 16 && string(b[12:16]) == "EMF+":
		d.plus(b[16:])
	}
}

// emfText reads an EmrText object of the record b, MS-EMF 2.2.5.
func (d *drawing) emfText(b, t []byte, unicode bool) {
	l := binary.LittleEndian
	n, at, options := uint64(l.Uint32(t[8:])), uint64(l.Uint32(t[12:])), l.Uint32(t[16:])
	if options&0x10 != 0 { // ETO_GLYPH_INDEX
		d.glyphs = d.glyphs || n > 0
		return
	}
	y := int64(int32(l.Uint32(t[4:])))
	switch {
	case unicode && at+2*n <= uint64(len(b)):
		d.draw(y, wide(b[at:at+2*n], l))
	case !unicode && at+n <= uint64(len(b)):
		d.draw(y, d.bytes(b[at:at+n]))
	}
}

// smallText reads an EMR_SMALLTEXTOUT record, MS-EMF 2.3.5.37.
func (d *drawing) smallText(b []byte) {
	l := binary.LittleEndian
	n, options := uint64(l.Uint32(b[16:])), l.Uint32(b[20:])
	rest := b[36:]
	if options&0x100 == 0 { // bounds
		rest = rest[min(16, len(rest)):]
	}
	switch {
	case options&0x10 != 0:
		d.glyphs = true
	case options&0x200 != 0 && n <= uint64(len(rest)):
		d.draw(int64(int32(l.Uint32(b[12:]))), latin1(rest[:n]))
	case options&0x200 == 0 && 2*n <= uint64(len(rest)):
		d.draw(int64(int32(l.Uint32(b[12:]))), wide(rest[:2*n], l))
	}
}

// plus reads the records of EMF+ in a comment,
// https://learn.microsoft.com/openspecs/windows_protocols/ms-emfplus.
func (d *drawing) plus(b []byte) {
	l := binary.LittleEndian
	for len(b) >= 12 {
		kind, flags, size := l.Uint16(b), l.Uint16(b[2:]), uint64(l.Uint32(b[4:]))
		if size < 12 || size > uint64(len(b)) {
			return
		}
		data := b[12:size]
		b = b[size:]
		switch {
		case kind == 0x401c && len(data) >= 28: // EmfPlusDrawString
			if n := uint64(l.Uint32(data[8:])); 28+2*n <= uint64(len(data)) {
				d.newline()
				d.draw(0, wide(data[28:28+2*n], l))
				d.newline()
			}
		case kind == 0x4036 && len(data) >= 16: // EmfPlusDrawDriverString
			n := uint64(l.Uint32(data[12:]))
			if l.Uint32(data[4:])&1 == 0 {
				d.glyphs = true
			} else if 16+2*n <= uint64(len(data)) {
				d.newline()
				d.draw(int64(flags), wide(data[16:16+2*n], l))
				d.newline()
			}
		}
	}
}

// readWMF walks the records of a metafile of 16-bit Windows.
func readWMF(ctx context.Context, in evidence.Input, d *drawing) error {
	l := binary.LittleEndian
	at := int64(0)
	if h := readAt(in, 0, 22); len(h) == 22 && string(h[:4]) == "\xd7\xcd\xc6\x9a" {
		at = 22
		d.p.size(int64(int16(l.Uint16(h[10:])))-int64(int16(l.Uint16(h[6:]))), int64(int16(l.Uint16(h[12:])))-int64(int16(l.Uint16(h[8:]))), "bounds")
	}
	at += 18
	w := wmf{d: d}
	for n := 0; at+6 <= in.Size && n < maxRecords && !d.text.Full(); n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		h := readAt(in, at, 6)
		if len(h) < 6 {
			break
		}
		size, kind := int64(l.Uint32(h))*2, l.Uint16(h[4:])
		switch {
		case kind == 0: // META_EOF
			return nil
		case size < 6:
			return fmt.Errorf("%w: a record of %d bytes at %d", evidence.ErrCorrupt, size, at)
		}
		var b []byte
		switch kind {
		case 0x0521, 0x0a32, 0x02fb, 0x012d, 0x01f0:
			b = readAt(in, at+6, min(size-6, maxRecordBytes))
		}
		w.record(kind, b)
		at += size
	}
	if d.text.Full() {
		return nil
	}
	return fmt.Errorf("%w: no end of the records", evidence.ErrCorrupt)
}

// wmf keeps the table of objects: each new one takes the lowest free place.
type wmf struct {
	d       *drawing
	objects []int // character set of a font, other for another object, free
}

const (
	otherObject = -1
	freeObject  = -2
)

func (w *wmf) create(v int) {
	if i := slices.Index(w.objects, freeObject); i >= 0 {
		w.objects[i] = v
	} else if len(w.objects) < maxObjects {
		w.objects = append(w.objects, v)
	}
}

func (w *wmf) record(kind uint16, b []byte) {
	l := binary.LittleEndian
	switch kind {
	case 0x02fa, 0x02fc, 0x00f7, 0x0142, 0x01f9, 0x06ff: // pens, brushes, palettes, regions
		w.create(otherObject)
	case 0x02fb: // META_CREATEFONTINDIRECT
		if len(b) >= 14 {
			w.create(int(b[13]))
		} else {
			w.create(otherObject)
		}
	case 0x012d: // META_SELECTOBJECT
		if len(b) >= 2 {
			if i := int(l.Uint16(b)); i < len(w.objects) && w.objects[i] >= 0 {
				w.d.font = byte(w.objects[i])
			}
		}
	case 0x01f0: // META_DELETEOBJECT
		if len(b) >= 2 {
			if i := int(l.Uint16(b)); i < len(w.objects) {
				w.objects[i] = freeObject
			}
		}
	case 0x0521: // META_TEXTOUT
		if len(b) >= 2 {
			n := int(l.Uint16(b))
			if pad := n + n&1; len(b) >= 2+pad+2 {
				w.d.draw(int64(int16(l.Uint16(b[2+pad:]))), w.d.bytes(b[2:2+n]))
			}
		}
	case 0x0a32: // META_EXTTEXTOUT
		if len(b) < 8 {
			return
		}
		y, n, options := int64(int16(l.Uint16(b))), int(l.Uint16(b[4:])), l.Uint16(b[6:])
		rest := b[8:]
		if options&6 != 0 {
			rest = rest[min(8, len(rest)):]
		}
		switch {
		case options&0x10 != 0:
			w.d.glyphs = true
		case n <= len(rest):
			w.d.draw(y, w.d.bytes(rest[:n]))
		}
	}
}
