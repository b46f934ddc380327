package proof

import (
	"image"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/extractors/ocr/grey"
)

// The strips of these tests are drawn by hand: capitals of 20 pixels on a baseline at 30.
const (
	testBase    = 30
	testCapital = 20
	cell        = 12 // from letter to letter
)

// ink draws, for each letter of shapes, what stands at its place: l a stroke, i a
// stroke with a dot, ? a stroke of which a blur leaves half the gap, o a small letter,
// @ a wide sign that hangs below the line, 0 a digit, . a dot, and a blank nothing.
func ink(shapes string) *grey.Picture {
	p := grey.New(cell*len(shapes)+8, 42)
	p.Fill(255)
	box := func(x0, y0, x1, y1 int, v uint8) {
		for y := y0; y < y1; y++ {
			for x := x0; x < x1; x++ {
				p.Pix[y*p.W+x] = v
			}
		}
	}
	for i, s := range shapes {
		x := 4 + i*cell
		switch s {
		case 'l':
			box(x+4, 10, x+7, testBase, 0)
		case 'i', '?':
			box(x+4, 10, x+7, testBase, 0)
			gap := uint8(255)
			if s == '?' {
				gap = 80 // ink 175 of 255, between gone and solid
			}
			box(x+4, 13, x+7, 16, gap)
		case 'o':
			box(x+1, 16, x+10, testBase, 0)
		case '0':
			box(x+1, 10, x+10, testBase, 0)
		case '@':
			box(x, 10, x+11, testBase+5, 0)
		case '.':
			box(x+4, 27, x+7, testBase, 0)
		}
	}
	return p
}

// boxes gives each character of text the box of its cell's ink in shapes.
func boxes(text, shapes string) []Glyph {
	var out []Glyph
	for i, r := range []rune(text) {
		x := 4 + i*cell
		b := image.Rect(x+1, 10, x+10, testBase)
		switch shapes[i] {
		case 'l', 'i', '?', '.':
			b = image.Rect(x+4, 10, x+7, testBase)
		case '@':
			b = image.Rect(x, 10, x+11, testBase+5)
		}
		out = append(out, Glyph{Text: string(r), Box: b, Confidence: 90})
	}
	return out
}

func TestInkDecides(t *testing.T) {
	for _, c := range []struct{ read, shapes, want string }{
		{"north-itd.example", "00000olooo.oooooo", "north-ltd.example"}, // no dot: not an i
		{"north-!td.example", "00000olooo.oooooo", "north-ltd.example"},
		{"north-Itd.example", "00000olooo.oooooo", "north-ltd.example"},
		{"north-ltd.example", "00000oiooo.oooooo", "north-itd.example"}, // a dot: not an l
		{"north-itd.example", "00000oiooo.oooooo", "north-itd.example"},
		{"north-ltd.example", "00000o?ooo.oooooo", "north-ltd.example"}, // blurred: as read
		{"north-itd.example", "00000o?ooo.oooooo", "north-itd.example"},
		{"Stop!", "00ool", "Stop!"},       // ends its word
		{"Ill", "lll", "Ill"},             // a capital may begin a word
		{"mail", "ooii", "maii"},          // two strokes for two letters, both dotted
		{"hiIl", "0iil", "hiil"},          // each of a group by its own stroke
		{"HILL", "0lll", "HILL"},          // no small letter beside
		{"srv01@2", "ooo0000", "srv0102"}, // as low and narrow as its neighbours: a zero
		{"srv01@2", "ooo00@0", "srv01@2"}, // hangs below the line: the sign
	} {
		l := Line{Picture: ink(c.shapes), Baseline: testBase, Capital: testCapital}
		assert.Equal(t, c.want, Text(l.Word(boxes(c.read, c.shapes))), "%s over %s", c.read, c.shapes)
	}
}

func TestASureReadingStays(t *testing.T) {
	shapes := "00000olooo.oooooo"
	l := Line{Picture: ink(shapes), Baseline: testBase, Capital: testCapital}
	glyphs := boxes("north-itd.example", shapes)
	glyphs[6].Confidence = 98
	assert.Equal(t, "north-itd.example", Text(l.Word(glyphs)))
	glyphs[6].Confidence = 97.9
	assert.Equal(t, "north-ltd.example", Text(l.Word(glyphs)))
}

func TestDots(t *testing.T) {
	shapes := "ooooo.ooooooo.oo"
	l := Line{Picture: ink(shapes), Baseline: testBase, Capital: testCapital}
	read := func(text string, without ...int) []Glyph {
		var out []Glyph
		for i, g := range boxes(text, shapes) {
			skip := false
			for _, w := range without {
				skip = skip || w == i
			}
			if !skip {
				out = append(out, g)
			}
		}
		return out
	}
	assert.Equal(t, "north.example.co", Text(l.Word(read("north.example.co"))))
	assert.Equal(t, "north.example.co", Text(l.Word(read("north.example.co", 5))), "a stop that was not read")
	assert.Equal(t, "north.example.co", Text(l.Word(read("north,example_co"))), "stops read as other signs of no height")
	assert.Equal(t, "north.example.co", Text(l.Word(read("north.examplejco"))), "a narrow letter where there is but a dot")
	assert.Equal(t, "northexampleco", Text(l.Word(read("north.example.co", 5, 13))), "no address: a speck is a speck")
	for read, shapes := range map[string]string{
		"14,20.2021.12.34": "oo.ooooooooooooo", // an amount is no address
		"part1,200example": "ooooo.oooooooooo", // a thousand ends with a comma
	} {
		l := Line{Picture: ink(shapes), Baseline: testBase, Capital: testCapital}
		assert.Equal(t, read, Text(l.Word(boxes(read, shapes))))
	}
	sure := read("north.examplejco")
	sure[13].Confidence = 97
	assert.Equal(t, "north.examplejco", Text(l.Word(sure)), "a letter the engine is sure of")

	swallowed := read("north.example.co", 5)
	swallowed[4].Box.Max.X = 4 + 5*cell + 8 // h with the stop behind it
	assert.Equal(t, "north.example.co", Text(l.Word(swallowed)))
	swallowed = read("north.example.co", 5)
	swallowed[5].Box.Min.X = 4 + 5*cell + 3 // e with the stop before it
	assert.Equal(t, "north.example.co", Text(l.Word(swallowed)))
}

func TestSigns(t *testing.T) {
	for read, want := range map[string]string{
		"j.doe®north.example":           "j.doe@north.example",
		"j.doe@®north.example":          "j.doe@north.example",
		"<j.doe®north.example>":         "<j.doe@north.example>",
		"doe必north-sea.example":         "doe@north-sea.example",
		"doe⑩north.co.example":          "doe@north.co.example",
		"Northfield®":                   "Northfield®",
		"Northfield®Pumps":              "Northfield®Pumps",
		"a®north.example":               "a®north.example", // one letter before it is no more than a list's
		"doe®north.example日":            "doe®north.example日",
		"lronbridge":                    "Ironbridge",
		"(lreland)":                     "(Ireland)",
		"llama":                         "llama",
		"north-ltd":                     "north-ltd",
		"l'art":                         "l'art",
		"lx":                            "lx",
		"":                              "",
		"株式会社lnternational":             "株式会社International",
		strings.Repeat("x", 300) + "®y": strings.Repeat("x", 300) + "®y",
	} {
		var glyphs []Glyph
		for _, r := range read {
			glyphs = append(glyphs, Glyph{Text: string(r), Confidence: 99})
		}
		l := Line{Picture: grey.New(1, 1), Baseline: testBase, Capital: testCapital}
		assert.Equal(t, want, Text(l.Word(glyphs)))
	}
	small := []Glyph{{Text: "a"}, {Text: "®"}}
	assert.Equal(t, small, Line{Picture: grey.New(1, 1), Capital: 7}.Word(small), "too small to tell")
}

func FuzzWord(f *testing.F) {
	f.Add("north-itd.example", []byte{0, 1, 2, 3, 4, 5, 6, 7}, 30, 20)
	f.Add("j.doe®north.example", []byte("............"), -5, 300)
	f.Fuzz(func(t *testing.T, text string, places []byte, base, capital int) {
		if len(text) > 200 || capital > 1000 || base > 1000 || base < -1000 {
			return
		}
		var glyphs []Glyph
		for i, r := range []rune(text) {
			g := Glyph{Text: string(r)}
			if len(places) > 0 {
				at := func(k int) int { return int(places[(i+k)%len(places)]) - 20 }
				g.Box, g.Confidence = image.Rect(at(0), at(1), at(2), at(3)), float64(at(4))
			}
			glyphs = append(glyphs, g)
		}
		before := Text(glyphs)
		l := Line{Picture: ink("li0o@. ?i"), Baseline: base, Capital: capital}
		got := l.Word(glyphs)
		assert.Equal(t, before, Text(glyphs), "the glyphs given are left as they are")
		assert.LessOrEqual(t, len(got), 2*len(glyphs)+len(ink("li0o@. ?i").Pix))
	})
}
