package segment

import (
	"image"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/extractors/ocr/grey"
)

// sheet draws bars like letters: 6 wide, 12 high, every 9 pixels from x to the
// right, standing on y.
func sheet(w, h int, ground, ink uint8, at ...image.Point) *grey.Picture {
	p := grey.New(w, h)
	p.Fill(ground)
	for _, a := range at {
		for n := range 10 {
			for y := a.Y - 12; y < a.Y; y++ {
				for x := range 6 {
					p.Pix[y*w+a.X+9*n+x] = ink
				}
			}
		}
	}
	return p
}

func TestFindsLinesOfEitherPolarity(t *testing.T) {
	for _, c := range []struct {
		ground, ink uint8
		dark        bool
	}{{255, 0, false}, {30, 220, true}, {200, 120, false}} {
		lines := Find(sheet(400, 100, c.ground, c.ink, image.Pt(20, 40), image.Pt(220, 80)), false)
		require.Len(t, lines, 2)
		assert.Equal(t, c.dark, lines[0].Dark)
		assert.Equal(t, c.ground, lines[0].Ground)
		assert.Equal(t, 40, lines[0].Baseline)
		assert.Equal(t, 80, lines[1].Baseline)
		assert.InDelta(t, 12, lines[0].Glyph, 1)
		assert.InDelta(t, 20, lines[0].Box.Min.X, 1)
		assert.InDelta(t, 20+9*9+6, lines[0].Box.Max.X, 1)
	}
}

func TestRulesAreNoText(t *testing.T) {
	p := sheet(400, 100, 255, 0, image.Pt(20, 50))
	for x := range 400 {
		p.Pix[34*400+x], p.Pix[60*400+x] = 0, 0
	}
	lines := Find(p, false)
	require.Len(t, lines, 1)
	assert.Less(t, lines[0].Box.Dx(), 110)
}

func TestBlankAndTiny(t *testing.T) {
	for _, s := range []image.Point{{}, {X: 1, Y: 1}, {X: 4, Y: 400}, {X: 5, Y: 5}, {X: 300, Y: 300}} {
		assert.Empty(t, FindTiled(grey.New(s.X, s.Y), false))
	}
}

func TestBandsFindWhatTheWholeDoes(t *testing.T) {
	var at []image.Point
	for y := 20; y < 1990; y += 30 {
		at = append(at, image.Pt(20, y))
	}
	p := sheet(200, 2000, 255, 0, at...)
	lines, _ := findBands(p, false, 900)
	assert.Equal(t, Find(p, false), lines)
}

func FuzzFind(f *testing.F) {
	f.Add([]byte{0, 255, 0, 255, 0, 255, 9, 9}, uint16(30), false)
	f.Add(sheet(120, 40, 255, 0, image.Pt(10, 30)).Pix, uint16(120), true)
	f.Fuzz(func(t *testing.T, pix []byte, width uint16, lossy bool) {
		w := int(width)%512 + 1
		p := grey.New(w, 64)
		for i := range p.Pix {
			if len(pix) > 0 {
				p.Pix[i] = pix[i%len(pix)]
			}
		}
		lines := FindTiled(p, lossy)
		Snap(lines, 1.25)
		for _, l := range lines {
			assert.True(t, l.Box.In(image.Rect(0, 0, p.W, p.H)), l.Box)
			assert.GreaterOrEqual(t, l.Glyph, float64(minLine))
			assert.True(t, l.Baseline > l.Box.Min.Y && l.Baseline <= l.Box.Max.Y)
			assert.NotZero(t, l.Crop(p, 1).W)
		}
	})
}

// Two lines of blocks, of which one has a tail down into the line below.
func TestLinesThatTouch(t *testing.T) {
	draw := func(tails int) *grey.Picture {
		p := grey.New(300, 80)
		p.Fill(255)
		for line := range 2 {
			for i := range 16 {
				x, y := 20+i*12, 20+line*13
				p.Paste(grey.New(8, 10), x, y)
				if line == 0 && i < tails {
					p.Paste(grey.New(2, 5), x+3, y+10)
				}
			}
		}
		return p
	}
	boxes := func(p *grey.Picture) (out []image.Rectangle) {
		for _, l := range Find(p, false) {
			out = append(out, l.Box)
		}
		return out
	}
	assert.Len(t, boxes(draw(0)), 2)
	got := boxes(draw(1))
	require.Len(t, got, 2, "one letter that touches makes no line of two")
	assert.InDelta(t, 31, got[0].Max.Y, 2)
	assert.InDelta(t, 32, got[1].Min.Y, 2)
	assert.Len(t, boxes(draw(16)), 1, "strokes through all of it are of one line")
}
