package zones

import (
	"image"
	"image/draw"
)

// colour is red, green and blue.
type colour [3]uint8

// pixels copies a picture, so that looking at one of its pixels costs nothing.
func pixels(img image.Image) []colour {
	b := img.Bounds()
	flat := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(flat, flat.Rect, img, b.Min, draw.Src)
	out := make([]colour, b.Dx()*b.Dy())
	for i := range out {
		copy(out[i][:], flat.Pix[4*i:4*i+3])
	}
	return out
}

func (p *page) at(x, y int) colour { return p.pix[y*p.w+x] }

// distance is the sum of the differences of two colours, 0 to 765.
func distance(a, b colour) int {
	n := 0
	for i := range a {
		n += abs(int(a[i]) - int(b[i]))
	}
	return n
}

// ground is the most frequent colour on the ring around a box.
func (p *page) ground(r image.Rectangle) colour {
	ring := r.Inset(-3).Intersect(image.Rect(0, 0, p.w, p.h))
	count := map[colour]int{}
	var best colour
	see := func(x, y int) {
		c := p.at(x, y)
		q := colour{c[0] &^ 3, c[1] &^ 3, c[2] &^ 3} // a little noise makes no other colour
		count[q]++
		if count[q] > count[colour{best[0] &^ 3, best[1] &^ 3, best[2] &^ 3}] {
			best = c
		}
	}
	if ring.Empty() {
		return best
	}
	best = p.at(ring.Min.X, ring.Min.Y)
	for x := ring.Min.X; x < ring.Max.X; x += 2 {
		see(x, ring.Min.Y)
		see(x, ring.Max.Y-1)
	}
	for y := ring.Min.Y; y < ring.Max.Y; y += 2 {
		see(ring.Min.X, y)
		see(ring.Max.X-1, y)
	}
	return best
}

// near is the distance up to which colours are one ground.
const near = 15

// highestBar is the height in pixels beyond which a ground is no bar.
const highestBar = 120

// bar grows a box over its ground: up and down as long as most of the rows at its place
// have the ground's colour, then to both sides as long as columns hold any of it. It
// fails where the box has no even ground.
func (p *page) bar(r image.Rectangle) (image.Rectangle, bool) {
	r = r.Intersect(image.Rect(0, 0, p.w, p.h))
	if r.Empty() {
		return r, false
	}
	g := p.ground(r)
	row := func(y int) bool {
		n, like := 0, 0
		for x := r.Min.X; x < r.Max.X; x += 2 {
			n++
			if distance(p.at(x, y), g) <= near {
				like++
			}
		}
		return like*10 >= 7*n
	}
	top, bottom := r.Min.Y-1, r.Max.Y
	top = max(top, 0)
	for top > 0 && bottom-top <= highestBar && row(top-1) {
		top--
	}
	for bottom < p.h && bottom-top <= highestBar && row(bottom) {
		bottom++
	}
	if bottom-top > highestBar {
		return r, false
	}
	column := func(x int) bool {
		n, like := 0, 0
		for y := top; y < bottom; y += 2 {
			n++
			if distance(p.at(x, y), g) <= near {
				like++
			}
		}
		return like*4 >= n
	}
	// What is drawn on a bar is narrower than a bar is long: icons are stepped over.
	const step = 48
	left, right := r.Min.X, r.Max.X
	for x := left - 1; x >= 0 && left-x <= step; x-- {
		if column(x) {
			left = x
		}
	}
	for x := right; x < p.w && x-right <= step; x++ {
		if column(x) {
			right = x + 1
		}
	}
	return image.Rect(left, top, right, bottom), bottom-top >= r.Dy()
}

// buttons tells whether a bar ends in the signs that minimise, enlarge and close a
// window: three of one size, evenly spaced, the last near its end.
func (p *page) buttons(bar image.Rectangle) bool {
	g := p.at(max(bar.Min.X, bar.Max.X-4), mid(bar))
	from := max(bar.Min.X, bar.Max.X-220)
	type run struct{ from, to int }
	var runs []run
	for x := from; x < bar.Max.X-2; x++ {
		ink := false
		for y := bar.Min.Y + 3; y < bar.Max.Y-3 && !ink; y++ {
			ink = distance(p.at(x, y), g) > 90
		}
		switch n := len(runs); {
		case !ink:
		case n > 0 && x-runs[n-1].to <= 5:
			runs[n-1].to = x
		default:
			runs = append(runs, run{x, x})
		}
	}
	if len(runs) < 3 {
		return false
	}
	runs = runs[len(runs)-3:]
	for _, r := range runs {
		if w := r.to - r.from + 1; w < 6 || w > 22 {
			return false
		}
	}
	middle := func(r run) int { return (r.from + r.to) / 2 }
	first, second := middle(runs[1])-middle(runs[0]), middle(runs[2])-middle(runs[1])
	return first >= 18 && first <= 75 && abs(first-second) <= 4 && bar.Max.X-middle(runs[2]) <= 50
}

// lights tells whether red, yellow and green discs stand in this order on a bar left of x.
func (p *page) lights(bar image.Rectangle, x int) bool {
	const red, yellow, green = 1, 2, 3
	y, next := mid(bar), red
	for at := max(bar.Min.X, x-400); at < x && next <= green; at++ {
		c := p.at(at, y)
		r, g, b := int(c[0]), int(c[1]), int(c[2])
		switch {
		case next == red && r > 200 && g < 130 && b < 130,
			next == yellow && r > 200 && g > 150 && b < 110,
			next == green && g > 150 && r < 110 && b < 120:
			next++
		}
	}
	return next > green
}
