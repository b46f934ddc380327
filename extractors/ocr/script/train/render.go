package main

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"evscan/extractors/ocr/grey"
	"evscan/extractors/ocr/script"
	"evscan/extractors/ocr/segment"
)

type fonts struct{ latin, japanese []*sfnt.Font }

// families lists the files that are used: name, and whether it has Japanese.
var families = []struct {
	file     string
	japanese bool
}{
	{"LiberationSans-Regular.ttf", false}, {"LiberationSans-Bold.ttf", false}, {"LiberationSerif-Regular.ttf", false},
	{"LiberationMono-Regular.ttf", false}, {"LiberationSansNarrow-Regular.ttf", false}, {"LiberationSans-Italic.ttf", false},
	{"DejaVuSans.ttf", false}, {"DejaVuSansMono.ttf", false}, {"DejaVuSerif.ttf", false}, {"DejaVuSans-Bold.ttf", false},
	{"OpenSans-Regular.ttf", false}, {"OpenSans-Semibold.ttf", false}, {"Roboto-Regular.ttf", false}, {"Lato-Regular.ttf", false},
	{"NotoSansCJK-Regular.ttc", true}, {"NotoSansCJK-Bold.ttc", true}, {"NotoSerifCJK-Regular.ttc", true},
	{"ipagp.ttf", true}, {"ipag.ttf", true}, {"ipamp.ttf", true}, {"ipam.ttf", true},
	{"VL-Gothic-Regular.ttf", true}, {"VL-PGothic-Regular.ttf", true},
}

func loadFonts(dirs []string) (*fonts, error) {
	paths := map[string]string{}
	for _, d := range dirs {
		err := filepath.WalkDir(d, func(p string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() {
				paths[e.Name()] = p
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("looking for fonts: %w", err)
		}
	}
	var out fonts
	for _, f := range families {
		p := paths[f.file]
		if p == "" {
			fmt.Println("not installed:", f.file)
			continue
		}
		b, err := os.ReadFile(p)
		if err != nil {
			return nil, fmt.Errorf("reading a font: %w", err)
		}
		c, err := opentype.ParseCollection(b)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.file, err)
		}
		face, err := c.Font(0)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.file, err)
		}
		if f.japanese {
			out.japanese = append(out.japanese, face)
		} else {
			out.latin = append(out.latin, face)
		}
	}
	if len(out.latin) == 0 || len(out.japanese) == 0 {
		return nil, errors.New("fonts of both kinds are needed")
	}
	return &out, nil
}

type written struct {
	box      image.Rectangle
	japanese bool
}

// page renders lines of one size in mixed scripts on one ground, and returns the
// samples the segmentation finds in it.
func page(r *rand.Rand, f *fonts) []sample {
	size := 8 + 22*r.Float64()*r.Float64()
	const lines = 12
	pitch := int(size * 2.2)
	img := image.NewGray(image.Rect(0, 0, 900, pitch*(lines+1)))
	ground, ink := colours(r)
	draw.Draw(img, img.Bounds(), image.NewUniform(color.Gray{Y: ground}), image.Point{}, draw.Src)
	var lineList []written
	for i := range lines {
		w := written{japanese: r.IntN(2) == 0}
		text, faces := latinLine(r), f.latin
		if w.japanese {
			text, faces = japaneseLine(r), f.japanese
		} else if r.IntN(3) == 0 {
			faces = f.japanese // Latin text in a Japanese font
		}
		if w.japanese && !strings.ContainsFunc(text, func(c rune) bool { return c > 0x3000 }) {
			continue
		}
		face, err := opentype.NewFace(faces[r.IntN(len(faces))], &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			continue
		}
		y := pitch * (i + 1)
		d := font.Drawer{Dst: img, Src: image.NewUniform(color.Gray{Y: ink}), Face: face, Dot: fixed.P(10+r.IntN(60), y)}
		from := d.Dot.X.Floor()
		d.DrawString(text)
		w.box = image.Rect(from, y-int(size), d.Dot.X.Ceil(), y+int(size*0.3))
		lineList = append(lineList, w)
	}
	pic, lossy := spoil(r, img)
	scale := float64(pic.W) / float64(img.Bounds().Dx())
	var out []sample
	for _, l := range segment.Find(pic, lossy) {
		c := image.Pt(int(float64(l.Box.Min.X+l.Box.Max.X)/2/scale), int(float64(l.Box.Min.Y+l.Box.Max.Y)/2/scale))
		i := slices.IndexFunc(lineList, func(w written) bool { return c.In(w.box) })
		// A fragment of a Japanese line may be its Latin part alone: too narrow to be sure.
		if i < 0 || lineList[i].japanese && float64(l.Box.Dx()) < 0.9*scale*float64(min(lineList[i].box.Dx(), 800)) {
			continue
		}
		out = append(out, sample{f: script.Features(pic, &l), japanese: lineList[i].japanese, width: l.Box.Dx()})
	}
	return out
}

func colours(r *rand.Rand) (ground, ink uint8) {
	ground, ink = uint8(255-r.IntN(40)), uint8(r.IntN(110))
	if r.IntN(5) == 0 {
		ground, ink = uint8(r.IntN(60)), uint8(255-r.IntN(90))
	}
	return ground, ink
}

// spoil does to a page what happens to pictures: nothing, shrinking, compression,
// the noise and blur of a scan.
func spoil(r *rand.Rand, img *image.Gray) (pic *grey.Picture, lossy bool) {
	pic = grey.From(img)
	switch r.IntN(5) {
	case 0:
		pic = pic.Scale(0.6 + 0.3*r.Float64())
	case 1:
		pic = pic.Scale(1.1 + r.Float64())
	case 2:
		for i, v := range pic.Pix {
			pic.Pix[i] = uint8(min(255, max(0, float64(v)+6*r.NormFloat64())))
		}
	}
	if r.IntN(3) > 0 {
		return pic, false
	}
	g := &image.Gray{Pix: pic.Pix, Stride: pic.W, Rect: image.Rect(0, 0, pic.W, pic.H)}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, g, &jpeg.Options{Quality: 35 + r.IntN(60)}); err != nil {
		return pic, false
	}
	back, err := jpeg.Decode(&b)
	if err != nil {
		return pic, false
	}
	return grey.From(back), true
}
