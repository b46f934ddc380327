package catalogue

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"evscan/evidence"
)

// Normalise brings a name into the form in which names are compared: NFKC, full
// case folding, one kind of dash, apostrophe and blank, variants of a kanji
// replaced by the usual one (髙 by 高), blanks collapsed, and no blanks beside
// CJK characters, because OCR puts them there and people do not mean them.
func Normalise(s string) string {
	if isPlain(s) {
		return lowerASCII(s)
	}
	s = cases.Fold().String(norm.NFKC.String(s))
	// Folding can undo the composition (İ becomes i and a dot).
	s = norm.NFKC.String(s)
	return squeeze(foldRunes(s))
}

// isPlain reports whether s is ASCII with single inner blanks, as most names are.
func isPlain(s string) bool {
	blank := true
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= 0x80 || c < ' ' || c == 0x7f:
			return false
		case c == ' ':
			if blank {
				return false
			}
			blank = true
		default:
			blank = false
		}
	}
	return !blank || s == ""
}

func lowerASCII(s string) string { return strings.ToLower(s) }

// FoldRune replaces a dash, apostrophe or kanji variant by the usual character.
// The result of zero means that the character is not to be seen at all.
func FoldRune(r rune) rune {
	if r < 0x80 {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}
	switch {
	case r == '’' || r == '‘' || r == '`' || r == '´' || r == 'ʼ':
		return '\''
	case r == '“' || r == '”':
		return '"'
	case isDash(r):
		return '-'
	case unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r):
		return 0
	case unicode.IsSpace(r) || unicode.IsControl(r):
		return ' '
	}
	if v, ok := kanjiVariant(r); ok {
		return v
	}
	return r
}

func isDash(r rune) bool {
	return (r >= 0x2010 && r <= 0x2015) || r == 0x2212 || r == 0x2043 || r == 0xfe63 || r == 0xff0d || r == 0x2500
}

func foldRunes(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	prev := rune(0)
	for _, r := range s {
		f := FoldRune(r)
		if f == 0 {
			continue
		}
		if f == '-' && r != '-' && unicode.Is(unicode.Katakana, prev) {
			f = 'ー' // a dash that OCR or a typist put for the long vowel
		}
		if f == 'ー' || unicode.IsLetter(f) || f != '-' {
			prev = f
		}
		b.WriteRune(f)
	}
	return b.String()
}

func squeeze(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	prev := rune(0)
	blank := false
	for _, r := range s {
		if r == ' ' {
			blank = true
			continue
		}
		if blank && prev != 0 && !evidence.IsCJK(prev) && !evidence.IsCJK(r) {
			b.WriteByte(' ')
		}
		blank = false
		b.WriteRune(r)
		prev = r
	}
	return b.String()
}

// kanjiVariant maps forms of a character that registers, letterheads and input
// methods use for one and the same name to the form of the Jōyō list. NFKC does
// not unify them.
func kanjiVariant(r rune) (rune, bool) {
	switch r {
	case '髙':
		return '高', true
	case '﨑', '嵜':
		return '崎', true
	case '德':
		return '徳', true
	case '濵', '濱':
		return '浜', true
	case '邉', '邊':
		return '辺', true
	case '齋':
		return '斎', true
	case '齊':
		return '斉', true
	case '澤':
		return '沢', true
	case '櫻':
		return '桜', true
	case '國':
		return '国', true
	case '廣':
		return '広', true
	case '學':
		return '学', true
	case '會':
		return '会', true
	case '鐵':
		return '鉄', true
	case '眞':
		return '真', true
	case '榮':
		return '栄', true
	case '惠':
		return '恵', true
	case '壽':
		return '寿', true
	case '𠮷':
		return '吉', true
	case '瀨':
		return '瀬', true
	case '曾':
		return '曽', true
	case '條':
		return '条', true
	case '藏':
		return '蔵', true
	case '豐':
		return '豊', true
	case '萬':
		return '万', true
	case '寶':
		return '宝', true
	case '縣':
		return '県', true
	case '總':
		return '総', true
	case '氣':
		return '気', true
	case '舘':
		return '館', true
	case '冨':
		return '富', true
	case '增':
		return '増', true
	case '靑':
		return '青', true
	case '黑':
		return '黒', true
	case '證':
		return '証', true
	}
	return r, false
}

// Core is the key under which a name is looked up and by which two names are
// found equal: Normalise, the legal form taken off, punctuation that people set
// or leave out at will (points, commas, quotes, middle dots) removed, and "and"
// written as &.
func Core(s string) string {
	core, _, _ := StripLegalForm(s)
	return core
}

// punctuate is the last step of Core on a normalised name.
func punctuate(s string) string {
	if !strings.ContainsAny(s, ".,'\"・&-_/()!?:; ") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch r {
		case '.', '\'', '"', '・', '!', '?':
		case ',', '_', '/', '(', ')', ':', ';', '-':
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	s = squeeze(b.String())
	s = strings.ReplaceAll(s, " and ", "&")
	s = strings.ReplaceAll(s, " & ", "&")
	return s
}
