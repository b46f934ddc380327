// Package strip makes of a text line of any size and polarity the picture that
// the recognition engine reads best: black on white, one size, on one baseline.
//
// Every line is read on its own. Lines packed on one canvas cost as much, lose
// blanks between words in Latin rows, and what is read of one would depend on
// its neighbours, so that equal lines of two pictures could not share a reading.
package strip

import (
	"image"
	"math"

	"evscan/extractors/ocr/grey"
	"evscan/extractors/ocr/segment"
)

// Strip is one line as the engine sees it.
type Strip struct {
	*grey.Picture
	scale float64         // strip pixels for one pixel of the picture
	at    image.Point     // of the line's crop on the strip
	from  image.Rectangle // the crop on the picture
	base  int             // baseline and
	glyph float64         // height of a capital on the picture
}

// Measures of a strip in pixels.
const (
	height   = 42 // of the strip
	glyph    = 20 // of a capital letter on it
	baseline = 30 // y on which letters stand
	side     = 8  // white at the left and the right
	pad      = 1  // of the picture kept around a line
)

// maxScale bounds how far small letters are blown up: beyond it there is nothing
// to see.
const maxScale = 4

// Cut makes the strip of line l of p.
func Cut(p *grey.Picture, l *segment.Line) Strip {
	c := l.Crop(p, pad)
	s := Strip{base: l.Baseline, glyph: l.Glyph, from: l.Box.Inset(-pad).Intersect(image.Rect(0, 0, p.W, p.H))}
	s.scale = min(maxScale, glyph/l.Glyph, float64(height-2)/float64(c.H))
	if math.Abs(s.scale-1) <= 0.06 && c.H <= height {
		s.scale = 1 // resampling would only blur
	} else {
		c = c.Scale(s.scale)
	}
	above := int(float64(l.Baseline-s.from.Min.Y) * s.scale)
	s.at = image.Pt(side, min(max(0, baseline-above), max(0, height-c.H)))
	s.Picture = grey.New(c.W+2*side, max(height, c.H))
	s.Fill(255)
	s.Paste(c, s.at.X, s.at.Y)
	return s
}

// Baseline is the y on the strip on which letters stand, exclusive.
func (s *Strip) Baseline() int {
	return s.at.Y + int(math.Round(float64(s.base-s.from.Min.Y)*s.scale))
}

// Capital is the height of a capital letter on the strip.
func (s *Strip) Capital() int { return int(math.Round(s.glyph * s.scale)) }

// Back maps a box of the strip to the picture, rounded outwards.
func (s *Strip) Back(r image.Rectangle) image.Rectangle {
	x := func(v int) float64 { return float64(s.from.Min.X) + float64(v-s.at.X)/s.scale }
	y := func(v int) float64 { return float64(s.from.Min.Y) + float64(v-s.at.Y)/s.scale }
	return image.Rect(int(math.Floor(x(r.Min.X))), int(math.Floor(y(r.Min.Y))),
		int(math.Ceil(x(r.Max.X))), int(math.Ceil(y(r.Max.Y)))).Intersect(s.from)
}
