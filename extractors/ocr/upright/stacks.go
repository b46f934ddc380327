package upright

import (
	"cmp"
	"image"
	"slices"
)

// Measures of a stack.
const (
	stackLength = 5  // of its width at least
	maxStacks   = 24 // looked at on a picture, the longest first
)

// Stacks finds text that runs downwards on a page that is not Sideways as a whole:
// boxes around glyphs that stand closer to the one below than to the one beside
// them, lines beside each other in one box. They come from top to bottom.
func Stacks(parts []image.Rectangle) []image.Rectangle {
	parts = slices.DeleteFunc(slices.Clone(parts), func(r image.Rectangle) bool {
		return max(r.Dx(), r.Dy()) < 5 || r.Dx() >= 4*r.Dy() // strokes, words
	})
	beside, _ := nearest(parts)
	below, next := nearest(transposed(parts))
	chained := make([]bool, len(parts))
	order := make([]int, len(parts))
	for i := range parts {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(parts[a].Min.Y, parts[b].Min.Y) })
	var found []image.Rectangle
	for _, i := range order {
		box, long := parts[i], 0
		for k := i; !chained[k]; k = next[k] {
			chained[k] = true
			box = box.Union(parts[k])
			long += parts[k].Dy()
			size := max(parts[k].Dx(), box.Dx())
			if below[k] >= beside[k] || below[k] > size*6/10+2 || parts[k].Dx() >= 2*parts[k].Dy() && below[k] > 3 {
				break
			}
		}
		if box.Dy() >= stackLength*box.Dx() && long*10 >= box.Dy()*5 && box.Dx() >= 7 {
			found = append(found, box)
		}
	}
	found = joined(found)
	slices.SortStableFunc(found, func(a, b image.Rectangle) int { return cmp.Compare(b.Dx()*b.Dy(), a.Dx()*a.Dy()) })
	found = found[:min(len(found), maxStacks)]
	slices.SortStableFunc(found, func(a, b image.Rectangle) int {
		return cmp.Or(cmp.Compare(a.Min.Y, b.Min.Y), cmp.Compare(a.Min.X, b.Min.X))
	})
	return found
}

// joined makes one box of those that stand beside or behind each other with little
// between them, and leaves room around each.
func joined(boxes []image.Rectangle) []image.Rectangle {
	type region struct {
		image.Rectangle
		width int // of one line
	}
	var out []region
	for _, b := range boxes {
		r := region{b, b.Dx()}
		for changed := true; changed; {
			changed = false
			out = slices.DeleteFunc(out, func(o region) bool {
				pad := max(r.width, o.width) * 3 / 4
				if r.Inset(-pad).Intersect(o.Inset(-pad)).Empty() || min(r.Max.Y, o.Max.Y) < max(r.Min.Y, o.Min.Y)-pad {
					return false
				}
				r.Rectangle, r.width, changed = r.Union(o.Rectangle), max(r.width, o.width), true
				return true
			})
		}
		out = append(out, r)
	}
	boxes = boxes[:0]
	for _, r := range out {
		boxes = append(boxes, r.Inset(-max(3, r.width/3)))
	}
	return boxes
}
