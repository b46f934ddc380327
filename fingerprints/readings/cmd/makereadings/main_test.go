package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The lines are laid out as UAX #38 describes them. U+37E2 is not in JIS X 0208.
func TestRead(t *testing.T) {
	table, err := read(strings.NewReader("# comment\nU+9AD8\tkJapaneseKun\tTAKAI\nU+9AD8\tkJapaneseOn\tKOU\nU+9AD8\tkMandarin\tgāo\nU+37E2\tkJapaneseKun\tSAKI\n\nU+65E5\tkJapaneseOn\tNICHI\n"))
	require.NoError(t, err)
	assert.Equal(t, map[rune][]string{'高': {"takai", "taka", "kou"}, '日': {"nichi", "ni"}}, table)
	_, err = read(strings.NewReader("U+XYZ\tkJapaneseOn\tKOU\n"))
	assert.ErrorContains(t, err, "U+XYZ")
}

func FuzzRead(f *testing.F) {
	f.Add("U+9AD8\tkJapaneseKun\tTAKAI\n")
	f.Fuzz(func(t *testing.T, s string) { _, _ = read(strings.NewReader(s)) })
}
