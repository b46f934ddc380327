package textless

import (
	"image"
	_ "image/png" // the pictures of testdata
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/extractors/ocr/grey"
	"evscan/extractors/ocr/segment"
)

func text(t testing.TB, name string) *grey.Picture {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "testdata", name))
	require.NoError(t, err)
	defer f.Close()
	img, _, err := image.Decode(f)
	require.NoError(t, err)
	return grey.From(img)
}

// drawnBy makes a picture by a function of the place.
func drawnBy(w, h int, f func(x, y float64) float64) *grey.Picture {
	p := grey.New(w, h)
	for y := range h {
		for x := range w {
			p.Pix[y*w+x] = uint8(min(255, max(0, f(float64(x), float64(y)))))
		}
	}
	return p
}

// clouds is smooth noise, the sum of octaves from the coarsest down.
func clouds(seed uint64, finest float64) func(x, y float64) float64 {
	rnd := rand.New(rand.NewPCG(seed, 1))
	var lattice [64][64]float64
	for i := range lattice {
		for j := range lattice[i] {
			lattice[i][j] = rnd.Float64()
		}
	}
	at := func(x, y float64) float64 {
		i, j := math.Floor(x), math.Floor(y)
		u, v := x-i, y-j
		g := func(a, b float64) float64 { return lattice[int(b)&63][int(a)&63] }
		return (g(i, j)*(1-u)+g(i+1, j)*u)*(1-v) + (g(i, j+1)*(1-u)+g(i+1, j+1)*u)*v
	}
	return func(x, y float64) float64 {
		s, weight := 0.0, 120.0
		for size := 256.0; size >= finest; size /= 2 {
			s += weight * at(x/size, y/size)
			weight *= 0.6
		}
		return s
	}
}

func holdsNone(p *grey.Picture) bool {
	v := Look(p)
	return v.Textless() || len(v.Lines(p, segment.FindTiled(p, false))) == 0
}

func TestNoText(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 7))
	grain := func(x, y float64) float64 { return rnd.NormFloat64() * 6 }
	soft, rough := clouds(1, 32), clouds(2, 2)
	for name, p := range map[string]*grey.Picture{
		"blank":               drawnBy(800, 600, func(x, y float64) float64 { return 255 }),
		"gradient":            drawnBy(800, 600, func(x, y float64) float64 { return x * 255 / 800 }),
		"grain":               drawnBy(800, 600, func(x, y float64) float64 { return 128 + grain(x, y) }),
		"white noise":         drawnBy(800, 600, func(x, y float64) float64 { return rnd.Float64() * 255 }),
		"sky":                 drawnBy(1200, 900, func(x, y float64) float64 { return soft(x, y) + grain(x, y) }),
		"foliage":             drawnBy(1200, 900, func(x, y float64) float64 { return rough(x, y) + grain(x, y) }),
		"horizon":             drawnBy(1200, 900, func(x, y float64) float64 { return 60 + 120*math.Floor(y/450) + grain(x, y) }),
		"ball":                drawnBy(900, 900, func(x, y float64) float64 { return 250 - math.Hypot(x-450, y-450)/3 + grain(x, y) }),
		"drawn circle":        drawnBy(400, 400, func(x, y float64) float64 { return 255 * math.Floor(math.Hypot(x-200, y-200)/150) }),
		"smaller than a tile": drawnBy(16, 16, func(x, y float64) float64 { return 255 * math.Floor(math.Hypot(x-8, y-8)/6) }),
		"empty":               grey.New(0, 0),
	} {
		t.Run(name, func(t *testing.T) { assert.True(t, holdsNone(p)) })
	}
}

// Text stays text on paper, on a photograph with grain, dark on light and light on
// dark, at sizes of letters from 7 to 60 pixels.
func TestTextStays(t *testing.T) {
	rnd := rand.New(rand.NewPCG(8, 8))
	soft := clouds(3, 64)
	for _, name := range []string{"latin.png", "japanese.png"} {
		small := text(t, name)
		for _, scale := range []float64{0.7, 1, 2, 4} {
			p := small.Scale(scale)
			lines := segment.FindTiled(p, false)
			v := Look(p)
			assert.False(t, v.Textless(), "%s %v", name, scale)
			assert.Len(t, v.Lines(p, lines), len(lines), "%s %v", name, scale)
			for _, q := range []*grey.Picture{p, p.Invert()} {
				photo := drawnBy(max(900, p.W+100), max(700, p.H+100), func(x, y float64) float64 { return soft(x, y)/2 + 60 + rnd.NormFloat64()*4 })
				photo.Paste(q, 37, 51)
				v := Look(photo)
				assert.False(t, v.Textless(), "%s %v", name, scale)
				on := image.Rect(37, 51, 37+q.W, 51+q.H)
				want := within(segment.FindTiled(photo, true), on)
				got := within(v.Lines(photo, segment.FindTiled(photo, true)), on)
				assert.GreaterOrEqual(t, len(got)*4, len(want)*3, "%s %v", name, scale)
			}
		}
	}
}

func within(lines []segment.Line, r image.Rectangle) (out []segment.Line) {
	for _, l := range lines {
		if l.Box.In(r) {
			out = append(out, l)
		}
	}
	return out
}

// The last tile of a row and of a column ends with the picture.
func TestStarts(t *testing.T) {
	assert.Empty(t, starts(31))
	assert.Equal(t, []int{0}, starts(32))
	assert.Equal(t, []int{0, 1}, starts(33))
	assert.Equal(t, []int{0, 32}, starts(64))
	assert.Equal(t, []int{0, 32, 33}, starts(65))
}

func TestShrink(t *testing.T) {
	p := &grey.Picture{W: 8, H: 8, Pix: make([]uint8, 64)}
	for i := range p.Pix {
		p.Pix[i] = uint8(i)
	}
	for n, want := range [][]uint8{{8, 9, 10, 11, 12, 13, 14, 15}, {20, 22, 24, 26}, {45, 49}, nil} {
		if want == nil {
			continue
		}
		out := make([]uint8, 8>>n)
		shrink(p, n, 1, make([]uint32, 8>>n), out)
		assert.Equal(t, want, out)
	}
	out := make([]uint8, 1)
	shrink(p, 3, 0, make([]uint32, 1), out)
	assert.Equal(t, []uint8{31}, out) // the mean of 0 to 63
}

func TestPlaces(t *testing.T) {
	p := grey.New(320, 320)
	g := newPlaces(p, []image.Rectangle{image.Rect(128, 128, 160, 160)})
	assert.True(t, g.meets(image.Rect(100, 130, 110, 140)))
	assert.True(t, g.meets(image.Rect(0, 130, 320, 140)))
	assert.False(t, g.meets(image.Rect(64, 130, 95, 140)))
	assert.False(t, g.meets(image.Rect(130, 200, 150, 220)))
	assert.False(t, g.meets(image.Rectangle{}))
}

func FuzzLook(f *testing.F) {
	f.Add([]byte{0, 255, 0, 255, 0, 255, 9, 9}, uint16(30))
	f.Add(text(f, "latin.png").Pix[:4096], uint16(333))
	f.Fuzz(func(t *testing.T, pix []byte, width uint16) {
		w := int(width)%600 + 1
		p := grey.New(w, 70)
		for i := range p.Pix {
			if len(pix) > 0 {
				p.Pix[i] = pix[i%len(pix)]
			}
		}
		v := Look(p)
		lines := segment.FindTiled(p, false)
		kept := v.Lines(p, lines)
		assert.LessOrEqual(t, len(kept), len(lines))
		if v.Textless() {
			assert.True(t, v.Photo(), "drawn pictures of this size are searched")
		}
		for _, r := range v.places {
			assert.True(t, r.In(image.Rect(0, 0, p.W, p.H)), r)
		}
	})
}

func BenchmarkLook12Mpx(b *testing.B) {
	rough := clouds(2, 2)
	p := drawnBy(4000, 3000, rough)
	for b.Loop() {
		Look(p)
	}
}
