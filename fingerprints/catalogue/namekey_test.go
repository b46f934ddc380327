package catalogue

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestKeysStay holds the keys that are written into files: who changes them has to count
// up the version of package mapped.
func TestKeysStay(t *testing.T) {
	for core, want := range map[string]uint64{"a": 0x7b6325f86567f88a, "aoba electric": 0xd25fd35ce017d16f, "quill&ferret": 0x1f16437b0b4088bc,
		"アオバ電機": 0x64eaaecc0ac25ec5, "abcdefghijk": 0x8c5ed2b6de4eed16} {
		assert.Equal(t, want, NameKey(core), core)
	}
}

func TestUnits(t *testing.T) {
	for core, want := range map[string]int{"": 0, "aoba": 1, "aoba electric": 2, "a&b": 2, "a and b": 3, "アオバ": 3, "アオバabc電機": 6, "光": 1, strings.Repeat("x ", 70) + "x": 71} {
		_, _, n := Prefixes(nil, core)
		assert.Equal(t, want, n, core)
	}
	room := make([]uint64, 0, 2)
	prefixes, key, _ := Prefixes(room, "a b c")
	assert.Equal(t, []uint64{NameKey("a"), NameKey("a b")}, prefixes)
	assert.Equal(t, NameKey("a b c"), key)
	seen := map[uint64]string{}
	for _, core := range []string{"ab", "a b", "a&b", "b a", "a", "b", "ba", "abcdefgh", "abcdefghi", "abcdefgh i", "アb", "アバ", "バア"} {
		assert.Empty(t, seen[NameKey(core)], core)
		seen[NameKey(core)] = core
	}
}

// TestGates lets names and their beginnings through, and little else.
func TestGates(t *testing.T) {
	g := NewGates(2000, 4000, 2000)
	for i := range 1000 {
		require.True(t, g.Add("sample"+strings.Repeat("x", i%7)+string(rune('a'+i%26))+" works "+string(rune('a'+i/26))))
	}
	require.True(t, g.Add("アオバ電機"))
	require.True(t, g.Add("光"))
	assert.False(t, g.Add(""))
	assert.True(t, g.Add(strings.TrimSpace(strings.Repeat("x ", MaxUnits))))
	assert.False(t, g.Add(strings.TrimSpace(strings.Repeat("x ", MaxUnits+1))))
	assert.True(t, g.First.Has(NameKey("アオ")))
	assert.True(t, g.More.Has(NameKey("アオバ")))
	assert.True(t, g.More.Has(NameKey("アオバ電")))
	assert.True(t, g.Names.Has(NameKey("アオバ電機")))
	assert.True(t, g.First.Has(NameKey("光")))
	assert.False(t, g.Names.Has(NameKey("アオ")))
}

func TestFilter(t *testing.T) {
	f := NewFilter(10_000)
	for i := range uint64(10_000) {
		f.Add(mix(i, hashMul))
	}
	wrong := 0
	for i := range uint64(10_000) {
		require.True(t, f.Has(mix(i, hashMul)))
		if f.Has(mix(i+1<<40, hashChain)) {
			wrong++
		}
	}
	assert.Less(t, wrong, 300, "three in a hundred")
	again, err := ParseFilter(f.AppendTo(nil))
	require.NoError(t, err)
	assert.Equal(t, f, again)
	for _, b := range [][]byte{nil, make([]byte, 7), make([]byte, 9)} {
		_, err := ParseFilter(b)
		assert.Error(t, err)
	}
	assert.Equal(t, 8, FilterSize(-1))
	assert.Equal(t, 8, FilterSize(0))
}
