package segment

import "image"

// part is a connected component of the mask: a glyph, a piece of one, or several
// that touch. Its Max is exclusive.
type part struct {
	image.Rectangle
	n int // pixels
}

// components returns the 8-connected components of m in the order of their first
// pixel, found run by run.
func components(m *mask) []part {
	type run struct{ from, to, id int }
	var parent []int
	var parts []part
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	var above, here []run
	for y := range m.h {
		here = here[:0]
		next := 0
		runs(m.row(y), 1, func(from, to int) {
			for next < len(above) && above[next].to < from {
				next++
			}
			id := -1
			for k := next; k < len(above) && above[k].from <= to; k++ {
				switch r := root(above[k].id); {
				case id < 0:
					id = r
				case r != id:
					// The older component survives, so that order stays that of first pixels.
					lo, hi := min(id, r), max(id, r)
					parent[hi] = lo
					parts[lo].Rectangle = parts[lo].Union(parts[hi].Rectangle)
					parts[lo].n += parts[hi].n
					id = lo
				}
			}
			r := image.Rect(from, y, to, y+1)
			if id < 0 {
				id = len(parent)
				parent = append(parent, id)
				parts = append(parts, part{Rectangle: r})
			}
			parts[id].Rectangle = parts[id].Union(r)
			parts[id].n += to - from
			here = append(here, run{from, to, id})
		})
		above, here = here, above
	}
	out := parts[:0]
	for i, p := range parts {
		if parent[i] == i {
			out = append(out, p)
		}
	}
	return out
}
