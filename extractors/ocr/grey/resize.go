package grey

import "math"

// fixedOne is 1 in the fixed-point weights of a tap: sums of 4096 times 255 and
// the overshoot of the kernel stay far below 31 bits.
const fixedOne = 1 << 12

// tap is how one pixel of a resized row is made: weights of consecutive pixels.
type tap struct {
	first   int
	weights []int32
}

// catmullRom is the cubic kernel used for enlarging: sharp, no blur to speak of.
func catmullRom(x float64) float64 {
	x = math.Abs(x)
	switch {
	case x < 1:
		return 1.5*x*x*x - 2.5*x*x + 1
	case x < 2:
		return -0.5*x*x*x + 2.5*x*x - 4*x + 2
	}
	return 0
}

// triangle is the kernel used for shrinking, stretched over the source pixels.
func triangle(x float64) float64 { return max(0, 1-math.Abs(x)) }

func taps(from, to int) []tap {
	scale := float64(from) / float64(to)
	kernel, support, stretch := catmullRom, 2.0, 1.0
	if scale > 1 {
		kernel, support, stretch = triangle, scale, scale
	}
	out := make([]tap, to)
	for i := range out {
		centre := (float64(i)+0.5)*scale - 0.5
		a, b := int(math.Ceil(centre-support)), int(math.Floor(centre+support))
		sum := 0.0
		for k := a; k <= b; k++ {
			sum += kernel((float64(k) - centre) / stretch)
		}
		lo, hi := max(a, 0), min(b, from-1)
		w := make([]int32, hi-lo+1)
		left := int32(fixedOne)
		for k := a; k <= b; k++ {
			v := int32(math.Round(kernel((float64(k)-centre)/stretch) / sum * fixedOne))
			w[min(max(k, lo), hi)-lo] += v // beyond the edge the edge goes on
			left -= v
		}
		w[len(w)/2] += left
		out[i] = tap{lo, w}
	}
	return out
}

// Resize returns p scaled to w by h pixels (at least 1 each): Catmull-Rom where it
// grows, triangle-filtered where it shrinks. p must not be empty.
func (p *Picture) Resize(w, h int) *Picture {
	w, h = max(w, 1), max(h, 1)
	if w == p.W && h == p.H {
		o := New(w, h)
		copy(o.Pix, p.Pix)
		return o
	}
	tx, ty := taps(p.W, w), taps(p.H, h)
	mid := New(w, p.H)
	for y := range p.H {
		in, out := p.Row(y), mid.Row(y)
		for x := range out {
			t := &tx[x]
			src := in[t.first : t.first+len(t.weights)]
			var acc int32
			for k, wt := range t.weights {
				acc += wt * int32(src[k])
			}
			out[x] = clamp(acc)
		}
	}
	o := New(w, h)
	acc := make([]int32, w)
	for y := range h {
		clear(acc)
		t := &ty[y]
		for k, wt := range t.weights {
			if wt == 0 {
				continue
			}
			for x, v := range mid.Row(t.first + k) {
				acc[x] += wt * int32(v)
			}
		}
		out := o.Row(y)
		for x, a := range acc {
			out[x] = clamp(a)
		}
	}
	return o
}

// Scale returns p scaled by f in both directions.
func (p *Picture) Scale(f float64) *Picture {
	return p.Resize(int(math.Round(float64(p.W)*f)), int(math.Round(float64(p.H)*f)))
}

func clamp(fixed int32) uint8 { return uint8(min(255, max(0, (fixed+fixedOne/2)>>12))) }
