package ocr

import (
	"image"
	"image/color"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"

	"evscan/evidence"
)

// rotated turns img clockwise on white.
func rotated(img image.Image, degrees float64) image.Image {
	b := img.Bounds()
	w, h := float64(b.Dx()), float64(b.Dy())
	s, c := math.Sincos(degrees * math.Pi / 180)
	nw, nh := math.Round(w*math.Abs(c)+h*math.Abs(s)), math.Round(w*math.Abs(s)+h*math.Abs(c))
	o := image.NewGray(image.Rect(0, 0, int(nw), int(nh)))
	draw.Draw(o, o.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	var with draw.Transformer = draw.CatmullRom
	if math.Mod(degrees, 90) == 0 {
		with = draw.NearestNeighbor
	}
	with.Transform(o, f64.Aff3{c, -s, nw/2 - c*w/2 + s*h/2, s, c, nh/2 - s*w/2 - c*h/2}, img, b, draw.Over, nil)
	return o
}

func TestTurnedPages(t *testing.T) {
	r := open(t)
	img := picture(t, "latin.png")
	for _, degrees := range []float64{90, 180, 270} {
		assert.Equal(t, latin(), texts(t, r, rotated(img, degrees)), "%v degrees", degrees)
	}
	assert.ElementsMatch(t, latin(), texts(t, r, rotated(img, -3)), "a slope may change the order")
}

// The first word of testdata/latin.png lies at (13,13) and is 60 pixels wide and 12 high.
func TestBoxesOfTurnedPages(t *testing.T) {
	r := open(t)
	img := picture(t, "latin.png")
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	for degrees, want := range map[float64]evidence.Box{
		90:  {X: h - 25, Y: 13, W: 12, H: 60},
		180: {X: w - 73, Y: h - 25, W: 60, H: 12},
		270: {X: 13, Y: w - 73, W: 12, H: 60},
	} {
		got, err := r.Recognise(t.Context(), rotated(img, degrees))
		require.NoError(t, err)
		require.NotEmpty(t, got.Words)
		first := got.Words[0]
		assert.Equal(t, "Northfield", first.Text)
		assert.InDelta(t, want.X, first.Box.X, 4, "%v degrees: %v", degrees, first.Box)
		assert.InDelta(t, want.Y, first.Box.Y, 4, "%v degrees: %v", degrees, first.Box)
		assert.InDelta(t, want.W, first.Box.W, 4, "%v degrees: %v", degrees, first.Box)
		assert.InDelta(t, want.H, first.Box.H, 4, "%v degrees: %v", degrees, first.Box)
	}
}

// The columns of testdata/columns.png (Noto Serif CJK, 22 pixels) from right to left.
func TestColumns(t *testing.T) {
	r := open(t, "eng", "jpn")
	if r.(*recogniser).vertical == "" {
		t.Skip("the model jpn_vert is not installed; make install installs it")
	}
	got := strings.ReplaceAll(strings.Join(texts(t, r, picture(t, "columns.png")), ""), "\n", "")
	assert.Equal(t, "北野設備工業株式会社は、本社を移転いたします。今後とも変わらぬご愛顧をお願い申し上げます。令和六年三月十五日", got)
}

func TestColumnsWithoutTheirModel(t *testing.T) {
	r := open(t, "eng", "jpn")
	r.(*recogniser).vertical = ""
	got, err := r.Recognise(t.Context(), picture(t, "columns.png"))
	require.NoError(t, err)
	assert.Equal(t, []string{"jpn_vert"}, got.Missing)
}

// Labels at both sides of testdata/sideways.png (Liberation Sans, 15 pixels) are
// turned to the left and to the right.
func TestLabelsAtTheSide(t *testing.T) {
	got := texts(t, open(t), picture(t, "sideways.png"))
	assert.Equal(t, []string{"Northfield Marine Supplies", "Quarterly figures of the harbour business", "Revenue in million yen", "Confidential draft"}, got)
}
