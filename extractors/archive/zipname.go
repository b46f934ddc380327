package archive

import (
	"archive/zip"
	"encoding/binary"
	"fmt"
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

// unicodePath returns the name in the first Unicode Path extra field that belongs to the
// name in the header; a program may have left one for an older name before it.
func unicodePath(extra, raw []byte) (string, bool) {
	for len(extra) > 0 {
		field, rest, ok := nextField(extra, extraUnicodePath)
		if !ok {
			break
		}
		if len(field) >= 6 && field[0] == 1 && binary.LittleEndian.Uint32(field[1:]) == crc32.ChecksumIEEE(raw) && utf8.Valid(field[5:]) {
			return string(field[5:]), true
		}
		extra = rest
	}
	return "", false
}

// extraField returns the data of the first extra field with the given ID, 4.5.1.
func extraField(extra []byte, id uint16) ([]byte, bool) {
	field, _, ok := nextField(extra, id)
	return field, ok
}

// nextField returns the data of the next extra field with the given ID, and what
// follows it.
func nextField(extra []byte, id uint16) (field, rest []byte, ok bool) {
	for len(extra) >= 4 {
		n := int(binary.LittleEndian.Uint16(extra[2:]))
		if len(extra) < 4+n {
			return nil, nil, false
		}
		if binary.LittleEndian.Uint16(extra) == id {
			return slices.Clip(extra[4 : 4+n]), extra[4+n:], true
		}
		extra = extra[4+n:]
	}
	return nil, nil, false
}

// fieldsEndEvenly reports whether extra fields fill their bytes; up to three bytes of
// padding are common.
func fieldsEndEvenly(extra []byte) bool {
	for len(extra) >= 4 {
		n := 4 + int(binary.LittleEndian.Uint16(extra[2:]))
		if n > len(extra) {
			return false
		}
		extra = extra[n:]
	}
	return true
}

// warnOfFields tells of what is wrong with headers, of each kind with the first entry
// that has it: programs differ in what they make of it.
func warnOfFields(out evidence.Sink, files []*zip.File) {
	kinds := []struct {
		what string
		bad  func(*zip.File) bool
		name string
		n    int
	}{
		{what: "an extra field is longer than its place", bad: func(f *zip.File) bool { return !fieldsEndEvenly(f.Extra) }},
		{what: "a Unicode path is not that of the name in the header", bad: func(f *zip.File) bool {
			field, ok := extraField(f.Extra, extraUnicodePath)
			return ok && (len(field) < 6 || field[0] != 1 || binary.LittleEndian.Uint32(field[1:]) != crc32.ChecksumIEEE([]byte(f.Name)) || !utf8.Valid(field[5:]))
		}},
		{what: "the name has backslashes", bad: func(f *zip.File) bool { return f.Flags&flagUTF8 != 0 && strings.Contains(f.Name, `\`) }},
		{what: "the name says that it is UTF-8 and is not", bad: func(f *zip.File) bool { return f.Flags&flagUTF8 != 0 && !utf8.ValidString(f.Name) }},
		{what: "the name ends at a NUL for some programs", bad: func(f *zip.File) bool { return strings.Contains(f.Name, "\x00") }},
	}
	for _, f := range files {
		for i := range kinds {
			if k := &kinds[i]; k.bad(f) {
				if k.n++; k.n == 1 {
					k.name = f.Name
				}
			}
		}
	}
	for _, k := range kinds {
		switch {
		case k.n == 1:
			out.Warn(fmt.Sprintf("entry %+q: %s", k.name, k.what))
		case k.n > 1:
			out.Warn(fmt.Sprintf("%d entries, the first of them %+q: %s", k.n, k.name, k.what))
		}
	}
}

// claimed is a declared size as the report shows it.
func claimed(n uint64) int64 { return int64(min(n, 1<<62)) }
