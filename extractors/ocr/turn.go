package ocr

import (
	"cmp"
	"context"
	"image"
	"slices"

	"evscan/evidence"
	"evscan/extractors/ocr/segment"
	"evscan/extractors/ocr/upright"
)

// page is a view of a picture with its lines.
type page struct {
	upright.View
	lossy bool
	lines []segment.Line
	loose []image.Rectangle // glyphs that make no line
	down  bool              // its lines are columns: text written downwards, turned to the left
}

func newPage(v upright.View, lossy bool) page {
	p := page{View: v, lossy: lossy}
	p.lines, p.loose = segment.FindAll(v.Picture, lossy)
	return p
}

// glyphs are the boxes of all that may be glyphs.
func (p *page) glyphs() []image.Rectangle {
	out := slices.Clone(p.loose)
	for i := range p.lines {
		out = append(out, p.lines[i].Parts...)
	}
	return out
}

// turned is the page turned clockwise by quarters.
func (p *page) turned(quarters int) page { return newPage(p.Turn(quarters), p.lossy) }

// straight is the page without its skew. A page that is level is returned as it is.
func (p page) straight() page {
	glyphs := p.glyphs()
	if a, ok := upright.Skew(glyphs); ok {
		return newPage(p.Straighten(a), true)
	}
	return p
}

// words reads the page. Boxes lie on the original picture.
func (r *recogniser) words(ctx context.Context, p page) ([]evidence.Word, error) {
	read, err := r.readPage(ctx, p, p.lines)
	if err != nil {
		return nil, err
	}
	words := arrange(read, image.Point{})
	for i, w := range words {
		b := p.Back(image.Rect(w.Box.X, w.Box.Y, w.Box.X+w.Box.W, w.Box.Y+w.Box.H))
		words[i].Box = evidence.Box{X: b.Min.X, Y: b.Min.Y, W: b.Dx(), H: b.Dy()}
	}
	return words, nil
}

func (r *recogniser) readPage(ctx context.Context, p page, lines []segment.Line) ([]reading, error) {
	return r.readLines(ctx, p.Picture, lines)
}

// How a page that may not be upright is tried.
const (
	trialLines = 6
	trialGlyph = 4    // parts a line must have to be tried
	readable   = 0.60 // confidence of a page that is taken for upright without a trial
	legible    = 0.55 // confidence that another way of reading must have
	clearer    = 0.12 // and by how much it must be above that of the first
)

// trial is the confidence with which a few lines of p are read.
func (r *recogniser) trial(ctx context.Context, p page) (float64, error) {
	lines := slices.DeleteFunc(slices.Clone(p.lines), func(l segment.Line) bool { return len(l.Parts) < trialGlyph })
	slices.SortStableFunc(lines, func(a, b segment.Line) int { return cmp.Compare(len(b.Parts), len(a.Parts)) })
	read, err := r.readPage(ctx, p, lines[:min(len(lines), trialLines)])
	if err != nil {
		return 0, err
	}
	return sure(arrange(read, image.Point{})), nil
}

// sure is the mean confidence of words by their length, 0 of none.
func sure(words []evidence.Word) float64 {
	sum, n := 0.0, 0
	for _, w := range words {
		k := len([]rune(w.Text))
		sum += w.Confidence * float64(k)
		n += k
	}
	return sum / float64(max(n, 1))
}

// upright finds the view of a picture in which its text can be read.
func (r *recogniser) upright(ctx context.Context, first page) (page, error) {
	if upright.Sideways(first.glyphs()) {
		best, err := r.best(ctx, first, 3, 1)
		if err != nil {
			return first, err
		}
		first = best
	}
	return first.straight(), nil
}

// best tries first and its turns by quarters and returns the one that is read best.
func (r *recogniser) best(ctx context.Context, first page, quarters ...int) (page, error) {
	most, err := r.trial(ctx, first.straight())
	if err != nil {
		return first, err
	}
	most = max(legible, most+clearer)
	best := first
	for _, q := range quarters {
		p := first.turned(q).straight()
		c, err := r.trial(ctx, p)
		if err != nil {
			return first, err
		}
		if c > most {
			best, most = p, c
		}
	}
	return best, nil
}

// readUpright reads the picture, and again upside down where it cannot be read as
// it stands.
func (r *recogniser) readUpright(ctx context.Context, first page) ([]evidence.Word, error) {
	p, err := r.upright(ctx, first)
	if err != nil {
		return nil, err
	}
	words, err := r.words(ctx, p)
	if err != nil || sure(words) >= readable || len(p.lines) == 0 {
		return words, err
	}
	if q, err := r.best(ctx, p, 2); err != nil || q.Picture == p.Picture {
		return words, err
	} else {
		return r.words(ctx, q)
	}
}
