package image

import (
	"fmt"
	"image"
	"math"
	"slices"
	"strings"
)

// lookSide is how many fields a picture is reduced to in its longer direction
// before its look is taken: a logo of an eighth of a page's width keeps 90 of them.
const lookSide = 720

// Bounds of the shapes that are told of one picture.
const (
	maxShapes = 12
	minShape  = 14 // fields of the reduced picture, in each direction
)

// inkStep is how far, of 255 levels, a field must stray from its ground in one
// channel to count as printed.
const inkStep = 40

// raster is a small picture in three bytes a field, laid on white.
type raster struct {
	w, h int
	pix  []uint8
}

func (c *raster) at(x, y int) [3]uint8 { return [3]uint8(c.pix[3*(y*c.w+x):]) }

// reduceColours makes the reduced picture. Up to four pixels of each field count.
func reduceColours(img image.Image) *raster {
	b := img.Bounds()
	side := max(1, (max(b.Dx(), b.Dy())+lookSide-1)/lookSide)
	cw, ch := min(side, b.Dx()), min(side, b.Dy())
	c := &raster{w: b.Dx() / cw, h: b.Dy() / ch}
	c.pix = make([]uint8, 0, 3*c.w*c.h)
	sx, sy := max(1, (cw+1)/2), max(1, (ch+1)/2)
	at := func(x, y int) (uint32, uint32, uint32, uint32) { return img.At(x, y).RGBA() }
	if fast, ok := img.(image.RGBA64Image); ok { // makes no garbage for each pixel
		at = func(x, y int) (uint32, uint32, uint32, uint32) {
			p := fast.RGBA64At(x, y)
			return uint32(p.R), uint32(p.G), uint32(p.B), uint32(p.A)
		}
	}
	for y := range c.h {
		for x := range c.w {
			var sum [3]uint32
			n := uint32(0)
			for py := 0; py < ch; py += sy {
				for px := 0; px < cw; px += sx {
					r, g, bl, a := at(b.Min.X+x*cw+px, b.Min.Y+y*ch+py)
					white := 0xffff - a
					sum[0], sum[1], sum[2] = sum[0]+r+white, sum[1]+g+white, sum[2]+bl+white
					n++
				}
			}
			for _, s := range sum {
				c.pix = append(c.pix, uint8(s/n>>8))
			}
		}
	}
	return c
}

// ground is the most frequent colour of a rectangle, to four bits a channel.
func (c *raster) ground(r image.Rectangle) [3]uint8 {
	var count [4096]int
	var sum [4096][3]int
	best := 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			p := c.at(x, y)
			k := int(p[0]>>4)<<8 | int(p[1]>>4)<<4 | int(p[2]>>4)
			count[k]++
			for i, v := range p {
				sum[k][i] += int(v)
			}
			if count[k] > count[best] {
				best = k
			}
		}
	}
	n := max(1, count[best])
	return [3]uint8{uint8(sum[best][0] / n), uint8(sum[best][1] / n), uint8(sum[best][2] / n)}
}

// ink is how far a field strays from the ground.
func ink(p, ground [3]uint8) int {
	d := 0
	for i := range p {
		d = max(d, int(p[i])-int(ground[i]), int(ground[i])-int(p[i]))
	}
	return d
}

// look pushes what a picture looks like: the shapes that may be logos, where a page
// is dark, and its colours. Each is a hash or a few numbers; docs/looks.md says how
// they are made.
func (p *props) look(img image.Image) {
	if photograph(img) {
		return
	}
	c := reduceColours(img)
	if c.w < minShape || c.h < minShape {
		return
	}
	whole := image.Rect(0, 0, c.w, c.h)
	ground := c.ground(whole)
	p.add("image:Shapes", strings.Join(c.shapes(whole, ground, float64(img.Bounds().Dx())/float64(c.w)), " "), "pixels")
	if c.w >= 200 && c.h >= 120 {
		p.add("image:Ink", c.inkGrid(ground), "pixels")
		p.add("image:Palette", strings.Join(c.palette(), " "), "pixels")
	}
}

// photograph reports whether a large picture has no ground: pages and windows are for
// the most part of one colour. Their logos would be chance, and looking for them is dear.
func photograph(img image.Image) bool {
	const side = 64 // points looked at across the picture and down it
	b := img.Bounds()
	if b.Dx()*b.Dy() <= 1<<17 {
		return false
	}
	c := &raster{w: side, h: side, pix: make([]uint8, 0, 3*side*side)}
	for y := range side {
		for x := range side {
			r, g, bl, a := img.At(b.Min.X+x*b.Dx()/side, b.Min.Y+y*b.Dy()/side).RGBA()
			for _, v := range [3]uint32{r, g, bl} {
				c.pix = append(c.pix, uint8((v+0xffff-a)>>8))
			}
		}
	}
	ground := c.ground(image.Rect(0, 0, side, side))
	plain := 0
	for y := range side {
		for x := range side {
			if ink(c.at(x, y), ground) <= inkStep {
				plain++
			}
		}
	}
	return 3*plain < side*side
}

// region is a connected part of a picture.
type region struct {
	box    image.Rectangle
	ground [3]uint8
	rank   int // 0 first
}

// shapes describes the parts of the picture that may be logos, at most maxShapes,
// each as x,y,w,h,P,D: its box in pixels of the picture, its DCT hash and its
// difference hash. Simple shapes are left out: they look like each other.
func (c *raster) shapes(whole image.Rectangle, ground [3]uint8, scale float64) []string {
	var list []region
	if r := c.inked(whole, ground); !r.Empty() {
		// A picture that is one logo, with or without its margin.
		list = append(list, region{r, ground, 1})
	}
	for _, cell := range []int{3, 7} {
		list = append(list, c.regions(whole, ground, cell, 0)...)
	}
	slices.SortStableFunc(list, func(a, b region) int { return a.rank - b.rank })
	var out []string
	seen := map[image.Rectangle]bool{}
	for _, r := range list {
		if seen[r.box] || len(out) == maxShapes {
			continue
		}
		seen[r.box] = true
		g := c.inkOf(r.box, r.ground)
		if plain(g) {
			continue
		}
		at := func(v int) int { return int(math.Round(float64(v) * scale)) }
		out = append(out, fmt.Sprintf("%d,%d,%d,%d,%016x,%016x", at(r.box.Min.X), at(r.box.Min.Y), at(r.box.Dx()), at(r.box.Dy()), cosineHash(g), gradientHash(g)))
	}
	return out
}

// inked is the smallest rectangle in r that holds all its ink.
func (c *raster) inked(r image.Rectangle, ground [3]uint8) image.Rectangle {
	out := image.Rectangle{}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if ink(c.at(x, y), ground) > inkStep {
				out = out.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return out
}

// regions finds the parts of r that are apart from each other by more than a cell.
// What lies on a filled box of its own is looked for once more, on that box's colour.
func (c *raster) regions(r image.Rectangle, ground [3]uint8, cell, depth int) []region {
	gw, gh := (r.Dx()+cell-1)/cell, (r.Dy()+cell-1)/cell
	on := make([]bool, gw*gh)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if ink(c.at(x, y), ground) > inkStep {
				on[(y-r.Min.Y)/cell*gw+(x-r.Min.X)/cell] = true
			}
		}
	}
	var out []region
	var stack []int
	for start := range on {
		if !on[start] {
			continue
		}
		on[start] = false
		stack = append(stack[:0], start)
		x0, y0, x1, y1 := gw, gh, 0, 0
		for len(stack) > 0 {
			k := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			x, y := k%gw, k/gw
			x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x+1), max(y1, y+1)
			for ny := max(0, y-1); ny <= min(gh-1, y+1); ny++ {
				for nx := max(0, x-1); nx <= min(gw-1, x+1); nx++ {
					if n := ny*gw + nx; on[n] {
						on[n] = false
						stack = append(stack, n)
					}
				}
			}
		}
		box := image.Rect(r.Min.X+x0*cell, r.Min.Y+y0*cell, min(r.Max.X, r.Min.X+x1*cell), min(r.Max.Y, r.Min.Y+y1*cell))
		box = c.inked(box, ground)
		if box.Dx() < minShape || box.Dy() < minShape {
			continue
		}
		if inner := c.ground(box); depth == 0 && box.Dx() > 2*minShape && ink(inner, ground) > inkStep {
			out = append(out, c.regions(box, inner, cell, 1)...)
		}
		if rank, ok := c.rank(box, ground); ok {
			out = append(out, region{box, ground, rank})
		}
	}
	return out
}

// rank says how early a part is told: first what stands at the top of the picture, as
// letterheads and the bars of programs do, then colour, then the foot. Lines of text,
// frames and pictures that fill the page are none.
func (c *raster) rank(box image.Rectangle, ground [3]uint8) (int, bool) {
	w, h := box.Dx(), box.Dy()
	if w > 9*h || h > 3*w || w*h > c.w*c.h/5 && c.w*c.h > 1<<16 {
		return 0, false
	}
	switch {
	case box.Max.Y <= c.h/4:
		return 2, true
	case c.coloured(box, ground):
		return 3, true
	case box.Min.Y >= c.h-c.h/7:
		return 4, true
	}
	return 5, c.w*c.h <= 1<<16
}

// coloured reports whether a fifth of a part's ink is neither grey nor the ground.
func (c *raster) coloured(box image.Rectangle, ground [3]uint8) bool {
	inked, bright := 0, 0
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			if p := c.at(x, y); ink(p, ground) > inkStep {
				inked++
				if spread(p) > 60 {
					bright++
				}
			}
		}
	}
	return 5*bright > inked
}

// spread is how far a colour is from grey.
func spread(p [3]uint8) int { return int(max(p[0], p[1], p[2])) - int(min(p[0], p[1], p[2])) }

// hashSide is the side of the square that hashes are made of.
const hashSide = 32

// inkOf is the ink of a rectangle in hashSide x hashSide fields, its darkest being
// 65535: light on dark and dark on light come out alike.
func (c *raster) inkOf(r image.Rectangle, ground [3]uint8) grey {
	g := grey{w: r.Dx(), h: r.Dy(), pix: make([]uint32, 0, r.Dx()*r.Dy())}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			g.pix = append(g.pix, uint32(ink(c.at(x, y), ground)))
		}
	}
	top := max(1, slices.Max(g.pix))
	for i := range g.pix {
		g.pix[i] = g.pix[i] * 65535 / top
	}
	return g.resized(hashSide, hashSide)
}

// minChanges is how often, in rows and in columns together and on average, a shape
// must change between ink and ground to be told from others: a box changes never, a
// disc or a triangle up to three times, a ring five times.
const minChanges = 6

// plain reports whether a shape is too simple to be compared.
func plain(g grey) bool {
	dark := func(x, y int) bool { return g.at(x, y) > 65535/3 }
	changes, inked := 0, 0
	for i := range hashSide {
		for j := range hashSide {
			if dark(j, i) {
				inked++
			}
			if j == 0 {
				continue
			}
			if dark(j, i) != dark(j-1, i) {
				changes++
			}
			if dark(i, j) != dark(i, j-1) {
				changes++
			}
		}
	}
	return changes < minChanges*hashSide || 20*inked < hashSide*hashSide || 20*inked > 19*hashSide*hashSide
}

// cosineHash is the hash of the lowest 8 x 8 frequencies of the discrete cosine
// transform (C. Zauner, Implementation and Benchmarking of Perceptual Image Hash
// Functions, 2010, 3.2.1): a bit is set where a coefficient is above their median.
// The mean brightness, which says nothing of the shape, is left out.
func cosineHash(g grey) uint64 {
	var table [8][hashSide]float64
	for u := range 8 {
		for x := range hashSide {
			table[u][x] = math.Cos(math.Pi * float64(2*x+1) * float64(u+1) / (2 * hashSide))
		}
	}
	var rows [hashSide][8]float64
	for y := range hashSide {
		for u := range 8 {
			for x := range hashSide {
				rows[y][u] += float64(g.at(x, y)) * table[u][x]
			}
		}
	}
	var coefficients [64]float64
	for v := range 8 {
		for u := range 8 {
			for y := range hashSide {
				coefficients[8*v+u] += rows[y][u] * table[v][y]
			}
		}
	}
	order := slices.Clone(coefficients[:])
	slices.Sort(order)
	median := (order[31] + order[32]) / 2
	var h uint64
	for _, v := range coefficients {
		h <<= 1
		if v > median {
			h |= 1
		}
	}
	return h
}

// gradientHash is the difference hash of a shape: a bit is set where a field of 9 x 8
// has less ink than its right neighbour.
func gradientHash(g grey) uint64 {
	g = g.resized(9, 8)
	var h uint64
	for y := range 8 {
		for x := range 8 {
			h <<= 1
			if g.at(x+1, y) > g.at(x, y)+hashStep {
				h |= 1
			}
		}
	}
	return h
}

// Dimensions of the ink grid.
const inkColumns, inkRows = 16, 22

// inkGrid is how much of each of 16 x 22 cells is printed, one hexadecimal digit a
// cell, row by row, after the page was turned upright by up to three degrees.
func (c *raster) inkGrid(ground [3]uint8) string {
	var points [][2]int
	for y := range c.h {
		for x := range c.w {
			if ink(c.at(x, y), ground) > inkStep {
				points = append(points, [2]int{x, y})
			}
		}
	}
	slope := c.slope(points)
	var count [inkRows][inkColumns]int
	for _, p := range points {
		y := p[1] - int(math.Round(slope*float64(p[0]-c.w/2)))
		if y >= 0 && y < c.h {
			count[y*inkRows/c.h][p[0]*inkColumns/c.w]++
		}
	}
	var b strings.Builder
	full := float64(c.w*c.h) / (inkColumns * inkRows)
	for _, row := range count {
		for _, n := range row {
			// A line of text covers a tenth to a third of its cell: the root spreads these.
			fmt.Fprintf(&b, "%x", min(15, int(15*math.Sqrt(float64(n)/full)+0.5)))
		}
	}
	return b.String()
}

// slope is by how much lines of text climb for each field to the right, found as
// the slope under which rows differ most in their ink.
func (c *raster) slope(points [][2]int) float64 {
	best, most := 0.0, -1.0
	rows := make([]int, 2*c.h)
	for step := -6; step <= 6; step++ {
		s := math.Tan(float64(step) * 0.5 * math.Pi / 180)
		clear(rows)
		for _, p := range points {
			y := p[1] - int(math.Round(s*float64(p[0]-c.w/2))) + c.h/2
			if y >= 0 && y < len(rows) {
				rows[y]++
			}
		}
		var sum float64
		for _, n := range rows {
			sum += float64(n) * float64(n)
		}
		if step == 0 {
			sum *= 1.02 // upright unless something else is clearly better
		}
		if sum > most {
			best, most = s, sum
		}
	}
	return best
}

// palette is the up to three colours, other than greys, that most of the picture is
// painted in, as three digits from 0 to 7 each.
func (c *raster) palette() []string {
	var count [512]int
	for i := 0; i < len(c.pix); i += 3 {
		p := [3]uint8(c.pix[i:])
		if spread(p) > 60 {
			count[int(p[0]>>5)<<6|int(p[1]>>5)<<3|int(p[2]>>5)]++
		}
	}
	var out []string
	for range 3 {
		best := 0
		for k, n := range count {
			if n > count[best] {
				best = k
			}
		}
		if 500*count[best] < c.w*c.h {
			break
		}
		out = append(out, fmt.Sprintf("%d%d%d", best>>6, best>>3&7, best&7))
		count[best] = 0
	}
	return out
}
