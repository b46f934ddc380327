package upright

import (
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/f64"
	"golang.org/x/image/math/fixed"

	"evscan/extractors/ocr/grey"
	"evscan/extractors/ocr/segment"
)

// letter is a page of invented text in lines of 34 pixels.
func letter(t testing.TB) *image.Gray {
	t.Helper()
	f, err := opentype.Parse(goregular.TTF)
	require.NoError(t, err)
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: 18, DPI: 72})
	require.NoError(t, err)
	img := image.NewGray(image.Rect(0, 0, 900, 640))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	d := font.Drawer{Dst: img, Src: image.Black, Face: face}
	for i, s := range []string{
		"Northfield Marine Supplies, 14 Harbour Street, Seaport", "Invoice 20418 of the third of March",
		"We thank you for your order and have delivered the goods below", "to your warehouse by the quay.",
		"Twelve coils of rope, four anchors, one winch with its handle", "and the usual set of spare parts for the pump.",
		"Payment is due within thirty days of the date above", "without any deduction. Please quote the number.",
		"Questions are answered at office@northfield.example", "on working days between nine and five o'clock.",
	} {
		d.Dot = fixed.P(60, 80+34*i+40*(i/5))
		d.DrawString(s)
	}
	return img
}

// rotated turns img clockwise on white, by another resampler than this package's.
func rotated(img *image.Gray, degrees float64) *image.Gray {
	w, h := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	s, c := math.Sincos(degrees * math.Pi / 180)
	nw, nh := math.Round(w*math.Abs(c)+h*math.Abs(s)), math.Round(w*math.Abs(s)+h*math.Abs(c))
	o := image.NewGray(image.Rect(0, 0, int(nw), int(nh)))
	draw.Draw(o, o.Rect, image.White, image.Point{}, draw.Src)
	draw.BiLinear.Transform(o, f64.Aff3{c, -s, nw/2 - c*w/2 + s*h/2, s, c, nh/2 - s*w/2 - c*h/2}, img, img.Rect, draw.Over, nil)
	return o
}

func glyphsOf(p *grey.Picture) []image.Rectangle {
	lines, out := segment.FindAll(p, false)
	for _, l := range lines {
		out = append(out, l.Parts...)
	}
	return out
}

func TestSkew(t *testing.T) {
	page := letter(t)
	for _, want := range []float64{-15, -10, -5, -2, -1, -0.5, 0.5, 1, 2, 5, 10, 15} {
		got, ok := Skew(glyphsOf(grey.From(rotated(page, want))))
		assert.True(t, ok, "%v degrees", want)
		assert.InDelta(t, want, got, 0.1)
	}
	for _, level := range []float64{0, 0.1, 90, 180, 270} {
		_, ok := Skew(glyphsOf(grey.From(rotated(page, level))))
		assert.False(t, ok, "%v degrees", level)
	}
}

func TestSkewOfLittle(t *testing.T) {
	_, ok := Skew(nil)
	assert.False(t, ok)
	var parts []image.Rectangle
	for i := range minParts {
		parts = append(parts, image.Rect(20*i, 2*i, 20*i+10, 2*i+12)) // one line that falls by 5.71 degrees
	}
	_, ok = Skew(parts[:minParts-1])
	assert.False(t, ok)
	got, ok := Skew(parts)
	assert.True(t, ok)
	assert.InDelta(t, 5.71, got, 0.1)
}

func TestSideways(t *testing.T) {
	page := letter(t)
	for degrees, want := range map[float64]bool{0: false, 180: false, 90: true, 270: true, 93: true, 265: true, 8: false} {
		assert.Equal(t, want, Sideways(glyphsOf(grey.From(rotated(page, degrees)))), "%v degrees", degrees)
	}
	assert.False(t, Sideways(nil))
}

func TestTurn(t *testing.T) {
	p := grey.New(3, 2)
	copy(p.Pix, []uint8{1, 2, 3, 4, 5, 6})
	v := Plain(p)
	for q, want := range [][]uint8{{1, 2, 3, 4, 5, 6}, {4, 1, 5, 2, 6, 3}, {6, 5, 4, 3, 2, 1}, {3, 6, 2, 5, 1, 4}} {
		assert.Equal(t, want, v.Turn(q).Pix, "%d quarters", q)
	}
	// The pixel with 2 stands at (1,0).
	for q, at := range []image.Point{{1, 0}, {1, 1}, {1, 1}, {0, 1}} {
		assert.Equal(t, image.Rect(1, 0, 2, 1), v.Turn(q).Back(image.Rectangle{Min: at, Max: at.Add(image.Pt(1, 1))}), "%d quarters", q)
	}
	assert.Equal(t, p.Pix, v.Turn(1).Turn(2).Turn(1).Pix)
	assert.Equal(t, image.Rect(1, 0, 3, 1), v.Crop(image.Rect(1, 0, 9, 9)).Turn(2).Back(image.Rect(0, 1, 2, 2)))
}

// A square of 20 at (300,200) on a page turned by 30 degrees is found again.
func TestStraightenAndBack(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 400, 300))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(img, image.Rect(300, 200, 320, 220), image.NewUniform(color.Black), image.Point{}, draw.Src)
	for _, degrees := range []float64{-14, -3.3, 0.7, 9} {
		v := Plain(grey.From(img)).Straighten(degrees)
		box := image.Rectangle{}
		for y := range v.H {
			for x, g := range v.Row(y) {
				if g < 128 {
					box = box.Union(image.Rect(x, y, x+1, y+1))
				}
			}
		}
		back := v.Back(box)
		assert.True(t, image.Rect(300, 200, 320, 220).Inset(1).In(back), "%v: %v", degrees, back)
		assert.True(t, back.In(image.Rect(300, 200, 320, 220).Inset(-11)), "%v: %v", degrees, back)
	}
	v := Plain(grey.From(img)).Straighten(5)
	assert.True(t, v.Back(image.Rect(-1000, -1000, 5000, 5000)).In(image.Rect(0, 0, 400, 300)))
}

// Six letters below each other at the left of three level lines.
func TestStacks(t *testing.T) {
	var parts []image.Rectangle
	for i := range 8 {
		parts = append(parts, image.Rect(10, 40+14*i, 22, 52+14*i))
	}
	want := image.Rect(6, 36, 26, 154)
	for line := range 3 {
		for i := range 20 {
			parts = append(parts, image.Rect(100+14*i, 40+40*line, 112+14*i, 52+40*line))
		}
	}
	assert.Equal(t, []image.Rectangle{want}, Stacks(parts))
	assert.Empty(t, Stacks(parts[8:]))
	assert.Empty(t, Stacks(nil))
}

func FuzzUpright(f *testing.F) {
	f.Add(uint16(40), uint16(30), []byte("some pixels, over and over"), 3.0)
	f.Add(uint16(1), uint16(1), []byte{0}, -15.0)
	f.Add(uint16(0), uint16(9), []byte{1, 2}, math.NaN())
	f.Fuzz(func(t *testing.T, w, h uint16, pix []byte, degrees float64) {
		p := grey.New(int(w%300), int(h%300))
		for i := range p.Pix {
			if len(pix) > 0 {
				p.Pix[i] = pix[i%len(pix)]
			}
		}
		glyphs := glyphsOf(p)
		Sideways(glyphs)
		v := Plain(p)
		for _, r := range Stacks(glyphs) {
			v.Crop(r).Turn(3)
		}
		if a, ok := Skew(glyphs); ok {
			degrees = a
		}
		if math.Abs(degrees) <= maxSkew {
			v = v.Straighten(degrees)
		}
		for q := range 4 {
			u := v.Turn(q)
			back := u.Back(image.Rect(0, 0, u.W, u.H))
			if !back.In(image.Rect(0, 0, p.W, p.H)) {
				t.Fatal(back)
			}
		}
	})
}

// Large type that a renderer made soft comes in pieces when it lies on its side.
func TestSidewaysOfLargeType(t *testing.T) {
	f, err := os.Open("../testdata/latin.png")
	require.NoError(t, err)
	defer f.Close()
	img, err := png.Decode(f)
	require.NoError(t, err)
	for _, scale := range []float64{1, 1.5, 2, 2.5, 3, 3.67, 4} {
		big := image.NewGray(image.Rect(0, 0, int(420*scale), int(110*scale)))
		draw.BiLinear.Scale(big, big.Rect, img, img.Bounds(), draw.Src, nil)
		p := Plain(grey.From(big))
		assert.False(t, Sideways(glyphsOf(p.Picture)), scale)
		assert.True(t, Sideways(glyphsOf(p.Turn(1).Picture)), scale)
		assert.True(t, Sideways(glyphsOf(p.Turn(3).Picture)), scale)
	}
}
