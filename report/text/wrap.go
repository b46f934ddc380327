package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/mattn/go-runewidth"

	"evscan/report/say"
)

// ruler measures text in columns of a terminal. Terminals add up the widths of
// characters by the Unicode East Asian Width property, as wcwidth(3) does, and draw
// combining characters over the one before; so what makes one picture on newer terminals
// may be measured too wide, and never too narrow.
type ruler struct{ cond *runewidth.Condition }

// newRuler makes a ruler. Characters of ambiguous width are narrow but on terminals that
// follow old Japanese, Chinese and Korean fonts.
func newRuler(ambiguousWide bool) ruler {
	return ruler{&runewidth.Condition{EastAsianWidth: ambiguousWide, StrictEmojiNeutral: true}}
}

func (m ruler) rune(r rune) int {
	// The vowels and finals of Hangul written in pieces join the consonant before.
	if r >= 0x1160 && r <= 0x11ff || r >= 0xd7b0 && r <= 0xd7ff {
		return 0
	}
	return m.cond.RuneWidth(r)
}

// cols is the width of s in columns, colour escapes not counted.
func (m ruler) cols(s string) int {
	n := 0
	for s != "" {
		if end := escape(s); end > 0 {
			s = s[end:]
			continue
		}
		r, size := utf8.DecodeRuneInString(s)
		n += m.rune(r)
		s = s[size:]
	}
	return n
}

// cut shortens s, which holds no escapes, to n columns, with an ellipsis.
func (m ruler) cut(s string, n int) string {
	if m.cols(s) <= n {
		return s
	}
	const ellipsis = "…"
	room := n - m.cols(ellipsis)
	var b strings.Builder
	for g := graphemes.FromString(s); g.Next(); {
		if room -= m.cols(g.Value()); room < 0 {
			break
		}
		b.WriteString(g.Value())
	}
	return b.String() + ellipsis
}

// escape is the length of the colour escape that s begins with, 0 for none.
func escape(s string) int {
	if !strings.HasPrefix(s, "\x1b[") {
		return 0
	}
	return strings.IndexByte(s, 'm') + 1
}

// piece is what no line is broken within, if it fits on one.
type piece struct {
	text   string
	width  int
	blanks int // before it, dropped where a line begins
}

// words cuts s at blanks, and what is wider than keep columns between characters of
// scripts that are written without them, too.
func (m ruler) words(s string, keep int) []piece {
	var out []piece
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && s[j] == ' ' {
			j++
		}
		end := len(s)
		if k := strings.IndexByte(s[j:], ' '); k >= 0 {
			end = j + k
		}
		if j == len(s) {
			break
		}
		if w := m.cols(s[j:end]); w <= keep {
			out = append(out, piece{s[j:end], w, j - i})
		} else {
			parts := m.pieces(s[j:end])
			parts[0].blanks = j - i
			out = append(out, parts...)
		}
		i = end
	}
	return out
}

// pieces cuts s, which has no blanks, between characters of scripts that are written
// without them, but for what must not begin or end a line.
func (m ruler) pieces(s string) []piece {
	var out []piece
	var b strings.Builder
	width := 0
	last := rune(0)
	end := func() {
		if b.Len() > 0 {
			out = append(out, piece{text: b.String(), width: width})
			b.Reset()
			width = 0
		}
	}
	for s != "" {
		if n := escape(s); n > 0 {
			b.WriteString(s[:n])
			s = s[n:]
			continue
		}
		g := graphemes.FromString(s)
		g.Next()
		c := g.Value()
		r, _ := utf8.DecodeRuneInString(c)
		if width > 0 && (unspaced(r) || unspaced(last)) && !strings.ContainsRune(neverFirst, r) && !strings.ContainsRune(neverLast, last) {
			end()
		}
		b.WriteString(c)
		width += m.cols(c)
		last, s = r, s[len(c):]
	}
	end()
	return out
}

// reset ends every colour.
const reset = "\x1b[0m"

// Characters that no Japanese line begins or ends with (JIS X 4051).
const (
	neverFirst = "、。,.，．・：；:;?!？！)）]］}｝」』】〕〉》”’ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々…%％"
	neverLast  = "(（[［{｛「『【〔〈《“‘"
)

// unspaced reports whether r is written without blanks between words.
func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xff60 || r == 'ー'
}

// wrapped writes s behind first, and what does not fit on lines that begin with rest.
func (p *page) wrapped(first, rest, s string) {
	p.b.WriteString(first)
	full := max(minRoom, p.width-p.cols(rest))
	room := p.width - p.cols(first)
	col := 0
	newLine := func() {
		p.b.WriteString("\n" + rest)
		col, room = 0, full
	}
	keep := 0
	if p.lang == say.English { // a name in a sentence stays in one piece
		keep = full / 2
	}
	for _, pc := range p.words(s, keep) {
		blanks := pc.blanks
		if col > 0 && col+blanks+pc.width > room && (pc.width <= full || room-col < minRoom) {
			newLine()
		}
		if col > 0 {
			p.b.WriteString(strings.Repeat(" ", min(blanks, max(0, room-col-1))))
			col += min(blanks, max(0, room-col-1))
		}
		if col+pc.width <= room {
			p.b.WriteString(pc.text)
			col += pc.width
			continue
		}
		for _, c := range p.split(pc.text, room-col, full) {
			if w := p.cols(c); col > 0 && col+w > room {
				newLine()
			}
			p.b.WriteString(c)
			col += p.cols(c)
		}
	}
	p.b.WriteByte('\n')
}

// minRoom is how many columns are always used, however narrow the terminal.
const minRoom = 12

// split cuts a long word into parts of at most first and then full columns: behind a
// separator of paths where there is one in the second half, else anywhere.
func (m ruler) split(s string, first, full int) []string {
	var out []string
	room := first
	begin, width, at, atWidth := 0, 0, 0, 0
	for i := 0; i < len(s); {
		n := escape(s[i:])
		w := 0
		if n == 0 {
			g := graphemes.FromString(s[i:])
			g.Next()
			n, w = len(g.Value()), m.cols(g.Value())
		}
		if width+w > room && i > begin {
			end := i
			if at > begin && 2*atWidth >= room {
				end = at
			}
			out = append(out, s[begin:end])
			width -= m.cols(s[begin:end])
			begin, room = end, full
		}
		width += w
		if strings.IndexByte(`/\_-.@&=`, s[i]) >= 0 {
			at, atWidth = i+n, width
		}
		i += n
	}
	return append(out, s[begin:])
}
