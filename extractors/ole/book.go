package ole

import (
	"fmt"
	"strings"

	"evscan/evidence"
)

const (
	rowBytes   = 64 << 10 // one block of a sheet
	maxStrings = 2_000_000
)

// record is a BIFF8 record, [MS-XLS] 2.1.4, with the records that continue it.
type record struct {
	kind   uint16
	at     uint32
	pieces []view
}

// readBook reads the cells that hold text, the sheets' names, headers and footers.
func readBook(f *file) error {
	b, err := f.stream("", "Workbook", maxStream)
	if b == nil {
		if b, err = f.stream("", "Book", maxStream); b != nil {
			return fmt.Errorf("%w: cells of Excel 5 and 95", evidence.ErrUnsupported)
		}
	}
	if b == nil {
		return err
	}
	w := &workbook{f: f, sheets: map[uint32]string{}}
	if bad := w.read(b); bad != nil {
		return bad
	}
	return err
}

type workbook struct {
	f      *file
	strs   []string
	sheets map[uint32]string // by the place of their first record
	sheet  string
	row    uint32
	block  strings.Builder
}

func (w *workbook) read(v view) error {
	for at := uint32(0); uint64(at)+4 <= uint64(len(v)) && !w.f.out.Full() && w.f.ctx.Err() == nil; {
		r := record{kind: v.u16(at), at: at}
		for {
			n := uint32(v.u16(at + 2))
			piece := v.bytes(at+4, n)
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
	return nil
}

func (w *workbook) record(r record) error {
	b := r.pieces[0]
	switch r.kind {
	case 0x2f: // FilePass
		return fmt.Errorf("%w: the workbook is encrypted", evidence.ErrEncrypted)
	case 0x85: // BoundSheet8
		name := (&reader{pieces: []view{b.from(6)}}).text(1)
		w.sheets[b.u32(0)] = name
		w.f.out.Meta("ole:Sheet", name, "Workbook")
		if len(b) > 4 && b[4]&3 != 0 {
			w.f.out.Meta("ole:HiddenSheet", name, "Workbook")
		}
	case 0x809: // BOF
		w.flush()
		if name, ok := w.sheets[r.at]; ok {
			w.sheet = name
		}
	case 0xfc: // SST
		return w.shared(r)
	case 0xfd: // LabelSst
		if i := b.u32(6); uint64(i) < uint64(len(w.strs)) {
			w.cell(uint32(b.u16(0)), w.strs[i])
		}
	case 0x204: // Label
		w.cell(uint32(b.u16(0)), (&reader{pieces: []view{b.from(6)}}).text(2))
	case 0x14, 0x15: // Header, Footer
		zone := evidence.ZoneHeader
		if r.kind == 0x15 {
			zone = evidence.ZoneFooter
		}
		w.f.out.Text(plainHeader((&reader{pieces: r.pieces}).text(2)), "Workbook", evidence.Locator{Part: w.sheet, Zone: zone})
	}
	return nil
}

func (w *workbook) cell(row uint32, text string) {
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
	w.row = row
	w.block.WriteString(text)
}

func (w *workbook) flush() {
	w.f.out.Text(w.block.String(), "Workbook", evidence.Locator{Part: w.sheet, Zone: evidence.ZoneBody})
	w.block.Reset()
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
