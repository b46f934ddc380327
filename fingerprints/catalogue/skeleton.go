package catalogue

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"evscan/evidence"
)

// Skeleton writes what recognisers of text take for one another in one way, so that
// a name and its misreadings have the same skeleton: 0 and o; 1, l, i and the bar;
// rn and m; vv and w; 5 and s; 8 and b; and in Japanese a kana and the kanji or kana
// of the same look (力 and カ, ソ and ン, 一 and ー). s is in the form of Core or of a
// host name. Equal skeletons are no proof of anything: see Confusions.
func Skeleton(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		skel, n := glyph(s[i:])
		b.WriteString(skel)
		i += n
	}
	return b.String()
}

// Confusions counts the places in which read differs from want by nothing but the
// confusions of Skeleton; ok is unset where it differs in anything else.
func Confusions(read, want string) (n int, ok bool) {
	for len(read) > 0 && len(want) > 0 {
		a, i := glyph(read)
		b, k := glyph(want)
		if a != b {
			return 0, false
		}
		if read[:i] != want[:k] {
			n++
		}
		read, want = read[i:], want[k:]
	}
	return n, read == want
}

// glyph returns the skeleton of the first character, or of the first two where they
// look like one, and how many bytes it stands for.
func glyph(s string) (string, int) {
	switch c := s[0]; {
	case c >= utf8.RuneSelf:
		r, n := utf8.DecodeRuneInString(s)
		if evidence.IsCJK(r) {
			if l := lookAlike(r); l != r {
				return string(l), n
			}
			return s[:n], n
		}
		// Recognisers lose accents and see specks as accents.
		if d := norm.NFD.String(s[:n]); d != s[:n] && d[0] < utf8.RuneSelf {
			return d[:1], n
		}
		return s[:n], n
	case strings.HasPrefix(s, "rn"):
		return "m", 2
	case strings.HasPrefix(s, "vv"):
		return "w", 2
	case c == '0':
		return "o", 1
	case c == '1' || c == 'l' || c == '|' || c == '!':
		return "i", 1
	case c == '5':
		return "s", 1
	case c == '8':
		return "b", 1
	}
	return s[:1], 1
}

// lookAlike returns the one of several characters of the same look that stands for
// all of them.
func lookAlike(r rune) rune {
	switch r {
	case '一', '―', '─', '—', '‐', '－':
		return 'ー'
	case '口', '囗':
		return 'ロ'
	case '力', 'ヵ':
		return 'カ'
	case '夕':
		return 'タ'
	case '二':
		return 'ニ'
	case 'へ', 'べ', 'ベ', 'ぺ', 'ペ': // hiragana and katakana, and the marks that blur
		return 'ヘ'
	case 'ン', 'ゾ':
		return 'ソ'
	case 'ツ', 'ッ', 'ヅ', 'ジ':
		return 'シ'
	case '工', 'ェ':
		return 'エ'
	case '卜', 'ド':
		return 'ト'
	case '八', 'バ', 'パ':
		return 'ハ'
	case '三':
		return 'ミ'
	case 'リ':
		return 'り'
	case 'ガ':
		return 'カ'
	case 'ャ':
		return 'ヤ'
	case 'ュ':
		return 'ユ'
	case 'ョ':
		return 'ヨ'
	case 'ァ':
		return 'ア'
	case 'ィ':
		return 'イ'
	case 'ゥ':
		return 'ウ'
	case 'ォ':
		return 'オ'
	case 'ブ', 'プ':
		return 'フ'
	case 'ビ', 'ピ':
		return 'ヒ'
	case 'ボ', 'ポ':
		return 'ホ'
	case '杜', '牡':
		return '社'
	}
	return r
}
