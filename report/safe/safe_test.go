package safe

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
)

func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		"東レ 御中.xlsx":                "東レ 御中.xlsx",
		`C:\new\table`:              `C:\new\table`,
		"a\x1b[2Jb":                 `a\x1b[2Jb`,
		"invoice\u202efdp.exe":      `invoice\u202efdp.exe`,
		"two\nlines\r\tand\x00":     `two\nlines\r\tand\x00`,
		"zero\u200bwidth":           `zero\u200bwidth`,
		"\u0085next\u2028line":      `\x85next\u2028line`,
		"tag \U000e0041 char":       `tag \U000e0041 char`,
		"hangul filler \u3164 here": `hangul filler \u3164 here`,
	} {
		assert.Equal(t, want, Line(in))
	}
}

func TestCut(t *testing.T) {
	assert.Equal(t, strings.Repeat("あ", 240), Cut(strings.Repeat("あ", 240), 240))
	assert.Equal(t, strings.Repeat("あ", 179)+"…"+strings.Repeat("あ", 60), Cut(strings.Repeat("あ", 241), 240))
	assert.Equal(t, "ab…g", Cut("abcdefg", 4))
	assert.Equal(t, "", Cut("", 4))
}

func FuzzLine(f *testing.F) {
	f.Add("a\x1b]0;title\x07")
	f.Fuzz(func(t *testing.T, s string) {
		for _, r := range Line(s) {
			if r < 0x20 || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Cc, r) {
				t.Fatalf("%q lets %U through", s, r)
			}
		}
	})
}

func TestHeapsOfCombiningCharacters(t *testing.T) {
	assert.Equal(t, "e\u0301\u0301\u0301\u0301", Line("e\u0301\u0301\u0301\u0301"))
	assert.Equal(t, "e\u0301\u0301\u0301\u0301"+`\u0301\u0489`+"a", Line("e\u0301\u0301\u0301\u0301\u0301\u0489a"))
	assert.Equal(t, "か\u3099き\u3099", Line("か\u3099き\u3099"))
}
