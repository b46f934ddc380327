package image

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/bits"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	xdraw "golang.org/x/image/draw"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

// byHand makes a picture of 9 x 8 fields, each scale pixels wide, from digits of
// brightness: 0 is black, 9 is white.
func byHand(scale int, rows ...string) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, 9*scale, 8*scale))
	for y := range 8 * scale {
		for x := range 9 * scale {
			img.SetGray(x, y, color.Gray{Y: (rows[y/scale][x/scale] - '0') * 28})
		}
	}
	return img
}

func TestDifferenceHashByHand(t *testing.T) {
	// A bit is set where a digit is smaller than the next one in its row.
	picture := []string{
		"012345678", // 11111111 ff
		"876543210", // 00000000 00
		"010101010", // 10101010 aa
		"101010101", // 01010101 55
		"000011111", // 00010000 10
		"555555556", // 00000001 01
		"455555555", // 10000000 80
		"001122334", // 01010101 55
	}
	const want = "ff00aa5510018055"
	for _, scale := range []int{1, 4, 50, 120} {
		assert.Equal(t, want, differenceHash(byHand(scale, picture...)), scale)
	}
	// The same on a wide sheet of white, and with a transparent border around.
	img := byHand(10, picture...)
	sheet := image.NewNRGBA(image.Rect(-30, 7, 200, 180))
	transparent := image.NewNRGBA(sheet.Rect)
	draw.Draw(sheet, sheet.Rect, image.White, image.Point{}, draw.Src)
	for _, s := range []*image.NRGBA{sheet, transparent} {
		draw.Draw(s, image.Rect(20, 30, 110, 110), img, image.Point{}, draw.Src)
		assert.Equal(t, want, differenceHash(s))
	}
}

func TestDifferenceHashOfOneColour(t *testing.T) {
	for _, r := range []image.Rectangle{image.Rect(0, 0, 1, 1), image.Rect(0, 0, 300, 2), image.Rect(5, 5, 8, 900)} {
		assert.Equal(t, "0000000000000000", differenceHash(image.NewGray(r)), r)
	}
}

// Rows and columns that pass for a border from one side and not from the other.
func TestDifferenceHashOfAlmostOneColour(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		img := image.NewGray(image.Rect(0, 0, 1+r.IntN(12), 1+r.IntN(12)))
		for i := range img.Pix {
			img.Pix[i] = byte(r.IntN(24))
		}
		assert.Len(t, differenceHash(img), 16)
	}
}

// scene is a made-up window: a dark bar, a column, lines of words; seed moves them.
func scene(seed int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, 640, 480))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	box := func(x, y, w, h int, c color.Color) {
		draw.Draw(img, image.Rect(x, y, x+w, y+h), image.NewUniform(c), image.Point{}, draw.Src)
	}
	box(20, 20, 600, 40, color.RGBA{R: 30, G: 60, B: 120, A: 255})
	box(20, 60, 90+60*(seed%5), 400, color.RGBA{R: 210, G: 220, B: 200, A: 255})
	n := uint32(seed)*2654435761 + 1
	for y := 80; y < 440; y += 24 {
		for x := 200; x < 600; x += 50 {
			n = n*1664525 + 1013904223
			box(x, y, int(n>>27)+10, 12, color.Gray{Y: uint8(n>>20) / 2})
		}
	}
	return img
}

func TestDifferenceHashTellsCopiesFromOthers(t *testing.T) {
	number := func(img image.Image) uint64 {
		n, err := strconv.ParseUint(differenceHash(img), 16, 64)
		require.NoError(t, err)
		return n
	}
	var all []uint64
	for seed := range 12 {
		img := scene(seed)
		all = append(all, number(img))
		small := image.NewRGBA(image.Rect(0, 0, 384, 288))
		xdraw.CatmullRom.Scale(small, small.Rect, img, img.Rect, draw.Src, nil)
		var b bytes.Buffer
		require.NoError(t, jpeg.Encode(&b, small, &jpeg.Options{Quality: 40}))
		copied, err := jpeg.Decode(&b)
		require.NoError(t, err)
		assert.LessOrEqual(t, bits.OnesCount64(all[seed]^number(copied)), 4, "copy of scene %d", seed)
	}
	least := 64
	for i, a := range all {
		for _, b := range all[:i] {
			least = min(least, bits.OnesCount64(a^b))
		}
	}
	// They share a frame, as the windows of one program do, and still stay apart by more
	// than the four bits that make two pictures copies.
	assert.Greater(t, least, 4, "two scenes")
}

// Whatever the format, the same pixels hash alike, with and without recognition.
func TestHashIsPushed(t *testing.T) {
	img := byHand(8, "012345678", "876543210", "012345678", "876543210", "012345678", "876543210", "012345678", "876543210")
	var p, g, j bytes.Buffer
	require.NoError(t, png.Encode(&p, img))
	require.NoError(t, gif.Encode(&g, img, nil))
	require.NoError(t, jpeg.Encode(&j, img, &jpeg.Options{Quality: 100}))
	for id, data := range map[string][]byte{"png": p.Bytes(), "gif": g.Bytes(), "jpeg": j.Bytes()} {
		for _, ocr := range []evidence.Recogniser{nil, &extracttest.Recogniser{}} {
			in := extracttest.Memory("a", data)
			in.OCR = ocr
			s := &extracttest.Sink{}
			require.NoError(t, extracttest.Find(t, Formats(), id).Extract(t.Context(), in, s))
			assert.Equal(t, []string{"image:Width=72", "image:Height=64", "image:DHash=ff00ff00ff00ff00"}, s.Metadata()[:3], id)
		}
	}
}

func TestPixelLimit(t *testing.T) {
	for id, data := range samples(t) {
		if id == "webp" {
			continue // one pixel
		}
		for limit, ok := range map[int64]bool{24*20 - 1: false, 24 * 20: true, 24*20 + 1: true} {
			in := extracttest.Memory("a", data)
			in.Limits.Pixels = limit
			s := &extracttest.Sink{}
			err := extracttest.Find(t, Formats(), id).Extract(t.Context(), in, s)
			if ok {
				require.NoError(t, err, id)
			} else {
				require.ErrorIs(t, err, evidence.ErrLimit, id)
			}
			assert.Equal(t, ok, strings.Contains(strings.Join(s.Metadata(), " "), "image:DHash"), "%s at %d", id, limit)
		}
	}
}

func BenchmarkDifferenceHash(b *testing.B) {
	img := image.NewYCbCr(image.Rect(0, 0, 4000, 3000), image.YCbCrSubsampleRatio420)
	for b.Loop() {
		differenceHash(img)
	}
}
