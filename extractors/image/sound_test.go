package image

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

func extractAs(t *testing.T, id string, data []byte) (*extracttest.Sink, error) {
	t.Helper()
	for _, f := range Formats() {
		if f.ID == id {
			s := &extracttest.Sink{}
			return s, f.Extract(context.Background(), extracttest.Memory("x", data), s)
		}
	}
	require.Fail(t, "no format", id)
	return nil, nil
}

// Sound pictures of variants that are not decoded are no corrupt ones.
func TestSoundButNotDecoded(t *testing.T) {
	_, err := extractAs(t, "tiff", []byte("II+\x00\x08\x00\x00\x00\x10\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"))
	require.ErrorIs(t, err, evidence.ErrUnsupported)
	assert.NotErrorIs(t, err, evidence.ErrCorrupt)

	var b bytes.Buffer
	b.WriteString("\x89PNG\r\n\x1a\n")
	chunk := func(kind string, data []byte) {
		_ = binary.Write(&b, binary.BigEndian, uint32(len(data)))
		b.WriteString(kind)
		b.Write(data)
		_ = binary.Write(&b, binary.BigEndian, crc32.ChecksumIEEE(append([]byte(kind), data...)))
	}
	chunk("CgBI", []byte{0x50, 0, 0x20, 2})
	chunk("IHDR", []byte{0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0})
	chunk("IDAT", []byte{1, 5, 0, 0xfa, 0xff, 0, 1, 2, 3, 4})
	chunk("IEND", nil)
	s, err := extractAs(t, "png", b.Bytes())
	require.ErrorIs(t, err, evidence.ErrUnsupported)
	assert.NotErrorIs(t, err, evidence.ErrCorrupt)
	require.NotEmpty(t, s.Facts, "what its header says is read")
	assert.Equal(t, "image:Width", s.Facts[0].Name)
}
