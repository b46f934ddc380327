package ocr

import (
	"context"
	"image"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/extractors/ocr/grey"
)

// peakKB is the most memory the process has had, in KiB.
func peakKB(tb testing.TB) int {
	tb.Helper()
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		tb.Skip("no /proc")
	}
	for line := range strings.Lines(string(b)) {
		if v, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			n, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(v), "kB")))
			require.NoError(tb, err)
			return n
		}
	}
	tb.Fatal("no VmHWM")
	return 0
}

// varied makes picture i of a series in which no two are equal: text of two scripts at
// many sizes, dark and light, on paper, on grain, on large and on long pictures, and
// pictures without text.
func varied(i int, texts []*grey.Picture) image.Image {
	rnd := rand.New(rand.NewPCG(uint64(i), 3))
	sizes := []image.Point{{600, 300}, {1366, 768}, {900, 2400}, {2000, 1500}, {4000, 3000}, {300, 12000}}
	size := sizes[[]int{0, 1, 1, 2, 0, 1, 3, 0, 1, 1}[i%10]]
	if i%50 == 0 {
		size = sizes[4+i/50%2]
	}
	p := grey.New(size.X, size.Y)
	grain := i % 3 * 6
	for k := range p.Pix {
		p.Pix[k] = uint8(245 - rnd.IntN(grain+1))
	}
	for y := 10; i%7 != 0 && y+300 < p.H; y += 310 {
		t := texts[rnd.IntN(len(texts))].Scale(0.8 + 0.6*rnd.Float64())
		if i%4 == 0 {
			t = t.Invert()
		}
		if t.W+20 < p.W && y < 2000 {
			p.Paste(t, 10+rnd.IntN(p.W-t.W-10), y+rnd.IntN(5))
		}
	}
	return &image.Gray{Pix: p.Pix, Stride: p.W, Rect: image.Rect(0, 0, p.W, p.H)}
}

// A worker reads pictures for as long as a scan lasts. Memory is what the process had
// at most: it must not grow from the first hundreds to the last, and stay below 700 MB.
//
//	OMP_THREAD_LIMIT=1 go test ./extractors/ocr -run - -bench ThousandPictures -benchtime 1x
func BenchmarkThousandPictures(b *testing.B) {
	r := open(b, "eng", "jpn")
	texts := []*grey.Picture{grey.From(picture(b, "latin.png")), grey.From(picture(b, "japanese.png"))}
	for b.Loop() {
		early := 0
		for i := range 1000 {
			_, err := r.Recognise(context.Background(), varied(i, texts))
			require.NoError(b, err)
			if i%100 == 99 {
				runtime.GC()
				b.Logf("after %d pictures: resident %d MiB, peak %d MiB", i+1, residentKB(b)>>10, peakKB(b)>>10)
			}
			if i == 299 {
				early = residentKB(b)
			}
		}
		assert.Less(b, residentKB(b)-early, 64<<10, "KiB more after 1000 than after 300 pictures")
		assert.Less(b, peakKB(b), 700<<10)
		b.ReportMetric(float64(peakKB(b)>>10), "MiB-peak")
	}
}
