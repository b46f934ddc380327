package raw

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

func TestViewOutside(t *testing.T) {
	v := View("\x01\x02\x03\x04")
	assert.Equal(t, 0x04030201, v.U32(0))
	for _, at := range []int{-1, 1, 4, 1 << 40} {
		assert.Zero(t, v.U32(at), at)
	}
	assert.Equal(t, 0x0403, v.U16(2))
	assert.Zero(t, v.U16(3))
	assert.Equal(t, 4, v.U8(3))
	assert.Zero(t, v.U8(4))
	assert.Equal(t, View("\x04"), v.Bytes(3, 1<<50))
	assert.Empty(t, v.Bytes(0, -1))
	assert.Zero(t, v.U64(0))
	assert.True(t, v.Has(2, 2))
	assert.False(t, v.Has(2, 3))
	assert.False(t, v.Has(-1, 1))
}

func TestValues(t *testing.T) {
	assert.Equal(t, "a日", View("a\x00\xe5\x65\x00\x00x\x00").UTF16())
	assert.Equal(t, "a日", View("\x00a\x65\xe5\x00\x00").UTF16BE())
	assert.Equal(t, "日本語", View("\x93\xfa\x96\x7b\x8c\xea\x00rest").Text())
	// {00021401-0000-0000-C000-000000000046}, the class of a shell link in [MS-SHLLINK] 2.1.
	assert.Equal(t, "00021401-0000-0000-c000-000000000046", View("\x01\x14\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46").GUID(0))
	assert.Equal(t, "2020-01-01T00:00:00Z", FileTime((11644473600+1577836800)*10_000_000))
	assert.Empty(t, FileTime(0))
	assert.Empty(t, FileTime(1<<63))
}

func TestAll(t *testing.T) {
	for limit, tripped := range map[int64]bool{3: true, 4: false, 5: false} {
		b, err := All(extracttest.Memory("x", []byte("abcd")), limit)
		assert.Len(t, b, min(4, int(limit)))
		if tripped {
			assert.ErrorIs(t, err, evidence.ErrLimit)
		} else {
			assert.NoError(t, err)
		}
	}
}
