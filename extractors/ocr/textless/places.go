package textless

import (
	"image"

	"evscan/extractors/ocr/grey"
)

// places tells quickly whether a box lies on or beside one of many rectangles.
type places struct {
	w, h int // in cells
	cell []bool
}

// newPlaces marks the cells of side pixels that a rectangle covers, and those around.
func newPlaces(p *grey.Picture, rs []image.Rectangle) places {
	g := places{w: (p.W + side - 1) / side, h: (p.H + side - 1) / side}
	g.cell = make([]bool, g.w*g.h)
	for _, r := range rs {
		g.each(r.Inset(-side), func(i int) bool { g.cell[i] = true; return true })
	}
	return g
}

// each calls f with the number of every cell that r touches until f says false.
func (g *places) each(r image.Rectangle, f func(i int) bool) {
	for y := max(0, r.Min.Y/side); y < min(g.h, (r.Max.Y+side-1)/side); y++ {
		for x := max(0, r.Min.X/side); x < min(g.w, (r.Max.X+side-1)/side); x++ {
			if !f(y*g.w + x) {
				return
			}
		}
	}
}

func (g *places) meets(r image.Rectangle) (met bool) {
	g.each(r, func(i int) bool { met = g.cell[i]; return !met })
	return met
}
