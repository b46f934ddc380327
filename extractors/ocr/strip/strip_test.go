package strip

import (
	"image"
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/extractors/ocr/grey"
	"evscan/extractors/ocr/segment"
)

// cut makes the strip of one black block on white whose height is that of a capital.
func cut(p *grey.Picture, box image.Rectangle) Strip {
	p.Fill(255)
	p.Paste(grey.New(box.Dx(), box.Dy()), box.Min.X, box.Min.Y)
	return Cut(p, &segment.Line{Box: box, Parts: []image.Rectangle{box}, Baseline: box.Max.Y, Glyph: float64(box.Dy()), Ground: 255})
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		name  string
		box   image.Rectangle
		scale float64
		w     int // of the strip
	}{
		{"as it is", image.Rect(50, 30, 90, 50), 1, 40 + 2 + 16},
		{"shrunk", image.Rect(50, 30, 130, 70), 0.5, 41 + 16},
		{"grown", image.Rect(50, 30, 90, 40), 2, 84 + 16},
		{"grown at most fourfold", image.Rect(50, 30, 60, 32), 4, 48 + 16},
	} {
		s := cut(grey.New(200, 100), c.box)
		assert.InDelta(t, c.scale, s.scale, 1e-9, c.name)
		assert.Equal(t, [2]int{c.w, 42}, [2]int{s.W, s.H}, c.name)
		assert.Equal(t, uint8(255), s.Pix[0], c.name)
		assert.Less(t, s.Pix[28*s.W+s.W/2], uint8(128), "%s: ink stands above the baseline", c.name)
		assert.Greater(t, s.Pix[33*s.W+s.W/2], uint8(250), "%s: and not below", c.name)

		back := s.Back(image.Rect(0, 0, s.W, s.H))
		assert.Equal(t, c.box.Inset(-1), back, "%s: the whole strip is the whole crop", c.name)
	}
}

func TestBackAtTheEdge(t *testing.T) {
	s := cut(grey.New(40, 20), image.Rect(0, 0, 40, 20))
	assert.Equal(t, image.Rect(0, 0, 40, 20), s.Back(image.Rect(-100, -100, 500, 500)))
	assert.Equal(t, image.Rect(2, 0, 12, 10), s.Back(image.Rect(s.at.X+2, s.at.Y, s.at.X+12, s.at.Y+10)))
}
