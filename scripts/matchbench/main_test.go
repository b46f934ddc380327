package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNamesAreDistinct(t *testing.T) {
	seen := map[string]bool{}
	for i := range 50_000 {
		name, whole := bare(i)
		assert.False(t, seen[name], name)
		seen[name] = true
		assert.Contains(t, whole, name)
	}
}

func TestTextHoldsWhatItSays(t *testing.T) {
	text, names := makeText(100_000, 10_000)
	again, _ := makeText(100_000, 10_000)
	assert.Equal(t, text, again)
	assert.InDelta(t, 100_000/rate, len(names), 30)
	for _, p := range names {
		assert.Equal(t, p.name, text[p.start:p.end])
	}
}

func TestEveryNameIsFound(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, prepare(dir, 2_000, 100_000))
	_, err := writeFile(dir, 2_000)
	require.NoError(t, err)
	for name, scan := range map[string]func() (measure, error){
		"evscan":       func() (measure, error) { return scanWithMatcher(dir, "", 2_000, 100_000) },
		"aho-corasick": func() (measure, error) { return scanWithAho(dir, 2_000, 100_000) },
		"grep":         func() (measure, error) { return scanWithGrep(dir, 2_000, 100_000) },
	} {
		m, err := scan()
		require.NoError(t, err, name)
		assert.Equal(t, m.Names, m.Found, name)
		assert.Positive(t, m.Memory, name)
	}
}
