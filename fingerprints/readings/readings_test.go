package readings

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

// Readings as maps and signs write them, and what they are not.
func TestSpells(t *testing.T) {
	for _, c := range []struct {
		letters, name string
		want          int
	}{
		{"takashima", "高島", 2},
		{"takashima", "高島精機", 2},
		{"takashimaseiki", "高島精機", 4},
		{"kitano", "北野", 2},
		{"shimbashi", "新橋", 2},
		{"shinbashi", "新橋", 2},
		{"nippon", "日本", 2},
		{"nihonbashi", "日本橋", 3},
		{"tachibana", "立花", 2}, // voiced
		{"yamazaki", "山崎", 2},
		{"osaka", "大阪", 2},
		{"oosaka", "大阪", 2},
		{"tokyo", "東京", 2},
		{"kyoto", "京都府", 2},
		{"sasaki", "佐々木", 3},
		{"aoyama", "青山", 2},
		{"hinode", "日の出", 3},
		{"renashi", "レナシ町", 3},
		{"yamada", "川田", 0},
		{"takashimas", "高島", 0},
		{"taka", "高", 0},
		{"shima", "高島", 0},
		{"", "高島", 0},
		{"example", "example", 0},
	} {
		assert.Equal(t, c.want, Spells(c.letters, c.name), "%s %s", c.letters, c.name)
	}
}

func TestTableIsWhole(t *testing.T) {
	assert.Greater(t, len(table()), 6000)
	assert.Contains(t, table()['高'], "taka")
	assert.Contains(t, table()['立'], "tachi")
	for r, list := range table() {
		assert.NotEmpty(t, list, string(r))
	}
}

func FuzzSpells(f *testing.F) {
	f.Add("takashima", "高島精機")
	f.Add("nippon", "日本")
	f.Fuzz(func(t *testing.T, letters, name string) {
		n := Spells(letters, name)
		assert.True(t, n >= 0 && n <= utf8.RuneCountInString(name))
	})
}
