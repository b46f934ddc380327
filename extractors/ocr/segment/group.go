package segment

import (
	"cmp"
	"image"
	"slices"
)

// fragment is a line in the making.
type fragment struct {
	image.Rectangle
	parts []part
}

func (f *fragment) take(o *fragment) {
	f.Rectangle = f.Union(o.Rectangle)
	f.parts = append(f.parts, o.parts...)
}

// maxGap is the widest gap in pixels bridged inside a line, whatever its size.
const maxGap = 110

// group chains parts that stand side by side at like height into fragments.
func group(parts []part, height int) []*fragment {
	slices.SortStableFunc(parts, func(a, b part) int {
		return cmp.Or(cmp.Compare(a.Min.X, b.Min.X), cmp.Compare(a.Min.Y, b.Min.Y))
	})
	parent := make([]int, len(parts))
	for i := range parent {
		parent[i] = i
	}
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	// Parts by bands of the picture, each in order from left to right.
	const band = 16
	bands := make([][]int, height/band+1)
	for i, p := range parts {
		for b := p.Min.Y / band; b <= (p.Max.Y-1)/band; b++ {
			bands[b] = append(bands[b], i)
		}
	}
	for _, list := range bands {
		for k, i := range list {
			for _, j := range list[k+1:] {
				if parts[j].Min.X-parts[i].Max.X > maxGap {
					break
				}
				if neighbours(parts[i], parts[j]) {
					if a, b := root(i), root(j); a != b {
						parent[max(a, b)] = min(a, b)
					}
				}
			}
		}
	}
	at := map[int]*fragment{}
	var out []*fragment
	for i, p := range parts {
		r := root(i)
		f := at[r]
		if f == nil {
			f = &fragment{Rectangle: p.Rectangle}
			at[r] = f
			out = append(out, f)
		}
		f.take(&fragment{Rectangle: p.Rectangle, parts: parts[i : i+1]})
	}
	return out
}

// neighbours tells whether b, which does not begin left of a, continues its line.
func neighbours(a, b part) bool {
	ha, hb := a.Dy(), b.Dy()
	tall, low := max(ha, hb), min(ha, hb)
	if tall*10 > low*22 && low > 8 {
		return false // another size of type
	}
	if gap := b.Min.X - a.Max.X; gap*20 > tall*23+40 {
		return false
	}
	overlap := min(a.Max.Y, b.Max.Y) - max(a.Min.Y, b.Min.Y)
	if overlap*10 < low*5 {
		return false
	}
	// A tall part must not glue two lines together.
	return overlap*10 >= tall*3 || low*2 <= tall
}

func byPlace(fs []*fragment) {
	slices.SortStableFunc(fs, func(a, b *fragment) int {
		return cmp.Or(cmp.Compare(a.Min.Y, b.Min.Y), cmp.Compare(a.Min.X, b.Min.X))
	})
}

// merge joins fragments that overlap or touch: dots, dakuten and pieces of Han
// characters with their line. Twice is enough: what still stands apart then is
// apart.
func merge(fs []*fragment) []*fragment {
	byPlace(fs)
	for range 2 {
		changed := false
		dead := make([]bool, len(fs))
		for i, a := range fs {
			if dead[i] {
				continue
			}
			for j := i + 1; j < len(fs) && fs[j].Min.Y <= a.Max.Y; j++ {
				if !dead[j] && belong(a.Rectangle, fs[j].Rectangle) {
					a.take(fs[j])
					dead[j] = true
					changed = true
				}
			}
		}
		if !changed {
			break
		}
		kept := fs[:0]
		for i, f := range fs {
			if !dead[i] {
				kept = append(kept, f)
			}
		}
		fs = kept
		byPlace(fs)
	}
	return fs
}

func belong(a, b image.Rectangle) bool {
	tall, low := max(a.Dy(), b.Dy()), min(a.Dy(), b.Dy())
	overlap := min(a.Max.Y, b.Max.Y) - max(a.Min.Y, b.Min.Y)
	gap := max(a.Min.X, b.Min.X) - min(a.Max.X, b.Max.X)
	if gap <= 0 {
		return overlap*10 >= low*6 && (low*3 < tall || overlap*2 >= tall)
	}
	return gap <= tall/2+1 && overlap*10 >= low*7 && (overlap*10 >= tall*6 || low*5 < tall*2)
}
