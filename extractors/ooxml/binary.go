package ooxml

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strings"
	"unicode/utf16"

	"evscan/evidence"
)

const maxBinaryRecord = 16 << 20 // bytes of one record

// binaryRecord is a record of a binary workbook, [MS-XLSB] 2.1.4.
type binaryRecord struct {
	kind int
	body binaryView
}

// binaryView reads little-endian values; what lies outside comes out as zero.
type binaryView []byte

func (v binaryView) from(at int) binaryView {
	if at < 0 || at > len(v) {
		return nil
	}
	return v[at:]
}

func (v binaryView) u16(at int) int {
	if b := v.from(at); len(b) >= 2 {
		return int(binary.LittleEndian.Uint16(b))
	}
	return 0
}

func (v binaryView) u32(at int) uint32 {
	if b := v.from(at); len(b) >= 4 {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (v binaryView) float(at int) float64 {
	return math.Float64frombits(uint64(v.u32(at)) | uint64(v.u32(at+4))<<32)
}

// text reads a string, counted in units of UTF-16, and says where it ends. A count of
// all ones is no string.
func (v binaryView) text(at int) (string, int) {
	n := v.u32(at)
	if n == 0xffffffff {
		return "", at + 4
	}
	b := v.from(at + 4)
	n = min(n, uint32(len(b)/2))
	units := make([]uint16, n)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units)), at + 4 + 2*int(n)
}

// records calls f for each record of a binary part.
func (d *document) records(name string, f func(binaryRecord) error) error {
	rc, err := d.open(name)
	if err != nil {
		return err
	}
	defer rc.Close()
	r := bufio.NewReaderSize(rc, 64<<10)
	for n := 0; ; n++ {
		if n%1024 == 0 && d.ctx.Err() != nil {
			return d.ctx.Err()
		}
		kind, err := variable(r, 2)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
		}
		size, err := variable(r, 4)
		if err != nil {
			return fmt.Errorf("%w: a record is cut off", evidence.ErrCorrupt)
		}
		body, err := io.ReadAll(io.LimitReader(r, int64(min(size, maxBinaryRecord))))
		if size > maxBinaryRecord && err == nil {
			_, err = io.CopyN(io.Discard, r, int64(size-maxBinaryRecord))
		}
		if bad := f(binaryRecord{kind, body}); bad != nil {
			return bad
		}
		if err != nil || len(body) < min(size, maxBinaryRecord) {
			return fmt.Errorf("%w: a record is cut off", evidence.ErrCorrupt)
		}
	}
}

// variable reads a number of seven bits a byte, the lowest first.
func variable(r io.ByteReader, most int) (int, error) {
	n := 0
	for i := range most {
		c, err := r.ReadByte()
		if err != nil {
			if i > 0 && err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return 0, err
		}
		n |= int(c&0x7f) << (7 * i)
		if c&0x80 == 0 {
			break
		}
	}
	return n, nil
}

// readBinaryBook reads a workbook whose parts are binary. Its drawings, comments'
// people and properties are XML as elsewhere.
func readBinaryBook(d *document) {
	targets := map[string]string{}
	for _, r := range d.relations(d.main) {
		targets[r.id] = r.target
	}
	var sheets []sheet
	n := numbers{}
	d.problem(d.main, d.records(d.main, func(r binaryRecord) error {
		switch r.kind {
		case 153: // BrtWbProp
			n.late = r.body.u32(0)&1 == 1
		case 156: // BrtBundleSh
			id, at := r.body.text(8)
			if targets[id] == "" { // early versions have four bytes more before it
				if early, next := r.body.text(12); targets[early] != "" {
					id, at = early, next
				}
			}
			name, _ := r.body.text(at)
			if len(sheets) < maxParts {
				sheets = append(sheets, sheet{name, map[uint32]string{1: "hidden", 2: "veryHidden"}[r.body.u32(0)], targets[id]})
			}
		case 39: // BrtName
			if name, _ := r.body.text(9); r.body.u32(0)&0x20 == 0 && !strings.HasPrefix(name, "_xl") {
				d.out.Meta("ooxml:DefinedName", name, d.main)
			}
		case 548: // BrtFileSharing
			user, _ := r.body.text(4)
			d.out.Meta("ooxml:ReservedBy", user, d.main)
		case 2071: // BrtAbsPath15
			path, _ := r.body.text(0)
			d.out.Meta("ooxml:SavedPath", path, d.main)
		}
		return nil
	}))
	d.binaryFormats(&n)
	strs := d.binaryStrings()
	for _, s := range sheets {
		if d.stop() {
			return
		}
		if s.state != "" {
			d.out.Meta("ooxml:HiddenSheet", s.name, d.main)
		}
		d.out.Meta("ooxml:Sheet", s.name, d.main)
		r := binarySheet{sheetReader{d: d, strs: strs, sheet: s, numbers: n}}
		d.problem(s.part, r.read())
		for _, name := range d.related(s.part, "comments") {
			d.binaryComments(name, s.name)
		}
		for _, name := range d.related(s.part, "drawing") {
			d.flow(name, evidence.Locator{Part: s.name, Zone: evidence.ZoneBody})
		}
	}
	d.diagrams()
}

func (d *document) binaryFormats(n *numbers) {
	n.codes = map[int]string{}
	for _, name := range d.related(d.main, "styles") {
		in := false
		d.problem(name, d.records(name, func(r binaryRecord) error {
			switch {
			case r.kind == 44 && len(n.codes) < 5000: // BrtFmt
				n.codes[r.body.u16(0)], _ = r.body.text(2)
			case r.kind == 617, r.kind == 618: // BrtBeginCellXFs, BrtEndCellXFs
				in = r.kind == 617
			case r.kind == 47 && in && len(n.styles) < 1<<17: // BrtXF
				n.styles = append(n.styles, r.body.u16(2))
			case r.kind == 48: // BrtStyle: the first flag marks Excel's own
				if style, _ := r.body.text(8); r.body.u16(4)&1 == 0 {
					d.out.Meta("ooxml:Style", style, name)
				}
			}
			return nil
		}))
	}
}

// binaryStrings reads the table of strings, no more than the item's limit of text.
func (d *document) binaryStrings() []string {
	var strs []string
	left := d.out.Left()
	for _, name := range d.related(d.main, "sharedStrings") {
		d.problem(name, d.records(name, func(r binaryRecord) error {
			if r.kind != 19 { // BrtSSTItem
				return nil
			}
			s, _ := r.body.text(1)
			if left -= int64(len(s)) + 16; left < 0 {
				return fmt.Errorf("%w: more shared strings than text is read", evidence.ErrLimit)
			}
			strs = append(strs, s)
			return nil
		}))
	}
	return strs
}

type binarySheet struct{ sheetReader }

func (r *binarySheet) read() error {
	if r.sheet.part == "" {
		return fmt.Errorf("%w: sheet %q has no part", evidence.ErrCorrupt, r.sheet.name)
	}
	row := 0
	started := false
	err := r.d.records(r.sheet.part, func(rec binaryRecord) error {
		if r.d.out.Full() {
			return errFull
		}
		b := rec.body
		switch rec.kind {
		case 0: // BrtRowHdr
			if started {
				r.endRow()
			}
			started = true
			if next := int(b.u32(0)); next > row+1 && row > 0 && r.d.out.Facts() < maxBlocks {
				r.flush()
			}
			row = int(b.u32(0))
			r.last = row
		case 479: // BrtBeginHeaderFooter
			r.endRow()
			r.flush()
			at := 2
			for i := range 6 {
				var s string
				s, at = b.text(at)
				zone := evidence.ZoneHeader
				if i%2 == 1 {
					zone = evidence.ZoneFooter
				}
				r.d.out.Text(plainHeader(s), r.sheet.part, evidence.Locator{Part: r.sheet.name, Zone: zone})
			}
		default:
			if value, ok := r.cell(rec.kind, b); ok {
				r.cellRef = place(int(b.u32(0)), row)
				r.kind = "str"
				r.value.WriteString(value)
				r.endCell()
			}
		}
		return nil
	})
	r.endRow()
	r.flush()
	return err
}

// cell is the value of a cell's record, 2.5.9 and on: column, style, value.
func (r *binarySheet) cell(kind int, b binaryView) (string, bool) {
	style := int(b.u32(4) & 0xffffff)
	switch kind {
	case 2: // BrtCellRk
		return r.numbers.number(rk(b.u32(8)), style), true
	case 4, 10: // BrtCellBool, BrtFmlaBool
		if len(b) > 8 && b[8] == 1 {
			return "TRUE", true
		}
		return "FALSE", true
	case 5, 9: // BrtCellReal, BrtFmlaNum
		return r.numbers.number(b.float(8), style), true
	case 6, 8: // BrtCellSt, BrtFmlaString
		s, _ := b.text(8)
		return s, true
	case 7: // BrtCellIsst
		if i := b.u32(8); uint64(i) < uint64(len(r.strs)) {
			return r.strs[i], true
		}
	case 62: // BrtCellRString
		s, _ := b.text(9)
		return s, true
	}
	return "", false
}

// rk unpacks a number of 30 bits, 2.5.122.
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

// place writes a reference: A1 is column 0, row 0.
func place(col, row int) string {
	name := ""
	for col = min(max(col, 0), 1<<20) + 1; col > 0; col = (col - 1) / 26 {
		name = string(rune('A'+(col-1)%26)) + name
	}
	return fmt.Sprintf("%s%d", name, row+1)
}

func (d *document) binaryComments(name, sheet string) {
	ref := ""
	d.problem(name, d.records(name, func(r binaryRecord) error {
		switch r.kind {
		case 632: // BrtCommentAuthor
			author, _ := r.body.text(0)
			d.out.Meta("ooxml:CommentAuthor", author, name)
		case 635: // BrtBeginComment: author, then first and last row and column
			ref = place(int(r.body.u32(12)), int(r.body.u32(4)))
		case 637: // BrtCommentText
			s, _ := r.body.text(1)
			d.out.Text(s, name, evidence.Locator{Part: sheet, Cell: ref, Zone: evidence.ZoneComment})
		}
		return nil
	}))
}
