package textless

import (
	"cmp"
	"image"
	"slices"

	"evscan/extractors/ocr/grey"
	"evscan/extractors/ocr/segment"
)

// When a photograph holds text: clean tiles that look like it, side by side on some
// level, a chain of four or two of three; or two chains of four of those that are less
// clean. Of leaves and stones single tiles look like text, and hardly ever several in
// a row. The lines of a picture that lies on its side run down.
const (
	chain           = 3
	chains          = 2
	longChain       = 4
	longChains      = 1
	longLooseChains = 2
)

// rendered is the share in percent of neighbours of the very same grey from which on
// a picture is taken for drawn, not taken by a camera.
const rendered = 50

// large is the number of pixels from which on a drawn picture without a single tile
// that looks like text is not searched for lines.
const large = 1 << 20

// View is a picture as it was looked at.
type View struct {
	photo    bool
	textless bool
	places   []image.Rectangle // where tiles look like text
}

// Look looks at p.
func Look(p *grey.Picture) View {
	v := View{photo: !drawn(p)}
	any, found := false, false
	for n := range levels {
		l := look(p, n)
		any = any || len(l.like) > 0
		found = found || l.chained()
		v.places = append(v.places, l.places()...)
	}
	if !any { // smaller than a tile
		return View{}
	}
	if v.photo {
		v.textless = !found
	} else {
		v.textless = len(v.places) == 0 && p.W*p.H >= large
	}
	return v
}

// Textless reports whether the picture holds no text.
func (v *View) Textless() bool { return v.textless }

// Photo reports whether the picture looks taken by a camera or a scanner, not drawn.
func (v *View) Photo() bool { return v.photo }

// drawn reports whether most neighbours in p are of the very same grey. Noise of a
// camera or a scanner leaves few, unless it overexposed.
func drawn(p *grey.Picture) bool {
	same, n := 0, 0
	for y := 0; y < p.H; y += 7 {
		row := p.Row(y)
		for x := 1; x < p.W; x += 3 {
			n++
			if row[x] == row[x-1] {
				same++
			}
		}
	}
	return same*100 >= rendered*n
}

// Lines returns those of the picture's lines that may be text, in their order. None
// of them: the picture holds no text.
func (v *View) Lines(p *grey.Picture, lines []segment.Line) []segment.Line {
	near := newPlaces(p, v.places)
	var out []segment.Line
	for i := range lines {
		if l := &lines[i]; shapeOf(p, l).mayBe() && (!v.photo || near.meets(l.Box)) {
			out = append(out, *l)
		}
	}
	return out
}

// Best returns the numbers of at most n of the lines, those that look most like text
// first.
func Best(p *grey.Picture, lines []segment.Line, n int) []int {
	order, quality := make([]int, len(lines)), make([]float64, len(lines))
	for i := range lines {
		order[i], quality[i] = i, shapeOf(p, &lines[i]).quality()
		// A word of two or three letters says less than a line.
		quality[i] *= min(1, float64(lines[i].Box.Dx())/(4*lines[i].Glyph))
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(quality[b], quality[a]) })
	return order[:min(n, len(order))]
}
