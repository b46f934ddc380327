package templates

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"
)

// logoOf draws an organisation's logo on white: a few shapes in two colours, chosen by
// its number, and the first word of its domain beside them, w by h pixels.
func logoOf(o organisation, number uint64, w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	accent := rgb(o.Accent)
	second := color.RGBA{255 - accent.R/2, 160 - accent.G/2, accent.B/2 + 60, 255}
	rng := rand.New(rand.NewPCG(number, 77))
	type shape struct {
		kind       int
		x, y, r, a float64
		c          color.RGBA
	}
	var shapes []shape
	for i := range 6 {
		c := accent
		if i%2 == 1 {
			c = second
		}
		shapes = append(shapes, shape{rng.IntN(4), 0.15 + 0.7*rng.Float64(), 0.2 + 0.6*rng.Float64(), 0.14 + 0.16*rng.Float64(), rng.Float64() * math.Pi, c})
	}
	for y := range h {
		for x := range h {
			p := color.RGBA{255, 255, 255, 255}
			u, v := float64(x)/float64(h), float64(y)/float64(h)
			for _, s := range shapes {
				dx, dy := u-s.x, v-s.y
				d := math.Hypot(dx, dy)
				along, across := dx*math.Cos(s.a)+dy*math.Sin(s.a), -dx*math.Sin(s.a)+dy*math.Cos(s.a)
				in := false
				switch s.kind {
				case 0:
					in = d < s.r && d > s.r*0.6
				case 1:
					in = math.Abs(along) < s.r*1.6 && math.Abs(across) < s.r*0.25
				case 2:
					in = along > -s.r && along < s.r && math.Abs(across) < (along+s.r)/2
				default:
					in = d < s.r*0.6
				}
				if in {
					p = s.c
				}
			}
			img.SetRGBA(x, y, p)
		}
	}
	word, _, _ := strings.Cut(o.Domain, "-")
	word = strings.ToUpper(word)
	text := image.NewRGBA(image.Rect(0, 0, 7*len(word), 13))
	(&font.Drawer{Dst: text, Src: image.NewUniform(accent), Face: basicfont.Face7x13, Dot: fixed.P(0, 11)}).DrawString(word)
	draw.CatmullRom.Scale(img, image.Rect(h+4, h/4, w-2, h*3/4), text, text.Bounds(), draw.Over, nil)
	return img
}

func rgb(hex string) color.RGBA {
	v, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		return color.RGBA{A: 255}
	}
	return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255}
}
