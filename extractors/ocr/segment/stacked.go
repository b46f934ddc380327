package segment

import "image"

// unstack parts a fragment that is two lines or more set so tightly that descenders
// touch capitals below them. The mask m tells where hardly any ink lies between two
// bands of letters; med is the height of the picture's letters.
func unstack(m *mask, f *fragment, med int) []*fragment {
	cut, ok := valley(m, f.Rectangle, med)
	if !ok {
		return []*fragment{f}
	}
	var upper, lower fragment
	for _, c := range f.parts {
		above, below := c, c
		above.Max.Y, below.Min.Y = min(c.Max.Y, cut), max(c.Min.Y, cut)
		// What reaches over the cut by a pixel or two belongs to one side.
		whole := c.Dy()
		switch a, b := above.Dy(), below.Dy(); {
		case b <= 0 || b*5 <= whole:
			upper.add(c)
		case a <= 0 || a*5 <= whole:
			lower.add(c)
		default:
			above.n, below.n = c.n*a/whole, c.n*b/whole
			upper.add(above)
			lower.add(below)
		}
	}
	if len(upper.parts) == 0 || len(lower.parts) == 0 {
		return []*fragment{f}
	}
	return append(unstack(m, &upper, med), unstack(m, &lower, med)...)
}

func (f *fragment) add(c part) {
	if len(f.parts) == 0 {
		f.Rectangle = c.Rectangle
	}
	f.take(&fragment{Rectangle: c.Rectangle, parts: []part{c}})
}

// valley finds the row at which r falls into two lines: the lowest of the profile
// between two bands as high as letters, far below the mean of either.
func valley(m *mask, r image.Rectangle, med int) (y int, ok bool) {
	if r.Dy()*10 < 18*med || r.Dx() < 3*r.Dy() {
		return 0, false
	}
	ink := make([]int, r.Dy())
	total := 0
	for i := range ink {
		for _, v := range m.row(r.Min.Y + i)[r.Min.X:r.Max.X] {
			ink[i] += int(v)
		}
		total += ink[i]
	}
	band := max(minLine, med*7/10)
	best, above := -1, 0
	for i, v := range ink {
		if i >= band && len(ink)-i > band {
			below := total - above - v
			least := min(above/i, below/(len(ink)-i-1))
			if v*4 <= least && (best < 0 || v < best) {
				best, y, ok = v, r.Min.Y+i, true
			}
		}
		above += v
	}
	return y, ok
}
