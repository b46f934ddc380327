package grey

import (
	"bytes"
	"encoding/binary"
	"image"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/image/tiff"
)

// Read by golang.org/x/image, which decodes the first page; the second is reached by
// putting its place first.
func TestTIFF(t *testing.T) {
	one := &Picture{W: 3, H: 1, Pix: []uint8{1, 2, 3}}
	two := &Picture{W: 2, H: 2, Pix: []uint8{9, 8, 7, 6}}
	b := TIFF([]*Picture{one, two})
	first, err := tiff.Decode(bytes.NewReader(b))
	require.NoError(t, err)
	assert.Equal(t, one.Pix, first.(*image.Gray).Pix)
	at := binary.LittleEndian.Uint32(b[4:])
	next := binary.LittleEndian.Uint32(b[at+2+10*12:])
	binary.LittleEndian.PutUint32(b[4:], next)
	second, err := tiff.Decode(bytes.NewReader(b))
	require.NoError(t, err)
	assert.Equal(t, image.Rect(0, 0, 2, 2), second.Bounds())
	assert.Equal(t, two.Pix, second.(*image.Gray).Pix)
}
