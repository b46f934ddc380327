package ole

import (
	"fmt"
	"math"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/cellfmt"
	"evscan/extractors/internal/codepage"
	"evscan/extractors/internal/fieldcode"
	"evscan/extractors/internal/push"
)

const (
	rowBytes   = 64 << 10 // one block of a sheet
	maxStrings = 2_000_000
)

// record is a record of BIFF, [MS-XLS] 2.1.4, with the records that continue it.
type record struct {
	kind   uint16
	at     uint32
	pieces []view
}

// readBook reads a workbook of Excel 5 to 2003.
func readBook(f *file) error {
	b, err := f.stream("", "Workbook", maxStream)
	if b == nil {
		b, err = f.stream("", "Book", maxStream)
	}
	if b == nil {
		return err
	}
	w := newBook(f)
	if bad := w.read(b); bad != nil {
		return bad
	}
	w.pivots()
	return err
}

func newBook(f *file) *workbook {
	return &workbook{f: f, sheets: map[uint32]string{}, formats: map[int]string{}, notes: map[uint16]string{}, page: 1252}
}

type workbook struct {
	f       *file
	biff    int // 2, 3, 4, 5 or 8
	page    int // of strings of one byte a character
	strs    []string
	sheets  map[uint32]string // by the place of their first record
	sheet   string
	row     uint32
	first   string // place of the block's first cell
	block   strings.Builder
	formats map[int]string
	cells   []int // number format of each cell format
	late    bool  // dates count from 1904
	waiting struct {
		row, col uint32
		is       bool
	} // a formula whose text follows
	object   uint16 // number and kind of the last drawn object
	objectOf uint16
	notes    map[uint16]string
	pictures []byte
	cipher   *blockCipher
}

func (w *workbook) read(v view) error {
	for at := uint32(0); uint64(at)+4 <= uint64(len(v)) && !w.f.out.Full() && w.f.ctx.Err() == nil; {
		r := record{kind: v.u16(at), at: at}
		for {
			n := uint32(v.u16(at + 2))
			piece := view(v.bytes(at+4, n))
			if w.cipher != nil {
				piece = w.decipher(v.u16(at), piece, at+4)
			}
			r.pieces = append(r.pieces, piece)
			at += 4 + uint32(len(piece))
			if uint32(len(piece)) < n || uint64(at)+4 > uint64(len(v)) || v.u16(at) != 0x3c {
				break
			}
		}
		if err := w.record(r); err != nil {
			w.flush()
			return err
		}
	}
	w.flush()
	w.f.blips(w.pictures, "picture")
	return nil
}

// decipher opens a record's data. Some records stay plain, and the place of a
// sheet's first record too, 2.2.10.
func (w *workbook) decipher(kind uint16, b view, at uint32) view {
	switch kind {
	case 0x809, 0x2f, 0xe1, 0x0c, 0x194, 0x195, 0x196, 0x138:
		return b
	}
	out := append(view{}, b...)
	w.cipher.apply(out, at)
	if kind == 0x85 {
		copy(out, b[:min(4, len(b))])
	}
	return out
}

func (w *workbook) record(r record) error {
	b := r.pieces[0]
	switch r.kind {
	case 0x2f:
		return w.filePass(b)
	case 0x09, 0x209, 0x409, 0x809:
		w.begin(r, b)
	case 0x42:
		if p := int(b.u16(0)); p != wide {
			w.page = p
		}
	case 0x22:
		w.late = b.u16(0) == 1
	case 0x1e, 0x41e:
		w.format(r.kind, b)
	case 0xe0:
		w.cells = append(w.cells, int(b.u16(2)))
	case 0x243, 0x443:
		if len(b) > 1 {
			w.cells = append(w.cells, int(b[1]))
		}
	case 0x85:
		w.boundSheet(b)
	case 0xfc:
		return w.shared(r)
	case 0x14, 0x15:
		zone := evidence.ZoneHeader
		if r.kind == 0x15 {
			zone = evidence.ZoneFooter
		}
		w.f.out.Text(plainHeader(w.text(r.pieces, w.long(1))), "Workbook", evidence.Locator{Part: w.sheet, Zone: zone})
	default:
		if !w.cellRecord(r, b) {
			w.about(r, b)
		}
	}
	return nil
}

// filePass tries the passwords, 2.4.117.
func (w *workbook) filePass(b view) error {
	if w.biff < 8 || b.u16(0) != 1 {
		return fmt.Errorf("%w: the workbook is obfuscated with a password (XOR)", evidence.ErrEncrypted)
	}
	c, err := w.f.unlock(b.from(2), 1024)
	if err != nil {
		return err
	}
	w.cipher = &c
	w.f.out.Meta("ole:Encryption", "RC4, opened with a password", "Workbook")
	return nil
}

func (w *workbook) begin(r record, b view) {
	w.flush()
	switch {
	case r.kind == 0x809 && b.u16(0) >= 0x600:
		w.biff = 8
	case r.kind == 0x809:
		w.biff = 5
	default:
		w.biff = int(r.kind>>8) + 2
		if r.kind > 0xff {
			w.biff = int(r.kind>>8) + 1
		}
		if r.kind == 0x409 {
			w.biff = 4
		}
	}
	if name, ok := w.sheets[r.at]; ok {
		w.sheet = name
	}
}

// long is the width of a string's length, which Excel 97 doubled for some.
func (w *workbook) long(before uint32) uint32 {
	if w.biff >= 8 {
		return 2
	}
	return before
}

// text reads a string of the workbook's version whose length takes n bytes.
func (w *workbook) text(pieces []view, n uint32) string {
	if w.biff >= 8 {
		return (&reader{pieces: append([]view{}, pieces...)}).text(n)
	}
	if len(pieces) == 0 || uint32(len(pieces[0])) < n {
		return ""
	}
	b := pieces[0]
	size := uint32(b[0])
	if n == 2 {
		size = uint32(b.u16(0))
	}
	return codepage.Decode(b.bytes(n, size), w.page)
}

func (w *workbook) format(kind uint16, b view) {
	if len(w.formats) > 5000 {
		return
	}
	switch {
	case w.biff >= 5:
		w.formats[int(b.u16(0))] = w.text([]view{b.from(2)}, w.long(1))
	case kind == 0x41e:
		w.formats[len(w.formats)] = w.text([]view{b.from(2)}, 1)
	default:
		w.formats[len(w.formats)] = w.text([]view{b}, 1)
	}
}

func (w *workbook) boundSheet(b view) {
	name := w.text([]view{b.from(6)}, 1)
	w.sheets[b.u32(0)] = name
	w.f.out.Meta("ole:Sheet", name, "Workbook")
	if len(b) > 4 && b[4]&3 != 0 {
		w.f.out.Meta("ole:HiddenSheet", name, "Workbook")
	}
}

// cellRecord takes the records that hold cells.
func (w *workbook) cellRecord(r record, b view) bool {
	row, col, xf := uint32(b.u16(0)), uint32(b.u16(2)), int(b.u16(4))
	rest := uint32(6)
	if w.biff == 2 {
		rest, xf = 7, -1
	}
	switch r.kind {
	case 0xfd: // LabelSst
		if i := b.u32(6); uint64(i) < uint64(len(w.strs)) {
			w.cell(row, col, w.strs[i])
		}
	case 0x04: // Label of Excel 2
		w.cell(row, col, w.text([]view{b.from(rest)}, 1))
	case 0x204, 0xd6: // Label, RString
		w.cell(row, col, w.text(append([]view{b.from(rest)}, r.pieces[1:]...), 2))
	case 0x02: // Integer of Excel 2
		w.number(row, col, xf, float64(b.u16(rest)))
	case 0x03, 0x203: // Number
		w.number(row, col, xf, b.float(rest))
	case 0x27e: // RK
		w.number(row, col, xf, rk(b.u32(6)))
	case 0xbd: // MulRk
		for at := uint32(4); uint64(at)+8 <= uint64(len(b)); at += 6 {
			w.number(row, col, int(b.u16(at)), rk(b.u32(at+2)))
			col++
		}
	case 0x205: // BoolErr
		if v := b.u16(6); v>>8 == 0 {
			w.cell(row, col, map[bool]string{true: "TRUE", false: "FALSE"}[v&1 == 1])
		}
	case 0x06, 0x206, 0x406: // Formula
		w.formula(row, col, xf, b.from(rest))
	case 0x07, 0x207: // its text
		if w.waiting.is {
			n := uint32(2)
			if w.biff == 2 {
				n = 1
			}
			w.cell(w.waiting.row, w.waiting.col, w.text(r.pieces, n))
		}
		w.waiting.is = false
	default:
		return false
	}
	return true
}

func (w *workbook) formula(row, col uint32, xf int, b view) {
	if b.u16(6) != 0xffff {
		w.number(row, col, xf, b.float(0))
		return
	}
	switch b.u16(0) & 0xff {
	case 0:
		w.waiting.row, w.waiting.col, w.waiting.is = row, col, true
	case 1:
		w.cell(row, col, map[bool]string{true: "TRUE", false: "FALSE"}[b.u16(2)&1 == 1])
	}
}

func (v view) float(at uint32) float64 {
	return math.Float64frombits(uint64(v.u32(at)) | uint64(v.u32(at+4))<<32)
}

// rk unpacks a number of 30 bits, 2.5.217.
func rk(u uint32) float64 {
	var v float64
	if u&2 != 0 {
		v = float64(int32(u) >> 2)
	} else {
		v = math.Float64frombits(uint64(u&^3) << 32)
	}
	if u&1 != 0 {
		v /= 100
	}
	return v
}

func (w *workbook) number(row, col uint32, xf int, v float64) {
	id := 0
	if xf >= 0 && xf < len(w.cells) {
		id = w.cells[xf]
	}
	w.cell(row, col, cellfmt.Format(v, id, w.formats[id], w.late))
}

func (w *workbook) cell(row, col uint32, text string) {
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	switch {
	case w.block.Len() > rowBytes || w.block.Len() > 0 && row > w.row+1:
		w.flush()
	case w.block.Len() > 0 && row == w.row:
		w.block.WriteByte('\t')
	case w.block.Len() > 0:
		w.block.WriteByte('\n')
	}
	if w.block.Len() == 0 {
		w.first = cellName(col, row)
	}
	w.row = row
	w.block.WriteString(text)
}

// cellName writes a place as spreadsheets do: A1 is column 0, row 0.
func cellName(col, row uint32) string {
	name := ""
	for col++; col > 0; col = (col - 1) / 26 {
		name = string(rune('A'+(col-1)%26)) + name
	}
	return fmt.Sprintf("%s%d", name, row+1)
}

func (w *workbook) flush() {
	w.f.out.Text(w.block.String(), "Workbook", evidence.Locator{Part: w.sheet, Cell: w.first, Zone: evidence.ZoneBody})
	w.block.Reset()
}

// about takes the records that tell of the workbook and what surrounds the cells.
func (w *workbook) about(r record, b view) {
	meta := func(name, value string) { w.f.out.Meta("ole:"+name, value, "Workbook") }
	switch r.kind {
	case 0x5c: // WriteAccess: who had it open last
		meta("WriteAccess", w.text(r.pieces, w.long(1)))
	case 0x5b: // FileSharing: who reserved it
		meta("ReservedBy", w.text([]view{b.from(4)}, w.long(1)))
	case 0x4d: // Pls
		meta("Printer", deviceName(b.from(2)))
	case 0x18, 0x218: // Lbl
		if len(b) > 14 && w.biff >= 5 && b.u16(0)&0x20 == 0 {
			meta("DefinedName", w.text([]view{append(view{b[3]}, b[14:]...)}, 1))
		}
	case 0x17: // ExternSheet of Excel 5
		if w.biff < 8 && len(b) > 2 && b[1] == 1 {
			meta("ExternalLink", bookPath(codepage.Decode(b.bytes(1, uint32(b[0])), w.page)))
		}
	case 0x1ae: // SupBook
		if n := b.u16(2); n > 0 && n < 0x100 {
			meta("ExternalLink", bookPath(w.text(append([]view{b.from(2)}, r.pieces[1:]...), 2)))
		}
	case 0x1b8: // HLink
		w.hyperlink(b)
	case 0xcd, 0xdc: // SXString: connection strings and queries
		if s := w.text(r.pieces, 2); r.kind == 0xcd && connection(s) {
			meta("DataConnection", push.Connection(s))
		}
	case 0x51: // DConRef
		meta("ExternalLink", bookPath(w.text([]view{b.from(6)}, w.long(1))))
	case 0x5d: // Obj
		w.objectOf, w.object = b.u16(4), b.u16(6)
	case 0x1b6: // TxO
		w.drawnText(r)
	case 0x1c: // Note
		w.note(b)
	case 0x100d: // SeriesText
		w.f.out.Text(w.text([]view{b.from(2)}, 1), "Workbook", evidence.Locator{Part: w.sheet, Zone: evidence.ZoneBody})
	case 0xeb, 0xec: // pictures
		if len(w.pictures) < maxStream {
			for _, p := range r.pieces {
				w.pictures = append(w.pictures, p...)
			}
		}
	}
}

// connection tells a data source from a query or any other string.
func connection(s string) bool {
	low := strings.ToLower(s)
	return strings.Contains(low, "dsn=") || strings.Contains(low, "server=") || strings.Contains(low, "provider=") || strings.Contains(low, "source=") ||
		strings.HasPrefix(low, "url;") || strings.HasPrefix(low, "text;") || strings.HasPrefix(low, "odbc;")
}

// drawnText reads the text of a box or a note: its length, then the text in the
// records that continue it.
func (w *workbook) drawnText(r record) {
	b := r.pieces[0]
	n := b.u16(10)
	if len(r.pieces) < 2 || n == 0 || len(r.pieces[1]) == 0 {
		return
	}
	head := view{byte(n), byte(n >> 8), r.pieces[1][0]}
	pieces := append([]view{head, r.pieces[1][1:]}, r.pieces[2:]...)
	text := (&reader{pieces: mergeFirst(pieces)}).text(2)
	if w.objectOf == 0x19 {
		w.notes[w.object] = text
		return
	}
	w.f.out.Text(text, "Workbook", evidence.Locator{Part: w.sheet, Zone: evidence.ZoneBody})
}

// mergeFirst joins a made head with the piece it belongs to.
func mergeFirst(p []view) []view {
	return append([]view{append(append(view{}, p[0]...), p[1]...)}, p[2:]...)
}

func (w *workbook) note(b view) {
	at := evidence.Locator{Part: w.sheet, Cell: cellName(uint32(b.u16(2)), uint32(b.u16(0))), Zone: evidence.ZoneComment}
	if w.biff < 8 {
		w.f.out.Text(codepage.Decode(b.bytes(6, uint32(b.u16(4))), w.page), "Workbook", at)
		return
	}
	w.f.out.Meta("ole:CommentAuthor", w.text([]view{b.from(8)}, 2), "Workbook")
	w.f.out.Text(w.notes[b.u16(6)], "Workbook", at)
}

// hyperlink reads [MS-OSHARED] 2.3.7.1 behind the cells it stands in.
func (w *workbook) hyperlink(b view) {
	at := uint32(8 + 16)
	flags := b.u32(at + 4)
	at += 8
	for _, bit := range []uint32{0x10, 0x80} { // shown name, frame
		if flags&bit != 0 {
			at += 4 + 2*b.u32(at)
		}
		if uint64(at) > uint64(len(b)) {
			return
		}
	}
	if flags&1 == 0 {
		return
	}
	var target string
	switch {
	case flags&0x100 != 0:
		target = utf16Text(b.bytes(at+4, uint32(min(uint64(b.u32(at))*2, uint64(len(b))))), true)
	case b.u32(at) == 0x79eac9e0: // address
		target = utf16Text(b.bytes(at+20, b.u32(at+16)), true)
	case b.u32(at) == 0x00000303: // file
		n := b.u32(at + 18)
		target = decode(b.bytes(at+22, n), w.page)
		if end := at + 22 + n + 24; uint64(n) < uint64(len(b)) && b.u32(end) > 0 {
			target = utf16Text(b.bytes(end+10, b.u32(end+4)), true)
		}
		for range min(b.u16(at+16), 16) {
			target = `..\` + target
		}
	}
	if kind, target := fieldcode.Link(target); kind != "" {
		w.f.out.Meta("ole:"+kind, target, "Workbook")
	}
}

// bookPath turns an encoded path, 2.5.277, into one that people read.
func bookPath(s string) string {
	if !strings.HasPrefix(s, "\x01") {
		return strings.TrimLeft(s, "\x02\x03\x00")
	}
	s = s[1:]
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == 1 && i+1 < len(s) && s[i+1] == '@':
			b.WriteString(`\\`)
			i++
		case c == 1 && i+1 < len(s):
			b.WriteString(s[i+1:i+2] + `:\`)
			i++
		case c == 2, c == 3:
			b.WriteByte('\\')
		case c == 4:
			b.WriteString(`..\`)
		case c == 5 && i+1 < len(s): // plain from here, behind its length
			b.WriteString(s[i+2:])
			i = len(s)
		case c < ' ':
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// deviceName is the printer of a DEVMODE structure (wingdi.h): 32 units of UTF-16.
func deviceName(b view) string {
	name := utf16Text(b.bytes(0, 64), true)
	if strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '\uFFFD' }) || len([]rune(name)) < 2 {
		return ""
	}
	return name
}

// pivots reads the strings that pivot tables keep of their sources.
func (w *workbook) pivots() {
	for _, e := range w.f.cfb.File {
		if len(e.Path) != 1 || e.Path[0] != "_SX_DB_CUR" && e.Path[0] != "_SX_DB" || e.Size == 0 || w.f.out.Full() {
			continue
		}
		b, err := w.f.stream(e.Path[0], e.Name, maxStream)
		w.f.out.Problem(err, e.Name)
		var lines strings.Builder
		for v := view(b); len(v) >= 4; {
			n := uint32(v.u16(2))
			if v.u16(0) == 0xcd {
				lines.WriteString(w.text([]view{v.bytes(4, n)}, 2) + "\n")
			}
			v = v.from(4 + n)
		}
		w.f.out.Text(lines.String(), e.Name, evidence.Locator{Part: "pivot cache", Zone: evidence.ZoneBody})
	}
}

// shared reads the table of strings, held up to the item's limit of text.
func (w *workbook) shared(r record) error {
	total := r.pieces[0].u32(4)
	in := &reader{pieces: append([]view{r.pieces[0].from(8)}, r.pieces[1:]...)}
	left := w.f.out.Left()
	for range min(total, maxStrings) {
		if in.done() {
			return nil
		}
		s := in.text(2)
		if left -= int64(len(s)) + 16; left < 0 {
			w.f.out.Problem(fmt.Errorf("%w: more shared strings than text is read", evidence.ErrLimit), "Workbook")
			return nil
		}
		w.strs = append(w.strs, s)
	}
	return nil
}

// reader reads Unicode strings, [MS-XLS] 2.5.293, across continued records. Where
// characters go on in the next record, it begins with their width anew.
type reader struct {
	pieces []view
}

func (r *reader) done() bool {
	for len(r.pieces) > 0 && len(r.pieces[0]) == 0 {
		r.pieces = r.pieces[1:]
	}
	return len(r.pieces) == 0
}

func (r *reader) take(n uint32) view {
	var out view
	for n > 0 && !r.done() {
		p := r.pieces[0]
		m := min(n, uint32(len(p)))
		out = append(out, p[:m]...)
		r.pieces[0] = p[m:]
		n -= m
	}
	return out
}

// text reads a string whose length takes the given number of bytes.
func (r *reader) text(lengthBytes uint32) string {
	head := r.take(lengthBytes + 1)
	if uint32(len(head)) <= lengthBytes {
		return ""
	}
	n := uint32(head[0])
	if lengthBytes == 2 {
		n = uint32(head.u16(0))
	}
	flags := head[lengthBytes]
	var skip uint32
	if flags&8 != 0 {
		skip = 4 * uint32(r.take(2).u16(0))
	}
	if flags&4 != 0 {
		skip += r.take(4).u32(0)
	}
	double := flags&1 != 0
	units := make([]uint16, 0, min(n, 1024))
	for n > 0 && !r.done() {
		p := r.pieces[0]
		width := uint32(1)
		if double {
			width = 2
		}
		m := min(n, uint32(len(p))/width)
		for i := range m {
			if double {
				units = append(units, p.u16(2*i))
			} else {
				units = append(units, uint16(p[i]))
			}
		}
		n -= m
		r.pieces[0] = p[m*width:]
		if n > 0 { // goes on in the next record
			r.pieces = r.pieces[1:]
			if r.done() {
				break
			}
			double = r.pieces[0][0]&1 != 0
			r.pieces[0] = r.pieces[0][1:]
		}
	}
	r.take(skip)
	return string(utf16Runes(units))
}

// plainHeader drops the codes of a header string: &L &C &R, fonts and sizes.
func plainHeader(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '&' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch c := s[i]; {
		case c == '&':
			b.WriteByte('&')
		case c == 'L' || c == 'C' || c == 'R':
			b.WriteByte('\n')
		case c == '"':
			end := strings.IndexByte(s[i+1:], '"')
			if end < 0 {
				return b.String()
			}
			i += end + 1
		case c >= '0' && c <= '9':
			for i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9' {
				i++
			}
		}
	}
	return b.String()
}
