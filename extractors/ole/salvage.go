package ole

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"

	"evscan/evidence"
	"evscan/extractors/internal/salvage"
)

// errPicked says that text came out of bytes without their structure.
func errPicked(kind string) error {
	return fmt.Errorf("%w: the text of %s is picked out of its bytes, without order and place", evidence.ErrUnsupported, kind)
}

// pick pushes the text of the streams that match. It reports whether there was any.
func (f *file) pick(match func(path, name string) bool, text func([]byte) string) bool {
	any := false
	for _, e := range f.cfb.File {
		path := strings.Join(e.Path, "/")
		if e.Size == 0 || f.out.Full() || f.ctx.Err() != nil || !match(path, e.Name) {
			continue
		}
		b, err := f.stream(path, e.Name, maxStream)
		f.out.Problem(err, e.Name)
		s := text(b)
		f.out.Text(s, e.Name, evidence.Locator{Part: e.Name, Zone: evidence.ZoneBody})
		any = any || strings.TrimSpace(s) != ""
	}
	return any
}

// readProject picks the texts that Project keeps apart from its tables.
func readProject(f *file) error {
	f.pick(func(_, name string) bool { return strings.HasPrefix(name, "Var") && strings.HasSuffix(name, "Data") }, salvage.UTF16)
	return errPicked("Project")
}

// readPublication picks the stories of a publication.
func readPublication(f *file) error {
	f.pick(func(path, name string) bool {
		return strings.EqualFold(path, "Quill/QuillSub") && strings.EqualFold(name, "CONTENTS")
	}, salvage.UTF16)
	if b, _ := f.stream("Escher", "EscherDelayStm", maxStream); b != nil {
		f.blips(b, "picture")
	}
	return errPicked("Publisher")
}

// readWorks picks the text of Works: UTF-16 in newer files, bytes in older ones.
func readWorks(f *file) error {
	f.pick(func(_, name string) bool { return name == "CONTENTS" || name == "MN0" }, func(b []byte) string {
		if s := salvage.UTF16(b); len(s) > 8 {
			return s
		}
		return salvage.ASCII(b, 6)
	})
	return errPicked("Works")
}

// readHangul picks the paragraphs of Hangul 5: deflated sections of records, of
// which kind 67 (HWPTAG_PARA_TEXT) holds UTF-16 with marks below 32.
func readHangul(f *file) error {
	f.pick(func(path, name string) bool { return path == "BodyText" && strings.HasPrefix(name, "Section") }, func(b []byte) string {
		plain, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(b)), maxStream))
		if err != nil && len(plain) == 0 {
			plain = b
		}
		return hangulText(plain)
	})
	f.pick(func(_, name string) bool { return name == "PrvText" && len(f.index) < 3 }, func(b []byte) string { return utf16Text(b, false) })
	for _, e := range f.cfb.File {
		if len(e.Path) == 1 && e.Path[0] == "BinData" && e.Size > 0 {
			b, err := f.stream("BinData", e.Name, maxStream)
			f.out.Problem(err, e.Name)
			if plain, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(b)), maxStream)); err == nil {
				b = plain
			}
			f.child(e.Name, b)
		}
	}
	return nil
}

func hangulText(v view) string {
	var out strings.Builder
	for at := uint32(0); uint64(at)+4 <= uint64(len(v)); {
		head := v.u32(at)
		at += 4
		n := head >> 20
		if n == 0xfff {
			n = v.u32(at)
			at += 4
		}
		body := view(v.bytes(at, n))
		if head&0x3ff == 67 {
			var units []uint16
			for i := uint32(0); i+1 < uint32(len(body)); i += 2 {
				switch u := body.u16(i); {
				case u == 9:
					units = append(units, '\t')
					i += 14
				case u == 10 || u == 13 || u == 24 || u == 30 || u == 31 || u == 0 || u >= 25 && u < 30:
					units = append(units, ' ')
				case u < 32:
					i += 14 // an object's mark takes eight units
				default:
					units = append(units, u)
				}
			}
			out.WriteString(string(utf16.Decode(units)) + "\n")
		}
		if uint64(n) > uint64(len(v)) {
			break
		}
		at += n
	}
	return out.String()
}

const maxDrawing = 20_000 // streams of a drawing

// readDrawing picks the text out of a Visio drawing. Its stream is a tree of
// pointers of 18 bytes (type, address, offset, length, format), and the streams they
// point at are packed where the second bit of the format is set.
func readDrawing(f *file) error {
	b, err := f.stream("", "VisioDocument", maxStream)
	f.out.Problem(err, "VisioDocument")
	v := view(b)
	if len(v) < 0x36 {
		return fmt.Errorf("%w: the drawing is cut off", evidence.ErrCorrupt)
	}
	seen := map[uint32]bool{}
	n := 0
	var follow func(pointers view, depth int)
	follow = func(p view, depth int) {
		kind, offset, length, format := p.u32(0), p.u32(8), p.u32(12), p.u16(16)
		if n++; n > maxDrawing || depth > 16 || length == 0 || seen[offset] || uint64(offset) >= uint64(len(v)) || f.out.Full() || f.ctx.Err() != nil {
			return
		}
		seen[offset] = true
		data := view(v.bytes(offset, length))
		if format&2 != 0 {
			data = unpackDrawing(data)
		}
		body := data
		if format&2 != 0 {
			body = data.from(4)
		}
		high := format >> 4 & 0xf
		switch {
		case kind == 0x14 || high == 4 || high == 5 && kind != 0x16:
			at := body.u32(0)
			for _, start := range []uint32{at, at + 4} {
				if high == 5 && start != at {
					continue
				}
				count := body.u32(start)
				if count == 0 || uint64(count)*18 > uint64(len(body)) {
					continue
				}
				for i := range count {
					if q := body.from(start + 8 + 18*i); len(q) >= 18 {
						follow(q, depth+1)
					}
				}
				break
			}
		}
		if high == 0xd || high == 0xc || high == 0x8 || kind == 0x15 {
			text := salvage.UTF16(data)
			if text == "" {
				text = salvage.ASCII(data, 5)
			}
			f.out.Text(text, "VisioDocument", evidence.Locator{Zone: evidence.ZoneBody})
		}
	}
	follow(v.from(0x24), 0)
	return errPicked("Visio")
}

// unpackDrawing undoes Visio's LZSS: a window of 4096 bytes, bits from the lowest,
// set ones for plain bytes, copies of 3 to 18 bytes.
func unpackDrawing(b []byte) view {
	var out []byte
	var window [4096]byte
	pos := 0
	put := func(c byte) {
		window[pos&4095] = c
		pos++
		out = append(out, c)
	}
	for i := 0; i < len(b) && len(out) < maxStream; {
		flags := b[i]
		i++
		for bit := 0; bit < 8 && i < len(b); bit++ {
			if flags>>bit&1 != 0 {
				put(b[i])
				i++
				continue
			}
			if i+1 >= len(b) {
				i = len(b)
				break
			}
			pair := int(binary.LittleEndian.Uint16(b[i:]))
			i += 2
			n := pair>>8&0xf + 3
			from := pair&0xff | pair>>4&0xf00
			if from > 4078 {
				from -= 4078
			} else {
				from += 18
			}
			for j := range n {
				put(window[(from+j)&4095])
			}
		}
	}
	return out
}
