package bench

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math/rand/v2"
	"os"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// fontFile is the font of scans and screenshots; the Debian package fonts-noto-cjk
// brings it. Other versions of it give other bytes.
const fontFile = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"

// Studio draws text. It is not safe for use by several goroutines.
type Studio struct {
	font  *opentype.Font
	faces map[int]font.Face
}

// NewStudio loads the font.
func NewStudio() (*Studio, error) {
	data, err := os.ReadFile(fontFile)
	if err != nil {
		return nil, fmt.Errorf("loading the font of screenshots: %w", err)
	}
	c, err := opentype.ParseCollection(data)
	if err != nil {
		return nil, fmt.Errorf("loading the font of screenshots: %w", err)
	}
	f, err := c.Font(0)
	if err != nil {
		return nil, fmt.Errorf("loading the font of screenshots: %w", err)
	}
	return &Studio{font: f, faces: map[int]font.Face{}}, nil
}

func (s *Studio) face(size int) font.Face {
	if f, ok := s.faces[size]; ok {
		return f
	}
	f, err := opentype.NewFace(s.font, &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return nil // cannot happen: only options that are out of range fail
	}
	s.faces[size] = f
	return f
}

// canvas is a picture that text is drawn on.
type canvas struct {
	*image.RGBA
	st *Studio
}

func (s *Studio) canvas(w, h int, back color.Color) *canvas {
	c := &canvas{image.NewRGBA(image.Rect(0, 0, w, h)), s}
	draw.Draw(c, c.Bounds(), image.NewUniform(back), image.Point{}, draw.Src)
	return c
}

func (c *canvas) fill(x, y, w, h int, col color.Color) {
	draw.Draw(c, image.Rect(x, y, x+w, y+h), image.NewUniform(col), image.Point{}, draw.Src)
}

func (c *canvas) text(x, y, size int, col color.Color, s string) {
	d := font.Drawer{Dst: c, Src: image.NewUniform(col), Face: c.st.face(size), Dot: fixed.P(x, y)}
	d.DrawString(s)
}

func (c *canvas) width(size int, s string) int {
	return font.MeasureString(c.st.face(size), s).Round()
}

func (c *canvas) png() ([]byte, error) {
	var b bytes.Buffer
	if err := png.Encode(&b, c); err != nil {
		return nil, fmt.Errorf("encoding a picture: %w", err)
	}
	return b.Bytes(), nil
}

// pageLines is how many lines of a paper a scan shows; reading them costs.
const pageLines = 14

// page draws a paper as a scanner sees it: gray, with some dirt.
func (s *Studio) page(p *paper, r *rand.Rand) image.Image {
	const w, h = 840, 1188
	paperTone := color.Gray{Y: uint8(238 + r.IntN(17))}
	ink := color.Gray{Y: uint8(20 + r.IntN(50))}
	if chance(r, .08) { // a faint copy, which machines hardly read
		ink = color.Gray{Y: uint8(170 + r.IntN(30))}
	}
	c := s.canvas(w, h, paperTone)
	y, used := 90, 0
	ruled, seal := chance(r, .5), chance(r, .3)
	put := func(x, size int, text string) {
		if used >= pageLines || text == "" {
			return
		}
		used++
		c.text(x, y, size, ink, clipRunes(text, 64))
		y += size + 14
	}
	for _, k := range p.blocks {
		switch k.style {
		case "title":
			put(max(40, w/2-c.width(34, k.text)/2), 34, k.text)
			y += 16
		case "right":
			put(w-60-c.width(20, k.text), 20, k.text)
		case "pair":
			top := y
			for i, l := range k.left {
				if i < 4 {
					put(70, 21, l)
				}
			}
			bottom := y
			y = top + 30
			for i, l := range k.right {
				if i < 4 {
					put(460, 19, l)
				}
			}
			y = max(y, bottom) + 10
		case "table":
			for i, row := range k.rows {
				if i >= 4 || used >= pageLines {
					break
				}
				used++
				for j, cell := range row {
					c.text(70+j*(w-140)/len(row), y, 18, ink, clipRunes(cell, 150/len(row)))
				}
				if ruled {
					c.fill(66, y+9, w-132, 1, ink)
				}
				y += 34
			}
		case "gap":
			y += 12
		default:
			for _, l := range strings.Split(k.text, "\n") {
				put(70, 21, l)
			}
		}
	}
	if seal {
		c.ring(w-150, 330+r.IntN(60), 34, color.Gray{Y: 150})
	}
	for range 40 + r.IntN(160) {
		x, y := r.IntN(w), r.IntN(h)
		c.fill(x, y, 1+r.IntN(2), 1+r.IntN(2), color.Gray{Y: uint8(90 + r.IntN(120))})
	}
	g := image.NewGray(c.Bounds())
	draw.Draw(g, g.Bounds(), c, image.Point{}, draw.Src)
	if chance(r, .3) {
		return skewed(g, (r.Float64()-.5)*.016, paperTone)
	}
	return g
}

// ring draws a circle as a seal leaves it.
func (c *canvas) ring(x, y, radius int, col color.Color) {
	for dy := -radius; dy <= radius; dy++ {
		for dx := -radius; dx <= radius; dx++ {
			if d := dx*dx + dy*dy; d <= radius*radius && d >= (radius-3)*(radius-3) {
				c.Set(x+dx, y+dy, col)
			}
		}
	}
}

// skewed shears a page by a slope in both directions, which for small slopes is as
// good as turning it.
func skewed(g *image.Gray, slope float64, back color.Gray) *image.Gray {
	b := g.Bounds()
	out := image.NewGray(b)
	for y := range b.Dy() {
		for x := range b.Dx() {
			from := image.Pt(x+int(slope*float64(y)), y-int(slope*float64(x)))
			if from.In(b) {
				out.SetGray(x, y, g.GrayAt(from.X, from.Y))
			} else {
				out.SetGray(x, y, back)
			}
		}
	}
	return out
}
