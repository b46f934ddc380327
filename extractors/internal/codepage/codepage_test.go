package codepage

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// The bytes are those of the code charts of the pages.
func TestDecode(t *testing.T) {
	for _, c := range []struct {
		page  int
		bytes string
		want  string
	}{
		{932, "\x8a\x94\x8e\xae\x89\xef\x8e\xd0", "株式会社"},
		{936, "\xb9\xab\xcb\xbe", "公司"},
		{949, "\xc8\xb8\xbb\xe7", "회사"},
		{950, "\xa4\xbd\xa5\x71", "公司"},
		{1250, "\xb3\xf3d\x9f", "łódź"},
		{1251, "\xd4\xe8\xf0\xec\xe0", "Фирма"},
		{1252, "\x80 caf\xe9", "€ café"},
		{10000, "caf\x8e", "café"},
		{437, "caf\x82", "café"},
		{850, "\xe1", "ß"},
		{28592, "\xb3", "ł"},
		{65001, "社\xff", "社\uFFFD"},
		{99999, "plain", "plain"},
	} {
		assert.Equal(t, c.want, Decode([]byte(c.bytes), c.page), c.page)
	}
}

func TestOfCharset(t *testing.T) {
	for set, page := range map[int]int{0: 1252, 1: 0, 128: 932, 129: 949, 134: 936, 136: 950, 204: 1251, 238: 1250, 999: 0} {
		assert.Equal(t, page, OfCharset(set), set)
	}
	assert.True(t, DoubleByte(932))
	assert.False(t, DoubleByte(1252))
}
