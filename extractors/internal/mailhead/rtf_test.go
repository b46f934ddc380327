package mailhead

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/evidence"
)

// The examples of [MS-OXRTFCP], 3.1.1 and 3.1.2.
const (
	simple   = "\x2d\x00\x00\x00\x2b\x00\x00\x00\x4c\x5a\x46\x75\xf1\xc5\xc7\xa7\x03\x00\x0a\x00\x72\x63\x70\x67\x31\x32\x35\x42\x32\x0a\xf3\x20\x68\x65\x6c\x09\x00\x20\x62\x77\x05\xb0\x6c\x64\x7d\x0a\x80\x0f\xa0"
	crossing = "\x1a\x00\x00\x00\x1c\x00\x00\x00\x4c\x5a\x46\x75\xe2\xd4\x4b\x51\x41\x00\x04\x20\x57\x58\x59\x5a\x0d\x6e\x7d\x01\x0e\xb0"
)

func TestUnpackRTF(t *testing.T) {
	assert.Len(t, dictionary, 207)
	got, err := UnpackRTF([]byte(simple))
	assert.NoError(t, err)
	assert.Equal(t, "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n", string(got))
	got, err = UnpackRTF([]byte(crossing))
	assert.NoError(t, err)
	assert.Equal(t, "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}", string(got))
	got, err = UnpackRTF([]byte("\x00\x00\x00\x00\x05\x00\x00\x00MELA\x00\x00\x00\x00{\\rtf}more"))
	assert.NoError(t, err)
	assert.Equal(t, "{\\rtf", string(got))
	got, err = UnpackRTF([]byte(simple[:30]))
	assert.ErrorIs(t, err, evidence.ErrCorrupt)
	assert.Equal(t, "{\\rtf1\\ansi\\ansicpg1252", string(got))
	_, err = UnpackRTF([]byte(simple[:15]))
	assert.ErrorIs(t, err, evidence.ErrCorrupt)
	_, err = UnpackRTF([]byte("\x00\x00\x00\x00\x05\x00\x00\x00XXXX\x00\x00\x00\x00"))
	assert.ErrorIs(t, err, evidence.ErrCorrupt)
}

func FuzzUnpackRTF(f *testing.F) {
	f.Add([]byte(simple))
	f.Add([]byte(crossing))
	f.Fuzz(func(t *testing.T, b []byte) {
		if out, _ := UnpackRTF(b); len(out) > maxRTF {
			t.Fatal("limit")
		}
	})
}
