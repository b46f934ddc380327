package image

import (
	"archive/zip"
	"bytes"
	"encoding/hex"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

// samples has a picture of each format, 24 x 20 pixels with a dark field.
func samples(t testing.TB) map[string][]byte {
	t.Helper()
	img := image.NewPaletted(image.Rect(0, 0, 24, 20), color.Palette{color.White, color.Black})
	for y := 5; y < 15; y++ {
		for x := 6; x < 12; x++ {
			img.SetColorIndex(x, y, 1)
		}
	}
	out := map[string][]byte{}
	for id, encode := range map[string]func(*bytes.Buffer) error{
		"jpeg": func(b *bytes.Buffer) error { return jpeg.Encode(b, img, nil) },
		"png":  func(b *bytes.Buffer) error { return png.Encode(b, img) },
		"gif":  func(b *bytes.Buffer) error { return gif.Encode(b, img, nil) },
		"bmp":  func(b *bytes.Buffer) error { return bmp.Encode(b, img) },
		"tiff": func(b *bytes.Buffer) error { return tiff.Encode(b, img, nil) },
	} {
		var b bytes.Buffer
		require.NoError(t, encode(&b), id)
		out[id] = b.Bytes()
	}
	// A lossless WebP of one pixel, by the bytes of RFC 9649.
	webp, err := hex.DecodeString("524946461a000000574542505650384c0d0000002f00000010071011118888fe0700")
	require.NoError(t, err)
	out["webp"] = webp
	return out
}

func archiveOf(t testing.TB, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.Create("a.txt")
	require.NoError(t, err)
	_, err = f.Write([]byte(content))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

func TestArchiveBehindPicture(t *testing.T) {
	hidden := archiveOf(t, "hidden")
	for id, picture := range samples(t) {
		f := extracttest.Find(t, Formats(), id)
		s, err := extracttest.Run(t, f, "a", picture)
		require.NoError(t, err, id)
		assert.Empty(t, s.Children, id)
		assert.Empty(t, s.Warnings, id)

		for _, between := range []string{"", "\x00\x00\r\n"} {
			s, err = extracttest.Run(t, f, "a", []byte(string(picture)+between+string(hidden)))
			require.NoError(t, err, id)
			require.Equal(t, []string{"data after the image"}, s.Names(), id)
			assert.Equal(t, evidence.OriginEmbedded, s.Children[0].Name.Origin)
			assert.Equal(t, hidden, s.Children[0].Data, id)
			assert.Equal(t, []string{"polyglot: 136 bytes of other data after the picture"}, s.Warnings, id)
		}
	}
}

func TestPaddingBehindPicture(t *testing.T) {
	for id, picture := range samples(t) {
		s, err := extracttest.Run(t, extracttest.Find(t, Formats(), id), "a", append(bytes.Clone(picture), make([]byte, 70_000)...))
		require.NoError(t, err, id)
		assert.Empty(t, s.Children, id)
		assert.Empty(t, s.Warnings, id)
	}
}

// An ISO 9660 image begins with 32 KiB of NULs, which must stay.
func TestLongPaddingBelongsToWhatFollows(t *testing.T) {
	for n, want := range map[int]int{maxPadding - 1: 3, maxPadding: maxPadding + 3, maxPadding + 1: maxPadding + 4} {
		data := string(samples(t)["png"]) + strings.Repeat("\x00", n) + "end"
		s, err := extracttest.Run(t, extracttest.Find(t, Formats(), "png"), "a", []byte(data))
		require.NoError(t, err)
		require.Len(t, s.Children, 1)
		assert.Len(t, s.Children[0].Data, want, n)
	}
}

// A picture without its end does not hide the archive behind it.
func TestArchiveBehindCutPicture(t *testing.T) {
	hidden := archiveOf(t, "hidden")
	all := samples(t)
	for _, id := range []string{"jpeg", "png", "gif"} {
		picture := all[id][:len(all[id])-6]
		s, _ := extracttest.Run(t, extracttest.Find(t, Formats(), id), "a", append(bytes.Clone(picture), hidden...))
		require.Len(t, s.Children, 1, id)
		assert.Equal(t, hidden, s.Children[0].Data, id)
	}
}

// The size that a bitmap declares may cover what follows its pixels.
func TestBitmapThatClaimsTheArchive(t *testing.T) {
	hidden := archiveOf(t, "hidden")
	data := append(bytes.Clone(samples(t)["bmp"]), hidden...)
	data[2], data[3], data[4], data[5] = byte(len(data)), byte(len(data)>>8), 0, 0
	s, err := extracttest.Run(t, extracttest.Find(t, Formats(), "bmp"), "a", data)
	require.NoError(t, err)
	require.Len(t, s.Children, 1)
	assert.Equal(t, hidden, s.Children[0].Data)
}

func TestCutPictureHasNothingBehind(t *testing.T) {
	for id, picture := range samples(t) {
		for n := range picture {
			s := &extracttest.Sink{}
			_ = extracttest.Find(t, Formats(), id).Extract(t.Context(), extracttest.Memory("a", picture[:n]), s)
			require.Empty(t, s.Children, "%s cut at %d", id, n)
		}
	}
}

func TestSinkErrorEndsPicture(t *testing.T) {
	for id, picture := range samples(t) {
		for facts := 1; facts < 3; facts++ {
			s := &extracttest.Sink{MaxFacts: facts}
			err := extracttest.Find(t, Formats(), id).Extract(t.Context(), extracttest.Memory("a", picture), s)
			assert.ErrorIs(t, err, extracttest.ErrFull, id)
		}
	}
}
