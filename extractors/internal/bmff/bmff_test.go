package bmff

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestList(t *testing.T) {
	for _, c := range []struct {
		data string
		want []Box
	}{
		{"\x00\x00\x00\x0aftypab\x00\x00\x00\x08free", []Box{{"ftyp", 8, 10}, {"free", 18, 18}}},
		{"\x00\x00\x00\x01mdat\x00\x00\x00\x00\x00\x00\x00\x12ab\x00\x00\x00\x08free", []Box{{"mdat", 16, 18}, {"free", 26, 26}}},
		{"\x00\x00\x00\x00moovabc", []Box{{"moov", 8, 11}}},
		{"\x00\x00\x00\x64moovabc", []Box{{"moov", 8, 11}}},
		{"\x00\x00\x00\x07moovabc", nil},
		{"\x00\x00\x00\x01mdat\xff\xff\xff\xff\xff\xff\xff\xff", []Box{{"mdat", 16, 16}}},
		{"\x00\x00\x00\x01mdat", nil},
		{"short", nil},
	} {
		r := bytes.NewReader([]byte(c.data))
		assert.Equal(t, c.want, List(r, 0, int64(len(c.data))), "%q", c.data)
	}
	many := bytes.Repeat([]byte("\x00\x00\x00\x08free"), MaxBoxes+1)
	assert.Len(t, List(bytes.NewReader(many), 0, int64(len(many))), MaxBoxes)
	r := bytes.NewReader([]byte("\x00\x00\x00\x0bmoovabc"))
	assert.Equal(t, []byte("ab"), Box{"moov", 8, 11}.Data(r, 2))
	assert.Equal(t, []byte("abc"), Box{"moov", 8, 100}.Data(r, 50))
	assert.Empty(t, Box{"moov", 9, 8}.Data(r, 50))
}
