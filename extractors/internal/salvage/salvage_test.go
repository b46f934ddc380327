package salvage

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestUTF16(t *testing.T) {
	assert.Equal(t, "Acme\n", UTF16([]byte("\x01\x00A\x00c\x00m\x00e\x00\x00\x00")))
	assert.Equal(t, "Acme\n", UTF16([]byte("\x01A\x00c\x00m\x00e\x00\x00\x00")), "at an odd place")
	assert.Equal(t, "見積の件\n", UTF16([]byte("\x8b\x89\x4d\x7a\x6e\x30\xf6\x4e\x00\x00")))
	assert.Empty(t, UTF16([]byte("\x9f\x5a\x91\x73\x21\x88\x45\x61\x33\x52")), "rare characters alone are noise")
	assert.Empty(t, UTF16([]byte("\x80\x8d\x4e\x30\x43\x57")), "three of them with a kana between are noise, too")
	assert.Empty(t, UTF16(nil))
}

func TestASCII(t *testing.T) {
	assert.Equal(t, "Acme\nhost\n", ASCII([]byte("\x00Acme\x01ab\x02host"), 4))
	assert.Empty(t, ASCII([]byte("abc"), 4))
}
