package ocr

import (
	"context"
	"image"
	"image/color"
	"image/draw"
	_ "image/png" // the pictures of testdata
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
)

func open(t testing.TB, langs ...string) evidence.Recogniser {
	t.Helper()
	r, err := New(Config{Languages: langs})
	if err != nil {
		t.Fatal("no engine; make install installs it: ", err)
	}
	t.Cleanup(func() { require.NoError(t, r.Close()) })
	return r
}

func picture(t testing.TB, name string) image.Image {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	require.NoError(t, err)
	defer f.Close()
	img, _, err := image.Decode(f)
	require.NoError(t, err)
	return img
}

func texts(t testing.TB, r evidence.Recogniser, img image.Image) []string {
	t.Helper()
	got, err := r.Recognise(context.Background(), img)
	require.NoError(t, err)
	var out []string
	for _, f := range evidence.OCRFacts(got.Words, 0) {
		out = append(out, f.Value)
	}
	return out
}

// The words drawn into testdata/latin.png (Liberation Sans, 14 pixels).
func latin() []string {
	return []string{"Northfield Marine Supplies\n14 Harbour Street, Seaport", "Invoice 20418", "Payment terms: 30 days"}
}

// The words drawn into testdata/japanese.png (Noto Sans CJK, 18 pixels).
func japanese() []string {
	return []string{"北野設備工業株式会社御中", "見積書の有効期限は三十日です"}
}

func TestLatinInBlocks(t *testing.T) {
	assert.Equal(t, latin(), texts(t, open(t), picture(t, "latin.png")))
}

func TestJapanese(t *testing.T) {
	got := texts(t, open(t, "eng", "jpn"), picture(t, "japanese.png"))
	for i := range got {
		got[i] = strings.ReplaceAll(got[i], " ", "")
	}
	assert.Equal(t, japanese(), strings.Split(strings.Join(got, "\n"), "\n"))
}

func TestBoxesLieOnThePicture(t *testing.T) {
	got, err := open(t).Recognise(context.Background(), picture(t, "latin.png"))
	require.NoError(t, err)
	require.NotEmpty(t, got.Words)
	first := got.Words[0]
	assert.Equal(t, "Northfield", first.Text)
	assert.Equal(t, "eng", first.Lang)
	assert.InDelta(t, 13, first.Box.X, 2)
	assert.InDelta(t, 13, first.Box.Y, 3)
	assert.InDelta(t, 60, first.Box.W, 3) // 8765/2048 em by the font's advance widths
	assert.InDelta(t, 12, first.Box.H, 4)
	assert.Greater(t, first.Confidence, 0.8)
}

// redraw copies img onto dst with the origin of dst's bounds.
func redraw(dst draw.Image, img image.Image) image.Image {
	draw.Draw(dst, dst.Bounds(), img, img.Bounds().Min, draw.Src)
	return dst
}

func TestEveryKindOfPicture(t *testing.T) {
	r := open(t)
	src := picture(t, "latin.png").(*image.Gray)
	b := src.Bounds()
	dark := image.NewGray(b)
	clear16 := image.NewNRGBA64(b)
	cmyk := image.NewCMYK(b)
	white := image.NewNRGBA(b)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			v := src.GrayAt(x, y).Y
			dark.SetGray(x, y, color.Gray{Y: 255 - v})
			clear16.SetNRGBA64(x, y, color.NRGBA64{A: uint16(255-v) * 257}) // black ink on nothing
			white.SetNRGBA(x, y, color.NRGBA{R: 255, G: 255, B: 255, A: 255 - v})
			cmyk.SetCMYK(x, y, color.CMYK{K: 255 - v})
		}
	}
	for name, img := range map[string]image.Image{
		"dark": dark, "transparent": clear16, "cmyk": cmyk, "white on nothing": white,
		"16 bit":        redraw(image.NewGray16(b), src),
		"rgba":          redraw(image.NewRGBA(b), src),
		"moved origin":  redraw(image.NewNRGBA(b.Add(image.Pt(-50, 900))), src),
		"part of a big": redraw(image.NewGray(image.Rect(0, 0, 2000, 2000)).SubImage(b.Add(image.Pt(700, 700))).(draw.Image), src),
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, latin(), texts(t, r, img)) })
	}
}

func TestNothingToRead(t *testing.T) {
	r := open(t)
	for name, img := range map[string]image.Image{
		"blank": image.NewGray(image.Rect(0, 0, 300, 200)),
		"1x1":   image.NewGray(image.Rect(0, 0, 1, 1)),
		"empty": image.NewGray(image.Rect(0, 0, 0, 0)),
		"thin":  image.NewGray(image.Rect(0, 0, 5000, 1)),
	} {
		t.Run(name, func(t *testing.T) { assert.Empty(t, texts(t, r, img)) })
	}
}

func TestOrderOfPicturesDoesNotMatter(t *testing.T) {
	one, two := open(t), open(t)
	a, b := picture(t, "latin.png"), picture(t, "japanese.png")
	read := func(r evidence.Recogniser, img image.Image) evidence.Recognition {
		got, err := r.Recognise(context.Background(), img)
		require.NoError(t, err)
		return got
	}
	a1, b1 := read(one, a), read(one, b)
	b2, a2 := read(two, b), read(two, a)
	assert.Equal(t, a1, a2)
	assert.Equal(t, b1, b2)
	assert.Equal(t, a1, read(one, a), "from the cache")
	fresh := one.(*recogniser)
	clear(fresh.seen)
	assert.Equal(t, a1, read(one, a), "after an emptied cache")
}

func TestMissingModels(t *testing.T) {
	_, err := New(Config{Languages: []string{"xyz"}})
	require.ErrorIs(t, err, evidence.ErrToolMissing)
	assert.Contains(t, err.Error(), "tesseract-ocr-xyz")
	_, err = New(Config{DataDir: t.TempDir()})
	require.ErrorIs(t, err, evidence.ErrToolMissing)
	got, err := open(t, "eng", "chi_tra").Recognise(context.Background(), image.NewGray(image.Rect(0, 0, 9, 9)))
	require.NoError(t, err)
	assert.Equal(t, []string{"eng"}, got.Languages)
	assert.Equal(t, []string{"chi_tra"}, got.Missing)
}

func TestHint(t *testing.T) {
	assert.Equal(t, "apt-get install tesseract-ocr tesseract-ocr-eng tesseract-ocr-chi-sim", hint(true, []string{"eng", "chi_sim"}))
	assert.Equal(t, "apt-get install tesseract-ocr-jpn", hint(false, []string{"jpn"}))
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := open(t).Recognise(ctx, picture(t, "latin.png"))
	require.ErrorIs(t, err, context.Canceled)
}

// The rows as tesseract 5.3.0 prints them.
// residentKB is the memory of the process in KiB, C's included.
func residentKB(t testing.TB) int {
	t.Helper()
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Skip("no /proc")
	}
	n, err := strconv.Atoi(strings.Fields(string(b))[1])
	require.NoError(t, err)
	return n * os.Getpagesize() >> 10
}

func TestMemoryStaysTheSame(t *testing.T) {
	r := open(t)
	img := picture(t, "latin.png")
	var before int
	for i := range 100 {
		if i == 20 {
			runtime.GC()
			before = residentKB(t)
		}
		clear(r.(*recogniser).seen)
		texts(t, r, img)
	}
	runtime.GC()
	assert.Less(t, residentKB(t)-before, 16<<10)
}
