package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"
)

// Scene is a kind of photograph.
type Scene int

// The kinds of photographs. None of them shows text.
const (
	Landscape Scene = iota // sky, hills, field
	Plant                  // halls and tanks under the sky
	Racks                  // a machine room with cabinets and lamps
	Room                   // a meeting room: wall, window, table
	scenes
)

// Photo paints a photograph of the given size in pixels. Equal arguments give
// the same picture. Fine grain, as a sensor's noise, makes it pack as badly as a
// real photograph does.
func Photo(kind Scene, seed uint64, w, h int) *image.RGBA {
	rng := rand.New(rand.NewPCG(seed, uint64(kind)+1))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	shade := painter(kind%scenes, rng, float64(w)/float64(h))
	cloud := newNoise(rng)
	for y := 0; y < h; y++ {
		v := float64(y) / float64(h)
		for x := 0; x < w; x++ {
			u := float64(x) / float64(w)
			c := shade(u, v, cloud)
			dx, dy := u-.5, v-.5
			vignette := 1 - .55*(dx*dx+dy*dy)
			grain := float64(rng.Uint32()>>25) - 63.5
			o := img.PixOffset(x, y)
			for i := range 3 {
				img.Pix[o+i] = clamp(c[i]*vignette + grain*.16)
			}
			img.Pix[o+3] = 255
		}
	}
	return img
}

// EncodeJPEG encodes a picture with the given quality, 1 to 100.
func EncodeJPEG(img image.Image, quality int) ([]byte, error) {
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, img, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("encoding a JPEG file: %w", err)
	}
	return buf.Bytes(), nil
}

type rgb [3]float64

func mix(a, b rgb, t float64) rgb {
	t = math.Min(1, math.Max(0, t))
	return rgb{a[0] + (b[0]-a[0])*t, a[1] + (b[1]-a[1])*t, a[2] + (b[2]-a[2])*t}
}

func scale(a rgb, f float64) rgb { return rgb{a[0] * f, a[1] * f, a[2] * f} }

func clamp(v float64) uint8 {
	if v <= 0 {
		return 0
	}
	if v >= 255 {
		return 255
	}
	return uint8(v)
}

// block is a box of a scene with its colour, in shares of the picture.
type block struct {
	x, y, w, h float64
	c          rgb
	round      bool
}

func painter(kind Scene, rng *rand.Rand, aspect float64) func(u, v float64, n *noise) rgb {
	skyTop := rgb{60 + 60*rng.Float64(), 110 + 40*rng.Float64(), 190 + 40*rng.Float64()}
	skyLow := rgb{200, 210, 220}
	ground := rgb{70 + 50*rng.Float64(), 90 + 40*rng.Float64(), 50 + 30*rng.Float64()}
	horizon := .45 + .15*rng.Float64()
	off := rng.Float64() * 50
	sky := func(u, v float64, n *noise) rgb {
		c := mix(skyTop, skyLow, v/horizon)
		return mix(c, rgb{240, 240, 242}, (n.fractal(u*3*aspect+off, v*5)-.5)*2.2)
	}
	earth := func(u, v float64, n *noise) rgb {
		return scale(ground, .6+.7*n.fractal(u*30*aspect, v*60))
	}
	var blocks []block
	switch kind {
	case Plant:
		ground = rgb{120, 118, 112}
		for i := 0; i < 9; i++ {
			w, h := .06+.12*rng.Float64(), .1+.25*rng.Float64()
			tone := 110 + 100*rng.Float64()
			blocks = append(blocks, block{rng.Float64() * .9, horizon - h + .03, w, h, rgb{tone, tone * .98, tone * .94}, i%3 == 0})
		}
	case Racks:
		for x := .02; x < .95; x += .11 {
			blocks = append(blocks, block{x, .12 + .02*rng.Float64(), .1, .72, rgb{38, 40, 44}, false})
		}
	case Room:
		blocks = []block{{.08, .1, .34, .38, rgb{215, 228, 240}, false}, {.6, .15, .3, .3, rgb{238, 238, 234}, false},
			{.1, .66, .8, .2, rgb{150, 112, 76}, false}}
	}
	return func(u, v float64, n *noise) rgb {
		var c rgb
		switch kind {
		case Landscape, Plant:
			hill := horizon + .12*(n.fractal(u*2.5+off, 1)-.5)
			if v < hill {
				c = sky(u, v, n)
			} else {
				c = earth(u, v, n)
			}
		case Racks:
			c = mix(rgb{150, 152, 156}, rgb{90, 92, 96}, v)
		default:
			c = mix(rgb{205, 200, 190}, rgb{120, 112, 104}, v)
		}
		for _, b := range blocks {
			if u < b.x || v < b.y || u > b.x+b.w || v > b.y+b.h {
				continue
			}
			su, sv := (u-b.x)/b.w, (v-b.y)/b.h
			light := .75 + .4*n.fractal(u*40*aspect, v*40)
			if b.round {
				light *= .55 + .6*math.Sin(su*math.Pi)
			}
			c = scale(b.c, light)
			if kind == Racks {
				c = rack(su, sv, c, n)
			}
		}
		return c
	}
}

// rack draws the units of a cabinet and its lamps.
func rack(su, sv float64, c rgb, n *noise) rgb {
	unit := sv * 26
	if f := unit - math.Floor(unit); f < .12 {
		return scale(c, .4)
	}
	lamp := su*12 - math.Floor(su*12)
	if lamp > .35 && lamp < .6 && math.Mod(unit, 1) > .4 && math.Mod(unit, 1) < .62 {
		if v := n.at(int(su*12), int(unit)); v > .72 {
			return rgb{80, 230, 120}
		} else if v > .66 {
			return rgb{240, 170, 60}
		}
	}
	return c
}

// noise is value noise on a lattice of 256 random values.
type noise struct{ v [256]float64 }

func newNoise(rng *rand.Rand) *noise {
	n := &noise{}
	for i := range n.v {
		n.v[i] = rng.Float64()
	}
	return n
}

func (n *noise) at(x, y int) float64 { return n.v[(x*73+y*151+(x*y)*7)&255] }

func (n *noise) smooth(x, y float64) float64 {
	fx, fy := math.Floor(x), math.Floor(y)
	tx, ty := x-fx, y-fy
	tx, ty = tx*tx*(3-2*tx), ty*ty*(3-2*ty)
	ix, iy := int(fx), int(fy)
	a := n.at(ix, iy) + (n.at(ix+1, iy)-n.at(ix, iy))*tx
	b := n.at(ix, iy+1) + (n.at(ix+1, iy+1)-n.at(ix, iy+1))*tx
	return a + (b-a)*ty
}

func (n *noise) fractal(x, y float64) float64 {
	return .5*n.smooth(x, y) + .3*n.smooth(2*x+9, 2*y+4) + .2*n.smooth(4*x+3, 4*y+17)
}
