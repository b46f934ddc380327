package script

import (
	"image"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/extractors/ocr/grey"
	"evscan/extractors/ocr/segment"
)

func TestParse(t *testing.T) {
	c, err := parse("# a comment\n\n-1.5\n" + strings.Repeat("0.25\n", 526))
	require.NoError(t, err)
	assert.Equal(t, -1.5, c.bias)
	assert.Equal(t, 0.25, c.w[525])
	for in, want := range map[string]string{
		"":                         "0 numbers, want 527",
		strings.Repeat("1\n", 526): "526 numbers, want 527",
		strings.Repeat("1\n", 528): "528 numbers, want 527",
		"x\n":                      "invalid syntax",
	} {
		_, err := parse(in)
		assert.ErrorContains(t, err, want)
	}
	_, err = New()
	assert.NoError(t, err)
}

// A line of 48 x 24 pixels, left half ink: its shape can be counted by hand.
func TestFeaturesOfABlock(t *testing.T) {
	p := grey.New(48, 24)
	p.Fill(255)
	p.Paste(grey.New(24, 24), 0, 0)
	box := image.Rect(0, 0, 48, 24)
	l := &segment.Line{Box: box, Parts: []image.Rectangle{image.Rect(0, 0, 24, 24)}, Baseline: 24, Glyph: 24, Ground: 255}
	f := Features(p, l)
	require.Len(t, f, 526)
	assert.InDeltaSlice(t, []float64{1, 1, 0.5, 1, 1, 1, 1, 1, 1, 0.5, 1, 1, 1, math.Log(2)}, f[:14], 1e-9)
	c := &Classifier{bias: 2}
	c.w[2] = 4
	assert.InDelta(t, 4, c.Score(p, l), 1e-9)
}
