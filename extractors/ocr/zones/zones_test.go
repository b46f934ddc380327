package zones

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/evidence"
)

// canvas is a drawn window or page with words written as dark blocks.
type canvas struct {
	*image.RGBA
	words []evidence.Word
}

func newCanvas(w, h int) *canvas {
	c := &canvas{RGBA: image.NewRGBA(image.Rect(0, 0, w, h))}
	c.fill(c.Rect, color.White)
	return c
}

func (c *canvas) fill(r image.Rectangle, col color.Color) {
	draw.Draw(c, r, image.NewUniform(col), image.Point{}, draw.Src)
}

// write sets a row of one word in a block of its own, its letters as strokes.
func (c *canvas) write(x, y int, text string, ink color.Color) {
	w := 8 * len([]rune(text))
	for i := 0; i < w; i += 8 {
		c.fill(image.Rect(x+i, y, x+i+2, y+12), ink)
	}
	n := len(c.words) + 1
	c.words = append(c.words, evidence.Word{Text: text, Box: evidence.Box{X: x, Y: y, W: w, H: 12}, Block: n, Line: 1})
}

func (c *canvas) zones() map[string]evidence.Zone {
	Mark(c, c.words)
	out := map[string]evidence.Zone{}
	for _, w := range c.words {
		if w.Zone != "" {
			out[w.Text] = w.Zone
		}
	}
	return out
}

// frame draws the border of a rectangle.
func (c *canvas) frame(r image.Rectangle, col color.Color) {
	c.fill(image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+2), col)
	c.fill(image.Rect(r.Min.X, r.Max.Y-2, r.Max.X, r.Max.Y), col)
	c.fill(image.Rect(r.Min.X, r.Min.Y, r.Min.X+2, r.Max.Y), col)
	c.fill(image.Rect(r.Max.X-2, r.Min.Y, r.Max.X, r.Max.Y), col)
}

var (
	bar  = color.RGBA{225, 228, 232, 255}
	dark = color.RGBA{30, 35, 45, 255}
	pale = color.RGBA{240, 242, 245, 255}
	red  = color.RGBA{200, 30, 30, 255}
)

func TestWindow(t *testing.T) {
	for _, buttons := range []bool{true, false} {
		c := newCanvas(900, 600)
		c.fill(image.Rect(0, 0, 900, 30), bar)
		c.write(30, 9, "Plan Viewer", color.Black)
		if buttons {
			for _, x := range []int{770, 815, 860} {
				c.fill(image.Rect(x, 10, x+12, 20), color.Black)
			}
		}
		c.write(30, 40, "File Edit", color.Black)
		c.write(30, 200, "Northfield Ltd", color.Black)
		want := map[string]evidence.Zone{}
		if buttons {
			want["Plan Viewer"] = evidence.ZoneWindowTitle
		}
		assert.Equal(t, want, c.zones(), "buttons: %v", buttons)
	}
	c := newCanvas(900, 600)
	c.fill(image.Rect(0, 0, 900, 30), dark)
	for i, col := range []color.RGBA{{255, 95, 86, 255}, {255, 189, 46, 255}, {39, 201, 63, 255}} {
		c.fill(image.Rect(14+20*i, 9, 26+20*i, 21), col)
	}
	c.write(380, 9, "deploy - zsh", color.White)
	c.write(30, 100, "total 24", color.Black)
	assert.Equal(t, map[string]evidence.Zone{"deploy - zsh": evidence.ZoneWindowTitle}, c.zones())
}

func TestBrowser(t *testing.T) {
	c := newCanvas(1000, 700)
	c.fill(image.Rect(0, 0, 1000, 36), bar)
	c.write(40, 12, "Portal", color.Black)
	c.fill(image.Rect(100, 42, 900, 68), pale)
	c.write(130, 49, "https://portal.north.example/top", color.Black)
	c.write(40, 120, "Welcome", color.Black)
	c.write(40, 400, "https://www.south.example/news", color.Black)
	c.fill(image.Rect(0, 660, 1000, 700), dark)
	c.write(920, 666, "9:02", color.White)
	c.write(100, 675, "Search", color.White)
	assert.Equal(t, map[string]evidence.Zone{
		"Portal": evidence.ZoneTab, "https://portal.north.example/top": evidence.ZoneAddressBar, "9:02": evidence.ZoneTaskbar, "Search": evidence.ZoneTaskbar,
	}, c.zones(), "an address in the text is none of a bar")
}

func TestFileManager(t *testing.T) {
	for text, zone := range map[string]evidence.Zone{
		`\\fs01\share\plans`: evidence.ZonePath, `C:\plans`: evidence.ZonePath, "PC > Data > Plans": evidence.ZonePath, "Plans and > figures": "", "¥1200": "", "Worayfs01 ¥ plans": evidence.ZonePath,
	} {
		c := newCanvas(900, 600)
		c.fill(image.Rect(80, 40, 800, 64), pale)
		c.write(100, 46, text, color.Black)
		c.write(100, 200, "budget.xlsx", color.Black)
		want := map[string]evidence.Zone{}
		if zone != "" {
			want[text] = zone
		}
		assert.Equal(t, want, c.zones())
	}
}

func TestMail(t *testing.T) {
	c := newCanvas(900, 600)
	c.write(300, 100, "From: a@north.example", color.Black)
	c.write(300, 120, "To: b@south.example", color.Black)
	c.write(700, 120, "11:04", color.Black)
	c.write(300, 140, "Subject: Plans", color.Black)
	c.write(300, 220, "To the board", color.Black)
	assert.Equal(t, map[string]evidence.Zone{"From: a@north.example": evidence.ZoneMailHeader, "To: b@south.example": evidence.ZoneMailHeader,
		"11:04": evidence.ZoneMailHeader, "Subject: Plans": evidence.ZoneMailHeader}, c.zones())
	c = newCanvas(900, 600)
	c.write(300, 100, "From 2020-01-01", color.Black)
	c.write(300, 120, "To 2020-12-31", color.Black)
	assert.Empty(t, c.zones(), "a period of time")
}

func TestTable(t *testing.T) {
	for _, data := range []string{"4711", "Oslo"} {
		c := newCanvas(900, 600)
		for i, x := range []int{40, 200, 360, 520} {
			c.write(x, 100, []string{"Vendor", "City", "Order", "Sum"}[i], color.Black)
			c.write(x, 130, data, color.Black)
			c.write(x, 160, data, color.Black)
		}
		got := c.zones()
		if data == "4711" {
			assert.Equal(t, map[string]evidence.Zone{"Vendor": evidence.ZoneTableHeader, "City": evidence.ZoneTableHeader, "Order": evidence.ZoneTableHeader, "Sum": evidence.ZoneTableHeader}, got)
		} else {
			assert.Empty(t, got, "rows that are all alike have no head")
		}
	}
	c := newCanvas(900, 600)
	c.fill(image.Rect(0, 90, 900, 120), bar)
	for i, x := range []int{40, 200, 360} {
		c.write(x, 100, []string{"Vendor", "City", "Group"}[i], color.Black)
		c.write(x, 130, "Oslo", color.Black)
		c.write(x, 160, "Bergen", color.Black)
	}
	assert.Len(t, c.zones(), 3, "a shaded row")
}

func TestLetter(t *testing.T) {
	letter := func(rule bool, first string) *canvas {
		c := newCanvas(700, 1000)
		c.write(60, 40, first, color.Black)
		c.write(60, 60, "TEL 03-0000-0000", color.Black)
		if rule {
			c.fill(image.Rect(50, 90, 650, 91), color.Black)
		}
		c.write(60, 300, "We enclose the plans", color.Black)
		c.write(320, 960, "Page 1", color.Black)
		return c
	}
	assert.Equal(t, map[string]evidence.Zone{"Northfield Ltd": evidence.ZoneLetterhead, "TEL 03-0000-0000": evidence.ZoneLetterhead, "Page 1": evidence.ZoneFooter},
		letter(true, "Northfield Ltd").zones())
	assert.Equal(t, map[string]evidence.Zone{"Page 1": evidence.ZoneFooter}, letter(false, "Northfield Ltd").zones(), "no rule")
	assert.Equal(t, map[string]evidence.Zone{"Page 1": evidence.ZoneFooter}, letter(true, "北野設備株式会社 御中").zones(), "who is addressed is no issuer")
}

func TestSeal(t *testing.T) {
	c := newCanvas(700, 1000)
	c.frame(image.Rect(500, 300, 570, 370), red)
	c.write(515, 330, "北野設備", red)
	c.write(60, 330, "Northfield Ltd", color.Black)
	c.frame(image.Rect(60, 500, 400, 540), red) // a box drawn around words
	c.write(80, 515, "見積金額", red)
	assert.Equal(t, map[string]evidence.Zone{"北野設備": evidence.ZoneSeal}, c.zones())
	c = newCanvas(700, 1000)
	c.fill(image.Rect(500, 300, 570, 370), red) // a button
	c.write(515, 330, "Stop", color.White)
	assert.Empty(t, c.zones())
}

func FuzzMark(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4}, "To: a@north.example|9:02|https://north.example/|Page 1", uint16(300), uint16(400))
	f.Fuzz(func(t *testing.T, pix []byte, text string, w, h uint16) {
		img := image.NewGray(image.Rect(-3, 5, int(w%500), int(h%500)))
		for i := range img.Pix {
			if len(pix) > 0 {
				img.Pix[i] = pix[i%len(pix)]
			}
		}
		var words []evidence.Word
		for i, s := range []rune(text) {
			at := func(k int) int { return int(s)*(k+3)%700 - 50 }
			words = append(words, evidence.Word{Text: string(s) + text, Box: evidence.Box{X: at(i), Y: at(i + 1), W: at(i+2) / 4, H: at(i+3) / 9}, Block: i / 3, Line: i / 2})
			if i > 40 {
				break
			}
		}
		Mark(img, words)
		for _, w := range words {
			assert.Equal(t, w.Zone == "", w.Why == "")
		}
	})
}

// A screenshot of 200 rows of text.
func BenchmarkMark(b *testing.B) {
	c := newCanvas(1600, 900)
	c.fill(image.Rect(0, 0, 1600, 30), bar)
	for i := range 200 {
		c.write(20+320*(i%5), 40+21*(i/5), "Northfield Ltd 4711", color.Black)
	}
	for b.Loop() {
		for i := range c.words {
			c.words[i].Zone, c.words[i].Why = "", ""
		}
		Mark(c, c.words)
	}
}
