package logos

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
)

// good is a hash with structure in every row.
var good = Hash{Cosine: 0xb20c75cb97b34926, Gradient: 0x6699a55a3cc3f00f, Aspect: 1.7}

func TestParse(t *testing.T) {
	s, ok := Parse("10,20,170,100,b20c75cb97b34926,6699a55a3cc3f00f")
	require.True(t, ok)
	assert.Equal(t, Shape{good, evidence.Box{X: 10, Y: 20, W: 170, H: 100}}, s)
	for _, bad := range []string{"", ",,,,,", "10,20,170,100,b20c75cb97b34926", "10,20,170,100,b20c75cb97b34926,6699a55a3cc3f00g",
		"-1,20,170,100,b20c75cb97b34926,6699a55a3cc3f00f", "10,20,170,0,b20c75cb97b34926,6699a55a3cc3f00f", "10,20,16777217,9,b20c75cb97b34926,6699a55a3cc3f00f",
		"10,20,170,100,b20c75cb97b34926,0000000000000000"} {
		_, ok := Parse(bad)
		assert.False(t, ok, bad)
	}
}

func TestReadWhatWasWritten(t *testing.T) {
	assert.Equal(t, "b20c75cb97b34926-6699a55a3cc3f00f-170", good.String())
	h, err := Read("b20c75cb97b34926-6699a55a3cc3f00f-170")
	require.NoError(t, err)
	assert.Equal(t, good, h)
	for bad, why := range map[string]string{
		"x":                                   "not COSINE-GRADIENT-ASPECT",
		"b20c75cb97b34926-6699a55a3cc3f00f-0": "aspect",
		"b20c75cb97b34926-6699a55a3cc3f00f-100001": "aspect",
		"b20c75cb97b3492x-6699a55a3cc3f00f-1":      "invalid syntax",
		"b20c75cb97b34926-ffffffffffffffff-100":    "too simple",
		"b20c75cb97b34926-0f0f0f0f0f0f0f0f-100":    "too simple", // upright bars: every row is alike
		"0000000000000001-6699a55a3cc3f00f-100":    "too simple",
	} {
		_, err := Read(bad)
		assert.ErrorContains(t, err, why, bad)
	}
}

func TestLikeness(t *testing.T) {
	assert.Equal(t, 1.0, good.Likeness(good))
	near := Hash{good.Cosine ^ 0xff, good.Gradient, good.Aspect} // eight bits: the most
	assert.InDelta(t, 0.7778, good.Likeness(near), 0.0001)
	assert.Zero(t, good.Likeness(Hash{good.Cosine ^ 0x1ff, good.Gradient, good.Aspect}), "nine bits")
	assert.Positive(t, good.Likeness(Hash{good.Cosine, good.Gradient ^ 0x3ff, good.Aspect}), "ten bits")
	assert.Zero(t, good.Likeness(Hash{good.Cosine, good.Gradient ^ 0x7ff, good.Aspect}), "eleven bits")
	assert.Positive(t, good.Likeness(Hash{good.Cosine, good.Gradient, 1.7 * 1.19}))
	assert.Zero(t, good.Likeness(Hash{good.Cosine, good.Gradient, 1.7 * 1.21}))
	assert.Zero(t, good.Likeness(Hash{good.Cosine, good.Gradient, 0}))
}

func TestGroup(t *testing.T) {
	other := Hash{^good.Cosine, ^good.Gradient, 1.7}
	centres, members := Group([]Hash{{good.Cosine ^ 1, good.Gradient, 1.7}, other, good, {good.Cosine ^ 2, good.Gradient, 1.7}})
	assert.Equal(t, []Hash{good, other}, centres)
	assert.Equal(t, [][]int{{0, 2, 3}, {1}}, members)
}

func TestOfReadsNoMoreThanItsLimit(t *testing.T) {
	value := ""
	for range maxShapes + 1 {
		value += "10,20,170,100,b20c75cb97b34926,6699a55a3cc3f00f "
	}
	facts := []evidence.Fact{{Kind: evidence.FactMetadata, Name: "image:Shapes", Value: value}}
	assert.Len(t, Of(facts), 64)
}

func FuzzParse(f *testing.F) {
	f.Add("10,20,170,100,b20c75cb97b34926,6699a55a3cc3f00f", "b20c75cb97b34926-6699a55a3cc3f00f-170")
	f.Add("", "b20c75cb97b34926-6699a55a3cc3f00f-")
	f.Fuzz(func(t *testing.T, shape, hash string) {
		if s, ok := Parse(shape); ok {
			assert.False(t, s.Poor())
			assert.Positive(t, s.Aspect)
			assert.Equal(t, 1.0, s.Likeness(s.Hash))
		}
		if h, err := Read(hash); err == nil {
			again, err := Read(h.String())
			require.NoError(t, err)
			assert.Equal(t, h, again)
		}
	})
}
