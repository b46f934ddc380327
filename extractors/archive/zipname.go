package archive

import (
	"archive/zip"
	"encoding/binary"
	"hash/crc32"
	"slices"
	"strings"
	"unicode/utf8"

	"evscan/evidence"
	"evscan/extractors/charset"
)

const (
	flagUTF8         = 1 << 11 // 4.4.4: name and comment are UTF-8
	extraUnicodePath = 0x7075  // 4.6.9
)

// decodeNames decodes the names of all entries. Those that say that they are
// UTF-8 are; the others were written on one machine, so one guess serves them all.
func decodeNames(files []*zip.File) []evidence.ChildName {
	guess := namesOf(files)
	out := make([]evidence.ChildName, len(files))
	for i, f := range files {
		raw := []byte(f.Name)
		name, ok := unicodePath(f.Extra, raw)
		switch {
		case ok:
		case f.Flags&flagUTF8 != 0 && utf8.Valid(raw):
			name = f.Name
		default:
			name = guess.Decode(raw)
		}
		// Only now: in Shift_JIS the second byte of a character may be a backslash.
		name = strings.ReplaceAll(name, `\`, "/")
		out[i] = evidence.ChildName{Name: name, Origin: evidence.OriginEntry, Size: claimed(f.UncompressedSize64)}
		if name != f.Name {
			out[i].Raw = raw
		}
	}
	return out
}

func namesOf(files []*zip.File) charset.Guess {
	var raw [][]byte
	for _, f := range files {
		if f.Flags&flagUTF8 == 0 || !utf8.ValidString(f.Name) {
			raw = append(raw, []byte(f.Name))
		}
	}
	return charset.DetectNames(raw)
}

// unicodePath returns the name in the Unicode Path extra field where it belongs
// to the name in the header.
func unicodePath(extra, raw []byte) (string, bool) {
	field, ok := extraField(extra, extraUnicodePath)
	if !ok || len(field) < 6 || field[0] != 1 || binary.LittleEndian.Uint32(field[1:]) != crc32.ChecksumIEEE(raw) || !utf8.Valid(field[5:]) {
		return "", false
	}
	return string(field[5:]), true
}

// extraField returns the data of the first extra field with the given ID, 4.5.1.
func extraField(extra []byte, id uint16) ([]byte, bool) {
	for len(extra) >= 4 {
		n := int(binary.LittleEndian.Uint16(extra[2:]))
		if len(extra) < 4+n {
			return nil, false
		}
		if binary.LittleEndian.Uint16(extra) == id {
			return slices.Clip(extra[4 : 4+n]), true
		}
		extra = extra[4+n:]
	}
	return nil, false
}

// claimed is a declared size as the report shows it.
func claimed(n uint64) int64 { return int64(min(n, 1<<62)) }
