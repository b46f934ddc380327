package ole

import (
	"fmt"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/codepage"
	"evscan/extractors/internal/fieldcode"
)

const blockBytes = 8 << 10 // after which a block of running text ends at a line

// readWord reads a Word document: its text by the piece table, [MS-DOC] 2.4.1, and
// the tables that name people and places.
func readWord(f *file) error {
	main, err := f.stream("", "WordDocument", maxStream)
	f.out.Problem(err, "WordDocument")
	fib := view(main)
	switch fib.u16(0) {
	case 0xa5ec:
	case 0xa5dc, 0xa5db, 0xa697, 0xa699:
		return f.word6(fib)
	default:
		return fmt.Errorf("%w: no Word document", evidence.ErrCorrupt)
	}
	flags := fib.u16(0x0a)
	name := "0Table"
	if flags&0x0200 != 0 {
		name = "1Table"
	}
	raw, err := f.stream("", name, maxStream)
	f.out.Problem(err, name)
	table := view(raw)
	if flags&0x0100 != 0 {
		if flags&0x8000 != 0 {
			return fmt.Errorf("%w: the text is obfuscated with a password (XOR)", evidence.ErrEncrypted)
		}
		c, err := f.unlock(table, 512)
		if err != nil {
			return err
		}
		f.out.Meta("ole:Encryption", "RC4, opened with a password", "WordDocument")
		c.apply(table, 0)
		if len(fib) > 68 { // the beginning stays plain
			head := append([]byte{}, fib[:68]...)
			c.apply(fib, 0)
			copy(fib, head)
		}
	}
	part := func(at uint32) view { return table.bytes(fib.u32(at), fib.u32(at+4)) }
	text, err := pieces(fib, part(0x01a2), int(f.out.Left())+1)
	for i, s := range []story{{0x4c, evidence.ZoneBody, ""}, {0x50, evidence.ZoneBody, "footnotes"}, {0x54, evidence.ZoneHeader, ""},
		{0x58, evidence.ZoneBody, "macros"}, {0x5c, evidence.ZoneComment, ""}, {0x60, evidence.ZoneBody, "endnotes"},
		{0x64, evidence.ZoneBody, "text boxes"}, {0x68, evidence.ZoneHeader, "text boxes"}} {
		n := int(min(uint64(fib.u32(s.length)), uint64(len(text))))
		if i == 2 {
			f.running(text[:n], part(0xf2))
		} else {
			f.blocks(f.wordText(utf16Runes(text[:n])), "WordDocument", evidence.Locator{Zone: s.zone, Part: s.part})
		}
		text = text[n:]
	}
	f.savedBy(part(0x02d2))
	for _, author := range sttb(part(0x0232)) {
		if author != "Unknown" {
			f.out.Meta("ole:RevisionAuthor", author, name)
		}
	}
	for _, author := range owners(part(0x01ba)) {
		f.out.Meta("ole:CommentAuthor", author, name)
	}
	f.associated(sttb(part(0x019a)), name)
	f.wordStyles(part(0xa2))
	if b, _ := f.stream("", "Data", maxStream); b != nil {
		f.blips(b, "picture")
	}
	f.blips(fib, "drawing")
	return err
}

// story is a run of characters of the document: body, footnotes, headers, ...
type story struct {
	length uint32 // place of its length in the file's head
	zone   evidence.Zone
	part   string
}

// blocks pushes running text in blocks that end at a line.
func (f *file) blocks(text, source string, at evidence.Locator) {
	for len(text) > blockBytes {
		i := strings.IndexByte(text[blockBytes:], '\n')
		if i < 0 {
			break
		}
		f.out.Text(text[:blockBytes+i], source, at)
		text = text[blockBytes+i+1:]
	}
	f.out.Text(text, source, at)
}

// running tells headers from footers, 2.3.5: after six stories about notes each
// section has headers of even and odd pages, the footers, and both of the first page.
func (f *file) running(text []uint16, plc view) {
	n := len(plc)/4 - 1
	if n < 7 {
		f.out.Text(f.wordText(utf16Runes(text)), "WordDocument", evidence.Locator{Zone: evidence.ZoneHeader})
		return
	}
	for i := 6; i < n; i++ {
		from, to := plc.u32(uint32(4*i)), plc.u32(uint32(4*i+4))
		if from >= to || uint64(to) > uint64(len(text)) {
			continue
		}
		zone := evidence.ZoneHeader
		if k := (i - 6) % 6; k == 2 || k == 3 || k == 5 {
			zone = evidence.ZoneFooter
		}
		f.out.Text(f.wordText(utf16Runes(text[from:to])), "WordDocument", evidence.Locator{Zone: zone})
	}
}

// sttb reads a table of strings, 2.2.4: wide where it begins with FFFF.
func sttb(v view) []string {
	if len(v) < 6 {
		return nil
	}
	at, wide := uint32(0), v.u16(0) == 0xffff
	if wide {
		at = 2
	}
	n, extra := int(v.u16(at)), uint32(v.u16(at+2))
	at += 4
	var out []string
	for i := 0; i < n && uint64(at) < uint64(len(v)); i++ {
		if wide {
			size := 2 * uint32(v.u16(at))
			out = append(out, utf16Text(v.bytes(at+2, size), false))
			at += 2 + size + extra
		} else {
			size := uint32(v[at])
			out = append(out, codepage.Decode(v.bytes(at+1, size), 1252))
			at += 1 + size + extra
		}
	}
	return out
}

// savedBy pushes who saved the document last and where, up to ten times, 2.9.286.
func (f *file) savedBy(v view) {
	list := sttb(v)
	for i := 0; i+1 < len(list); i += 2 {
		f.out.Meta("ole:SavedBy", list[i], "SttbSavedBy")
		f.out.Meta("ole:SavedPath", list[i+1], "SttbSavedBy")
	}
}

// owners reads the authors of comments: strings that begin with their length.
func owners(v view) []string {
	var out []string
	for at := uint32(0); uint64(at)+2 <= uint64(len(v)) && len(out) < 1000; {
		n := 2 * uint32(v.u16(at))
		out = append(out, utf16Text(v.bytes(at+2, n), false))
		at += 2 + n
	}
	return out
}

// associated pushes strings kept beside the summary, 2.9.275: the template with its
// path, the source of a mail merge.
func (f *file) associated(list []string, source string) {
	if len(list) > 1 {
		f.out.Meta("ole:AttachedTemplate", list[1], source)
	}
	for _, i := range []int{8, 9} {
		if i < len(list) {
			f.out.Meta("ole:DataSource", list[i], source)
		}
	}
}

// wordStyles pushes the names of styles that are not Word's own, 2.9.271: a sheet
// of entries, each with its length; the number FFE marks styles of a user.
func (f *file) wordStyles(v view) {
	head := uint32(v.u16(0))
	count, base := v.u16(2), uint32(v.u16(4))
	at := 2 + head
	for range count {
		size := uint32(v.u16(at))
		std := view(v.bytes(at+2, size))
		if size > 0 && std.u16(0)&0xfff == 0xffe {
			n := 2 * uint32(std.u16(base))
			name, _, _ := strings.Cut(utf16Text(std.bytes(base+2, n), true), ",")
			if !fieldcode.BuiltinStyle(name) {
				f.out.Meta("ole:Style", name, "styles")
			}
		}
		if uint64(at)+2 > uint64(len(v)) {
			return
		}
		at += 2 + size
	}
}

// pieces puts the text together, at most limit units of UTF-16, one for each
// character position.
func pieces(main, clx view, limit int) ([]uint16, error) {
	plc, err := pieceTable(clx)
	if err != nil {
		return nil, err
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

// pieceTable finds the table of pieces behind what tells of formatting.
func pieceTable(clx view) (view, error) {
	at := uint32(0)
	for int(at) < len(clx) && clx[at] == 1 {
		at += 3 + uint32(clx.u16(at+1))
	}
	if int(at) >= len(clx) || clx[at] != 2 {
		return nil, fmt.Errorf("%w: no piece table", evidence.ErrCorrupt)
	}
	plc := view(clx.bytes(at+5, clx.u32(at+1)))
	if len(plc) < 16 {
		return nil, fmt.Errorf("%w: the piece table is cut off", evidence.ErrCorrupt)
	}
	return plc, nil
}

// word6 reads Word 6 and 95, whose text is of one byte a character in the code
// page of the document's language.
func (f *file) word6(fib view) error {
	flags := fib.u16(0x0a)
	if flags&0x0100 != 0 {
		return fmt.Errorf("%w: the text is obfuscated with a password (XOR)", evidence.ErrEncrypted)
	}
	var raw []byte
	plc, err := pieceTable(fib.bytes(fib.u32(0x0160), fib.u32(0x0164)))
	if flags&4 != 0 && err == nil {
		n := uint32(len(plc)-4) / 12
		for i := range n {
			start, end := plc.u32(4*i), plc.u32(4*i+4)
			if end < start {
				return fmt.Errorf("%w: pieces out of order", evidence.ErrCorrupt)
			}
			raw = append(raw, fib.bytes(plc.u32(4*(n+1)+8*i+2), end-start)...)
			if int64(len(raw)) > f.out.Left() {
				break
			}
		}
	} else {
		from, to := fib.u32(0x18), fib.u32(0x1c)
		if to < from {
			return fmt.Errorf("%w: the text ends before it begins", evidence.ErrCorrupt)
		}
		raw = fib.bytes(from, to-from)
	}
	page := languagePage(fib.u16(0x06))
	for _, s := range []story{{0x34, evidence.ZoneBody, ""}, {0x38, evidence.ZoneBody, "footnotes"}, {0x3c, evidence.ZoneHeader, ""},
		{0x40, evidence.ZoneBody, "macros"}, {0x44, evidence.ZoneComment, ""}, {0x48, evidence.ZoneBody, "endnotes"}, {0x4c, evidence.ZoneBody, "text boxes"}} {
		n := int(min(uint64(fib.u32(s.length)), uint64(len(raw))))
		f.blocks(f.wordText([]rune(codepage.Decode(raw[:n], page))), "WordDocument", evidence.Locator{Zone: s.zone, Part: s.part})
		raw = raw[n:]
	}
	return nil
}

// languagePage is the code page of a language's number, [MS-LCID].
func languagePage(lid uint16) int {
	switch lid & 0x3ff {
	case 0x11:
		return 932
	case 0x12:
		return 949
	case 0x04:
		if lid == 0x0804 || lid == 0x1004 {
			return 936
		}
		return 950
	case 0x19, 0x22, 0x23, 0x02:
		return 1251
	case 0x05, 0x0e, 0x15, 0x18, 0x1a, 0x1b, 0x24:
		return 1250
	case 0x08:
		return 1253
	case 0x1f:
		return 1254
	case 0x0d:
		return 1255
	case 0x01:
		return 1256
	}
	return 1252
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

// wordText replaces Word's marks ([MS-DOC] 2.4.3). The instructions of fields are
// looked through for references and left out; their results follow them.
func (f *file) wordText(runes []rune) string {
	var b strings.Builder
	var codes []*strings.Builder // of the fields that are open; nil in the result
	out := func() *strings.Builder {
		for _, c := range codes {
			if c != nil {
				return codes[len(codes)-1]
			}
		}
		return &b
	}
	write := func(r rune) {
		if o := out(); o != nil && (o == &b || o.Len() < 1<<16) {
			o.WriteRune(r)
		}
	}
	cell := false
	for _, r := range runes {
		was := cell
		cell = false
		switch {
		case r == 0x13 && len(codes) < 64:
			codes = append(codes, &strings.Builder{})
		case r == 0x14, r == 0x15:
			if n := len(codes); n > 0 {
				if c := codes[n-1]; c != nil {
					if kind, target := fieldcode.Reference(c.String()); kind != "" {
						f.out.Meta("ole:"+kind, target, "WordDocument")
					}
					if equation := fieldcode.Equation(c.String()); equation != "" && r == 0x15 {
						codes[n-1] = nil
						for _, e := range equation {
							write(e)
						}
					}
				}
				codes[n-1] = nil
				if r == 0x15 {
					codes = codes[:n-1]
				}
			}
		case r == '\r', r == 0x0b, r == 0x0c:
			write('\n')
		case r == 0x07:
			cell = !was
			if was { // a row's own mark stands behind that of its last cell
				write('\n')
			} else {
				write('\t')
			}
		case r == 0x1e:
			write('-')
		case r < ' ' && r != '\t' && r != '\n':
		default:
			write(r)
		}
	}
	return b.String()
}
