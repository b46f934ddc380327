// Package upright notices that a grey picture does not show an upright page, and
// makes views of it that do: turned by quarters, straightened, rectified from a
// photograph. It reads nothing; who reads decides where geometry leaves doubt.
package upright

import (
	"image"
	"math"

	"evscan/extractors/ocr/grey"
)

// Point is a place on a picture in pixels; pixel (0,0) reaches from 0 to 1.
type Point struct{ X, Y float64 }

// matrix is a projective map by rows, in homogeneous coordinates.
type matrix [9]float64

func (m *matrix) apply(p Point) Point {
	w := m[6]*p.X + m[7]*p.Y + m[8]
	return Point{(m[0]*p.X + m[1]*p.Y + m[2]) / w, (m[3]*p.X + m[4]*p.Y + m[5]) / w}
}

func (m *matrix) times(o *matrix) matrix {
	var out matrix
	for r := range 3 {
		for c := range 3 {
			for k := range 3 {
				out[3*r+c] += m[3*r+k] * o[3*k+c]
			}
		}
	}
	return out
}

// View is a picture made of another one, with the way back.
type View struct {
	*grey.Picture
	back   matrix // from the view to the original
	bounds image.Rectangle
	plain  bool
}

// Plain is the view of p as it is.
func Plain(p *grey.Picture) View {
	return View{Picture: p, back: matrix{1, 0, 0, 0, 1, 0, 0, 0, 1}, bounds: image.Rect(0, 0, p.W, p.H), plain: true}
}

// then makes the view of v that picture p shows, whose places back leads to v's.
func (v View) then(p *grey.Picture, back matrix) View {
	return View{Picture: p, back: v.back.times(&back), bounds: v.bounds}
}

// Back maps a rectangle of the view to the original: the smallest upright
// rectangle around it, rounded outwards and cut at the original's edges.
func (v View) Back(r image.Rectangle) image.Rectangle {
	if v.plain {
		return r
	}
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, c := range [4]image.Point{r.Min, {r.Max.X, r.Min.Y}, r.Max, {r.Min.X, r.Max.Y}} {
		q := v.back.apply(Point{float64(c.X), float64(c.Y)})
		x0, y0, x1, y1 = min(x0, q.X), min(y0, q.Y), max(x1, q.X), max(y1, q.Y)
	}
	const slack = 1e-6 // of floating point
	return image.Rect(within(math.Floor(x0+slack), v.bounds.Max.X), within(math.Floor(y0+slack), v.bounds.Max.Y),
		within(math.Ceil(x1-slack), v.bounds.Max.X), within(math.Ceil(y1-slack), v.bounds.Max.Y))
}

// within makes an integer from 0 to most of v, which may be no number.
func within(v float64, most int) int {
	switch {
	case !(v > 0):
		return 0
	case v > float64(most):
		return most
	}
	return int(v)
}

// Turn returns v turned clockwise by quarters of a full turn, 0 to 3.
func (v View) Turn(quarters int) View {
	w, h := float64(v.W), float64(v.H)
	switch quarters & 3 {
	case 1:
		return v.then(Clockwise(v.Picture), matrix{0, 1, 0, -1, 0, h, 0, 0, 1})
	case 2:
		o := grey.New(v.W, v.H)
		for i, g := range v.Pix {
			o.Pix[len(o.Pix)-1-i] = g
		}
		return v.then(o, matrix{-1, 0, w, 0, -1, h, 0, 0, 1})
	case 3:
		o := grey.New(v.H, v.W)
		for y := range v.H {
			for x, g := range v.Row(y) {
				o.Pix[(v.W-1-x)*o.W+y] = g
			}
		}
		return v.then(o, matrix{0, -1, w, 1, 0, 0, 0, 0, 1})
	}
	return v
}

// Clockwise returns p turned to the right.
func Clockwise(p *grey.Picture) *grey.Picture {
	o := grey.New(p.H, p.W)
	for y := range p.H {
		for x, g := range p.Row(y) {
			o.Pix[x*o.W+p.H-1-y] = g
		}
	}
	return o
}

// Straighten returns v turned against a text that falls to the right by so many
// degrees, on a canvas that holds all of it, filled up with the median grey.
func (v View) Straighten(degrees float64) View {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	w, h := float64(v.W), float64(v.H)
	nw := math.Ceil(w*cos + h*math.Abs(sin))
	nh := math.Ceil(w*math.Abs(sin) + h*cos)
	// Around both centres: right on the view leads right and down on the original.
	back := matrix{cos, -sin, w/2 - cos*nw/2 + sin*nh/2, sin, cos, h/2 - sin*nw/2 - cos*nh/2, 0, 0, 1}
	return v.then(warp(v.Picture, back, int(nw), int(nh), v.Median()), back)
}

// warp makes a picture of w by h pixels whose places back leads to those of p,
// bicubic; what lies beyond p is filled.
func warp(p *grey.Picture, back matrix, w, h int, fill uint8) *grey.Picture {
	o := grey.New(w, h)
	for y := range h {
		row := o.Row(y)
		for x := range row {
			q := back.apply(Point{float64(x) + 0.5, float64(y) + 0.5})
			row[x] = sample(p, q.X-0.5, q.Y-0.5, fill)
		}
	}
	return o
}

func sample(p *grey.Picture, x, y float64, fill uint8) uint8 {
	if !(x > -1 && y > -1 && x < float64(p.W) && y < float64(p.H)) {
		return fill
	}
	x0, y0 := int(math.Floor(x)), int(math.Floor(y))
	wx, wy := cubic(x-float64(x0)), cubic(y-float64(y0))
	var sum float64
	if x0 >= 1 && y0 >= 1 && x0+2 < p.W && y0+2 < p.H {
		for j, b := range wy {
			r := p.Pix[(y0-1+j)*p.W+x0-1:]
			sum += b * (wx[0]*float64(r[0]) + wx[1]*float64(r[1]) + wx[2]*float64(r[2]) + wx[3]*float64(r[3]))
		}
	} else {
		for j, b := range wy {
			for i, a := range wx {
				g := fill
				if cx, cy := x0-1+i, y0-1+j; cx >= 0 && cy >= 0 && cx < p.W && cy < p.H {
					g = p.Pix[cy*p.W+cx]
				}
				sum += a * b * float64(g)
			}
		}
	}
	return uint8(min(255, max(0, sum+0.5)))
}

// cubic holds the Catmull-Rom weights of four neighbours at t, 0 to 1, between the
// two in the middle.
func cubic(t float64) [4]float64 {
	return [4]float64{
		((-0.5*t+1)*t - 0.5) * t,
		(1.5*t-2.5)*t*t + 1,
		((-1.5*t+2)*t + 0.5) * t,
		(0.5*t - 0.5) * t * t,
	}
}

// Crop returns the part of v inside r.
func (v View) Crop(r image.Rectangle) View {
	r = r.Intersect(image.Rect(0, 0, v.W, v.H))
	return v.then(v.Picture.Crop(r), matrix{1, 0, float64(r.Min.X), 0, 1, float64(r.Min.Y), 0, 0, 1})
}
