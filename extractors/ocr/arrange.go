package ocr

import (
	"cmp"
	"image"
	"math"
	"slices"

	"evscan/evidence"
)

// row is readings that stand side by side with little between them.
type row struct {
	box   image.Rectangle
	glyph float64
	parts []reading
}

// block is rows that stand close below each other: a paragraph, an address.
type block struct {
	box  image.Rectangle
	rows []*row
}

// arrange puts what was read into blocks in reading order: blocks from top to
// bottom and left to right, within them row by row. Columns and cells of a table
// are blocks of their own. Words are moved by origin.
func arrange(read []reading, origin image.Point) []evidence.Word {
	var out []evidence.Word
	for b, bl := range blocks(rows(read)) {
		for l, rw := range bl.rows {
			for _, r := range rw.parts {
				for _, w := range r.words {
					box := w.box.Add(origin)
					out = append(out, evidence.Word{Text: w.text, Lang: r.lang, Block: b + 1, Line: l + 1,
						Confidence: min(1, max(0, w.confidence/100)),
						Box:        evidence.Box{X: box.Min.X, Y: box.Min.Y, W: box.Dx(), H: box.Dy()}})
				}
			}
		}
	}
	return out
}

// rows joins readings of one size on one height whose gap is below two glyphs.
func rows(read []reading) []*row {
	read = slices.DeleteFunc(slices.Clone(read), func(r reading) bool { return len(r.words) == 0 })
	slices.SortStableFunc(read, func(a, b reading) int {
		return cmp.Or(cmp.Compare(a.line.Box.Min.X, b.line.Box.Min.X), cmp.Compare(a.line.Box.Min.Y, b.line.Box.Min.Y))
	})
	var out []*row
	for _, r := range read {
		b := r.line.Box
		i := slices.IndexFunc(out, func(w *row) bool {
			last := w.parts[len(w.parts)-1].line.Box
			overlap := min(last.Max.Y, b.Max.Y) - max(last.Min.Y, b.Min.Y)
			return overlap*10 >= max(last.Dy(), b.Dy())*6 && float64(b.Min.X-w.box.Max.X) < 2*w.glyph && like(w.glyph, r.line.Glyph)
		})
		if i < 0 {
			out = append(out, &row{box: b, glyph: r.line.Glyph, parts: []reading{r}})
			continue
		}
		out[i].box = out[i].box.Union(b)
		out[i].parts = append(out[i].parts, r)
	}
	return out
}

// like tells whether two glyph heights are of one size of type.
func like(a, b float64) bool { return math.Max(a, b) <= 1.4*math.Min(a, b) }

// blocks chains each row to the lowest block that ends closely above it.
func blocks(rows []*row) []*block {
	slices.SortStableFunc(rows, func(a, b *row) int {
		return cmp.Or(cmp.Compare(a.box.Min.Y, b.box.Min.Y), cmp.Compare(a.box.Min.X, b.box.Min.X))
	})
	var out []*block
	for _, r := range rows {
		var best *block
		for _, b := range out {
			if b.continues(r) && (best == nil || b.box.Max.Y > best.box.Max.Y) {
				best = b
			}
		}
		if best == nil {
			out = append(out, &block{box: r.box, rows: []*row{r}})
			continue
		}
		best.box = best.box.Union(r.box)
		best.rows = append(best.rows, r)
	}
	slices.SortStableFunc(out, func(a, b *block) int {
		return cmp.Or(cmp.Compare(a.box.Min.Y, b.box.Min.Y), cmp.Compare(a.box.Min.X, b.box.Min.X))
	})
	return out
}

func (b *block) continues(r *row) bool {
	last := b.rows[len(b.rows)-1]
	gap := float64(r.box.Min.Y - last.box.Max.Y)
	beside := min(last.box.Max.X, r.box.Max.X) - max(last.box.Min.X, r.box.Min.X)
	return like(last.glyph, r.glyph) && gap > -0.5*r.glyph && gap < 0.9*r.glyph &&
		beside*2 >= min(last.box.Dx(), r.box.Dx())
}
