package names

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

// gap is what stood between two units of a text.
type gap uint8

const (
	gapBlank  gap = 1 << iota // blanks
	gapLine                   // one line feed
	gapComma                  // a comma
	gapStop                   // a full stop that may end an abbreviation
	gapHard                   // anything that a name does not reach across
	gapAmp                    // &, which is part of the folded text
	gapHyphen                 // - or _
)

// unit is one Latin word or one CJK character of the folded text.
type unit struct {
	start, end int32 // in stream.folded
	from, to   int32 // in the original text
	before     gap   // what stood between the unit before and this one
	cjk        bool
	kind       script
}

// script is what a boundary depends on.
type script uint8

const (
	scriptLatin script = iota // every script with words between blanks
	scriptHan
	scriptKatakana
	scriptHiragana
)

// stream is a text in the shape of catalogue.Core, cut into units, with the way
// back to the original.
type stream struct {
	text   string
	folded []byte
	units  []unit
	hashes []uint64             // of the units, see hash
	keys   [maxUnits + 1]uint64 // of the names that begin at the unit that is looked at, by their length
	found  []catalogue.Named
}

// reset folds text. The buffers of s are used again.
func (s *stream) reset(text string) {
	s.text = text
	s.folded = s.folded[:0]
	s.units = s.units[:0]
	s.hashes = s.hashes[:0]
	var g gap
	inWord := false
	var prev rune
	emitLatin := func(b []byte, from, to int) {
		if !inWord {
			n := len(s.units)
			if g&gapAmp == 0 && n > 0 && !s.units[n-1].cjk {
				s.folded = append(s.folded, ' ')
			}
			s.units = append(s.units, unit{start: int32(len(s.folded)), from: int32(from), before: g})
			g, inWord = 0, true
		}
		s.folded = append(s.folded, b...)
		u := &s.units[len(s.units)-1]
		u.end, u.to = int32(len(s.folded)), int32(to)
	}
	emitCJK := func(r rune, from, to int) {
		inWord = false
		start := int32(len(s.folded))
		s.folded = utf8.AppendRune(s.folded, r)
		s.units = append(s.units, unit{start: start, end: int32(len(s.folded)), from: int32(from), to: int32(to), before: g, cjk: true,
			kind: scriptOf(r)})
		g = 0
	}
	var buf [4]byte
	for i := 0; i < len(text); {
		c := text[i]
		if j := asciiWord(text, i); j > i {
			emitLatin(nil, i, j)
			for ; i < j; i++ {
				s.folded = append(s.folded, lowerASCII[text[i]])
			}
			s.units[len(s.units)-1].end = int32(len(s.folded))
			prev = rune(text[j-1])
			continue
		}
		composed := 0 // bytes of a character with marks of its own, which fold together
		if i+1 < len(text) {
			composed = cluster(text[i:])
		}
		if c < utf8.RuneSelf && composed == 0 {
			j := i + 1
			switch {
			case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
				buf[0] = c
				emitLatin(buf[:1], i, j)
			case 'A' <= c && c <= 'Z':
				buf[0] = c + 'a' - 'A'
				emitLatin(buf[:1], i, j)
			case c == '.':
				// J.P. is one word; a point with a blank behind it may be the end of a sentence.
				if j == len(text) || !isWordByte(text[j]) {
					inWord, g = false, g|gapStop
				}
			case c == '\'' || c == '"' || c == '!' || c == '?':
				if c != '\'' {
					inWord, g = false, g|gapHard
				}
			case c == '(':
				if form, n := bracketed(text[i:]); form != "" {
					for _, r := range form {
						emitCJK(r, i, i+n)
					}
					i += n
					prev = ')'
					continue
				}
				inWord, g = false, g|gapHard
			default:
				inWord = false
				g |= s.gapOf(c, g)
			}
			prev = rune(c)
			i = j
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		if form, m := bracketed(text[i:]); form != "" && (!unicode.Is(unicode.Katakana, r) || !unicode.Is(unicode.Katakana, prev)) {
			for _, q := range form {
				emitCJK(q, i, i+m)
			}
			i += m
			prev = ')'
			continue
		}
		if composed > 0 {
			n = composed
		} else if isPlainCJK(r) {
			emitCJK(r, i, i+n)
			prev = r
			i += n
			continue
		}
		for _, q := range foldRune(r, text[i:i+n]) {
			q = catalogue.FoldRune(q)
			if q == '-' && unicode.Is(unicode.Katakana, prev) {
				q = 'ー'
			}
			switch {
			case q == 0, q == '・', q == '\'':
			case q == ' ' && (r == '\u2028' || r == '\u2029' || r == '\u0085'):
				inWord, g = false, g|gapHard
			case q == ' ':
				inWord, g = false, g|gapBlank
			case q < utf8.RuneSelf && !isWordByte(byte(q)):
				inWord = false
				if q == '.' {
					g |= gapStop
				} else {
					g |= s.gapOf(byte(q), g)
				}
			case isScriptCJK(q):
				emitCJK(q, i, i+n)
			case unicode.IsLetter(q) || unicode.IsNumber(q) || unicode.IsMark(q):
				emitLatin(utf8.AppendRune(buf[:0], q), i, i+n)
			default:
				inWord, g = false, g|gapHard
			}
			prev = q
		}
		i += n
	}
}

// asciiWord returns where the ASCII letters and digits that begin at i end, as far
// as no mark follows that composes with the last of them (see cluster).
func asciiWord(text string, i int) int {
	for i < len(text) && isWordByte(text[i]) && (i+1 == len(text) || text[i+1] < firstMark) {
		i++
	}
	return i
}

// firstMark is the first byte of U+0300, below which there are no combining marks.
const firstMark = 0xcc

// lowerASCII folds ASCII letters.
var lowerASCII = func() (t [256]byte) {
	for i := range t {
		t[i] = byte(i)
		if i >= 'A' && i <= 'Z' {
			t[i] += 'a' - 'A'
		}
	}
	return t
}()

// gapOf says what an ASCII character between words is; & is written down, for it
// belongs to names.
func (s *stream) gapOf(c byte, have gap) gap {
	switch c {
	case ' ':
		return gapBlank
	case '\n':
		if have&gapLine != 0 {
			return gapHard
		}
		return gapLine
	case '\r':
		return 0
	case ',':
		return gapComma
	case '-', '_':
		return gapHyphen
	case '&':
		if n := len(s.units); n > 0 && have&(gapHard|gapAmp) == 0 {
			s.folded = append(s.folded, '&')
			return gapAmp
		}
	}
	return gapHard
}

func isWordByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// isPlainCJK knows the characters that folding leaves alone, which is nearly all
// of a Japanese text.
func isPlainCJK(r rune) bool {
	if r >= 0x3041 && r <= 0x3096 || r >= 0x30a1 && r <= 0x30fa || r == 'ー' || r == '々' {
		return true
	}
	return r >= 0x4e00 && r <= 0x9fff && catalogue.FoldRune(r) == r
}

func isScriptCJK(r rune) bool {
	return evidence.IsCJK(r) && (unicode.IsLetter(r) || r == 'ー' || r == '々' || r == '〇')
}

func scriptOf(r rune) script {
	switch {
	case r == 'ー' || r >= 0x30a1 && r <= 0x30fa:
		return scriptKatakana
	case r >= 0x3041 && r <= 0x3096:
		return scriptHiragana
	}
	return scriptHan
}

// maxMarks bounds the marks on one character; what exceeds is left alone.
const maxMarks = 4

// cluster returns the length in bytes of a character that is followed by marks
// which compose with it (half-width kana, the decomposed names of macOS), or 0.
func cluster(s string) int {
	n := 1
	if s[0] >= utf8.RuneSelf {
		_, n = utf8.DecodeRuneInString(s)
	}
	if n >= len(s) || s[n] < firstMark {
		return 0
	}
	if s[n] == 0xe3 && !strings.HasPrefix(s[n:], "\u3099") && !strings.HasPrefix(s[n:], "\u309a") || s[n] >= 0xe4 && s[n] <= 0xe9 {
		return 0 // kana and kanji
	}
	end := n
	for k := 0; k < maxMarks && end < len(s); k++ {
		r, size := utf8.DecodeRuneInString(s[end:])
		if r != 'ﾞ' && r != 'ﾟ' && !unicode.Is(unicode.Mn, r) {
			break
		}
		end += size
	}
	if end == n {
		return 0
	}
	return end
}

// foldRune is NFKC and case folding of one character with its marks.
func foldRune(r rune, s string) []rune {
	if len(s) == 3 && r >= 0xff01 && r <= 0xff5e { // full width ASCII
		r -= 0xfee0
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return []rune{r}
	}
	if !utf8.ValidRune(r) || r == utf8.RuneError {
		return []rune{' '}
	}
	return []rune(cases.Fold().String(norm.NFKC.String(s)))
}

// bracketed returns the legal form that an abbreviation in brackets or in one
// character stands for, and the length of the abbreviation in bytes.
func bracketed(s string) (form string, n int) {
	r, size := utf8.DecodeRuneInString(s)
	switch r {
	case '㈱':
		return "株式会社", size
	case '㈲':
		return "有限会社", size
	case '(', '（':
	default:
		if r < 'ア' || r > 'ﾟ' || r > 'ヿ' && r < 'ｦ' {
			return "", 0
		}
		// ｶ)ﾐﾎﾝ, as banks write the holders of accounts.
		if form = bankForm(r); form != "" && size < len(s) {
			if next, m := utf8.DecodeRuneInString(s[size:]); next == ')' || next == '）' {
				return form, size + m
			}
		}
		return "", 0
	}
	n = size
	for n < len(s) && s[n] == ' ' && n < size+2 {
		n++
	}
	r, size = utf8.DecodeRuneInString(s[n:])
	switch r {
	case '株':
		form = "株式会社"
	case '有':
		form = "有限会社"
	case '同':
		form = "合同会社"
	case '資':
		form = "合資会社"
	case '名':
		form = "合名会社"
	case '医':
		form = "医療法人"
	case '学':
		form = "学校法人"
	case '福':
		form = "社会福祉法人"
	case '独':
		form = "独立行政法人"
	default:
		if form = bankForm(r); form == "" {
			return "", 0
		}
		n += size
		if n >= len(s) || s[n] == '\n' || s[n] == ' ' { // ﾐﾎﾝ(ｶ
			return form, n
		}
		if r, size = utf8.DecodeRuneInString(s[n:]); r == ')' || r == '）' {
			return form, n + size
		}
		return "", 0
	}
	n += size
	for n < len(s) && s[n] == ' ' {
		n++
	}
	if r, size = utf8.DecodeRuneInString(s[n:]); r != ')' && r != '）' {
		return "", 0
	}
	return form, n + size
}

// bankForm is the legal form that a kana stands for in the names of bank accounts, by the
// rules of the Japanese banks' data exchange (Zengin); those of one kana.
func bankForm(r rune) string {
	switch r {
	case 'カ', 'ｶ':
		return "株式会社"
	case 'ユ', 'ﾕ':
		return "有限会社"
	case 'メ', 'ﾒ':
		return "合名会社"
	case 'シ', 'ｼ':
		return "合資会社"
	case 'ド':
		return "合同会社"
	case 'イ', 'ｲ':
		return "医療法人"
	}
	return ""
}

// core returns the folded text of units i to j-1.
func (s *stream) core(i, j int) []byte { return s.folded[s.units[i].start:s.units[j-1].end] }
