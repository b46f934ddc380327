package image

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math/bits"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"
)

// wordmark draws a word in big letters beside a ring: a logo with structure.
func wordmark(word string, ink, ground color.Color) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, 300, 100))
	draw.Draw(img, img.Bounds(), image.NewUniform(ground), image.Point{}, draw.Src)
	text := image.NewRGBA(image.Rect(0, 0, 7*len(word), 13))
	(&font.Drawer{Dst: text, Src: image.NewUniform(ink), Face: basicfont.Face7x13, Dot: fixed.P(0, 11)}).DrawString(word)
	draw.NearestNeighbor.Scale(img, image.Rect(100, 20, 290, 80), text, text.Bounds(), draw.Over, nil)
	for y := range 100 {
		for x := range 100 {
			if d := (x-50)*(x-50) + (y-50)*(y-50); d < 40*40 && d > 22*22 && (x > 50 || y < 50) {
				img.Set(x, y, ink)
			}
		}
	}
	return img
}

// shapesOf are the hashes of the shapes of a picture.
func shapesOf(t *testing.T, img image.Image) (cosines, gradients []uint64) {
	t.Helper()
	c := reduceColours(img)
	whole := image.Rect(0, 0, c.w, c.h)
	for _, s := range c.shapes(whole, c.ground(whole), float64(img.Bounds().Dx())/float64(c.w)) {
		f := strings.Split(s, ",")
		require.Len(t, f, 6)
		a, err := strconv.ParseUint(f[4], 16, 64)
		require.NoError(t, err)
		b, err := strconv.ParseUint(f[5], 16, 64)
		require.NoError(t, err)
		cosines, gradients = append(cosines, a), append(gradients, b)
	}
	return cosines, gradients
}

// shows reports whether a picture shows a shape as close to the logo as the kind of mark demands.
func shows(t *testing.T, img, logo image.Image) bool {
	t.Helper()
	lc, lg := shapesOf(t, logo)
	require.NotEmpty(t, lc)
	c, g := shapesOf(t, img)
	for i := range c {
		if bits.OnesCount64(c[i]^lc[0]) <= 8 && bits.OnesCount64(g[i]^lg[0]) <= 10 {
			return true
		}
	}
	return false
}

func jpegOf(t *testing.T, img image.Image, quality int) image.Image {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}))
	out, err := jpeg.Decode(&b)
	require.NoError(t, err)
	return out
}

func scaled(img image.Image, w, h int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(out, out.Bounds(), img, img.Bounds(), draw.Src, nil)
	return out
}

func TestLogoIsFoundInEveryDress(t *testing.T) {
	blue, white, dark := color.RGBA{10, 60, 150, 255}, color.RGBA{255, 255, 255, 255}, color.RGBA{25, 25, 40, 255}
	logo := wordmark("HARROW", blue, white)
	assert.True(t, shows(t, scaled(logo, 180, 60), logo), "smaller")
	assert.True(t, shows(t, scaled(logo, 900, 300), logo), "larger")
	assert.True(t, shows(t, jpegOf(t, scaled(logo, 180, 60), 40), logo), "smaller and packed hard")
	assert.True(t, shows(t, wordmark("HARROW", white, dark), logo), "light on dark")
	assert.True(t, shows(t, wordmark("HARROW", blue, color.RGBA{}), logo), "transparent")

	page := image.NewRGBA(image.Rect(0, 0, 1240, 1754))
	draw.Draw(page, page.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(page, image.Rect(860, 80, 1160, 180), logo, image.Point{}, draw.Src)
	for y := 400; y < 1600; y += 40 { // lines of text
		for x := 120; x < 1100; x += 17 {
			draw.Draw(page, image.Rect(x, y, x+11, y+18), image.Black, image.Point{}, draw.Src)
		}
	}
	assert.True(t, shows(t, page, logo), "in the head of a page")
	assert.True(t, shows(t, jpegOf(t, page, 50), logo), "in the head of a page packed hard")

	window := image.NewRGBA(image.Rect(0, 0, 1366, 768))
	draw.Draw(window, window.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(window, image.Rect(0, 0, 1366, 130), image.NewUniform(dark), image.Point{}, draw.Src)
	draw.Draw(window, image.Rect(20, 15, 320, 115), wordmark("HARROW", white, dark), image.Point{}, draw.Src)
	assert.True(t, shows(t, window, logo), "on the dark bar of a window")

	assert.False(t, shows(t, wordmark("NIMBUS", blue, white), logo), "another word")
	assert.False(t, shows(t, page.SubImage(image.Rect(0, 300, 1240, 1754)), logo), "a page without it")
}

func TestSimpleShapesAreRefused(t *testing.T) {
	draws := map[string]func(x, y int) bool{
		"box":      func(x, y int) bool { return x > 20 && x < 180 && y > 20 && y < 80 },
		"disc":     func(x, y int) bool { return (x-100)*(x-100)+(y-50)*(y-50) < 40*40 },
		"ring":     func(x, y int) bool { d := (x-100)*(x-100) + (y-50)*(y-50); return d < 40*40 && d > 25*25 },
		"triangle": func(x, y int) bool { return y > 10 && y < 90 && x > 100-y && x < 100+y },
		"bar":      func(x, y int) bool { return y > 45 && y < 55 },
		"cross":    func(x, y int) bool { return x > 90 && x < 110 || y > 40 && y < 60 },
		"frame":    func(x, y int) bool { return x < 5 || x > 194 || y < 5 || y > 94 },
		"nothing":  func(int, int) bool { return false },
	}
	for name, in := range draws {
		img := image.NewRGBA(image.Rect(0, 0, 200, 100))
		for y := range 100 {
			for x := range 200 {
				img.SetRGBA(x, y, color.RGBA{255, 255, 255, 255})
				if in(x, y) {
					img.SetRGBA(x, y, color.RGBA{200, 0, 0, 255})
				}
			}
		}
		c, _ := shapesOf(t, img)
		assert.Empty(t, c, name)
	}
}

func TestShapesAreBounded(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 3000, 700))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	for i := range 20 {
		draw.Draw(img, image.Rect(40+i%8*350, 10+i/8*150, 340+i%8*350, 110+i/8*150), wordmark("AB"+string(rune('A'+i)), color.Black, color.White), image.Point{}, draw.Src)
	}
	c, _ := shapesOf(t, img)
	assert.LessOrEqual(t, len(c), 12)
}

// TestInkGrid paints the upper left quarter of one cell: the root of a quarter of
// fifteen is 7.5.
func TestInkGrid(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 320, 440)) // cells of 20 x 20
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(img, image.Rect(20, 40, 30, 50), image.Black, image.Point{}, draw.Src) // column 1, row 2
	draw.Draw(img, image.Rect(60, 0, 80, 20), image.Black, image.Point{}, draw.Src)  // column 3, row 0
	c := reduceColours(img)
	want := "000f000000000000" + "0000000000000000" + "0800000000000000" + strings.Repeat("0", 19*16)
	assert.Equal(t, want, c.inkGrid([3]uint8{255, 255, 255}))
}

func TestPalette(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 100, 100))
	draw.Draw(img, img.Bounds(), image.NewUniform(color.Gray{200}), image.Point{}, draw.Src)
	draw.Draw(img, image.Rect(0, 0, 100, 20), image.NewUniform(color.RGBA{255, 0, 0, 255}), image.Point{}, draw.Src)
	draw.Draw(img, image.Rect(0, 20, 100, 30), image.NewUniform(color.RGBA{0, 64, 255, 255}), image.Point{}, draw.Src)
	assert.Equal(t, []string{"700", "027"}, reduceColours(img).palette())
}

func TestTiniestPictures(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {1, 5000}, {5000, 1}, {13, 13}, {14, 14}} {
		img := image.NewRGBA(image.Rect(0, 0, size[0], size[1]))
		c := reduceColours(img)
		whole := image.Rect(0, 0, c.w, c.h)
		assert.Empty(t, c.shapes(whole, c.ground(whole), 1), size)
	}
}

func FuzzLook(f *testing.F) {
	f.Add(uint8(20), uint8(30), []byte{0, 255, 3})
	f.Add(uint8(200), uint8(120), []byte("logo"))
	f.Fuzz(func(t *testing.T, w, h uint8, pix []byte) {
		if w == 0 || h == 0 || len(pix) == 0 {
			return
		}
		img := image.NewRGBA(image.Rect(0, 0, int(w), int(h)))
		for i := range img.Pix {
			img.Pix[i] = pix[i%len(pix)]
		}
		c := reduceColours(img)
		whole := image.Rect(0, 0, c.w, c.h)
		ground := c.ground(whole)
		assert.LessOrEqual(t, len(c.shapes(whole, ground, 1)), maxShapes)
		assert.Len(t, c.inkGrid(ground), 352)
		assert.LessOrEqual(t, len(c.palette()), 3)
	})
}

func BenchmarkLook(b *testing.B) {
	img := image.NewYCbCr(image.Rect(0, 0, 4000, 3000), image.YCbCrSubsampleRatio420)
	for i := range img.Y {
		img.Y[i] = uint8(i % 4000 * 255 / 4000)
	}
	for i := range img.Cb {
		img.Cb[i], img.Cr[i] = uint8(i%2000*255/2000), uint8(i/2000*255/1500)
	}
	for b.Loop() {
		if !photograph(img) {
			b.Fatal("no page")
		}
	}
}

func TestPhotographHasNoLook(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 600, 400))
	for i := range img.Pix {
		img.Pix[i] = uint8(i % 600 * 255 / 600) // a slope of brightness
	}
	assert.True(t, photograph(img))
	draw.Draw(img, image.Rect(0, 0, 600, 250), image.White, image.Point{}, draw.Src)
	assert.False(t, photograph(img))
}
