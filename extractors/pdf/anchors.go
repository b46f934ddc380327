package pdf

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Bounds of the words whose places are told.
const (
	maxAnchors    = 100
	maxBoxes      = 8 << 20 // bytes of pdftotext's list of boxes
	anchorGrid    = 64      // fields across the page and down it
	anchorLetters = 2
	marginShare   = 0.2 // of the page, at its top and at its foot: told first
)

// anchors pushes where words stand on the first page: hashes (32 bits of FNV-1a) of a
// word, with each number as one 0, and the field of a grid of 64 x 64 that it begins in.
// Documents made from one template have many in common. Words near the top and the foot
// of the page are told first: there letterheads stand.
func (d *document) anchors() {
	b, err := d.runAfter(maxBoxes, "pdftotext", []string{"-enc", "UTF-8", "-f", "1", "-l", "1", "-bbox"}, []string{"-"})
	if err != nil && len(b) == 0 {
		return // reading the text tells the same problem
	}
	d.out.Meta("pdf:Anchors", strings.Join(anchorsOf(b), " "), "page 1")
}

// anchorsOf reads the output of pdftotext -bbox: elements page with width and height
// and, in them, word with xMin, yMin, xMax and yMax in points.
func anchorsOf(b []byte) []string {
	dec := xml.NewDecoder(bytes.NewReader(b))
	dec.Strict = false
	var w, h float64
	var edge, body []string
	var x, y float64
	var text strings.Builder
	in := false
	for len(edge) < 4*maxAnchors {
		t, err := dec.Token()
		if err != nil { // the end, or damage: what came before it is as good
			break
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "page":
				w, h = number(t, "width"), number(t, "height")
			case "word":
				x, y, in = number(t, "xMin"), number(t, "yMin"), true
				text.Reset()
			}
		case xml.CharData:
			if in && text.Len() < 256 {
				text.Write(t)
			}
		case xml.EndElement:
			if t.Name.Local != "word" || !in {
				break
			}
			in = false
			a, ok := anchor(text.String(), x, y, w, h)
			switch {
			case !ok:
			case y < h*marginShare || y > h*(1-marginShare):
				edge = append(edge, a)
			case len(body) < maxAnchors:
				body = append(body, a)
			}
		}
	}
	list := append(edge, body...)
	list = list[:min(len(list), maxAnchors)]
	slices.Sort(list)
	return slices.Compact(list)
}

func number(e xml.StartElement, name string) float64 {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			if v, err := strconv.ParseFloat(a.Value, 64); err == nil && !math.IsNaN(v) && !math.IsInf(v, 0) {
				return v
			}
		}
	}
	return 0
}

// anchor names a word at its place; false where the word says nothing or stands
// outside of the page.
func anchor(word string, x, y, w, h float64) (string, bool) {
	if w <= 0 || h <= 0 || x < 0 || y < 0 || x >= w || y >= h {
		return "", false
	}
	var b strings.Builder
	letters, last := 0, ' '
	for _, r := range word {
		if unicode.IsDigit(r) {
			if last != '0' {
				b.WriteByte('0')
			}
			last = '0'
			continue
		}
		if unicode.IsLetter(r) {
			letters++
		}
		last = unicode.ToLower(r)
		b.WriteRune(last)
	}
	if letters < anchorLetters {
		return "", false
	}
	f := fnv.New32a()
	fmt.Fprintf(f, "%s@%d,%d", b.String(), int(x/w*anchorGrid), int(y/h*anchorGrid))
	return fmt.Sprintf("%08x", f.Sum32()), true
}
