package analyzer

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	_ "image/jpeg"
	"image/png"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
)

// pictures is a configuration of two formats: the tests' own containers, and "PICTURE",
// white but for a red bar at (700,300) of 80 x 20 pixels where one word is read.
func pictures(t *testing.T, jobs int, decode func(evidence.Input) (image.Image, error)) Config {
	cfg := testConfig(t, jobs)
	box := evidence.Box{X: 700, Y: 300, W: 80, H: 20}
	format := evidence.Format{ID: "picture", MIME: "image/x-test", Version: 1,
		Match: func(p evidence.Probe) (string, bool) { return "starts so", bytes.HasPrefix(p.Head, []byte("PICTURE")) },
		Extract: func(_ context.Context, _ evidence.Input, out evidence.Sink) error {
			for _, f := range evidence.OCRFacts([]evidence.Word{{Text: "harrowgate.example", Box: box, Confidence: 0.9}}, 0) {
				if err := out.Fact(f); err != nil {
					return err
				}
			}
			return nil
		}}
	cfg.Workers = InProcess(Reader{Formats: append(testFormats(), format), Picture: decode})
	return cfg
}

func redBar(evidence.Input) (image.Image, error) {
	img := image.NewRGBA(image.Rect(0, 0, 1600, 900))
	for y := range 900 {
		for x := range 1600 {
			img.SetRGBA(x, y, color.RGBA{255, 255, 255, 255})
			if x >= 700 && x < 780 && y >= 300 && y < 320 {
				img.SetRGBA(x, y, color.RGBA{200, 0, 0, 255})
			}
		}
	}
	return img, nil
}

const threePictures = "LIST\na.pic=PICTURE 1\nb.pic=PICTURE 2\nc.pic=PICTURE 3\n"

func TestCropsShowTheEvidence(t *testing.T) {
	res := scanText(t, pictures(t, 1, redBar), threePictures)
	require.Len(t, res.Crops, 3)
	for i, c := range res.Crops {
		assert.Equal(t, res.Items[i+1].ID, c.Item)
		assert.Equal(t, evidence.Box{X: 700, Y: 300, W: 80, H: 20}, c.Box)
		img, kind, err := image.Decode(bytes.NewReader(c.Data))
		require.NoError(t, err)
		assert.Equal(t, c.MIME, "image/"+kind)
		assert.Equal(t, image.Pt(c.W, c.H), img.Bounds().Size())
		assert.Equal(t, image.Pt(480, 170), img.Bounds().Size())
		assert.Equal(t, evidence.Box{X: 200, Y: 75, W: 80, H: 20}, c.At)
		at := func(x, y int) color.RGBA {
			r, g, b, _ := img.At(x, y).RGBA()
			return color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), 255}
		}
		assert.Equal(t, color.RGBA{200, 0, 0, 255}, at(c.At.X+40, c.At.Y+10))
		assert.Equal(t, color.RGBA{255, 255, 255, 255}, at(c.At.X-20, c.At.Y+10))
	}
	assert.Equal(t, res.Crops, scanText(t, pictures(t, 4, redBar), threePictures).Crops, "whatever the number of workers")
}

// What can't be decoded, and a decoder that fails, cost the crops and nothing else.
func TestCropsAreNoPartOfTheReading(t *testing.T) {
	for name, decode := range map[string]func(evidence.Input) (image.Image, error){
		"none":    nil,
		"refused": func(evidence.Input) (image.Image, error) { return nil, errors.New("torn") },
		"panics":  func(evidence.Input) (image.Image, error) { panic("torn") },
		"smaller": func(evidence.Input) (image.Image, error) { return image.NewGray(image.Rect(0, 0, 10, 10)), nil },
	} {
		t.Run(name, func(t *testing.T) {
			res := scanText(t, pictures(t, 2, decode), threePictures)
			assert.Empty(t, res.Crops)
			assert.Equal(t, 4, res.Coverage.Read)
			assert.NotEmpty(t, res.Attribution.Candidates)
		})
	}
}

// A worker may have been taken over: what it sends is held against the bounds, and
// only bare pixels are taken.
func TestCropsThatNoWorkerSends(t *testing.T) {
	good := cropReply{W: 4, H: 2, At: evidence.Box{X: 1, Y: 0, W: 2, H: 2}, Pixels: make([]byte, 24)}
	c, err := encodeCrop(good)
	require.NoError(t, err)
	cfg, err := png.DecodeConfig(bytes.NewReader(c.Data))
	require.NoError(t, err)
	assert.Equal(t, 4, cfg.Width)
	for name, spoil := range map[string]func(*cropReply){
		"too few pixels":    func(r *cropReply) { r.Pixels = r.Pixels[1:] },
		"too many pixels":   func(r *cropReply) { r.W, r.H, r.Pixels = 641, 360, make([]byte, 3*641*360) },
		"no width":          func(r *cropReply) { r.W = 0 },
		"negative":          func(r *cropReply) { r.W, r.H = -4, -2 },
		"overflowing":       func(r *cropReply) { r.W, r.H = 1<<33, 1<<33 },
		"a place outside":   func(r *cropReply) { r.At.X = 3 },
		"a place before it": func(r *cropReply) { r.At.X = -1 },
		"an endless place":  func(r *cropReply) { r.At.W = 1<<63 - 1 },
	} {
		r := good
		spoil(&r)
		_, err := encodeCrop(r)
		assert.Error(t, err, name)
	}
	full := cropReply{W: 640, H: 360, At: evidence.Box{W: 1, H: 1}, Pixels: make([]byte, 3*640*360)}
	_, err = encodeCrop(full)
	assert.NoError(t, err, "the largest")
}

func TestCutOut(t *testing.T) {
	img := image.NewGray(image.Rect(10, 10, 3010, 2010)) // bounds need not begin at zero
	for name, c := range map[string]struct {
		box, at evidence.Box
		w, h    int
	}{
		"middle":    {evidence.Box{X: 1000, Y: 1000, W: 100, H: 20}, evidence.Box{X: 190, Y: 75, W: 100, H: 20}, 480, 170},
		"corner":    {evidence.Box{X: 0, Y: 0, W: 100, H: 20}, evidence.Box{X: 0, Y: 0, W: 100, H: 20}, 480, 170},
		"far edge":  {evidence.Box{X: 2950, Y: 1990, W: 50, H: 10}, evidence.Box{X: 430, Y: 160, W: 50, H: 10}, 480, 170},
		"long line": {evidence.Box{X: 100, Y: 500, W: 1400, H: 20}, evidence.Box{X: 45, Y: 70, W: 1317, H: 18}, 1407, 159},
	} {
		got := cutOut(img, c.box)
		require.NotNil(t, got, name)
		assert.LessOrEqual(t, got.W*got.H, maxCropPixels, name)
		assert.Len(t, got.Pixels, 3*got.W*got.H, name)
		assert.Equal(t, c.at, got.At, name)
		assert.Equal(t, []int{c.w, c.h}, []int{got.W, got.H}, name)
	}
	for name, box := range map[string]evidence.Box{"outside": {X: 3000, W: 1, H: 1}, "empty": {X: 1, Y: 1}, "larger": {W: 3001, H: 1}, "negative": {X: -1, W: 10, H: 10}} {
		assert.Nil(t, cutOut(img, box), name)
	}
}

func FuzzCutOut(f *testing.F) {
	f.Add(100, 80, 0, 0, 10, 10)
	f.Add(1, 5000, 0, 4990, 1, 20)
	f.Fuzz(func(t *testing.T, w, h, x, y, bw, bh int) {
		if w < 1 || h < 1 || w > 6000 || h > 6000 || w*h > 1<<22 {
			return
		}
		c := cutOut(image.NewGray(image.Rect(0, 0, w, h)), evidence.Box{X: x, Y: y, W: bw, H: bh})
		if c == nil {
			return
		}
		if _, err := encodeCrop(*c); err != nil {
			t.Fatal(err)
		}
	})
}
