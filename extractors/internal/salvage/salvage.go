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
			if common(u) {
				run = append(run, u)
				continue
			}
			flush()
		}
		flush()
	}
	return out.String()
}

// common reports whether a unit is of the scripts that offices write. Rare ranges
// end a run: bytes that are no text fall into them all the time.
func common(u uint16) bool {
	switch {
	case u == '\t', u == '\n', u == '\r', u >= ' ' && u < 0x7f, u >= 0xa0 && u < 0x100, u >= 0x104 && u <= 0x17e && u&0xff > 3,
		u >= 0x391 && u <= 0x3c9, u >= 0x401 && u <= 0x451, u >= 0x2010 && u <= 0x203b, u == 0x20ac, u == 0x2122,
		u >= 0x3001 && u <= 0x30fe, u >= 0x4e00 && u <= 0x9fa5, u >= 0xac00 && u <= 0xd7a3, u >= 0xff01 && u <= 0xff60:
		return true
	}
	return false
}

// plausible weighs a run: most of its characters are letters, digits or blanks of
// scripts that live together.
func plausible(s string) bool {
	n, letters, word, kana, han, hangul := 0, 0, 0, 0, 0, 0
	for _, r := range strings.TrimSpace(s) {
		n++
		switch {
		case r >= 0xac00 && r <= 0xd7a3:
			hangul++
		case r >= 0x4e00 && r <= 0x9fa5:
			han++
		case r >= 0x3000 && r <= 0x30ff, r >= 0xff00:
			kana++
		case unicode.IsLetter(r):
			letters++
			word++
		case unicode.IsDigit(r), r == ' ':
			word++
		}
	}
	switch asian := kana + han + hangul; {
	case n < Min && !(n == 3 && kana == n):
		return false
	case asian == 0:
		return letters >= 3 && word*10 >= n*7
	case (asian+word)*10 < n*8:
		return false
	case hangul > 0:
		return hangul*10 >= asian*9 && n >= 2*Min && word*8 >= hangul // words have blanks between them
	}
	return kana*5 >= han || letters >= 3 && word*3 >= n
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
