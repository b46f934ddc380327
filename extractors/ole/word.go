package ole

import (
	"fmt"
	"strings"

	"evscan/evidence"
)

// readWord reads the text of a Word document by its piece table, [MS-DOC] 2.4.1.
func readWord(f *file) error {
	main, err := f.stream("", "WordDocument", maxStream)
	f.out.Problem(err, "WordDocument")
	fib := view(main)
	if fib.u16(0) != 0xa5ec {
		return fmt.Errorf("%w: no Word document of 97 or later", evidence.ErrUnsupported)
	}
	flags := fib.u16(0x0a)
	if flags&0x0100 != 0 {
		return fmt.Errorf("%w: the text is encrypted", evidence.ErrEncrypted)
	}
	name := "0Table"
	if flags&0x0200 != 0 {
		name = "1Table"
	}
	table, err := f.stream("", name, maxStream)
	f.out.Problem(err, name)
	stories := []story{{fib.u32(0x4c), evidence.ZoneBody}, {fib.u32(0x50), evidence.ZoneBody}, {fib.u32(0x54), evidence.ZoneHeader},
		{0, evidence.ZoneBody}, {fib.u32(0x5c), evidence.ZoneComment}, {fib.u32(0x60), evidence.ZoneBody}, {fib.u32(0x64), evidence.ZoneBody}}
	text, err := pieces(fib, view(table).bytes(fib.u32(0x01a2), fib.u32(0x01a6)), int(f.out.Left())+1)
	for _, s := range stories {
		n := int(min(uint64(s.length), uint64(len(text))))
		f.out.Text(wordText(text[:n]), "WordDocument", evidence.Locator{Zone: s.zone})
		text = text[n:]
	}
	return err
}

// story is a run of characters of the document: body, footnotes, headers, ...
type story struct {
	length uint32
	zone   evidence.Zone
}

// pieces puts the text together, at most limit units of UTF-16, one for each
// character position.
func pieces(main, clx view, limit int) ([]uint16, error) {
	at := uint32(0)
	for int(at) < len(clx) && clx[at] == 1 { // formatting
		at += 3 + uint32(clx.u16(at+1))
	}
	if int(at) >= len(clx) || clx[at] != 2 {
		return nil, fmt.Errorf("%w: no piece table", evidence.ErrCorrupt)
	}
	plc := view(clx.bytes(at+5, clx.u32(at+1)))
	if len(plc) < 16 {
		return nil, fmt.Errorf("%w: the piece table is cut off", evidence.ErrCorrupt)
	}
	n := uint32(len(plc)-4) / 12
	var out []uint16
	for i := range n {
		start, end := plc.u32(4*i), plc.u32(4*i+4)
		fc := plc.u32(4*(n+1) + 8*i + 2)
		if end < start {
			return out, fmt.Errorf("%w: pieces out of order", evidence.ErrCorrupt)
		}
		length := end - start
		if fc&(1<<30) != 0 {
			for _, c := range main.bytes((fc&^(3<<30))/2, length) {
				out = append(out, cp1252(c))
			}
		} else {
			b := view(main.bytes(fc, uint32(min(uint64(length)*2, 1<<31))))
			for j := uint32(0); j+1 < uint32(len(b)); j += 2 {
				out = append(out, b.u16(j))
			}
		}
		if len(out) >= limit {
			return out[:limit], nil // pushing it reports the limit
		}
		if uint64(len(out)) < uint64(end) && i+1 < n {
			return out, fmt.Errorf("%w: a piece lies outside the document", evidence.ErrCorrupt)
		}
	}
	return out, nil
}

func cp1252(c byte) uint16 {
	if c < 0x80 || c >= 0xa0 {
		return uint16(c)
	}
	for _, r := range decode([]byte{c}, 1252) {
		return uint16(r)
	}
	return 0xfffd
}

// wordText replaces Word's marks ([MS-DOC] 2.4.3) and leaves out the instructions
// of fields, whose results follow them.
func wordText(units []uint16) string {
	var b strings.Builder
	field := 0
	for _, r := range utf16Runes(units) {
		switch {
		case r == 0x13:
			field++
		case r == 0x14, r == 0x15:
			field = max(0, field-1)
		case field > 0:
		case r == '\r', r == 0x0b, r == 0x0c:
			b.WriteByte('\n')
		case r == 0x07:
			b.WriteByte('\t')
		case r == 0x1e:
			b.WriteByte('-')
		case r < ' ' && r != '\t' && r != '\n':
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
