package ole

import (
	"strings"
	"unicode/utf16"

	"evscan/evidence"
)

func utf16Runes(units []uint16) []rune { return utf16.Decode(units) }

// readSlides reads the text atoms of a presentation, [MS-PPT] 2.9.40. Containers
// hold records, so stepping into each visits all of them.
func readSlides(f *file) error {
	b, err := f.stream("", "PowerPoint Document", maxStream)
	v := view(b)
	for at := uint32(0); uint64(at)+8 <= uint64(len(v)) && !f.out.Full() && f.ctx.Err() == nil; {
		version, kind, length := v.u16(at)&0xf, v.u16(at+2), v.u32(at+4)
		at += 8
		if version == 0xf {
			continue
		}
		body := v.bytes(at, length)
		text := ""
		switch kind {
		case 0x0fa0: // TextCharsAtom
			text = utf16Text(body, false)
		case 0x0fa8: // TextBytesAtom: the low bytes of UTF-16
			units := make([]uint16, len(body))
			for i, c := range body {
				units[i] = uint16(c)
			}
			text = string(utf16.Decode(units))
		}
		text = strings.NewReplacer("\r", "\n", "\v", "\n").Replace(text)
		f.out.Text(text, "PowerPoint Document", evidence.Locator{Zone: evidence.ZoneBody})
		if uint64(at)+uint64(length) > uint64(len(v)) {
			break
		}
		at += length
	}
	return err
}
