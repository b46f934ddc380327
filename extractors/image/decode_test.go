package image

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"evscan/evidence"
)

func TestDecode(t *testing.T) {
	img := image.NewPaletted(image.Rect(0, 0, 60, 40), color.Palette{color.White, color.Black})
	img.SetColorIndex(30, 20, 1)
	encoded := map[string][]byte{}
	for name, f := range map[string]func(b *bytes.Buffer) error{
		"png":  func(b *bytes.Buffer) error { return png.Encode(b, img) },
		"jpeg": func(b *bytes.Buffer) error { return jpeg.Encode(b, img, nil) },
		"gif":  func(b *bytes.Buffer) error { return gif.Encode(b, img, nil) },
		"bmp":  func(b *bytes.Buffer) error { return bmp.Encode(b, img) },
		"tiff": func(b *bytes.Buffer) error { return tiff.Encode(b, img, nil) },
	} {
		var b bytes.Buffer
		require.NoError(t, f(&b), name)
		encoded[name] = b.Bytes()
	}
	decode := func(b []byte, pixels int64) (image.Image, error) {
		l := evidence.DefaultLimits()
		l.Pixels = pixels
		return Decode(evidence.Input{At: bytes.NewReader(b), Size: int64(len(b)), Limits: l})
	}
	for name, b := range encoded {
		got, err := decode(b, 60*40)
		require.NoError(t, err, name)
		assert.Equal(t, image.Pt(60, 40), got.Bounds().Size(), name)
		r, _, _, _ := got.At(30, 20).RGBA()
		assert.Less(t, r, uint32(0x4000), "%s: the dark pixel", name)
		_, err = decode(b, 60*40-1)
		assert.ErrorIs(t, err, evidence.ErrLimit, name)
		_, err = decode(b[:20], 60*40)
		assert.Error(t, err, name)
	}
	cut, err := decode(encoded["jpeg"][:len(encoded["jpeg"])-8], 60*40)
	require.NoError(t, err, "what is left of a JPEG is shown, as it is read")
	assert.Equal(t, image.Pt(60, 40), cut.Bounds().Size())
	var whole bytes.Buffer
	require.NoError(t, (&png.Encoder{CompressionLevel: png.NoCompression}).Encode(&whole, image.NewGray(image.Rect(0, 0, 60, 40))))
	cut, err = decode(whole.Bytes()[:41+7+61*10], 60*40)
	require.NoError(t, err, "and of a PNG")
	assert.Equal(t, image.Pt(60, 10), cut.Bounds().Size())
	_, err = decode([]byte("no picture"), 1)
	assert.ErrorIs(t, err, evidence.ErrUnsupported)
	_, err = decode(nil, 1)
	assert.ErrorIs(t, err, evidence.ErrUnsupported)
}
