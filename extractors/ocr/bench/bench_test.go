package main

import (
	"image"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
)

func TestMeasure(t *testing.T) {
	truth := truth{Keys: []string{"Northfield Ltd", "sales@north.example", "北野設備株式会社"}, Words: []string{"Northfield", "Ltd", "北野設備"}}
	s := measure(truth, "NORTHFIELD\nLtd sa1es@north.example 北 野 設備", cost{wall: time.Second})
	assert.Equal(t, share{1, 3}, s.strict)
	assert.Equal(t, share{2, 3}, s.fuzzy, "one letter of 19")
	assert.Equal(t, []string{"sales@north.example", "北野設備株式会社"}, s.missed)
	assert.Equal(t, share{2, 2}, s.words)
	assert.Equal(t, share{3, 3}, s.bigrams)
}

func TestKindOf(t *testing.T) {
	for key, want := range map[string]string{
		"a@north.example": "mail addresses and domains", "north.example": "mail addresses and domains",
		"北野設備株式会社": "Japanese names", "Northfield Ltd.": "other names", "North": "other names",
	} {
		assert.Equal(t, want, kindOf(key), key)
	}
}

func TestNearest(t *testing.T) {
	d, from, to := nearest([]rune("north"), []rune("the n0rth sea"))
	assert.Equal(t, [3]int{1, 4, 9}, [3]int{d, from, to})
	d, from, to = nearest([]rune("north"), []rune("the nrth sea"))
	assert.Equal(t, [3]int{1, 4, 8}, [3]int{d, from, to})
	d, _, _ = nearest([]rune("north"), []rune("north"))
	assert.Zero(t, d)
	d, _, _ = nearest([]rune("north"), nil)
	assert.Equal(t, 5, d)
}

func TestMiss(t *testing.T) {
	words := []evidence.Word{{Text: "To:", Box: evidence.Box{W: 5, H: 5}}, {Text: "sa1es@north", Box: evidence.Box{X: 10, Y: 4, W: 30, H: 9}},
		{Text: ".example", Box: evidence.Box{X: 42, Y: 3, W: 20, H: 9}}}
	m, box := look("sales@north.example", words)
	require.NotNil(t, m)
	assert.Equal(t, "sa1es@north.example", m.Read)
	assert.Equal(t, "l read as 1", m.Reason)
	assert.Equal(t, image.Rect(10, 3, 62, 13), box)
	m, _ = look("sa1es@north.example", words)
	assert.Nil(t, m)
	m, box = look("北野設備株式会社", words)
	assert.Equal(t, "", m.Read)
	assert.True(t, box.Empty())
}

// A reader that needs no engine.
type spelled struct{ closed *atomic.Int64 }

func (s spelled) read(path string) (evidence.Recognition, error) {
	b, err := os.ReadFile(path)
	return evidence.Recognition{Words: []evidence.Word{{Text: string(b)}}}, err
}

func (s spelled) Close() error { s.closed.Add(1); return nil }

func TestRuns(t *testing.T) {
	dir := t.TempDir()
	var pictures []picture
	for _, n := range []string{"a", "b", "c"} {
		pictures = append(pictures, picture{path: filepath.Join(dir, n)})
		require.NoError(t, os.WriteFile(pictures[len(pictures)-1].path, []byte(n), 0o600))
	}
	var closed atomic.Int64
	v := []variant{{"spelled", func() (reader, error) { return spelled{&closed}, nil }}}
	got, err := runs(v, pictures, 3, 1)
	require.NoError(t, err)
	assert.Equal(t, []string{"a\n\n", "b\n\n", "c\n\n"}, got[0].texts)
	assert.Equal(t, int64(3), closed.Load())
	_, err = runs(v, append(pictures, picture{path: filepath.Join(dir, "gone")}), 1, 2)
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestDesktop(t *testing.T) {
	_, err := makeDesktop(t.TempDir(), t.TempDir(), 6)
	require.ErrorContains(t, err, "fewer than two screenshots")
	got, err := makeDesktop(filepath.Join("..", "..", "..", "testdata", "demo", "pictures"), t.TempDir(), 6)
	require.NoError(t, err)
	require.Len(t, got, 6)
	a, err := os.ReadFile(got[0].path)
	require.NoError(t, err)
	b, err := os.ReadFile(got[5].path)
	require.NoError(t, err)
	assert.NotEqual(t, a, b)
}

func TestUsage(t *testing.T) {
	require.ErrorContains(t, run(options{set: t.TempDir()}, new(strings.Builder)), "reading the set")
}
