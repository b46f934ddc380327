// Package salvage picks readable text out of bytes whose structure nobody reads.
package salvage

import (
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf16"
)

// Min is the length of the shortest run of characters that counts as text.
const Min = 4

// UTF16 gives the runs of little-endian UTF-16 that are text, each a line. Runs of
// East Asian characters must hold kana, Latin letters or be of one script's
// common range, since any bytes read as rare Han characters.
func UTF16(b []byte) string {
	var out strings.Builder
	for shift := range 2 {
		var run []uint16
		flush := func() {
			if s := string(utf16.Decode(run)); plausible(s) {
				out.WriteString(strings.TrimSpace(s))
				out.WriteByte('\n')
			}
			run = run[:0]
		}
		for i := shift; i+1 < len(b); i += 2 {
			u := binary.LittleEndian.Uint16(b[i:])
			if u == '\t' || u == '\n' || u == '\r' || u >= ' ' && u < 0xd800 && u != 0x7f || u >= 0xff00 && u < 0xfff0 {
				run = append(run, u)
				continue
			}
			flush()
		}
		flush()
	}
	return out.String()
}

// plausible weighs a run: most of its characters are letters, digits or blanks of
// scripts that live together.
func plausible(s string) bool {
	n, ascii, kana, han, other := 0, 0, 0, 0, 0
	for _, r := range s {
		n++
		switch {
		case r < 0x80:
			if unicode.IsLetter(r) || unicode.IsDigit(r) || r == ' ' {
				ascii++
			}
		case unicode.In(r, unicode.Hiragana, unicode.Katakana), r >= 0x3000 && r <= 0x303f, r >= 0xff00:
			kana++
		case r >= 0x4e00 && r <= 0x9fa5:
			han++
		case r < 0x250 || unicode.In(r, unicode.Cyrillic, unicode.Greek, unicode.Hangul) || r >= 0x2010 && r <= 0x2030:
			ascii++
		default:
			other++
		}
	}
	if n < Min && !(n >= 2 && kana+han == n && kana > 0) {
		return false
	}
	if other*4 > n {
		return false
	}
	return ascii*10 >= n*7 || kana+han >= 2 && (kana > 0 || ascii > 0) && (kana*5 >= han || ascii*3 >= n) && (kana+han+ascii)*10 >= n*8
}

// ASCII gives the runs of printable bytes of at least min characters, each a line.
func ASCII(b []byte, least int) string {
	var out strings.Builder
	start := -1
	for i := 0; i <= len(b); i++ {
		if i < len(b) && (b[i] >= ' ' && b[i] < 0x7f || b[i] == '\t') {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 && i-start >= least {
			out.Write(b[start:i])
			out.WriteByte('\n')
		}
		start = -1
	}
	return out.String()
}
