package segment

import "evscan/extractors/ocr/grey"

// mask marks pixels of a picture: 1 set, 0 clear.
type mask struct {
	w, h int
	m    []uint8
}

func (m *mask) row(y int) []uint8 { return m.m[y*m.w : (y+1)*m.w] }

// tile is the side of the squares in which the strongest gradient is taken.
const tile = 16

// edges marks the pixels at both sides of a strong gradient of either polarity:
// stronger than floor and than share (percent) of the strongest one within the
// neighbouring tiles, so that noise of strong letters is not taken for faint ones.
func edges(p *grey.Picture, floor, share int) *mask {
	m := &mask{w: p.W, h: p.H, m: make([]uint8, p.W*p.H)}
	grad := gradients(p)
	limit, tw := tileLimits(grad, p.W, p.H, floor, share)
	for y := range p.H - 1 {
		lim := limit[y/tile*tw:]
		out, below := m.row(y), m.row(y+1)
		here, next := p.Row(y), p.Row(y+1)
		g := grad[y*p.W : (y+1)*p.W]
		for x := range p.W - 1 {
			l := int(lim[x/tile])
			if int(g[x]) <= l {
				continue
			}
			out[x] = 1
			if diff(here[x], here[x+1]) > l {
				out[x+1] = 1
			}
			if diff(here[x], next[x]) > l {
				below[x] = 1
			}
		}
	}
	return m
}

func diff(a, b uint8) int {
	if a > b {
		return int(a - b)
	}
	return int(b - a)
}

// gradients holds at every pixel the larger difference to its right and lower
// neighbour.
func gradients(p *grey.Picture) []uint8 {
	g := make([]uint8, p.W*p.H)
	for y := range p.H - 1 {
		here, next, out := p.Row(y), p.Row(y+1), g[y*p.W:(y+1)*p.W]
		for x := range p.W - 1 {
			out[x] = uint8(max(diff(here[x], here[x+1]), diff(here[x], next[x])))
		}
	}
	return g
}

func tileLimits(grad []uint8, w, h, floor, share int) (limit []uint8, tw int) {
	tw = (w + tile - 1) / tile
	th := (h + tile - 1) / tile
	strongest := make([]uint8, tw*th)
	for y := range h {
		s := strongest[y/tile*tw : (y/tile+1)*tw]
		for x, g := range grad[y*w : (y+1)*w] {
			if g > s[x/tile] {
				s[x/tile] = g
			}
		}
	}
	limit = make([]uint8, tw*th)
	for ty := range th {
		for tx := range tw {
			v := 0
			for y := max(0, ty-1); y <= min(th-1, ty+1); y++ {
				for x := max(0, tx-1); x <= min(tw-1, tx+1); x++ {
					v = max(v, int(strongest[y*tw+x]))
				}
			}
			limit[ty*tw+tx] = uint8(max(floor, v*share/100))
		}
	}
	return limit, tw
}

// noise is the level of differences between neighbouring pixels that 70% of the
// picture stay below or at: 0 of a rendered picture, 4 and more of a scan or photo.
func noise(p *grey.Picture) int {
	var hist [256]int
	n := 0
	for y := 1; y < p.H-1; y += 7 {
		row := p.Row(y)
		for x := 1; x < p.W-1; x += 5 {
			hist[diff(row[x], row[x+1])]++
			n++
		}
	}
	seen := 0
	for d, c := range hist {
		if seen += c; seen*10 >= n*7 {
			return d
		}
	}
	return 0
}

// blur smooths with the binomial kernel 1-2-1 in both directions.
func blur(p *grey.Picture) *grey.Picture {
	o := grey.New(p.W, p.H)
	copy(o.Pix, p.Pix)
	for y := 1; y < p.H-1; y++ {
		a, b, c, out := p.Row(y-1), p.Row(y), p.Row(y+1), o.Row(y)
		for x := 1; x < p.W-1; x++ {
			s := int(a[x-1]) + 2*int(a[x]) + int(a[x+1]) +
				2*int(b[x-1]) + 4*int(b[x]) + 2*int(b[x+1]) +
				int(c[x-1]) + 2*int(c[x]) + int(c[x+1])
			out[x] = uint8(s >> 4)
		}
	}
	return o
}
