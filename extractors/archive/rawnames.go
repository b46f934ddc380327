package archive

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf8"

	"evscan/evidence"
	"evscan/extractors/charset"
)

// 7z takes the names of old archives for those of one code page. Where they are not
// ASCII they are read from the headers here, and the encoding is guessed over all of
// them together.

// rawName is an entry's name as it stands in the archive.
type rawName struct {
	raw  []byte
	size int64
	utf8 bool
}

// rawNames lists the names in the order of 7z's listing; nil where they can't be told or
// are ASCII anyhow.
func rawNames(in evidence.Input, kind string) []rawName {
	var out []rawName
	switch kind {
	case "cab":
		out = cabNames(in)
	case "lzh":
		out = lzhNames(in)
	}
	for _, n := range out {
		if !ascii(n.raw) {
			return out
		}
	}
	return nil
}

func ascii(b []byte) bool {
	return !slices.ContainsFunc(b, func(c byte) bool { return c >= utf8.RuneSelf })
}

// decodedNames are the names that entries should have, by their number; nil where the
// headers and the listing are not of the same entries.
func decodedNames(raws []rawName, entries []listed) []evidence.ChildName {
	if len(raws) != len(entries) {
		return nil
	}
	var guessed [][]byte
	for i, r := range raws {
		if r.size != entries[i].size && !entries[i].folder {
			return nil
		}
		if !r.utf8 {
			guessed = append(guessed, bytes.ReplaceAll(r.raw, []byte{0xff}, []byte("/")))
		}
	}
	guess := charset.DetectNames(guessed)
	out := make([]evidence.ChildName, len(raws))
	for i, r := range raws {
		name := bytes.ReplaceAll(r.raw, []byte{0xff}, []byte("/"))
		text := strings.ToValidUTF8(string(name), "\uFFFD")
		if !r.utf8 {
			text = guess.Decode(name)
		}
		// Only now: in Shift_JIS the second byte of a character may be a backslash.
		out[i] = evidence.ChildName{Name: strings.ReplaceAll(text, `\`, "/"), Origin: evidence.OriginEntry, Size: r.size}
		if out[i].Name != string(r.raw) {
			out[i].Raw = r.raw
		}
	}
	return out
}

// cabNames reads the CFFILE entries of a cabinet, [MS-CAB] 2.3, in the order in which 7z
// lists them: by folder and by place.
func cabNames(in evidence.Input) []rawName {
	var h [36]byte
	if n, _ := in.At.ReadAt(h[:], 0); n < len(h) {
		return nil
	}
	l := binary.LittleEndian
	at, count := int64(l.Uint32(h[16:])), int(l.Uint16(h[28:]))
	type file struct {
		rawName
		folder uint16
		offset uint32
	}
	var files []file
	var buf [16 + 257]byte // a name is at most 256 bytes
	for range count {
		n, _ := in.At.ReadAt(buf[:], at)
		if n < 17 {
			return nil
		}
		end := bytes.IndexByte(buf[16:n], 0)
		if end < 0 {
			return nil
		}
		files = append(files, file{rawName{bytes.Clone(buf[16 : 16+end]), int64(l.Uint32(buf[:])), l.Uint16(buf[14:])&0x80 != 0}, l.Uint16(buf[8:]), l.Uint32(buf[4:])})
		at += int64(16 + end + 1)
	}
	slices.SortStableFunc(files, func(a, b file) int {
		return cmp.Or(cmp.Compare(a.folder, b.folder), cmp.Compare(a.offset, b.offset), cmp.Compare(a.size, b.size))
	})
	var out []rawName
	for _, f := range files {
		out = append(out, f.rawName)
	}
	return out
}

// lzhNames reads the headers of levels 0 to 2,
// https://github.com/jca02266/lha/blob/master/header.doc.md
func lzhNames(in evidence.Input) []rawName {
	var out []rawName
	l := binary.LittleEndian
	for at := int64(0); len(out) <= in.Limits.Items; {
		b := make([]byte, min(64<<10, max(0, in.Size-at)))
		n, _ := in.At.ReadAt(b, at)
		b = b[:n]
		if len(b) < 22 || b[0] == 0 && b[20] != 2 {
			return out
		}
		packed, size, level := int64(l.Uint32(b[7:])), int64(l.Uint32(b[11:])), b[20]
		var name, dir []byte
		head, ext := int(b[0])+2, 0
		switch level {
		case 0, 1:
			k := int(b[21])
			if head > len(b) || 22+k > head {
				return nil
			}
			name = b[22 : 22+k]
			if level == 1 {
				ext = int(l.Uint16(b[head-2:]))
			}
		case 2:
			head = 26
			if len(b) < head {
				return nil
			}
			ext = int(l.Uint16(b[24:]))
		default:
			return nil
		}
		end := head
		for ext > 0 {
			if ext < 3 || end+ext > len(b) {
				return nil
			}
			switch body := b[end+1 : end+ext-2]; b[end] {
			case 1:
				name = body
			case 2:
				dir = body
			}
			end += ext
			ext = int(l.Uint16(b[end-2:]))
		}
		next := at + int64(end) + packed
		switch level {
		case 1: // the packed size counts the further headers
			next = at + int64(head) + packed
		case 2:
			next = at + int64(l.Uint16(b)) + packed
		}
		if next <= at {
			return nil
		}
		if len(dir) > 0 && dir[len(dir)-1] != 0xff {
			dir = append(bytes.Clone(dir), 0xff)
		}
		out = append(out, rawName{raw: append(bytes.Clone(dir), name...), size: size})
		at = next
	}
	return out
}
