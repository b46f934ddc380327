// Package proof reads the proofs of a recognised line: where the engine's letters
// and the ink under them disagree in a way that only a look at the picture can
// settle (a dot that is or is not there), the ink wins; and signs that cannot stand
// where they were read (a registered trade mark inside a mail address) become the one
// that they are read for.
//
// It knows the shapes of letters and the grammar of addresses. It knows no names: a
// correction never makes a word of a list out of what was read.
package proof

import (
	"image"
	"strings"

	"evscan/extractors/ocr/grey"
)

// Glyph is a character as the engine read it.
type Glyph struct {
	Text       string
	Box        image.Rectangle // on the picture of the line, close to the ink
	Confidence float64         // 0 to 100
}

// Line is the picture of a line, black on white, on which the boxes of glyphs stand.
type Line struct {
	Picture  *grey.Picture
	Baseline int // y on which letters stand, exclusive
	Capital  int // height of a capital letter in pixels
}

// Word returns the glyphs of a word, corrected. They come in reading order and are
// not changed.
func (l Line) Word(glyphs []Glyph) []Glyph {
	if len(glyphs) == 0 || l.Capital < 8 {
		return glyphs
	}
	out := append([]Glyph(nil), glyphs...)
	if latin(out) {
		l.stems(out)
		l.zeros(out)
		out = l.dots(out)
	}
	return signs(initial(out))
}

// Text joins what the glyphs say.
func Text(glyphs []Glyph) string {
	var b strings.Builder
	for _, g := range glyphs {
		b.WriteString(g.Text)
	}
	return b.String()
}

// latin tells whether most of a word is Latin letters and digits.
func latin(glyphs []Glyph) bool {
	n := 0
	for _, g := range glyphs {
		if alnum(g.Text) {
			n++
		}
	}
	return n*2 > len(glyphs)
}

func lower(s string) bool { return len(s) == 1 && s[0] >= 'a' && s[0] <= 'z' }
func upper(s string) bool { return len(s) == 1 && s[0] >= 'A' && s[0] <= 'Z' }
func digit(s string) bool { return len(s) == 1 && s[0] >= '0' && s[0] <= '9' }
func alnum(s string) bool { return lower(s) || upper(s) || digit(s) }
