package image

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

// webpPixel is a lossy WebP picture of one pixel, written by cwebp.
const webpPixel = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"

// samples holds the same picture of 400 x 320 pixels in each format but WebP.
func samples(t testing.TB) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for id, write := range map[string]func(io.Writer, image.Image) error{
		"jpeg": func(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, nil) },
		"png":  png.Encode,
		"gif":  func(w io.Writer, m image.Image) error { return gif.Encode(w, m, nil) },
		"bmp":  bmp.Encode,
		"tiff": func(w io.Writer, m image.Image) error {
			return tiff.Encode(w, m, &tiff.Options{Compression: tiff.Deflate})
		},
	} {
		var b bytes.Buffer
		require.NoError(t, write(&b, form()))
		out[id] = b.Bytes()
	}
	pixel, err := base64.StdEncoding.DecodeString(webpPixel)
	require.NoError(t, err)
	out["webp"] = pixel
	return out
}

var ids = []string{"jpeg", "png", "gif", "bmp", "tiff", "webp"}

// run reads data with a recogniser that finds no text.
func run(t *testing.T, id string, data []byte) (*extracttest.Sink, error) {
	t.Helper()
	in := extracttest.Input(t, "a."+id, data)
	in.OCR = &extracttest.Recogniser{}
	s := &extracttest.Sink{}
	err := extracttest.Find(t, Formats(), id).Extract(t.Context(), in, s)
	s.Check(t)
	return s, err
}

func TestEachFormat(t *testing.T) {
	for _, id := range ids {
		data := samples(t)[id]
		typ, f := evidence.Identify(Formats(), extracttest.Probe("a", data))
		require.NotNil(t, f, id)
		assert.Equal(t, id, typ.Format)
		s, err := run(t, id, data)
		require.NoError(t, err, id)
		w, h := 400, 320
		if id == "webp" {
			w, h = 1, 1
		}
		assert.Contains(t, s.Metadata(), fmt.Sprintf("image:Width=%d", w), id)
		assert.Contains(t, s.Metadata(), fmt.Sprintf("image:Height=%d", h), id)
		assert.Contains(t, s.Metadata(), "ocr:Result=no text found", id)
		assert.Contains(t, strings.Join(s.Metadata(), " "), "image:DHash=", id)
		assert.Empty(t, s.Warnings, id)
		assert.Empty(t, s.Kinds(), id)
	}
}

func TestTruncated(t *testing.T) {
	for _, id := range ids {
		data := samples(t)[id]
		for _, n := range []int{4, 20, len(data) / 2, len(data) - 20} {
			if n >= len(data) || n < 0 {
				continue
			}
			s, err := run(t, id, data[:n])
			assert.True(t, err != nil || len(s.Problems) > 0, "%s cut at %d", id, n)
			if err != nil {
				assert.ErrorIs(t, err, evidence.ErrCorrupt, "%s cut at %d", id, n)
			}
			assert.NotContains(t, strings.Join(s.Metadata(), " "), "DHash", "%s cut at %d", id, n)
		}
	}
}

func TestPixelLimit(t *testing.T) {
	for _, id := range []string{"jpeg", "png", "gif", "bmp", "tiff"} {
		data := samples(t)[id]
		for limit, want := range map[int64]error{400*320 - 1: evidence.ErrLimit, 400 * 320: nil, 400*320 + 1: nil} {
			in := extracttest.Input(t, "a", data)
			in.Limits.Pixels = limit
			r := &extracttest.Recogniser{}
			in.OCR = r
			err := extracttest.Find(t, Formats(), id).Extract(t.Context(), in, &extracttest.Sink{})
			if want == nil {
				assert.NoError(t, err, "%s at %d", id, limit)
				assert.Equal(t, []image.Rectangle{image.Rect(0, 0, 400, 320)}, r.Seen)
			} else {
				assert.ErrorIs(t, err, want, "%s at %d", id, limit)
				assert.Empty(t, r.Seen)
			}
		}
	}
}

func zipped(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("note.txt")
	require.NoError(t, err)
	_, err = w.Write([]byte("hidden"))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return b.Bytes()
}

func TestDataAfterThePicture(t *testing.T) {
	packed := zipped(t)
	for _, id := range []string{"jpeg", "png", "gif", "bmp", "webp"} {
		data := samples(t)[id]
		s, err := run(t, id, slices.Concat(data, packed))
		require.NoError(t, err, id)
		assert.Equal(t, []string{fmt.Sprintf("%d bytes of other data after the picture", len(packed))}, s.Warnings, id)
		require.Len(t, s.Children, 1, id)
		assert.Equal(t, "data after the picture", s.Children[0].Name.Name, id)
		assert.Equal(t, evidence.OriginEmbedded, s.Children[0].Name.Origin, id)
		assert.Equal(t, packed, s.Children[0].Data, id)

		s, err = run(t, id, slices.Concat(data, make([]byte, 10), packed))
		require.NoError(t, err, id)
		require.Len(t, s.Children, 1, id)
		assert.Equal(t, packed, s.Children[0].Data, id)

		s, err = run(t, id, slices.Concat(data, []byte("abc")))
		require.NoError(t, err, id)
		assert.Equal(t, []string{"3 bytes of other data after the picture"}, s.Warnings, id)
		assert.Empty(t, s.Children, id)
	}
}

// A marker on the border between two pieces of the scan is still found.
func TestEndOfScanAcrossPieces(t *testing.T) {
	for _, n := range []int{65535 - 14, 65536 - 14, 65537 - 14, 131071 - 14} {
		data := slices.Concat([]byte{0xff, 0xd8, 0xff, 0xda, 0, 2}, bytes.Repeat([]byte{1}, n+8), []byte{0xff, 0, 0xff, 0xd0, 0xff, 0xd9}, []byte("xy"))
		assert.Equal(t, int64(len(data)-2), endJPEG(extracttest.Memory("a", data)), n)
	}
	for n := 65520; n < 65545; n++ {
		data := slices.Concat([]byte{0xff, 0xd8, 0xff, 0xda, 0, 2}, bytes.Repeat([]byte{1}, n), []byte{0xff, 0xd9, 9})
		assert.Equal(t, int64(len(data)-1), endJPEG(extracttest.Memory("a", data)), n)
	}
}

// Scans that begin again every six bytes cost one pass, not one piece for each.
func TestManyScans(t *testing.T) {
	data := slices.Concat([]byte{0xff, 0xd8}, bytes.Repeat([]byte{0xff, 0xda, 0, 2, 1, 1}, 1<<19), []byte{0xff, 0xd9, 9})
	begin := time.Now()
	assert.Equal(t, int64(len(data)-1), endJPEG(extracttest.Memory("a", data)))
	assert.Less(t, time.Since(begin), 5*time.Second)
}

func TestRecognitionMissing(t *testing.T) {
	data := samples(t)["png"]
	f := extracttest.Find(t, Formats(), "png")
	do := func(r evidence.Recogniser, why string) (*extracttest.Sink, error) {
		in := extracttest.Input(t, "a.png", data)
		in.OCR, in.NoOCR = r, why
		s := &extracttest.Sink{}
		return s, f.Extract(t.Context(), in, s)
	}
	s, err := do(nil, "")
	require.NoError(t, err)
	assert.Equal(t, []extracttest.Problem{{Kind: evidence.ProblemToolMissing, Where: "text recognition", Detail: "no text recognition is available"}}, s.Problems)

	s, err = do(nil, "switched off")
	require.NoError(t, err)
	assert.Equal(t, []extracttest.Problem{{Kind: evidence.ProblemUnsupported, Where: "text recognition", Detail: "switched off"}}, s.Problems)

	s, err = do(&extracttest.Recogniser{Err: fmt.Errorf("%w: no engine", evidence.ErrToolMissing)}, "")
	require.NoError(t, err)
	assert.Equal(t, []evidence.ProblemKind{evidence.ProblemToolMissing}, s.Kinds())

	s, err = do(&extracttest.Recogniser{Recognition: evidence.Recognition{Languages: []string{"eng"}, Missing: []string{"jpn", "kor"},
		Words: []evidence.Word{{Text: "Bill", Confidence: 0.5}, {Text: "to", Confidence: 1}}}}, "")
	require.NoError(t, err)
	assert.Equal(t, []extracttest.Problem{{Kind: evidence.ProblemToolMissing, Where: "text recognition",
		Detail: "models not installed: jpn, kor; read with eng only"}}, s.Problems)
	assert.Equal(t, "Bill to", s.Text())
}

// chunk is a PNG chunk with its checksum.
func chunk(kind string, data []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

func deflated(t *testing.T, b []byte) []byte {
	t.Helper()
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	_, err := w.Write(b)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return z.Bytes()
}

func TestPNGText(t *testing.T) {
	data := samples(t)["png"]
	const ihdr = 8 + 25
	with := func(chunks ...[]byte) []byte {
		return slices.Concat(data[:ihdr], slices.Concat(chunks...), data[ihdr:])
	}
	s, err := run(t, "png", with(
		chunk("tEXt", []byte("Software\x00Caf\xe9 1.0")),
		chunk("zTXt", slices.Concat([]byte("Author\x00\x00"), deflated(t, []byte("Ann Example")))),
		chunk("iTXt", []byte("Creation Time\x00\x00\x00ja\x00\x00\xe5\xb1\xb1\xe7\x94\xb0")),
		chunk("iTXt", slices.Concat([]byte("Comment\x00\x01\x00\x00\x00"), deflated(t, []byte("packed")))),
		chunk("tEXt", []byte("no value"))))
	require.NoError(t, err)
	assert.Equal(t, []string{"png:Software=Café 1.0", "png:Author=Ann Example", "png:CreationTime=山田", "png:Comment=packed"}, s.Metadata()[:4])

	s, err = run(t, "png", with(chunk("zTXt", slices.Concat([]byte("Bomb\x00\x00"), deflated(t, bytes.Repeat([]byte{0xe9}, 8<<20))))))
	require.NoError(t, err)
	for _, f := range s.Facts {
		assert.LessOrEqual(t, len(f.Value), evidence.MaxFactBytes)
	}
}

// A count of 2^31 values of eight bytes in a picture of forty bytes made a library
// ask for gigabytes.
func TestExifCountOverflow(t *testing.T) {
	data := []byte("\xff\xd8\xff\xe1\x00\x22Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x0e\x01\x0c\x00\xff\xff\xff\x7f\x08\x00\x00\x00\x00\x00\x00\x00")
	require.Len(t, data, 38)
	data = append(data, 0xff, 0xd9)
	s, err := run(t, "jpeg", data)
	assert.ErrorIs(t, err, evidence.ErrCorrupt)
	assert.Contains(t, s.Problems, extracttest.Problem{Kind: evidence.ProblemCorrupt, Where: "EXIF", Detail: "tag 0x010e has a value of 17179869176 bytes outside the block"})
}

func TestBinaryIsNoBMP(t *testing.T) {
	_, f := evidence.Identify(Formats(), extracttest.Probe("a.bmp", []byte("BM is a text about motor cars")))
	assert.Nil(t, f)
}

func FuzzEnds(f *testing.F) {
	for id, b := range samples(f) {
		if id != "bmp" { // half a megabyte is too much to vary
			f.Add(b)
		}
	}
	var b bytes.Buffer
	require.NoError(f, bmp.Encode(&b, rects(5, 3)))
	f.Add(b.Bytes())
	jpg, err := os.ReadFile("testdata/exif.jpg")
	require.NoError(f, err)
	f.Add(jpg)
	f.Fuzz(func(t *testing.T, data []byte) {
		in := extracttest.Memory("a", data)
		for _, end := range []func(evidence.Input) int64{endPNG, endJPEG, endGIF, endBMP, endWebP} {
			s := &extracttest.Sink{}
			require.NoError(t, pushTrailing(t.Context(), in, s, end(in)))
			s.Check(t)
		}
	})
}
