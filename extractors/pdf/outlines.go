package pdf

import "bytes"

// A page whose letters were turned into outlines shows text and has none, but for a
// stamp, a footer or a page number that was added later. It is told by what draws it:
// little text, and many filled shapes of curves. A drawing may look the same; it is
// then rendered for nothing.
const (
	maxScant     = 300 // bytes of a page's text up to which what draws the page is looked at
	outlineFills = 40  // filled shapes: letters
	outlineCurve = 6   // curves in each of them on average
)

// outlined picks those of the pages, 1-based, that draw letters as shapes.
func (d *document) outlined(scant []int) (out []int) {
	if d.objects == nil || len(scant) == 0 {
		return nil
	}
	pages := d.objects.pages()
	for _, n := range scant {
		if d.ctx.Err() != nil {
			break
		}
		if n <= len(pages) && !d.swells[n] && drawsLetters(d.objects.drawing(pages[n-1])) {
			out = append(out, n)
		}
	}
	return out
}

// drawing is what draws a page, as far as it can be unpacked.
func (o *objects) drawing(page dict) (all []byte) {
	streams := o.array(page["Contents"])
	if streams == nil {
		streams = array{page["Contents"]}
	}
	for _, v := range streams {
		s, ok := o.get(v).(*stream)
		if !ok {
			continue
		}
		b, _ := o.expand(s)
		if len(all)+len(b) > maxStream {
			break
		}
		all = append(append(all, b...), '\n')
	}
	return all
}

// drawsLetters counts curves and fills (ISO 32000-1, 8.5.2 and 8.5.3). Operators stand
// between white space; within a string or a picture some may be counted by mistake.
func drawsLetters(b []byte) bool {
	curves, fills := 0, 0
	for f := range bytes.FieldsSeq(b) {
		switch string(f) {
		case "c", "v", "y":
			curves++
		case "f", "F", "f*", "B", "B*", "b", "b*":
			fills++
		}
	}
	// One fill may paint a whole line of letters.
	return curves >= outlineFills*outlineCurve && (fills >= outlineFills || curves >= 40*outlineFills)
}
