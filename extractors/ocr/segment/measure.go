package segment

import (
	"image"

	"evscan/extractors/ocr/grey"
)

// measure finds the baseline of the line by the profile of its ink: the row below
// which it falls off most, in the lower part of the box; and with it the height of
// capitals or Han characters, from the highest ink to the baseline. Letters that
// touch on the mask would otherwise count with their descenders.
func (l *Line) measure(p *grey.Picture) {
	box := l.Box.Intersect(image.Rect(0, 0, p.W, p.H))
	ink := make([]int, box.Dy()+1) // by row, the last one empty
	hist := histogram(p, box)
	table := l.contrast(hist, box.Dx()*box.Dy())
	for y := range box.Dy() {
		for _, v := range p.Row(box.Min.Y + y)[box.Min.X:box.Max.X] {
			if table[v] < 128 {
				ink[y]++
			}
		}
	}
	most := 0
	for _, n := range ink {
		most = max(most, n)
	}
	top := 0
	for top < len(ink)-1 && ink[top]*25 < most {
		top++
	}
	base, fall := box.Dy(), -1
	for y := max(top+minLine-1, box.Dy()/2); y < box.Dy(); y++ {
		below := ink[y+1]
		if y+2 < len(ink) {
			below = min(below, ink[y+2]) // antialiased edges take two rows
		}
		if d := ink[y] - below; d >= fall {
			base, fall = y+1, d
		}
	}
	l.Baseline = box.Min.Y + base
	if h := base - top; h >= minLine && box.Dy() < 3*h {
		l.Glyph = float64(h)
	}
}
