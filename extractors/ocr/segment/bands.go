package segment

import (
	"image"

	"evscan/extractors/ocr/grey"
)

// bandPixels is the size of picture that is looked at as a whole: what finding
// lines needs is about ten times that in bytes.
const bandPixels = 16 << 20

// overlap of two bands in pixels: more than the highest line.
const overlap = 2 * maxPartHeight

// FindTiled is Find for pictures of any size: large ones are looked at in bands of
// their full width. A line found in two bands counts in the one it is nearer to
// the middle of.
func FindTiled(p *grey.Picture, lossy bool) []Line {
	lines, _ := FindAll(p, lossy)
	return lines
}

// FindAll is FindTiled, and returns beside the lines the boxes of glyphs that make
// none.
func FindAll(p *grey.Picture, lossy bool) ([]Line, []image.Rectangle) {
	return findBands(p, lossy, max(4*overlap, bandPixels/max(1, p.W)))
}

func findBands(p *grey.Picture, lossy bool, height int) (out []Line, loose []image.Rectangle) {
	if p.H <= height {
		return find(p, lossy)
	}
	for top := 0; top < p.H; top += height - overlap {
		bottom := min(p.H, top+height)
		part := p.Crop(image.Rect(0, top, p.W, bottom))
		theirs := func(r image.Rectangle) bool { // of the band above or below
			mid := (r.Min.Y + r.Max.Y) / 2
			return top > 0 && mid < overlap/2 || bottom < p.H && mid >= height-overlap/2
		}
		lines, rest := find(part, lossy)
		for _, l := range lines {
			if !theirs(l.Box) {
				l.move(top)
				out = append(out, l)
			}
		}
		for _, r := range rest {
			if !theirs(r) {
				loose = append(loose, r.Add(image.Pt(0, top)))
			}
		}
		if bottom == p.H {
			break
		}
	}
	return out, loose
}

func (l *Line) move(dy int) {
	d := image.Pt(0, dy)
	l.Box = l.Box.Add(d)
	l.Baseline += dy
	for i := range l.Parts {
		l.Parts[i] = l.Parts[i].Add(d)
	}
}
