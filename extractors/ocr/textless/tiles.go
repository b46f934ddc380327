package textless

import "evscan/extractors/ocr/grey"

// Measures of the search in pixels of a level. Level n is the picture at 1/2^n of
// its size: letters of 5 to 130 pixels are of a good size on one of them.
const (
	side   = 32 // of a tile
	stride = 4  // between the rows that are looked at: every line of text is crossed by some
	sight  = side / stride
	levels = 4
)

// What a tile of text looks like at least or at most. Letters stand on a ground of
// one grey, have sharp edges, and a row through them changes often.
const (
	leastContrast = 40 // between the darkest and the lightest grey but for the outer 2%
	leastSpan     = 5  // of the 32 classes of grey: below it there is nothing to see
	leastRows     = 2  // that cross
	crosses       = 3  // times at least from ink to ground and back
	samples       = side * sight
)

// likeness is how much a tile looks like text.
type likeness uint8

const (
	unlike likeness = iota
	like
	alike // clean letters
)

// degree is what is asked of a tile.
type degree struct {
	likeness
	ground    int // least percent of the samples that are ground
	between   int // most percent that are neither ground nor ink
	crossings int // least changes from ink to ground and back in all rows
}

// degrees are in order, the strictest first; whatever meets it meets ground and
// between of the last.
func degrees() [2]degree { return [2]degree{{alike, 55, 30, 12}, {like, 41, 43, 14}} }

// tiles are the tiles of a level that look like text.
type tiles struct {
	n      int // level
	xs, ys []int
	like   []likeness // row by row
}

// starts are the places of the tiles along a side of so many pixels: one beside the
// other, and a last one that ends with the picture.
func starts(pixels int) (at []int) {
	for x := 0; x+side <= pixels; x += side {
		at = append(at, x)
	}
	if rest := pixels % side; rest > 0 && pixels > side {
		at = append(at, pixels-side)
	}
	return at
}

func look(p *grey.Picture, n int) tiles {
	w, h := p.W>>n, p.H>>n
	l := tiles{n: n, xs: starts(w), ys: starts(h)}
	if len(l.xs) == 0 || len(l.ys) == 0 {
		return tiles{n: n}
	}
	l.like = make([]likeness, 0, len(l.xs)*len(l.ys))
	rows, sum := make([]uint8, w*sight), make([]uint32, w)
	for _, y := range l.ys {
		for k := range sight {
			shrink(p, n, y+k*stride, sum, rows[k*w:(k+1)*w])
		}
		for _, x := range l.xs {
			l.like = append(l.like, textual(rows[x:], w))
		}
	}
	return l
}

// shrink makes row y of p at level n: the means of squares of 2^n by 2^n pixels.
func shrink(p *grey.Picture, n, y int, sum []uint32, out []uint8) {
	if n == 0 {
		copy(out, p.Row(y))
		return
	}
	clear(sum)
	for k := range 1 << n {
		in := p.Row(y<<n + k)
		switch n {
		case 1:
			for x := range sum {
				q := in[2*x : 2*x+2 : 2*x+2]
				sum[x] += uint32(q[0]) + uint32(q[1])
			}
		case 2:
			for x := range sum {
				q := in[4*x : 4*x+4 : 4*x+4]
				sum[x] += uint32(q[0]) + uint32(q[1]) + uint32(q[2]) + uint32(q[3])
			}
		default:
			for x := range sum {
				for _, v := range in[x<<n : (x+1)<<n] {
					sum[x] += uint32(v)
				}
			}
		}
	}
	for x, s := range sum {
		out[x] = uint8(s >> (2 * n))
	}
}

// textual tells how much the tile at the start of rows, w pixels apart, looks like
// text.
func textual(rows []uint8, w int) likeness {
	var hist [32]int
	for k := range sight {
		for _, v := range rows[k*w : k*w+side : k*w+side] {
			hist[v>>3]++
		}
	}
	lo, hi := 0, len(hist)-1
	for s := hist[0]; s <= samples/50; s += hist[lo] {
		lo++
	}
	for s := hist[hi]; s <= samples/50; s += hist[hi] {
		hi--
	}
	span := hi - lo + 1
	if span < leastSpan || span*8 < leastContrast {
		return unlike
	}
	near := max(1, span/4)
	dark, light := 0, 0
	for v, c := range hist {
		switch {
		case v < lo+near:
			dark += c
		case v > hi-near:
			light += c
		}
	}
	ground, between := max(dark, light)*100, (samples-dark-light)*100
	if loosest := degrees()[1]; ground < loosest.ground*samples || between > loosest.between*samples {
		return unlike
	}
	middle := uint8(4 * (lo + hi + 1))
	all, crossing := 0, 0
	for k := range sight {
		row := rows[k*w : k*w+side : k*w+side]
		c := 0
		last := row[0] >= middle
		for _, v := range row[1:] {
			if now := v >= middle; now != last {
				c++
				last = now
			}
		}
		all += c
		if c >= crosses {
			crossing++
		}
	}
	for _, d := range degrees() {
		if crossing >= leastRows && all >= d.crossings && ground >= d.ground*samples && between <= d.between*samples {
			return d.likeness
		}
	}
	return unlike
}
