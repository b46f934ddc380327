package ocr

import (
	"context"
	"image"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
	pictures "evscan/extractors/image"
	"evscan/extractors/ocr/grey"
	"evscan/extractors/ocr/textless"
	"evscan/extractors/ocr/upright"
)

// path takes a picture all the way to its lines, each way up, and reads none.
type path struct{ t *testing.T }

func (f path) Recognise(_ context.Context, img image.Image) (evidence.Recognition, error) {
	_, lossy := img.(*image.YCbCr)
	p := grey.From(img)
	whole := image.Rect(0, 0, p.W, p.H)
	assert.Equal(f.t, img.Bounds().Size(), whole.Size())
	look := textless.Look(p)
	first := newPage(upright.Plain(p), lossy)
	first.keep(look.Lines(p, first.lines))
	var out evidence.Recognition
	for quarters := range 4 {
		v := first.turned(quarters).straight()
		for i, l := range v.lines {
			assert.True(f.t, l.Box.In(image.Rect(0, 0, v.W, v.H)), "a line at %v of %d x %d", l.Box, v.W, v.H)
			b := v.Back(l.Box)
			assert.True(f.t, b.In(whole), "a line at %v comes from %v of %v", l.Box, b, whole)
			out.Words = append(out.Words, evidence.Word{Text: "line", Block: 4*i + quarters, Box: evidence.Box{X: b.Min.X, Y: b.Min.Y, W: b.Dx(), H: b.Dy()}})
		}
		_ = upright.Sideways(v.glyphs())
	}
	return out, nil
}

func (path) Close() error { return nil }

// FuzzPicturePath goes from the bytes of a picture to the lines of its text, without an
// engine: decoding, orientation, the look for text, skew and quarter turns.
func FuzzPicturePath(f *testing.F) {
	for _, name := range []string{"latin.png", "japanese.png", "columns.png"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		require.NoError(f, err)
		f.Add(data)
		f.Add(data[:len(data)/2])
	}
	data, err := os.ReadFile("../image/testdata/exif.jpg")
	require.NoError(f, err)
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		_, format := evidence.Identify(pictures.Formats(), extracttest.Probe("a", data))
		if format == nil {
			return
		}
		in := extracttest.Memory("a", data)
		in.Limits.Pixels = 1 << 17
		in.OCR = path{t}
		s := &extracttest.Sink{}
		_ = format.Extract(t.Context(), in, s)
		s.Check(t)
	})
}
