package image

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

// kinds are pictures of 37 x 29 in each colour type that the standard library writes.
func kinds() map[string]image.Image {
	area := image.Rect(0, 0, 37, 29)
	pal := func(n int) *image.Paletted {
		p := make(color.Palette, n)
		for i := range p {
			p[i] = color.NRGBA{uint8(i * 16), uint8(255 - i*9), uint8(i * 5), uint8(255 - i%3*40)}
		}
		return image.NewPaletted(area, p)
	}
	out := map[string]image.Image{"grey": image.NewGray(area), "grey16": image.NewGray16(area), "rgb": image.NewRGBA(area), "rgba": image.NewNRGBA(area),
		"rgb16": image.NewRGBA64(area), "rgba16": image.NewNRGBA64(area), "2": pal(2), "4": pal(4), "16": pal(16), "200": pal(200)}
	for name, img := range out {
		set := img.(interface{ Set(x, y int, c color.Color) })
		for y := range 29 {
			for x := range 37 {
				a := uint8(255)
				if name == "rgba" || name == "rgba16" {
					a = uint8(x * 6)
				}
				set.Set(x, y, color.NRGBA{uint8(x * 7), uint8(y * 8), uint8(x * y), a})
			}
		}
	}
	return out
}

// The other decoder is the standard library's.
func TestGreyPNGAgainstStandardLibrary(t *testing.T) {
	for name, img := range kinds() {
		var b bytes.Buffer
		require.NoError(t, png.Encode(&b, img))
		got, err := greyPNG(bytes.NewReader(b.Bytes()), 37*29)
		require.NoError(t, err, name)
		want := brightness(img)
		require.Equal(t, want.Rect, got.Rect, name)
		for i := range want.Pix {
			require.InDelta(t, want.Pix[i], got.Pix[i], 2, "%s: pixel %d", name, i)
		}
		_, err = greyPNG(bytes.NewReader(b.Bytes()), 37*29-1)
		assert.ErrorIs(t, err, evidence.ErrCorrupt)
	}
}

// handPNG is a PNG of these rows, each with its filter.
func handPNG(w, h int, bits, kind, lace byte, chunks func(b *bytes.Buffer), rows ...[]byte) []byte {
	b := bytes.NewBufferString("\x89PNG\r\n\x1a\n")
	putChunk(b, "IHDR", []byte{0, 0, 0, byte(w), 0, 0, 0, byte(h), bits, kind, 0, 0, lace})
	if chunks != nil {
		chunks(b)
	}
	putChunk(b, "IDAT", squeezed(bytes.Join(rows, nil)))
	putChunk(b, "IEND", nil)
	return b.Bytes()
}

// By hand: one row for each filter of section 9.2, of three grey pixels.
func TestGreyPNGFilters(t *testing.T) {
	got, err := greyPNG(bytes.NewReader(handPNG(3, 5, 8, 0, 0, nil,
		[]byte{0, 10, 20, 30}, []byte{1, 10, 10, 10}, []byte{2, 1, 1, 1}, []byte{3, 5, 5, 5}, []byte{4, 1, 2, 3})), 15)
	require.NoError(t, err)
	// Average: 5 + 11/2, 5 + (10+21)/2, 5 + (20+31)/2. Paeth: over 10; of 10, 20, 11
	// is 20 the nearest to 21; of 20, 30, 22 is 30 the nearest to 32.
	assert.Equal(t, []uint8{10, 20, 30, 10, 20, 30, 11, 21, 31, 10, 20, 30, 11, 22, 33}, got.Pix)
}

// The seven passes of section 8.1 over 3 x 3 pixels: pass 1 has one pixel, pass 4 two
// ... as the table of the section has it: 1, -, -, 1 (2,0), 2 (0,2)(2,2), 4, 3.
func TestGreyPNGInterlaced(t *testing.T) {
	rows := [][]byte{
		{0, 1},         // 1: (0,0)
		{0, 3},         // 4: (2,0)
		{0, 7, 9},      // 5: (0,2) (2,2)
		{0, 2}, {0, 8}, // 6: (1,0), (1,2)
		{0, 4, 5, 6}, // 7: row 1
	}
	data := handPNG(3, 3, 8, 0, 1, nil, rows...)
	got, err := greyPNG(bytes.NewReader(data), 9)
	require.NoError(t, err)
	assert.Equal(t, []uint8{1, 2, 3, 4, 5, 6, 7, 8, 9}, got.Pix)
	img, err := png.Decode(bytes.NewReader(data))
	require.NoError(t, err)
	assert.Equal(t, img.(*image.Gray).Pix, got.Pix)
	// Without the last pass each pixel stands for the one below it.
	got, err = greyPNG(bytes.NewReader(handPNG(3, 3, 8, 0, 1, nil, rows[:5]...)), 9)
	assert.ErrorIs(t, err, evidence.ErrCorrupt)
	assert.Equal(t, []uint8{1, 2, 3, 1, 2, 3, 7, 8, 9}, got.Pix)
}

func TestGreyPNGTransparentColour(t *testing.T) {
	clear := func(v ...byte) func(*bytes.Buffer) { return func(b *bytes.Buffer) { putChunk(b, "tRNS", v) } }
	for name, data := range map[string][]byte{
		"grey":  handPNG(2, 1, 8, 0, 0, clear(0, 9), []byte{0, 9, 0}),
		"rgb":   handPNG(2, 1, 8, 2, 0, clear(0, 9, 0, 8, 0, 7), []byte{0, 9, 8, 7, 0, 0, 0}),
		"rgb16": handPNG(2, 1, 16, 2, 0, clear(1, 9, 2, 8, 3, 7), []byte{0, 1, 9, 2, 8, 3, 7, 0, 9, 0, 8, 0, 7}),
	} {
		got, err := greyPNG(bytes.NewReader(data), 2)
		require.NoError(t, err, name)
		assert.Equal(t, []uint8{255, 0}, got.Pix, name)
	}
}

func TestGreyPNGRefuses(t *testing.T) {
	for name, data := range map[string][]byte{
		"nothing":    {},
		"sign only":  []byte("\x89PNG\r\n\x1a\n"),
		"0 x 3":      handPNG(0, 3, 8, 0, 0, nil, []byte{0}),
		"3 x 0":      handPNG(3, 0, 8, 0, 0, nil, []byte{0}),
		"3 bits":     handPNG(1, 1, 3, 0, 0, nil, []byte{0, 0}),
		"no palette": handPNG(1, 1, 8, 3, 0, nil, []byte{0, 0}),
		"type 1":     handPNG(1, 1, 8, 1, 0, nil, []byte{0, 0}),
		"filter 5":   handPNG(1, 1, 8, 0, 0, nil, []byte{5, 0}),
		"no row":     handPNG(1, 1, 8, 0, 0, nil),
	} {
		got, err := greyPNG(bytes.NewReader(data), 1000)
		assert.Nil(t, got, name)
		assert.ErrorIs(t, err, evidence.ErrCorrupt, name)
	}
}

// Rows do not compress, so that a file cut at any place holds a known number of them.
func TestTruncatedPNGIsRead(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 60, 40))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for x := 10; x < 30; x++ {
		img.SetGray(x, 6, color.Gray{})
	}
	var b bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.NoCompression}
	require.NoError(t, enc.Encode(&b, img))
	// 41 bytes to the first IDAT, 2 of zlib, 5 of a stored block, 61 for each row.
	for rows, want := range map[int]image.Rectangle{1: image.Rect(0, 0, 60, 1), 20: image.Rect(0, 0, 60, 20), 39: image.Rect(0, 0, 60, 39)} {
		in := extracttest.Input(t, "a.png", b.Bytes()[:41+7+61*rows])
		r := &reader{}
		in.OCR = r
		s := &extracttest.Sink{}
		require.NoError(t, extracttest.Find(t, Formats(), "png").Extract(t.Context(), in, s))
		assert.Equal(t, []evidence.ProblemKind{evidence.ProblemCorrupt}, s.Kinds())
		require.Len(t, r.seen, 1)
		assert.Equal(t, want, r.seen[0].Bounds())
		for _, f := range s.Facts {
			if f.Kind == evidence.FactOCR && rows > 6 {
				assert.Equal(t, evidence.Box{X: 10, Y: 6, W: 20, H: 1}, *f.At.Box, fmt.Sprint(rows))
			}
		}
	}
}

func FuzzGreyPNG(f *testing.F) {
	for _, img := range kinds() {
		var b bytes.Buffer
		require.NoError(f, png.Encode(&b, img))
		f.Add(b.Bytes())
	}
	f.Add(handPNG(3, 3, 8, 0, 1, nil, []byte{0, 1}))
	f.Fuzz(func(t *testing.T, data []byte) {
		img, err := greyPNG(bytes.NewReader(data), 1<<16)
		if img == nil {
			require.Error(t, err)
			return
		}
		assert.LessOrEqual(t, img.Rect.Dx()*img.Rect.Dy(), 1<<16)
	})
}

func squeezed(b []byte) []byte {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	_, _ = w.Write(b)
	_ = w.Close()
	return z.Bytes()
}
