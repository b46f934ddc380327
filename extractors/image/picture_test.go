package image

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

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
	for id, data := range samples(t) {
		typ, f := evidence.Identify(Formats(), extracttest.Probe("a", data))
		require.NotNil(t, f, id)
		assert.Equal(t, id, typ.Format)
		s, err := run(t, id, data)
		require.NoError(t, err, id)
		w, h := 24, 20
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
	for id, data := range samples(t) {
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
		Detail: "models not installed: jpn, kor; read with eng only; try: apt-get install tesseract-ocr-jpn tesseract-ocr-kor"}}, s.Problems)
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
