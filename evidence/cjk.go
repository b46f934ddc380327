package evidence

import (
	"unicode"
	"unicode/utf8"
)

// IsCJK reports whether r is written without blanks between words: Han, kana,
// Hangul-free scripts of Japanese and Chinese and their full-width punctuation.
func IsCJK(r rune) bool {
	switch {
	case r < 0x2e80: // the first Han radical
		return false
	case r >= 0x4e00 && r <= 0x9fff, r >= 0x3041 && r <= 0x3096, r >= 0x30a1 && r <= 0x30fa:
		return true
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) ||
		r == 'ー' || (r >= 0x3000 && r <= 0x303f) || (r >= 0xff00 && r <= 0xffef)
}

// StartsCJK reports whether the first character of s is CJK.
func StartsCJK(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return IsCJK(r)
}

// EndsCJK reports whether the last character of s is CJK.
func EndsCJK(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return IsCJK(r)
}
