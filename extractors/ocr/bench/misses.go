package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html/template"
	"image"
	"image/draw"
	"image/png"
	"os"
	"strings"

	"evscan/evidence"
)

// miss is a key that was not read.
type miss struct {
	Picture, Var, Key, Read, Reason string
	Crop                            template.URL // empty where nothing like the key was read
}

// missesPage writes what was read in the place of each missed key, with the picture of it.
func missesPage(path string, pictures []picture, read []evidence.Recognition) error {
	var rows []miss
	for i, p := range pictures {
		var img image.Image
		for _, key := range p.Keys {
			m, box := look(key, read[i].Words)
			if m == nil {
				continue
			}
			m.Picture, m.Var = p.ID, p.Var
			if !box.Empty() {
				var err error
				if img == nil {
					if img, err = decode(p.path); err != nil {
						return err
					}
				}
				if m.Crop, err = crop(img, box); err != nil {
					return err
				}
			}
			rows = append(rows, *m)
		}
	}
	var b bytes.Buffer
	if err := page.Execute(&b, rows); err != nil {
		return err
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}

// look finds the part of the text that is most like the key, and where it stands; nil
// where the key itself was read.
func look(key string, words []evidence.Word) (*miss, image.Rectangle) {
	var text []rune
	var of []int // word of each character
	for i, w := range words {
		for _, r := range squeeze(fold(w.Text)) {
			text, of = append(text, r), append(of, i)
		}
	}
	want := []rune(squeeze(fold(key)))
	d, from, to := nearest(want, text)
	if d == 0 {
		return nil, image.Rectangle{}
	}
	m := &miss{Key: key}
	if 2*d > len(want) || from >= to {
		m.Reason = "nothing like it was read: its line was not found, or is too small or blurred"
		return m, image.Rectangle{}
	}
	m.Read = string(text[from:to])
	m.Reason = reason(want, text[from:to], d)
	var box image.Rectangle
	for i := of[from]; i <= of[to-1]; i++ {
		w := words[i].Box
		box = box.Union(image.Rect(w.X, w.Y, w.X+w.W, w.Y+w.H))
	}
	return m, box
}

// reason says in words how what was read differs.
func reason(want, got []rune, distance int) string {
	switch {
	case distance > 2:
		return fmt.Sprintf("%d of %d characters differ", distance, len(want))
	case len(want) == len(got):
		var pairs []string
		for i := range want {
			if want[i] != got[i] {
				pairs = append(pairs, fmt.Sprintf("%c read as %c", want[i], got[i]))
			}
		}
		return strings.Join(pairs, ", ")
	case len(want) > len(got):
		return "a character was lost"
	}
	return "a character too many"
}

// nearest is the part of text with the least edit distance to key.
func nearest(key, text []rune) (distance, from, to int) {
	type cell struct{ d, from int }
	col := make([]cell, len(key)+1)
	for i := range col {
		col[i].d = i
	}
	distance = len(key)
	for j, r := range text {
		diag := col[0]
		col[0] = cell{0, j + 1}
		for i, k := range key {
			sub := diag
			if i == 0 {
				sub = cell{0, j}
			}
			if k != r {
				sub.d++
			}
			diag = col[i+1]
			best := sub
			for _, c := range []cell{{col[i].d + 1, col[i].from}, {diag.d + 1, diag.from}} {
				if c.d < best.d {
					best = c
				}
			}
			col[i+1] = best
		}
		if c := col[len(key)]; c.d < distance {
			distance, from, to = c.d, c.from, j+1
		}
	}
	return distance, from, to
}

func crop(img image.Image, box image.Rectangle) (template.URL, error) {
	box = box.Add(img.Bounds().Min).Inset(-4).Intersect(img.Bounds())
	part := image.NewRGBA(image.Rect(0, 0, box.Dx(), box.Dy()))
	draw.Draw(part, part.Rect, img, box.Min, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, part); err != nil {
		return "", err
	}
	return template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes())), nil
}

var page = template.Must(template.New("misses").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Keys that were not read</title>
<style>body{font:14px sans-serif;margin:2em}td,th{padding:4px 10px;text-align:left;border-bottom:1px solid #ccc}img{image-rendering:pixelated;max-width:40em}</style>
<h1>Keys that were not read: {{len .}}</h1>
<table><tr><th>picture</th><th>kind</th><th>key</th><th>read</th><th>why</th><th>crop</th></tr>
{{range .}}<tr><td>{{.Picture}}</td><td>{{.Var}}</td><td>{{.Key}}</td><td>{{.Read}}</td><td>{{.Reason}}</td><td>{{if .Crop}}<img alt="" src="{{.Crop}}">{{end}}</td></tr>
{{end}}</table></html>
`))
