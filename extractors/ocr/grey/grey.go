// Package grey holds 8-bit grey pictures: the only kind that is segmented and
// handed to the recognition engine, whatever the original was.
package grey

import (
	"image"
	"image/color"
)

// Picture is a grey picture, row by row without padding; 0 is black.
type Picture struct {
	W, H int
	Pix  []uint8
}

// New returns a black picture of w by h pixels.
func New(w, h int) *Picture { return &Picture{W: w, H: h, Pix: make([]uint8, w*h)} }

// Row returns the pixels of row y.
func (p *Picture) Row(y int) []uint8 { return p.Pix[y*p.W : (y+1)*p.W] }

// Fill sets every pixel to v.
func (p *Picture) Fill(v uint8) {
	for i := range p.Pix {
		p.Pix[i] = v
	}
}

// Crop copies the part of p inside r; what of r lies outside p is left out.
func (p *Picture) Crop(r image.Rectangle) *Picture {
	r = r.Intersect(image.Rect(0, 0, p.W, p.H))
	o := New(r.Dx(), r.Dy())
	for y := range o.H {
		copy(o.Row(y), p.Row(r.Min.Y + y)[r.Min.X:r.Max.X])
	}
	return o
}

// Paste copies q into p with its top left corner at (x,y), which must fit.
func (p *Picture) Paste(q *Picture, x, y int) {
	for r := range q.H {
		copy(p.Row(y + r)[x:x+q.W], q.Row(r))
	}
}

// Invert returns the negative of p.
func (p *Picture) Invert() *Picture {
	o := New(p.W, p.H)
	for i, v := range p.Pix {
		o.Pix[i] = 255 - v
	}
	return o
}

// Median returns the median grey value of p, 255 of an empty picture.
func (p *Picture) Median() uint8 {
	var hist [256]int
	for _, v := range p.Pix {
		hist[v]++
	}
	n := 0
	for v, c := range hist {
		if n += c; n*2 >= len(p.Pix) && n > 0 {
			return uint8(v)
		}
	}
	return 255
}

// luma is the brightness of a colour by ITU-R BT.601 in 8 bits.
func luma(r, g, b uint32) uint32 { return (r*77 + g*150 + b*29) >> 8 }

// onWhite lays brightness v of opacity a (0 to 255, not premultiplied) on white.
func onWhite(v, a uint32) uint8 { return uint8((v*a + 255*(255-a)) / 255) }

// From converts any picture. What is transparent becomes white, as on a page, or
// black where only light ink stands on it; 16-bit and CMYK pictures lose their
// precision and their inks.
func From(img image.Image) *Picture {
	if lightOnNothing(img) {
		img = onBlack(img)
	}
	b := img.Bounds()
	p := New(b.Dx(), b.Dy())
	switch s := img.(type) {
	case *image.Gray:
		p.rows(func(y int, out []uint8) {
			copy(out, s.Pix[s.PixOffset(b.Min.X, b.Min.Y+y):])
		})
	case *image.YCbCr:
		p.rows(func(y int, out []uint8) {
			copy(out, s.Y[s.YOffset(b.Min.X, b.Min.Y+y):])
		})
	case *image.RGBA:
		p.rows(func(y int, out []uint8) {
			in := s.Pix[s.PixOffset(b.Min.X, b.Min.Y+y):]
			for x := range out {
				q := in[4*x : 4*x+4 : 4*x+4]
				v := luma(uint32(q[0]), uint32(q[1]), uint32(q[2]))
				out[x] = uint8(min(255, v+255-uint32(q[3]))) // premultiplied
			}
		})
	case *image.NRGBA:
		p.rows(func(y int, out []uint8) {
			in := s.Pix[s.PixOffset(b.Min.X, b.Min.Y+y):]
			for x := range out {
				q := in[4*x : 4*x+4 : 4*x+4]
				out[x] = onWhite(luma(uint32(q[0]), uint32(q[1]), uint32(q[2])), uint32(q[3]))
			}
		})
	case *image.Paletted:
		table := paletteGreys(s.Palette)
		p.rows(func(y int, out []uint8) {
			in := s.Pix[s.PixOffset(b.Min.X, b.Min.Y+y):]
			for x := range out {
				out[x] = table[in[x]]
			}
		})
	default:
		p.rows(func(y int, out []uint8) {
			for x := range out {
				out[x] = of(img.At(b.Min.X+x, b.Min.Y+y))
			}
		})
	}
	return p
}

func (p *Picture) rows(f func(y int, out []uint8)) {
	if p.W == 0 {
		return
	}
	for y := range p.H {
		f(y, p.Row(y))
	}
}

// paletteGreys has 256 entries whatever the palette's length: an index beyond it
// is hostile, and white.
func paletteGreys(pal color.Palette) (table [256]uint8) {
	for i := range table {
		table[i] = 255
		if i < len(pal) {
			table[i] = of(pal[i])
		}
	}
	return table
}

func of(c color.Color) uint8 {
	r, g, b, a := c.RGBA()
	return uint8(min(255, luma(r>>8, g>>8, b>>8)+255-a>>8))
}
