// Package segment finds lines of text in grey pictures of any kind: screenshots,
// sheets, dark themes, scans, photographs. It looks for strong local gradients of
// either polarity, clears straight rules, and chains connected components into
// line fragments. It reads nothing and knows no script.
package segment

import (
	"image"
	"math"
	"slices"

	"evscan/extractors/ocr/grey"
)

// Line is a fragment of a text line: a word or a run of words of one size that
// stand close together. Cells of a table and columns of a page are lines of their
// own.
type Line struct {
	Box      image.Rectangle // on the picture, Max exclusive
	Glyph    float64         // height in pixels of a capital letter or Han character
	Baseline int             // y of the line on which letters stand, exclusive like Box.Max
	Dark     bool            // light text on dark ground
	Ground   uint8           // grey value of the ground
	Parts    []image.Rectangle
}

// Limits of what is taken for a glyph or several that touch, in pixels.
const (
	maxPartHeight = 130
	maxPartWidth  = 700
	minLine       = 5 // width and height of a line
)

// Find returns the lines of p from top to bottom, left to right among equals.
// Lossy says that p went through JPEG or the like, whose ringing looks like faint
// letters.
func Find(p *grey.Picture, lossy bool) []Line {
	lines, _ := find(p, lossy)
	return lines
}

// find returns beside the lines the parts that make none: glyphs that stand alone,
// as those of text that runs downwards do.
func find(p *grey.Picture, lossy bool) (out []Line, loose []image.Rectangle) {
	if p.W < minLine || p.H < minLine {
		return nil, nil
	}
	floor, share, src := 24, 20, p
	if lossy {
		share = 30
	}
	n := noise(p)
	if n >= 4 {
		src = blur(p)
	}
	if n >= 8 {
		floor = 30
	}
	m := edges(src, floor, share)
	const longRule = 48
	dropRules(m, longRule, longRule)
	parts := components(m)
	med := medianHeight(parts)
	if med == 0 {
		return nil, nil
	}
	// Upright rules are cleared down to little more than the height of text: the
	// cells of a dense sheet have short ones.
	if v := max(14, med*17/10); v < longRule {
		dropRules(m, longRule, v)
		parts = components(m)
	}
	parts = slices.DeleteFunc(parts, func(c part) bool { return !textual(c, med) })
	for _, stack := range merge(group(parts, p.H)) {
		for _, f := range unstack(m, stack, med) {
			l, ok := newLine(f)
			if !ok {
				loose = append(loose, l.Parts...)
				continue
			}
			l.look(p)
			l.measure(p)
			out = append(out, l)
		}
	}
	return out, loose
}

// medianHeight is the median height of parts shaped like glyphs, 0 without any.
func medianHeight(parts []part) int {
	var hs []int
	for _, c := range parts {
		if h, w := c.Dy(), c.Dx(); h >= 5 && h <= 80 && w >= 3 && w <= 3*h {
			hs = append(hs, h)
		}
	}
	if len(hs) == 0 {
		return 0
	}
	slices.Sort(hs)
	return hs[len(hs)/2]
}

// textual tells whether c may be a glyph among others of about med pixels.
func textual(c part, med int) bool {
	w, h := c.Dx(), c.Dy()
	switch {
	case h > maxPartHeight, w > maxPartWidth, h <= 2 && w <= 2, c.n < 4:
		return false
	case w > 12*h && h > 3 && h < 7: // a stroke; what is higher may be a word whose letters touch
		return false
	}
	fill := float64(c.n) / float64(w*h)
	if fill < 0.08 && h > 12 {
		return false
	}
	return fill >= 0.26 || min(w, h) < max(22, 2*med) // hollow frames, portraits, icons
}

func newLine(f *fragment) (Line, bool) {
	heights := make([]int, 0, len(f.parts))
	l := Line{Box: f.Rectangle}
	for _, c := range f.parts {
		heights = append(heights, c.Dy())
		l.Parts = append(l.Parts, c.Rectangle)
	}
	slices.Sort(heights)
	if len(heights) <= 3 {
		l.Glyph = float64(heights[len(heights)-1])
	} else {
		l.Glyph = float64(heights[len(heights)*8/10])
	}
	w, h := l.Box.Dx(), l.Box.Dy()
	if l.Glyph < 0.45*float64(h) && h < 60 {
		l.Glyph = 0.6 * float64(h) // shattered glyphs
	}
	if l.Glyph < minLine || h < minLine || w < minLine || len(f.parts) < 2 && w*10 < 12*h {
		return l, false
	}
	return l, true
}

// look finds the ground and the polarity of the line on p: the ground is the most
// frequent grey, text the side of it with more weight.
func (l *Line) look(p *grey.Picture) {
	hist := histogram(p, l.Box.Inset(-2))
	best := -1
	for v := range hist {
		n := 0
		for d := max(0, v-4); d <= min(255, v+4); d++ {
			n += hist[d]
		}
		if n > best || n == best && hist[v] > hist[l.Ground] {
			best, l.Ground = n, uint8(v)
		}
	}
	var darker, lighter int
	for v, n := range hist {
		switch d := v - int(l.Ground); {
		case d < -15:
			darker -= n * d
		case d > 15:
			lighter += n * d
		}
	}
	l.Dark = lighter > darker
}

func histogram(p *grey.Picture, r image.Rectangle) (hist [256]int) {
	r = r.Intersect(image.Rect(0, 0, p.W, p.H))
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for _, v := range p.Row(y)[r.Min.X:r.Max.X] {
			hist[v]++
		}
	}
	return hist
}

// Part returns the part of l between the left and the right edge of box, as a line of
// its own.
func (l *Line) Part(box image.Rectangle) Line {
	part := *l
	part.Box.Min.X, part.Box.Max.X = max(l.Box.Min.X, box.Min.X), min(l.Box.Max.X, box.Max.X)
	part.Parts = nil
	for _, b := range l.Parts {
		if b.Max.X > part.Box.Min.X && b.Min.X < part.Box.Max.X {
			part.Parts = append(part.Parts, b)
		}
	}
	return part
}

// Crop cuts the line with pad pixels around out of p, black on white in full
// contrast.
func (l *Line) Crop(p *grey.Picture, pad int) *grey.Picture {
	c := p.Crop(l.Box.Inset(-pad))
	table := l.contrast(histogram(c, image.Rect(0, 0, c.W, c.H)), len(c.Pix))
	for i, v := range c.Pix {
		c.Pix[i] = table[v]
	}
	return c
}

// contrast maps the ground to white and the extreme percent of the text to black.
func (l *Line) contrast(hist [256]int, pixels int) (table [256]uint8) {
	ground := int(l.Ground)
	sign, text := 1, 0 // text is at ground - sign*something
	if l.Dark {
		sign, text = -1, 255
	}
	for seen := 0; text >= 0 && text <= 255; text += sign {
		if seen += hist[text]; seen*100 >= pixels {
			break
		}
	}
	const least = 40 // faint text is not blown up beyond this
	depth := max(least, (ground-text)*sign)
	for v := range table {
		from := depth - (ground-v)*sign // 0 at the text, depth at the ground
		table[v] = uint8(min(255, max(0, from*255/max(1, depth-4))))
	}
	return table
}

// Snap brings the glyph heights of the lines of one picture to a few sizes, those
// within ratio of each other to their median by width: a line of small letters is
// of the same type as its neighbours with capitals.
func Snap(lines []Line, ratio float64) {
	order := make([]int, len(lines))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case lines[a].Glyph < lines[b].Glyph:
			return -1
		case lines[a].Glyph > lines[b].Glyph:
			return 1
		}
		return 0
	})
	for i := 0; i < len(order); {
		j, total := i, 0
		for j < len(order) && lines[order[j]].Glyph <= lines[order[i]].Glyph*ratio {
			total += lines[order[j]].Box.Dx()
			j++
		}
		size, sum := math.NaN(), 0
		for _, k := range order[i:j] {
			if sum += lines[k].Box.Dx(); sum*2 >= total {
				size = lines[k].Glyph
				break
			}
		}
		for _, k := range order[i:j] {
			lines[k].Glyph = size
		}
		i = j
	}
}
