package redact

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// folded is a text as the rules read it: full-width letters, digits and signs, the many
// dashes and blanks written as ASCII, so that one rule knows all ways of writing.
type folded struct {
	s   string
	low string  // s with ASCII letters in lower case; offsets are the same
	at  []int32 // offset in the original of each byte of s and of its end; nil: the same
}

func fold(text string) folded {
	ascii := true
	for i := 0; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		return folded{s: text, low: lower(text)}
	}
	var b strings.Builder
	b.Grow(len(text))
	at := make([]int32, 0, len(text)+1)
	var last rune
	for i, r := range text {
		f := foldRune(r)
		if r == 'ー' && last >= '0' && last <= '9' {
			f = '-' // the long vowel sign, for a dash between numbers
		}
		n := utf8.RuneLen(f)
		b.WriteRune(f)
		for range n {
			at = append(at, int32(i))
		}
		last = f
	}
	f := folded{s: b.String(), at: append(at, int32(len(text)))}
	f.low = lower(f.s)
	return f
}

func foldRune(r rune) rune {
	switch {
	case r >= 0xff01 && r <= 0xff5e:
		return r - 0xfee0
	case r == 0x3000, r == 0xa0, r >= 0x2000 && r <= 0x200a, r == 0x202f:
		return ' '
	case r >= 0x2010 && r <= 0x2015, r == 0x2212, r == 0xfe63, r == 0xfe58:
		return '-'
	case r == 0x2018, r == 0x2019:
		return '\''
	}
	return r
}

// original maps an offset of s to one of the text.
func (f folded) original(i int) int {
	if f.at == nil {
		return i
	}
	return int(f.at[i])
}

func lower(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= 'A' && s[i] <= 'Z' {
			b := []byte(s)
			for j := range b {
				if b[j] >= 'A' && b[j] <= 'Z' {
					b[j] += 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return s
}

// word is the form in which names are compared: lower case, without accents, widths
// unified.
func word(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			plain = false
			break
		}
	}
	if plain {
		return lower(s)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if !unicode.Is(unicode.Mn, r) || r >= 0x3000 { // voiced sound marks are letters
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return norm.NFC.String(b.String())
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) || r == '々' || r == 'ヶ' || r == '〆' }

func isKana(r rune) bool {
	return unicode.Is(unicode.Hiragana, r) || unicode.Is(unicode.Katakana, r) || r == 'ー' || r == 0xff70
}

func isCJK(r rune) bool { return isHan(r) || isKana(r) || unicode.Is(unicode.Hangul, r) }

// before and after are the characters around an offset; 0 at the ends.
func before(s string, i int) rune {
	if i <= 0 {
		return 0
	}
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return r
}

func after(s string, i int) rune {
	if i >= len(s) {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return r
}
