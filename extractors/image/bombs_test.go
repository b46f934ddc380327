package image

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

// declaring is a small picture that declares another size.
func declaring(t *testing.T, id string, w, h uint16) []byte {
	t.Helper()
	data := bytes.Clone(samples(t)[id])
	be, le := binary.BigEndian, binary.LittleEndian
	switch id {
	case "png":
		ihdr := append([]byte{0, 0, byte(w >> 8), byte(w), 0, 0, byte(h >> 8), byte(h)}, data[24:29]...)
		copy(data[8:], chunk("IHDR", ihdr))
	case "jpeg":
		at := bytes.Index(data, []byte{0xff, 0xc0})
		be.PutUint16(data[at+5:], h)
		be.PutUint16(data[at+7:], w)
	case "gif":
		le.PutUint16(data[6:], w)
		le.PutUint16(data[8:], h)
	case "bmp":
		le.PutUint32(data[18:], uint32(w))
		le.PutUint32(data[22:], uint32(h))
	case "tiff":
		dir := data[le.Uint32(data[4:]):]
		for e := dir[2 : 2+12*int(le.Uint16(dir))]; len(e) > 0; e = e[12:] {
			switch le.Uint16(e) {
			case 256:
				le.PutUint32(e[8:], uint32(w))
			case 257:
				le.PutUint32(e[8:], uint32(h))
			}
		}
	case "webp": // 14 bits each, less one
		le.PutUint32(data[21:], uint32(w-1)&0x3fff|(uint32(h-1)&0x3fff)<<14)
	}
	return data
}

func TestBombs(t *testing.T) {
	for id, want := range map[string]string{
		"png":  "limit reached: 50000 x 50000 pixels, more than 120000000; not decoded",
		"jpeg": "limit reached: 50000 x 50000 pixels, more than 120000000; not decoded",
		"gif":  "limit reached: 50000 x 50000 pixels, more than 120000000; not decoded",
		"bmp":  "limit reached: 50000 x 50000 pixels, more than 120000000; not decoded",
		"tiff": "limit reached: 50000 x 50000 pixels, more than 120000000; not decoded",
		"webp": "limit reached: 16384 x 16384 pixels, more than 120000000; not decoded",
	} {
		size := uint16(50_000)
		if id == "webp" { // can declare no more
			size = 16_384
		}
		s, err := run(t, id, declaring(t, id, size, size))
		require.ErrorIs(t, err, evidence.ErrLimit, id)
		assert.EqualError(t, err, want, id)
		assert.Empty(t, s.Kinds(), id)
	}
}

func TestWithoutPixels(t *testing.T) {
	for _, id := range []string{"png", "jpeg", "gif", "bmp", "tiff"} {
		for _, size := range [][2]uint16{{0, 20}, {24, 0}, {0, 0}} {
			_, err := run(t, id, declaring(t, id, size[0], size[1]))
			assert.ErrorIs(t, err, evidence.ErrCorrupt, "%s of %v", id, size)
		}
	}
}

// What a picture is goes by its bytes, not by its name.
func TestMislabelled(t *testing.T) {
	for id, name := range map[string]string{"png": "a.jpg", "jpeg": "a.png", "gif": "a.bmp", "tiff": "a.gif", "webp": "a.tif", "bmp": "a.webp"} {
		data := samples(t)[id]
		typ, f := evidence.Identify(Formats(), extracttest.Probe(name, data))
		require.NotNil(t, f, id)
		assert.Equal(t, id, typ.Format)
		in := extracttest.Input(t, name, data)
		in.OCR = &extracttest.Recogniser{}
		s := &extracttest.Sink{}
		require.NoError(t, f.Extract(t.Context(), in, s), id)
		assert.Contains(t, s.Metadata(), "ocr:Result=no text found", id)
		assert.Empty(t, s.Kinds(), id)
	}
}

func TestPixelsAtTheLimit(t *testing.T) {
	for id, data := range samples(t) {
		if id == "webp" {
			continue // one pixel
		}
		for pixels, ok := range map[int64]bool{24*20 - 1: false, 24 * 20: true, 24*20 + 1: true} {
			in := extracttest.Input(t, "a."+id, data)
			in.OCR, in.Limits.Pixels = &extracttest.Recogniser{}, pixels
			err := extracttest.Find(t, Formats(), id).Extract(t.Context(), in, &extracttest.Sink{})
			if ok {
				assert.NoError(t, err, "%s %d", id, pixels)
			} else {
				assert.ErrorIs(t, err, evidence.ErrLimit, "%s %d", id, pixels)
			}
		}
	}
}

// The bytes of a pixel are those of the picture types of package image; a progressive
// JPEG keeps 4 bytes for each sample beside the sample itself.
func TestWeight(t *testing.T) {
	sof := func(marker byte, sampling ...byte) []byte {
		b := []byte{0xff, 0xd8, 0xff, marker, 0, byte(8 + 3*len(sampling)), 8, 0, 16, 0, 16, byte(len(sampling))}
		for i, s := range sampling {
			b = append(b, byte(i+1), s, 0)
		}
		return b
	}
	cfg := image.Config{ColorModel: color.YCbCrModel, Width: 16, Height: 16}
	for _, c := range []struct {
		name string
		data []byte
		want int64
	}{
		{"grey", sof(0xc0, 0x11), 256},
		{"4:4:4", sof(0xc0, 0x11, 0x11, 0x11), 768},
		{"4:2:0", sof(0xc0, 0x22, 0x11, 0x11), 384},
		{"4:2:0 progressive", sof(0xc2, 0x22, 0x11, 0x11), 1920},
		{"inks", sof(0xc0, 0x11, 0x11, 0x11, 0x11), 2048},
		{"cut off", []byte{0xff, 0xd8}, 3840},
	} {
		assert.Equal(t, c.want, weightJPEG(extracttest.Memory("a", c.data), nil, cfg), c.name)
	}
	cfg.ColorModel = color.RGBA64Model
	assert.Equal(t, int64(2048), weightOf(evidence.Input{}, nil, cfg))
	assert.Equal(t, int64(4096), weightTIFF(evidence.Input{}, &props{}, cfg))
	assert.Equal(t, int64(2048+2*16*8), weightTIFF(evidence.Input{}, &props{strip: 2}, cfg))
	assert.Equal(t, int64(2048+64*8), weightTIFF(evidence.Input{}, &props{strip: 64, tile: true}, cfg))
}

// What cannot be held is refused before it is decoded. Behind the header there are no
// pixels; an allocation of 16 bits a sample would come first.
func TestTooHeavy(t *testing.T) {
	le := binary.LittleEndian
	tiff := func(w, h uint32) []byte { // RGB of 16 bits, 8 bytes a pixel in memory, in strips of one row
		b := []byte("II*\x00\x08\x00\x00\x00")
		b = le.AppendUint16(b, 9)
		for _, e := range [][4]uint32{{256, 4, 1, w}, {257, 4, 1, h}, {258, 3, 3, 122}, {259, 3, 1, 1}, {262, 3, 1, 2}, {273, 4, 1, 8}, {277, 3, 1, 3}, {278, 4, 1, 1}, {279, 4, 1, 4}} {
			b = le.AppendUint16(b, uint16(e[0]))
			b = le.AppendUint16(b, uint16(e[1]))
			b = le.AppendUint32(b, e[2])
			b = le.AppendUint32(b, e[3])
		}
		b = le.AppendUint32(b, 0)
		return append(b, 16, 0, 16, 0, 16, 0)
	}
	const rows = 5241 // 400 MiB are 5242.88 rows of 10,000 pixels of 8 bytes, one of them the strip
	_, err := run(t, "tiff", tiff(10_000, rows))
	assert.ErrorIs(t, err, evidence.ErrCorrupt)
	_, err = run(t, "tiff", tiff(10_000, rows+1))
	assert.EqualError(t, err, "limit reached: 10000 x 5242 pixels of this kind take 419440000 bytes to decode, more than 419430400; not decoded")
	assert.ErrorIs(t, err, evidence.ErrLimit)
}
