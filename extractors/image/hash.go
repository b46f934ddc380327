package image

import (
	"fmt"
	"image"
)

// thumbSide is how many fields a picture is reduced to, in its longer direction, at
// most, before its borders are looked for.
const thumbSide = 512

// cellSamples bounds the pixels looked at across one field of the reduced picture,
// so that the largest picture costs little more than a screenshot.
const cellSamples = 4

// borderStep is how far, of 65535, the fields of a border may stray from the colour
// of its corner on average: eight of 255 levels. A bound on each field would move
// the border of a JPEG to where its ringing begins.
const borderStep = 8 * 257

// hashStep is the difference, of 65535, below which two fields count as equally
// bright: one of 255 levels. Flat areas would else hash by their noise.
const hashStep = 257

// differenceHash is the 64-bit difference hash of img as 16 hex digits: the picture
// on white, without its uniform borders, in 9 x 8 fields of grey. From the left
// of the top row on, most significant bit first, a bit is set where a field is
// darker than its right neighbour. Copies in another size or of another quality
// differ in few bits. A picture in one colour hashes to zero.
func differenceHash(img image.Image) string {
	return hashOf(reduce(img).trimmed())
}

// hashOf is the difference hash of a picture without its borders.
func hashOf(g grey) string {
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
	return fmt.Sprintf("%016x", h)
}

// grey is a small picture of brightness values, 0 to 65535.
type grey struct {
	w, h int
	pix  []uint32
}

func (g grey) at(x, y int) uint32 { return g.pix[y*g.w+x] }

// reduce makes a grey picture of at most thumbSide fields in each direction, each a
// square of equally many pixels; a rest at the right and at the bottom is left out.
func reduce(img image.Image) grey {
	b := img.Bounds()
	side := (max(b.Dx(), b.Dy()) + thumbSide - 1) / thumbSide
	cw, ch := min(side, b.Dx()), min(side, b.Dy())
	g := grey{w: b.Dx() / cw, h: b.Dy() / ch}
	g.pix = make([]uint32, 0, g.w*g.h)
	luma := lumaOf(img)
	sx, sy := (cw+cellSamples-1)/cellSamples, (ch+cellSamples-1)/cellSamples
	for y := range g.h {
		for x := range g.w {
			var sum, n uint32
			for py := 0; py < ch; py += sy {
				for px := 0; px < cw; px += sx {
					sum += luma(b.Min.X+x*cw+px, b.Min.Y+y*ch+py)
					n++
				}
			}
			g.pix = append(g.pix, sum/n)
		}
	}
	return g
}

// lumaOf returns the brightness of img's pixels laid on white, by ITU-R BT.601 as
// JFIF uses it.
func lumaOf(img image.Image) func(x, y int) uint32 {
	mix := func(r, g, b, a uint32) uint32 { return (299*r+587*g+114*b)/1000 + 0xffff - a }
	if fast, ok := img.(image.RGBA64Image); ok { // makes no garbage for each pixel
		return func(x, y int) uint32 {
			c := fast.RGBA64At(x, y)
			return mix(uint32(c.R), uint32(c.G), uint32(c.B), uint32(c.A))
		}
	}
	return func(x, y int) uint32 { return mix(img.At(x, y).RGBA()) }
}

// trimmed cuts off the rows and columns at the edges that have one colour. A
// picture of which nothing is left is returned as it is.
func (g grey) trimmed() grey {
	x0, y0, x1, y1 := 0, 0, g.w, g.h
	for y0 < y1 && g.uniform(0, y0, g.w, y0+1, g.at(0, 0)) {
		y0++
	}
	for y0 < y1 && g.uniform(0, y1-1, g.w, y1, g.at(0, g.h-1)) {
		y1--
	}
	if y0 == y1 {
		return g
	}
	for x0 < x1 && g.uniform(x0, y0, x0+1, y1, g.at(0, y0)) {
		x0++
	}
	for x0 < x1 && g.uniform(x1-1, y0, x1, y1, g.at(g.w-1, y0)) {
		x1--
	}
	if x0 == x1 {
		return g
	}
	out := grey{w: x1 - x0, h: y1 - y0, pix: make([]uint32, 0, (x1-x0)*(y1-y0))}
	for y := y0; y < y1; y++ {
		out.pix = append(out.pix, g.pix[y*g.w+x0:y*g.w+x1]...)
	}
	return out
}

// uniform reports whether a rectangle that is not empty has one colour.
func (g grey) uniform(x0, y0, x1, y1 int, colour uint32) bool {
	var sum int64
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			d := int64(g.at(x, y)) - int64(colour)
			sum += max(d, -d)
		}
	}
	return sum <= borderStep*int64((x1-x0)*(y1-y0))
}

// resized averages g into w x h fields. What lies on the edge of two fields counts
// in each by its share: else the same picture in another size would shift.
func (g grey) resized(w, h int) grey {
	out := grey{w: w, h: h, pix: make([]uint32, 0, w*h)}
	for y := range h {
		for x := range w {
			var sum float64
			for py := y * g.h / h; py*h < (y+1)*g.h; py++ {
				for px := x * g.w / w; px*w < (x+1)*g.w; px++ {
					sum += float64(g.at(px, py)) * float64(shared(px, x, w, g.w)*shared(py, y, h, g.h))
				}
			}
			out.pix = append(out.pix, uint32(sum/float64(g.w*g.h)+0.5))
		}
	}
	return out
}

// shared is how much of pixel p, one of size, lies in field i, one of n: a
// pixel is n units long and a field size units.
func shared(p, i, n, size int) int {
	return max(0, min((p+1)*n, (i+1)*size)-max(p*n, i*size))
}
