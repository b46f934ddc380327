package script

import (
	"math"

	"evscan/extractors/ocr/grey"
	"evscan/extractors/ocr/segment"
)

// Numbers of features: of the shape of the line, and of its 3x3 patterns of ink.
const (
	shapes   = 14
	patterns = 512
	// NumFeatures is the length of what Features returns.
	NumFeatures = shapes + patterns
)

const (
	lineHeight = 24  // to which a line is scaled before it is looked at
	longest    = 600 // of the scaled line is looked at
	inkBelow   = 140 // grey value of ink
)

// Features describes line l of p for the classifier: 14 figures of its shape, then
// the square roots of the frequencies of the 3x3 patterns of ink.
func Features(p *grey.Picture, l *segment.Line) []float64 {
	f := make([]float64, NumFeatures)
	v := newView(p, l)
	v.columns(f)
	v.bands(f)
	v.groups(f)
	f[12] = tallShare(l)
	f[13] = math.Log(float64(l.Box.Dx()) / float64(l.Box.Dy()))
	v.patterns(f[shapes:])
	return f
}

// view is the beginning of a line in black (1) and white (0).
type view struct {
	w, h int
	ink  []uint8
}

func newView(p *grey.Picture, l *segment.Line) *view {
	c := l.Crop(p, 0)
	scale := float64(lineHeight) / float64(c.H)
	w := max(8, int(float64(c.W)*scale))
	if w > longest {
		w = longest
		box := l.Box.Sub(l.Box.Min)
		box.Max.X = int(longest / scale)
		c = c.Crop(box)
	}
	c = c.Resize(w, lineHeight)
	v := &view{w: w, h: lineHeight, ink: make([]uint8, w*lineHeight)}
	for i, g := range c.Pix {
		if g < inkBelow {
			v.ink[i] = 1
		}
	}
	return v
}

func (v *view) at(x, y int) int { return int(v.ink[y*v.w+x]) }

// columns: ink runs for each inked column, share of ink in them, share of inked
// columns. Han characters have many strokes above each other.
func (v *view) columns(f []float64) {
	inked, starts, ink := 0, 0, 0
	for x := range v.w {
		n, prev := 0, 0
		for y := range v.h {
			i := v.at(x, y)
			n += i
			if i > prev {
				starts++
			}
			prev = i
		}
		if n > 0 {
			inked++
			ink += n
		}
	}
	c := max(1, float64(inked))
	f[0] = float64(starts) / c
	f[1] = float64(ink) / c / float64(v.h)
	f[2] = c / float64(v.w)
}

// bands: ink in six bands from top to bottom (Latin is heaviest in the middle),
// and ink runs for each row.
func (v *view) bands(f []float64) {
	const bands = 6
	inked := max(1, f[2]*float64(v.w))
	for y := range v.h {
		n, prev := 0, 0
		for x := range v.w {
			i := v.at(x, y)
			n += i
			if i > prev {
				f[9] += 1 / float64(v.w)
			}
			prev = i
		}
		f[3+y*bands/v.h] += float64(n) / inked / (lineHeight / bands)
	}
}

// groups: share of wide ones among the runs of inked columns, and their mean width
// relative to the height. CJK characters are square.
func (v *view) groups(f []float64) {
	groups, wide, width, run := 0, 0, 0, 0
	end := func() {
		if run == 0 {
			return
		}
		groups++
		width += run
		if run*10 >= v.h*6 {
			wide++
		}
		run = 0
	}
	for x := range v.w {
		inked := false
		for y := range v.h {
			inked = inked || v.at(x, y) == 1
		}
		if inked {
			run++
		} else {
			end()
		}
	}
	end()
	if groups > 0 {
		f[10] = float64(wide) / float64(groups)
		f[11] = float64(width) / float64(groups) / float64(v.h)
	}
}

// tallShare is the share of parts nearly as high as a capital among those that are
// no dots.
func tallShare(l *segment.Line) float64 {
	tall, n := 0, 0
	for _, r := range l.Parts {
		h := float64(r.Dy())
		if h < 0.25*l.Glyph {
			continue
		}
		n++
		if h > 0.85*l.Glyph {
			tall++
		}
	}
	return float64(tall) / float64(max(1, n))
}

func (v *view) patterns(f []float64) {
	n := 0.0
	for y := 1; y < v.h-1; y++ {
		for x := 1; x < v.w-1; x++ {
			k := 0
			for dy := -1; dy <= 1; dy++ {
				for dx := -1; dx <= 1; dx++ {
					k = k<<1 | v.at(x+dx, y+dy)
				}
			}
			if k != 0 && k != patterns-1 {
				f[k]++
				n++
			}
		}
	}
	for k, c := range f {
		if c > 0 {
			f[k] = math.Sqrt(c / n)
		}
	}
}
