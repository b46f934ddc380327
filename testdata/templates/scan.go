package templates

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"math/rand/v2"
	"strings"

	"evscan/testdata/make/picture"
)

// Finish makes the picture of f out of its page as a PNG: a scan is skewed by up to
// one and a half degrees, shifted, and gets grain; of halves one half is kept; what is
// named jpg is packed at a quality of 60.
func Finish(f File, page []byte, seed uint64) ([]byte, error) {
	img, err := png.Decode(bytes.NewReader(page))
	if err != nil {
		return nil, fmt.Errorf("reading the page: %w", err)
	}
	if f.Scan {
		img = scanned(img, rand.New(rand.NewPCG(seed, 5)))
	}
	if f.Half > 0 {
		b := img.Bounds()
		mid := b.Min.Y + b.Dy()/2
		r := image.Rect(b.Min.X, b.Min.Y, b.Max.X, mid)
		if f.Half == 2 {
			r = image.Rect(b.Min.X, mid, b.Max.X, b.Max.Y)
		}
		part, ok := img.(interface {
			SubImage(image.Rectangle) image.Image
		})
		if !ok {
			return nil, fmt.Errorf("a page of type %T cannot be cut", img)
		}
		img = part.SubImage(r)
	}
	if strings.HasSuffix(f.Name, ".jpg") {
		return picture.EncodeJPEG(img, 60)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return nil, fmt.Errorf("writing the picture: %w", err)
	}
	return b.Bytes(), nil
}

func scanned(img image.Image, rng *rand.Rand) image.Image {
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	angle := (rng.Float64() - 0.5) * 3 * math.Pi / 180
	sin, cos := math.Sincos(angle)
	dx, dy := rng.Float64()*8-4, rng.Float64()*8-4
	cx, cy := float64(b.Dx())/2, float64(b.Dy())/2
	for y := range b.Dy() {
		for x := range b.Dx() {
			u, v := float64(x)-cx-dx, float64(y)-cy-dy
			sx, sy := u*cos+v*sin+cx, -u*sin+v*cos+cy
			var sum [3]float64
			x0, y0 := math.Floor(sx), math.Floor(sy)
			for k := range 4 {
				px, py := x0+float64(k&1), y0+float64(k>>1)
				w := (1 - math.Abs(sx-px)) * (1 - math.Abs(sy-py))
				c := [3]float64{250, 250, 248}
				if p := image.Pt(int(px)+b.Min.X, int(py)+b.Min.Y); p.In(b) {
					r, g, bl, _ := img.At(p.X, p.Y).RGBA()
					c = [3]float64{float64(r >> 8), float64(g >> 8), float64(bl >> 8)}
				}
				for i := range c {
					sum[i] += w * c[i]
				}
			}
			grain := rng.Float64()*12 - 8
			at := func(v float64) uint8 { return uint8(max(0, min(255, v+grain))) }
			out.SetRGBA(x, y, color.RGBA{at(sum[0]), at(sum[1]), at(sum[2]), 255})
		}
	}
	return out
}
