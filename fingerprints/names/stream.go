package names

import (
	"slices"
	"strings"
	"sync"
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
	pairs  []uint64             // keys of each CJK unit with the next one; 0 where no name reaches that far
	keys   [maxUnits + 1]uint64 // of the names that begin at the unit that is looked at, by their length
	found  []catalogue.Named
	slow   bool // in tests: without the short cuts
}

// reset folds text. The buffers of s are used again.
func (s *stream) reset(text string) {
	s.text = text
	s.folded = s.folded[:0]
	s.units = s.units[:0]
	s.hashes = s.hashes[:0]
	s.pairs = s.pairs[:0]
	s.folded = slices.Grow(s.folded, len(text)+len(text)/8)
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
	plain := plainHan()
	for i := 0; i < len(text); {
		c := text[i]
		if b := wordASCII[c]; b != 0 && !s.slow && (i+1 == len(text) || text[i+1] < firstMark) {
			if !inWord {
				emitLatin(nil, i, i)
			}
			folded := s.folded
			for {
				folded = append(folded, b)
				if i++; i == len(text) {
					break
				}
				if b = wordASCII[text[i]]; b == 0 || i+1 < len(text) && text[i+1] >= firstMark {
					break // the end, or a mark that composes with the next letter, see cluster
				}
			}
			s.folded = folded
			u := &s.units[len(s.units)-1]
			u.end, u.to = int32(len(folded)), int32(i)
			prev = rune(text[i-1])
			continue
		}
		if !s.slow && c == ' ' && i+1 < len(text) && text[i+1] < firstMark {
			inWord, g, prev = false, g|gapBlank, ' '
			i++
			continue
		}
		if !s.slow && c >= 0xe3 && c <= 0xe9 {
			if r, ok := plainCJK(text, i, plain); ok {
				if r >= 0 {
					emitCJK(r, i, i+3)
				} else {
					inWord, g = false, g|gapHard
				}
				prev = max(r, ' ')
				i += 3
				continue
			}
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

// firstMark is the first byte of U+0300, below which there are no combining marks.
const firstMark = 0xcc

// wordASCII folds ASCII letters and digits; it is 0 for everything else.
var wordASCII = func() (t [256]byte) {
	for i := range t {
		switch c := byte(i); {
		case c >= 'A' && c <= 'Z':
			t[i] = c + 'a' - 'A'
		case isWordByte(c):
			t[i] = c
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

// firstHan and lastHan are the ideographs of the first block of Unicode.
const (
	firstHan = 0x4e00
	lastHan  = 0x9fff
)

// plainHan says of each ideograph whether folding leaves it alone.
var plainHan = sync.OnceValue(func() *[lastHan - firstHan + 1]bool {
	t := new([lastHan - firstHan + 1]bool)
	for r := rune(firstHan); r <= lastHan; r++ {
		t[r-firstHan] = isPlainCJK(r)
	}
	return t
})

// plainCJK reads the character of three bytes that begins at i, where folding leaves it
// alone and nothing composes with it, which is nearly all of a Japanese text. It is
// negative for punctuation that separates.
func plainCJK(text string, i int, han *[lastHan - firstHan + 1]bool) (rune, bool) {
	if i+3 > len(text) || text[i+1]&0xc0 != 0x80 || text[i+2]&0xc0 != 0x80 {
		return 0, false
	}
	if i+3 < len(text) {
		switch c := text[i+3]; {
		case c == ')': // カ), see bracketed
			return 0, false
		case c < firstMark, c >= 0xe4 && c <= 0xe9:
		case c == 0xe3 && (i+5 >= len(text) || text[i+4] != 0x82 || text[i+5] != 0x99 && text[i+5] != 0x9a):
		default:
			return 0, false
		}
	}
	r := rune(text[i]&0x0f)<<12 | rune(text[i+1]&0x3f)<<6 | rune(text[i+2]&0x3f)
	switch {
	case r >= firstHan && r <= lastHan:
		return r, han[r-firstHan]
	case r == '、' || r == '。' || r == '「' || r == '」':
		return -1, true
	}
	return r, r < firstHan && isPlainCJK(r)
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

// between is the text between unit i and the one before; "" where one character of the
// text makes both.
func (s *stream) between(i int) string {
	if from, to := s.units[i-1].to, s.units[i].from; from < to {
		return s.text[from:to]
	}
	return ""
}

// core returns the folded text of units i to j-1.
func (s *stream) core(i, j int) []byte { return s.folded[s.units[i].start:s.units[j-1].end] }
