package grey

import (
	"image"
	"image/color"
	"image/draw"
)

// What a picture must be to be laid on black, in percent.
const (
	leastClear = 10  // of it is transparent
	mostDark   = 2   // of what is not is dark
	lightInk   = 192 // is its mean brightness, of 255
)

// lightOnNothing tells whether a picture shows light ink on a transparent ground,
// which white would swallow. It looks at one pixel of some in each direction.
func lightOnNothing(img image.Image) bool {
	if o, ok := img.(interface{ Opaque() bool }); !ok || o.Opaque() {
		return false
	}
	b := img.Bounds()
	const across = 1000
	step := max(1, max(b.Dx(), b.Dy())/across)
	clear, dark, seen, sum := 0, 0, 0, 0
	for y := b.Min.Y; y < b.Max.Y; y += step {
		for x := b.Min.X; x < b.Max.X; x += step {
			c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
			if c.A < 128 {
				clear++
				continue
			}
			v := int(luma(uint32(c.R), uint32(c.G), uint32(c.B)))
			seen++
			sum += v
			if v < 128 {
				dark++
			}
		}
	}
	return seen > 0 && clear*100 >= leastClear*(clear+seen) && dark*100 < mostDark*seen && sum >= lightInk*seen
}

func onBlack(img image.Image) image.Image {
	out := image.NewRGBA(img.Bounds())
	draw.Draw(out, out.Rect, image.Black, image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, img, out.Rect.Min, draw.Over)
	return out
}
