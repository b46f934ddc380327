package charset

import (
	"bytes"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// candidate is a multi-byte encoding: next reads one character, weight says how
// common such a character is in real text, from -1 to 1.
type candidate struct {
	name string
	enc  encoding.Encoding
	// next returns the length of the character at the start of b, 0 where there is
	// none, and its weight. b[0] is at least 0x80.
	next func(b []byte) (int, float64)
}

// asian lists the candidates; among equals the first wins.
func asian() []candidate {
	return []candidate{
		{"shift_jis", japanese.ShiftJIS, shiftJIS},
		{"euc-jp", japanese.EUCJP, eucJP},
		{"gbk", simplifiedchinese.GBK, gbk},
		{"big5", traditionalchinese.Big5, big5},
		{"euc-kr", korean.EUCKR, eucKR},
	}
}

// minWeight is the mean weight from which a candidate counts as text. Western
// letters misread as pairs stay far below it, even where every pair exists.
const minWeight = 0.45

func eastAsian(b []byte, list []candidate) (Guess, bool) {
	best, bestWeight := -1, minWeight
	for i, c := range list {
		if w, ok := weigh(b, c); ok && w > bestWeight {
			best, bestWeight = i, w
		}
	}
	if best < 0 {
		return Guess{}, false
	}
	return Guess{Name: list[best].name, Enc: list[best].enc, Basis: "byte pairs common in " + list[best].name}, true
}

func weigh(b []byte, c candidate) (float64, bool) {
	var sum float64
	chars, bad := 0, 0
	for i := 0; i < len(b); {
		if b[i] < 0x80 {
			i++
			continue
		}
		n, w := c.next(b[i:])
		if n == 0 {
			if len(b)-i < 3 && chars > 0 { // cut off in the middle of a character
				break
			}
			bad++
			i++
			continue
		}
		chars++
		sum += w
		i += n
	}
	if chars == 0 || bad*200 > chars {
		return 0, false
	}
	return sum / float64(chars), true
}

func shiftJIS(b []byte) (int, float64) {
	c := b[0]
	if c >= 0xa1 && c <= 0xdf {
		// Half-width katakana stand in runs; alone they are a misread letter.
		if len(b) > 1 && b[1] >= 0xa1 && b[1] <= 0xdf {
			return 1, 0.4
		}
		return 1, 0.1
	}
	if len(b) < 2 || b[1] < 0x40 || b[1] == 0x7f || b[1] > 0xfc {
		return 0, 0
	}
	switch t := b[1]; {
	case c == 0x82 && t >= 0x9f && t <= 0xf1: // hiragana
		return 2, 1
	case c == 0x83 && t <= 0x96: // katakana
		return 2, 0.9
	case c == 0x81 && t <= 0xac: // punctuation
		return 2, 0.9
	case c == 0x82 && t >= 0x4f && t <= 0x9a: // full-width letters and digits
		return 2, 0.6
	case c == 0x88 && t >= 0x9f, c > 0x88 && c < 0x98, c == 0x98 && t <= 0x72: // level 1 kanji
		return 2, 0.8
	case c >= 0x98 && c <= 0x9f, c >= 0xe0 && c <= 0xea: // level 2 kanji
		return 2, 0.2
	case c == 0x87, c >= 0xed && c <= 0xee, c >= 0xfa && c <= 0xfc: // extensions of NEC and IBM
		return 2, 0.3
	case c >= 0x81 && c <= 0x88:
		return 2, 0.1
	case c >= 0xf0 && c <= 0xf9: // private use
		return 2, -1
	}
	return 0, 0
}

func pair(b []byte) bool { return len(b) > 1 && b[1] >= 0xa1 && b[1] <= 0xfe }

func eucJP(b []byte) (int, float64) {
	c := b[0]
	switch {
	case c == 0x8e && len(b) > 1 && b[1] >= 0xa1 && b[1] <= 0xdf:
		return 2, 0.4
	case c == 0x8f && len(b) > 2 && b[1] >= 0xa1 && b[2] >= 0xa1:
		return 3, 0.1
	case !pair(b) || c < 0xa1 || c == 0xff:
		return 0, 0
	case c == 0xa4 && b[1] <= 0xf3:
		return 2, 1
	case c == 0xa5 && b[1] <= 0xf6, c == 0xa1:
		return 2, 0.9
	case c == 0xa3:
		return 2, 0.6
	case c >= 0xb0 && c <= 0xcf:
		return 2, 0.8
	case c >= 0xd0 && c <= 0xf4:
		return 2, 0.2
	}
	return 2, 0.1
}

func gbk(b []byte) (int, float64) {
	c := b[0]
	switch {
	case c < 0x81 || c == 0xff || len(b) < 2 || b[1] < 0x40 || b[1] == 0x7f || b[1] == 0xff:
		return 0, 0
	case b[1] < 0xa1 || c < 0xa1: // extension of GB 2312
		return 2, 0.1
	case c == 0xa1:
		return 2, 0.9
	case c == 0xa3:
		return 2, 0.7
	case c >= 0xb0 && c <= 0xd7:
		return 2, 0.75
	case c >= 0xd8 && c <= 0xf7:
		return 2, 0.2
	}
	return 2, 0.05
}

func big5(b []byte) (int, float64) {
	c := b[0]
	switch {
	case c < 0xa1 || c > 0xf9 || len(b) < 2 || b[1] < 0x40 || (b[1] > 0x7e && b[1] < 0xa1) || b[1] == 0xff:
		return 0, 0
	case c == 0xa1:
		return 2, 0.7
	case c >= 0xa4 && c <= 0xc6:
		return 2, 0.74
	}
	return 2, 0.1
}

func eucKR(b []byte) (int, float64) {
	c := b[0]
	switch {
	case !pair(b) || c < 0xa1 || c == 0xff:
		return 0, 0
	case c >= 0xb0 && c <= 0xc8:
		return 2, 0.95
	case c == 0xa1, c == 0xa3:
		return 2, 0.5
	}
	return 2, 0.1
}

// DetectNames says in which encoding the names of one archive are, looked at
// together. Where nothing else fits it is code page 437, the default of the zip
// specification.
func DetectNames(names [][]byte) Guess {
	all := bytes.Join(names, []byte{'\n'})
	switch {
	case isASCII(all):
		return Guess{Name: "us-ascii", Basis: "ASCII bytes only"}
	case validUTF8(all):
		return Guess{Name: "utf-8", Basis: "valid UTF-8"}
	}
	if g, ok := eastAsian(all, asian()[:3]); ok {
		return g
	}
	return Guess{Name: "cp437", Enc: charmap.CodePage437, Basis: "nothing else fits"}
}
