package upright

import (
	"cmp"
	"image"
	"slices"
)

// sidewaysShare is the share of glyphs whose nearest neighbour stands below and
// not beside them from which on a page may be turned or written downwards.
const sidewaysShare = 0.55

// Sideways tells whether the glyphs of parts follow each other downwards rather
// than to the right: on a page turned by a quarter, or one written in columns.
func Sideways(parts []image.Rectangle) bool {
	const least = 12
	all := letters(parts)
	beside, _ := nearest(all)
	below, _ := nearest(transposed(all))
	down, votes := 0, 0
	shorts := make([]int, len(all))
	for i, r := range all {
		shorts[i] = min(r.Dx(), r.Dy())
	}
	slices.Sort(shorts)
	for i, r := range all {
		// Letters that touch point the way; upright strokes by themselves do not.
		if long, short := max(r.Dx(), r.Dy()), min(r.Dx(), r.Dy()); long >= 2*short && short*10 >= 8*shorts[len(shorts)/2] {
			k := long / short
			votes += k
			if r.Dy() > r.Dx() {
				down += k
			}
			continue
		}
		switch {
		case beside[i] == below[i]:
			continue
		case below[i] < beside[i]:
			down++
		}
		votes++
	}
	return votes >= least && float64(down) >= sidewaysShare*float64(votes)
}

// letters are the parts of about the usual breadth, whichever way they lie, thinned out
// evenly. Large type turned on its side comes in pieces, the insides of letters among
// them: many, but small. So the usual breadth is the median of the parts one behind the
// other, not of their number.
func letters(parts []image.Rectangle) []image.Rectangle {
	long := func(r image.Rectangle) int { return max(r.Dx(), r.Dy()) }
	short := func(r image.Rectangle) int { return min(r.Dx(), r.Dy()) }
	sorted := slices.DeleteFunc(slices.Clone(parts), func(r image.Rectangle) bool { return short(r) < 2 || long(r) < 4 })
	slices.SortStableFunc(sorted, func(a, b image.Rectangle) int { return cmp.Compare(short(a), short(b)) })
	all, half := 0, 0
	for _, r := range sorted {
		all += long(r)
	}
	usual := 0
	for _, r := range sorted {
		if half += long(r); 2*half >= all {
			usual = short(r)
			break
		}
	}
	var out []image.Rectangle
	for _, r := range parts {
		if s := short(r); s >= 2 && long(r) >= 4 && 5*long(r) >= 3*usual && 5*s <= 11*usual {
			out = append(out, r)
		}
	}
	if n := len(out); n > maxParts {
		for i := range maxParts {
			out[i] = out[i*n/maxParts]
		}
		out = out[:maxParts]
	}
	return out
}

// far stands for no neighbour within three sizes.
const far = 1 << 20

// transposed swaps right and down.
func transposed(parts []image.Rectangle) []image.Rectangle {
	out := make([]image.Rectangle, len(parts))
	for i, r := range parts {
		out[i] = image.Rect(r.Min.Y, r.Min.X, r.Max.Y, r.Max.X)
	}
	return out
}

// nearest finds for each part the next one that follows to the right on its height,
// itself where there is none, and the gap between them.
func nearest(parts []image.Rectangle) (gaps, next []int) {
	gaps, next = make([]int, len(parts)), make([]int, len(parts))
	order := make([]int, len(parts))
	const band = 16
	bands := map[int][]int{}
	for i := range parts {
		gaps[i], next[i], order[i] = far, i, i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(parts[a].Min.X, parts[b].Min.X) })
	for _, i := range order {
		for b := parts[i].Min.Y / band; b <= (parts[i].Max.Y-1)/band; b++ {
			bands[b] = append(bands[b], i)
		}
	}
	for i, r := range parts {
		mid := (r.Min.Y + r.Max.Y) / 2 / band
		list := bands[mid]
		from, _ := slices.BinarySearchFunc(list, r.Min.X+1, func(k, x int) int { return cmp.Compare(parts[k].Min.X, x) })
		for _, k := range list[from:] {
			o := parts[k]
			gap := o.Min.X - r.Max.X
			if gap > 3*max(r.Dx(), r.Dy()) {
				break
			}
			low := min(r.Dy(), o.Dy())
			if over := min(r.Max.Y, o.Max.Y) - max(r.Min.Y, o.Min.Y); over*2 >= low && 2*o.Min.X >= r.Min.X+r.Max.X {
				gaps[i], next[i] = max(gap, 0), k
				break
			}
		}
	}
	return gaps, next
}
