package image

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/image/tiff"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

// pages are the frames that were read, by the numbers of their facts.
func pages(t *testing.T, id string, data []byte, pixels int64) ([]int, *extracttest.Sink) {
	t.Helper()
	in := extracttest.Input(t, "a."+id, data)
	in.OCR = &extracttest.Recogniser{}
	if pixels > 0 {
		in.Limits.Pixels = pixels
	}
	s := &extracttest.Sink{}
	require.NoError(t, extracttest.Find(t, Formats(), id).Extract(t.Context(), in, s))
	var out []int
	for _, f := range s.Facts {
		if f.Name == "ocr:Result" {
			out = append(out, f.At.Page)
		}
	}
	return out, s
}

// square is a white picture of 60 x 60 with a black square of the side at x.
func square(x, side int) *image.Paletted {
	p := image.NewPaletted(image.Rect(0, 0, 60, 60), color.Palette{color.White, color.Black})
	for i := range side * side {
		p.SetColorIndex(x+i%side, 5+i/side, 1)
	}
	return p
}

func animation(t *testing.T, frames ...*image.Paletted) []byte {
	t.Helper()
	g := &gif.GIF{Image: frames, Delay: make([]int, len(frames))}
	var b bytes.Buffer
	require.NoError(t, gif.EncodeAll(&b, g))
	return b.Bytes()
}

// The third frame differs from the second in a caret, the fourth equals the first.
func TestFramesOfGIF(t *testing.T) {
	got, _ := pages(t, "gif", animation(t, square(5, 20), square(30, 20), withCaret(square(30, 20)), square(5, 20), square(38, 20)), 0)
	assert.Equal(t, []int{1, 2, 5}, got)
	got, _ = pages(t, "gif", animation(t, square(5, 20)), 0)
	assert.Equal(t, []int{0}, got)
}

func withCaret(p *image.Paletted) *image.Paletted {
	for y := range 30 {
		p.SetColorIndex(2, y, 1)
		p.SetColorIndex(3, y, 1)
	}
	return p
}

func TestFramesWithinLimits(t *testing.T) {
	data := animation(t, square(0, 20), square(5, 20), square(10, 20), square(15, 20), square(20, 20), square(25, 20), square(30, 20))
	// A picture may take a quarter of the limit, and the frames behind the first all of it.
	for pixels, want := range map[int64][]int{4*3600 - 1: {1}, 4 * 3600: {1, 2, 3, 4, 5}, 6*3600 - 1: {1, 2, 3, 4, 5, 6}, 6 * 3600: {1, 2, 3, 4, 5, 6, 7}} {
		got, s := pages(t, "gif", data, pixels)
		assert.Equal(t, want, got, pixels)
		if len(want) < 7 {
			assert.Equal(t, []evidence.ProblemKind{evidence.ProblemLimit}, s.Kinds(), pixels)
		}
	}
}

// pagesOfTIFF chains single TIFF files of the encoder: offsets in each directory
// move with the file.
func pagesOfTIFF(t *testing.T, imgs ...image.Image) []byte {
	t.Helper()
	var out []byte
	link := 4
	le := binary.LittleEndian
	for _, img := range imgs {
		var b bytes.Buffer
		require.NoError(t, tiff.Encode(&b, img, nil))
		one := b.Bytes()
		base := uint32(len(out))
		dir := le.Uint32(one[4:])
		n := int(le.Uint16(one[dir:]))
		for i := range n {
			e := one[int(dir)+2+12*i:]
			size := map[uint16]uint32{1: 1, 3: 2, 4: 4, 5: 8}[le.Uint16(e[2:])] * le.Uint32(e[4:])
			if size > 4 || le.Uint16(e) == 273 {
				le.PutUint32(e[8:], le.Uint32(e[8:])+base)
			}
		}
		out = append(out, one...)
		le.PutUint32(out[link:], base+dir)
		link = int(base+dir) + 2 + 12*n
	}
	return out
}

func TestPagesOfTIFF(t *testing.T) {
	got, _ := pages(t, "tiff", pagesOfTIFF(t, square(5, 20), square(30, 20), square(30, 20), square(38, 20)), 0)
	assert.Equal(t, []int{1, 2, 4}, got)
	got, _ = pages(t, "tiff", pagesOfTIFF(t, square(5, 20)), 0)
	assert.Equal(t, []int{0}, got)
}

// animatedPNG is a PNG whose second and third frame are those pictures at (x,y).
func animatedPNG(t *testing.T, first image.Image, x, y uint32, more ...image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	be := binary.BigEndian
	n := uint32(0)
	for i, img := range append([]image.Image{first}, more...) {
		var b bytes.Buffer
		require.NoError(t, png.Encode(&b, img))
		data := b.Bytes()
		control := be.AppendUint32(nil, n)
		n++
		control = be.AppendUint32(control, uint32(img.Bounds().Dx()))
		control = be.AppendUint32(control, uint32(img.Bounds().Dy()))
		at := [2]uint32{x, y}
		if i == 0 {
			at = [2]uint32{}
		}
		control = be.AppendUint32(be.AppendUint32(control, at[0]), at[1])
		control = append(control, 0, 1, 0, 10, 0, 0)
		for pos := 8; pos < len(data); {
			size := int(be.Uint32(data[pos:]))
			kind, body := string(data[pos+4:pos+8]), data[pos+8:pos+8+size]
			pos += 12 + size
			switch {
			case kind == "IDAT" && i == 0:
				out.Write(chunk("fcTL", control))
				out.Write(chunk("IDAT", body))
			case kind == "IDAT":
				out.Write(chunk("fcTL", control))
				out.Write(chunk("fdAT", slices.Concat(be.AppendUint32(nil, n), body)))
				n++
			case i == 0 && kind == "IHDR":
				out.WriteString("\x89PNG\r\n\x1a\n")
				out.Write(chunk(kind, body))
				out.Write(chunk("acTL", []byte{0, 0, 0, byte(1 + len(more)), 0, 0, 0, 0}))
			case i == 0 && kind != "IEND":
				out.Write(chunk(kind, body))
			}
		}
	}
	out.Write(chunk("IEND", nil))
	return out.Bytes()
}

func TestFramesOfPNG(t *testing.T) {
	part := square(2, 10).SubImage(image.Rect(0, 0, 20, 20))
	got, _ := pages(t, "png", animatedPNG(t, square(5, 20), 30, 10, part, part), 0)
	assert.Equal(t, []int{1, 2}, got)
	in := extracttest.Input(t, "a.png", animatedPNG(t, square(5, 20), 50, 10, part))
	in.OCR = &extracttest.Recogniser{}
	s := &extracttest.Sink{}
	err := extracttest.Find(t, Formats(), "png").Extract(t.Context(), in, s)
	require.ErrorIs(t, err, evidence.ErrCorrupt)
	assert.ErrorContains(t, err, "frame 2 lies outside the picture")
}

// Two frames of one pixel each, of the still picture of the samples.
func TestFramesOfWebP(t *testing.T) {
	still := samples(t)["webp"][12:]
	frame := append(make([]byte, 15), 0)
	anmf := binary.LittleEndian.AppendUint32([]byte("ANMF"), uint32(len(frame)+len(still)))
	anmf = slices.Concat(anmf, frame, still)
	body := slices.Concat([]byte("WEBPVP8X\x0a\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
		[]byte("ANIM\x06\x00\x00\x00\x00\x00\x00\x00\x00\x00"), anmf, anmf)
	data := append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
	got, s := pages(t, "webp", data, 0)
	assert.Equal(t, []int{1}, got, "the second frame equals the first")
	assert.Empty(t, s.Kinds())
}

func FuzzFrames(f *testing.F) {
	for _, data := range samples(f) {
		f.Add(data)
	}
	walks := []frames{framesGIF, framesPNG, framesTIFF, framesWebP}
	f.Fuzz(func(t *testing.T, data []byte) {
		in := extracttest.Memory("a", data)
		in.Limits.Pixels = 1 << 16
		for _, walk := range walks {
			n := 0
			_ = walk(in, func(number int, img image.Image) error {
				if n++; n > 20 {
					return errEnough
				}
				brightness(img)
				return nil
			})
		}
	})
}
