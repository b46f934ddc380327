package grey

import (
	"encoding/hex"
	"image"
	"image/color"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Brightness by ITU-R BT.601: red 0.299, green 0.587, blue 0.114, of 255.
func TestFrom(t *testing.T) {
	nrgba := image.NewNRGBA(image.Rect(3, 5, 6, 6)) // bounds need not begin at 0
	nrgba.Set(3, 5, color.NRGBA{R: 255, A: 255})
	nrgba.Set(4, 5, color.NRGBA{A: 0})
	nrgba.Set(5, 5, color.NRGBA{A: 128})
	assert.Equal(t, &Picture{W: 3, H: 1, Pix: []uint8{76, 255, 127}}, From(nrgba))

	rgba := image.NewRGBA(image.Rect(0, 0, 2, 1))
	rgba.Set(0, 0, color.RGBA{G: 255, A: 255})
	assert.Equal(t, []uint8{149, 255}, From(rgba).Pix)

	pal := image.NewPaletted(image.Rect(0, 0, 3, 1), color.Palette{color.Black, color.White})
	pal.Pix = []uint8{0, 1, 9}
	assert.Equal(t, []uint8{0, 255, 255}, From(pal).Pix)

	gray := &image.Gray{Pix: []uint8{1, 2, 9, 3, 4, 9}, Stride: 3, Rect: image.Rect(0, 0, 2, 2)}
	assert.Equal(t, []uint8{1, 2, 3, 4}, From(gray).Pix)

	wide := image.NewGray16(image.Rect(0, 0, 1, 1))
	wide.SetGray16(0, 0, color.Gray16{Y: 0x8000})
	assert.Equal(t, []uint8{128}, From(wide).Pix)
	assert.Empty(t, From(image.NewGray(image.Rectangle{})).Pix)
}

func TestCropPasteInvertMedian(t *testing.T) {
	p := &Picture{W: 3, H: 2, Pix: []uint8{1, 2, 3, 4, 5, 6}}
	assert.Equal(t, &Picture{W: 2, H: 1, Pix: []uint8{5, 6}}, p.Crop(image.Rect(1, 1, 9, 9)))
	assert.Empty(t, p.Crop(image.Rect(5, 5, 9, 9)).Pix)
	assert.Equal(t, []uint8{254, 253, 252, 251, 250, 249}, p.Invert().Pix)
	o := New(3, 2)
	o.Fill(9)
	o.Paste(&Picture{W: 1, H: 2, Pix: []uint8{7, 8}}, 2, 0)
	assert.Equal(t, []uint8{9, 9, 7, 9, 9, 8}, o.Pix)
	assert.Equal(t, uint8(3), p.Median())
	assert.Equal(t, uint8(255), New(0, 0).Median())
}

func TestResize(t *testing.T) {
	p := New(40, 30)
	p.Fill(77)
	for _, size := range [][2]int{{1, 1}, {13, 7}, {40, 30}, {95, 61}} {
		q := p.Resize(size[0], size[1])
		assert.Equal(t, size, [2]int{q.W, q.H})
		for _, v := range q.Pix {
			assert.Equal(t, uint8(77), v, "one grey stays one grey")
		}
	}
	assert.Equal(t, []uint8{128}, (&Picture{W: 2, H: 1, Pix: []uint8{0, 255}}).Resize(1, 1).Pix)
	assert.Equal(t, 1, p.Scale(0.001).W)
}

// Two by two pixels: the lower row comes first, rows are padded to four bytes.
func TestBMP(t *testing.T) {
	b := (&Picture{W: 2, H: 2, Pix: []uint8{0x10, 0x20, 0x30, 0x40}}).BMP()
	assert.Equal(t, "424d3e0400000000000036040000280000000200000002000000010008000000000008000000232e0000232e00000001000000000000", hex.EncodeToString(b[:54]))
	assert.Equal(t, "3040000010200000", hex.EncodeToString(b[len(b)-8:]))
}
