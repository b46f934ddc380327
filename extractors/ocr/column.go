package ocr

import (
	"context"
	"image"

	"evscan/extractors/ocr/segment"
	"evscan/extractors/ocr/strip"
	"evscan/extractors/ocr/upright"
)

// readColumns reads the lines of a page turned to the left, each a column of text
// written downwards: the right one comes first, as it is read.
func (r *recogniser) readColumns(ctx context.Context, p page, lines []segment.Line) ([]reading, error) {
	segment.Snap(lines, sizeRatio)
	out := make([]reading, 0, len(lines))
	for _, l := range lines {
		s := strip.Cut(p.Picture, &l)
		words, err := r.engine.read(ctx, upright.Clockwise(s.Picture), r.vertical, modeColumn)
		if err != nil {
			return nil, err
		}
		for i, w := range words {
			// The column's right edge is the strip's upper one.
			b := image.Rect(w.box.Min.Y, s.H-w.box.Max.X, w.box.Max.Y, s.H-w.box.Min.X)
			words[i].box = s.Back(b)
		}
		out = append(out, reading{line: l, lang: r.vertical, words: words})
	}
	return out, nil
}

// stackSure is the confidence with which a line that runs downwards must be read:
// columns of icons and rules look like one.
const stackSure = 0.75

// readStacks reads the single lines on p that run downwards: labels of an axis,
// stamps, columns beside level text. Lines that were made of their pieces are
// taken off the page.
func (r *recogniser) readStacks(ctx context.Context, p *page) (text, error) {
	var out text
	if p.down {
		return out, nil
	}
	for _, box := range upright.Stacks(p.glyphs()) {
		part := newPage(p.Crop(box), p.lossy)
		q, c, err := r.best(ctx, part, r.waysUp(part)[:3])
		if err != nil {
			return text{}, err
		}
		if q.Picture == part.Picture || c < stackSure {
			continue
		}
		got, err := r.words(ctx, q)
		if err != nil {
			return text{}, err
		}
		if sure(got.words) < stackSure {
			continue
		}
		out.follow(got)
		p.lines = outside(p.lines, box)
	}
	return out, nil
}

// outside are the lines whose middle lies outside box.
func outside(lines []segment.Line, box image.Rectangle) []segment.Line {
	var out []segment.Line
	for _, l := range lines {
		if mid := l.Box.Min.Add(l.Box.Max).Div(2); !mid.In(box) {
			out = append(out, l)
		}
	}
	return out
}
