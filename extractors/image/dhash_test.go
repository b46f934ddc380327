package image

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math/bits"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	xdraw "golang.org/x/image/draw"
)

// rects paints black-to-grey rectangles on a picture of w by h white pixels.
func rects(w, h int, list ...image.Rectangle) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	for i, r := range list {
		c := color.Gray{Y: uint8(i * 30)}
		draw.Draw(img, r, image.NewUniform(c), image.Point{}, draw.Src)
	}
	return img
}

func form() *image.RGBA {
	return rects(400, 320, image.Rect(20, 20, 120, 60), image.Rect(300, 30, 380, 50), image.Rect(40, 100, 360, 110),
		image.Rect(60, 150, 100, 290), image.Rect(200, 140, 260, 200), image.Rect(300, 220, 370, 300))
}

func other() *image.RGBA {
	return rects(400, 320, image.Rect(150, 10, 250, 150), image.Rect(10, 170, 60, 310), image.Rect(90, 40, 110, 260),
		image.Rect(280, 160, 390, 310), image.Rect(340, 10, 390, 90), image.Rect(130, 220, 230, 240))
}

// Nine columns of one pixel that grow lighter give eight ones in each row; the
// first row alone falls.
func TestDifferenceHashOfKnownCells(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 9, 8))
	for y := range 8 {
		for x := range 9 {
			img.Pix[y*9+x] = uint8(20 * (x + 1))
			if y == 0 {
				img.Pix[x] = uint8(20 * (9 - x))
			}
		}
	}
	assert.Equal(t, uint64(0x00ffffffffffffff), DifferenceHash(img))
}

func TestDifferenceHashOfCopies(t *testing.T) {
	original := form()
	want := DifferenceHash(original)
	assert.GreaterOrEqual(t, bits.OnesCount64(want), 6, "too flat to compare")

	scaled := image.NewRGBA(image.Rect(0, 0, 233, 187))
	xdraw.BiLinear.Scale(scaled, scaled.Bounds(), original, original.Bounds(), draw.Src, nil)

	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, original, &jpeg.Options{Quality: 25}))
	recompressed, err := jpeg.Decode(&b)
	require.NoError(t, err)

	framed := image.NewRGBA(image.Rect(0, 0, 600, 500))
	draw.Draw(framed, framed.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(framed, image.Rect(150, 20, 550, 340), original, image.Point{}, draw.Src)

	transparent := image.NewNRGBA(original.Bounds())
	for y := range 320 {
		for x := range 400 {
			if c := original.RGBAAt(x, y); c.R != 255 {
				transparent.Set(x, y, c)
			}
		}
	}

	for name, img := range map[string]image.Image{"scaled": scaled, "recompressed": recompressed, "framed": framed, "on nothing": transparent} {
		assert.LessOrEqual(t, bits.OnesCount64(want^DifferenceHash(img)), 10, name)
	}
	assert.GreaterOrEqual(t, bits.OnesCount64(want^DifferenceHash(other())), 20, "another picture")
}

func TestDifferenceHashOfNothing(t *testing.T) {
	assert.Zero(t, DifferenceHash(image.NewGray(image.Rect(0, 0, 0, 0))))
	assert.Zero(t, DifferenceHash(image.NewGray(image.Rect(0, 0, 1, 1))))
	assert.Zero(t, DifferenceHash(rects(50, 40)))
}
