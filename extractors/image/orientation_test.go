package image

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/image/tiff"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

// reader finds one word wherever a picture is dark, and keeps the pictures.
type reader struct{ seen []image.Image }

func (r *reader) Recognise(_ context.Context, img image.Image) (evidence.Recognition, error) {
	r.seen = append(r.seen, img)
	var box image.Rectangle
	b := img.Bounds()
	for y := range b.Max.Y {
		for x := range b.Max.X {
			if dark(img, x, y) {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return evidence.Recognition{Words: []evidence.Word{{Text: "dark", Box: evidence.Box{X: box.Min.X, Y: box.Min.Y, W: box.Dx(), H: box.Dy()}, Block: 1, Line: 1}}}, nil
}

func (*reader) Close() error { return nil }

// orientationBlock is a TIFF block with an orientation and nothing else.
func orientationBlock(o byte) []byte {
	return []byte{'I', 'I', '*', 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, o, 0, 0, 0, 0, 0, 0, 0}
}

func jpegTurned(t *testing.T, img image.Image, o byte) []byte {
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, img, &jpeg.Options{Quality: 100}))
	seg := append([]byte("Exif\x00\x00"), orientationBlock(o)...)
	head := append([]byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(len(seg) + 2)}, seg...)
	return append(head, b.Bytes()[2:]...)
}

func pngTurned(t *testing.T, img image.Image, o byte) []byte {
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, img))
	chunk := append([]byte("eXIf"), orientationBlock(o)...)
	out := bytes.Clone(b.Bytes()[:33])
	out = binary.BigEndian.AppendUint32(out, uint32(len(chunk)-4))
	out = append(out, chunk...)
	out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk))
	return append(out, b.Bytes()[33:]...)
}

// tiffTurned adds an entry to the directory, which the encoder puts at the end.
func tiffTurned(t *testing.T, img image.Image, o byte) []byte {
	var b bytes.Buffer
	require.NoError(t, tiff.Encode(&b, img, nil))
	data := b.Bytes()
	le := binary.LittleEndian
	at := le.Uint32(data[4:])
	n := int(le.Uint16(data[at:]))
	entries := bytes.Clone(data[at+2 : int(at)+2+12*n])
	le.PutUint32(data[4:], uint32(len(data)))
	data = le.AppendUint16(data, uint16(n+1))
	place := 0
	for place < n && le.Uint16(entries[12*place:]) < 0x112 {
		place++
	}
	entries = slices.Insert(entries, 12*place, orientationBlock(o)[10:22]...)
	data = append(data, entries...)
	return append(data, 0, 0, 0, 0)
}

// An L of two strokes of unequal length has eight faces. As it is shown it stands
// upright in a corner, whichever way it was stored. What is expected follows from the
// eight pictures of EXIF 2.32, section 4.6.4: which side of the shown picture row 0 and
// column 0 are.
func TestOrientation(t *testing.T) {
	// The shown picture: 60 x 40, a bar of 20 x 4 at (8,4).
	stored := map[byte]struct {
		w, h int
		bar  image.Rectangle
	}{
		1: {60, 40, image.Rect(8, 4, 28, 8)},    // row 0 top, column 0 left
		2: {60, 40, image.Rect(32, 4, 52, 8)},   // top, right
		3: {60, 40, image.Rect(32, 32, 52, 36)}, // bottom, right
		4: {60, 40, image.Rect(8, 32, 28, 36)},  // bottom, left
		5: {40, 60, image.Rect(4, 8, 8, 28)},    // left, top
		6: {40, 60, image.Rect(4, 32, 8, 52)},   // right, top
		7: {40, 60, image.Rect(32, 32, 36, 52)}, // right, bottom
		8: {40, 60, image.Rect(32, 8, 36, 28)},  // left, bottom
	}
	for o := byte(1); o <= 8; o++ {
		s := stored[o]
		img := image.NewGray(image.Rect(0, 0, s.w, s.h))
		for i := range img.Pix {
			img.Pix[i] = 255
		}
		for y := s.bar.Min.Y; y < s.bar.Max.Y; y++ {
			for x := s.bar.Min.X; x < s.bar.Max.X; x++ {
				img.SetGray(x, y, color.Gray{})
			}
		}
		for id, data := range map[string][]byte{"jpeg": jpegTurned(t, img, o), "png": pngTurned(t, img, o), "tiff": tiffTurned(t, img, o)} {
			what := fmt.Sprint(id, " ", o)
			in := extracttest.Input(t, "a."+id, data)
			r := &reader{}
			in.OCR = r
			sink := &extracttest.Sink{}
			require.NoError(t, extracttest.Find(t, Formats(), id).Extract(t.Context(), in, sink), what)
			require.Len(t, r.seen, 1, what)
			assert.Equal(t, image.Rect(0, 0, 60, 40), r.seen[0].Bounds(), what)
			assert.True(t, dark(r.seen[0], 8, 4), what)
			assert.True(t, dark(r.seen[0], 27, 7), what)
			assert.False(t, dark(r.seen[0], 28, 7), what)
			var got []evidence.Box
			for _, f := range sink.Facts {
				if f.Kind == evidence.FactOCR {
					got = append(got, *f.At.Box)
				}
			}
			assert.Equal(t, []evidence.Box{{X: s.bar.Min.X, Y: s.bar.Min.Y, W: s.bar.Dx(), H: s.bar.Dy()}}, got, what)
		}
	}
}

func dark(img image.Image, x, y int) bool {
	return color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y < 128
}

// A JPEG that is turned stays one for the recogniser, which looks at their noise.
func TestTurnedIsStillLossy(t *testing.T) {
	from := image.NewYCbCr(image.Rect(0, 0, 7, 5), image.YCbCrSubsampleRatio420)
	from.Y[0] = 200
	img := orientation(6).turn(from)
	assert.IsType(t, &image.YCbCr{}, img)
	assert.Equal(t, image.Rect(0, 0, 5, 7), img.Bounds())
	assert.Equal(t, color.YCbCr{Y: 200, Cb: 128, Cr: 128}, img.At(4, 0))
	assert.Equal(t, color.YCbCr{Y: 0, Cb: 128, Cr: 128}, img.At(4, 6))
}

func TestOrientationOfWebP(t *testing.T) {
	data := bytes.Clone(samples(t)["webp"])
	data = append(data, "EXIF\x1a\x00\x00\x00"...)
	data = append(data, orientationBlock(6)...)
	binary.LittleEndian.PutUint32(data[4:], uint32(len(data)-8))
	p := newProps(&extracttest.Sink{})
	require.NoError(t, metaWebP(extracttest.Input(t, "a.webp", data), p))
	assert.Equal(t, orientation(6), p.orientation(0))
	assert.Equal(t, orientation(0), p.orientation(2))
}
