package upright

import (
	"cmp"
	"image"
	"slices"
)

// Measures of a stack.
const (
	stackParts = 5  // at least
	maxStacks  = 40 // looked at on a picture, the longest first
)

// Stacks finds single lines of text that run downwards: boxes around glyphs that
// stand closely below each other. They come from top to bottom.
func Stacks(pieces []image.Rectangle) []image.Rectangle {
	type stack struct {
		box image.Rectangle
		n   int
	}
	pieces = slices.DeleteFunc(slices.Clone(pieces), func(r image.Rectangle) bool { return max(r.Dx(), r.Dy()) < 5 })
	slices.SortStableFunc(pieces, func(a, b image.Rectangle) int {
		return cmp.Or(cmp.Compare(a.Min.Y, b.Min.Y), cmp.Compare(a.Min.X, b.Min.X))
	})
	var open, done []stack
	for _, r := range pieces {
		at := -1
		kept := open[:0]
		for _, s := range open {
			wide := max(s.box.Dx(), r.Dx())
			if r.Min.Y > s.box.Max.Y+s.box.Dx()+wide {
				done = append(done, s) // nothing that follows is near
				continue
			}
			over := min(s.box.Max.X, r.Max.X) - max(s.box.Min.X, r.Min.X)
			if at < 0 && over*2 >= min(s.box.Dx(), r.Dx()) && r.Dx() <= 3*s.box.Dx() &&
				s.box.Dx() <= 6*r.Dx() && r.Min.Y-s.box.Max.Y <= gapOf(wide) && s.box.Union(r).Dx() <= wide*3/2 {
				s = stack{s.box.Union(r), s.n + 1}
				at = len(kept)
			}
			kept = append(kept, s)
		}
		open = kept
		if at < 0 {
			open = append(open, stack{r, 1})
		}
	}
	done = append(done, open...)
	done = slices.DeleteFunc(done, func(s stack) bool { return s.n < stackParts || s.box.Dy() < 3*s.box.Dx() })
	slices.SortStableFunc(done, func(a, b stack) int { return cmp.Compare(b.n, a.n) })
	done = done[:min(len(done), maxStacks)]
	out := make([]image.Rectangle, len(done))
	for i, s := range done {
		out[i] = s.box.Inset(-max(3, s.box.Dx()/4))
	}
	slices.SortStableFunc(out, func(a, b image.Rectangle) int {
		return cmp.Or(cmp.Compare(a.Min.Y, b.Min.Y), cmp.Compare(a.Min.X, b.Min.X))
	})
	return out
}

// gapOf is the widest gap within a line of so high letters: a blank.
func gapOf(size int) int { return size*6/10 + 2 }
