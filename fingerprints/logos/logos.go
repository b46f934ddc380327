// Package logos compares what pictures show with logos that were taught. A logo is
// two perceptual hashes of its ink - how far each field strays from its ground, so
// that light on dark and dark on light are one - and the ratio of its sides. Hashes
// say nothing about the picture but whether another one looks like it.
package logos

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"evscan/evidence"
)

// Hash is a shape.
type Hash struct {
	Cosine   uint64  // of the lowest frequencies of the discrete cosine transform
	Gradient uint64  // of the differences between neighbours
	Aspect   float64 // width by height, above 0
}

// Shape is a part of a picture that may be a logo.
type Shape struct {
	Hash
	Box evidence.Box // in pixels of the picture
}

// How far two shapes may differ and yet be one: bits of each hash, and the ratio
// of their aspects. Copies scaled to 60 % and saved as JPEG of quality 40, or found in the
// head of a page, move by up to 5 bits of either hash; the same mark with another word of
// as many letters beside it differs by 10 and 12, other pictures by 24 and more.
const (
	MaxCosine   = 8
	MaxGradient = 10
	maxAspect   = 1.2
)

// maxShapes bounds the shapes read of one picture.
const maxShapes = 64

// Of returns the shapes that the facts of a picture tell, in their order. What is
// not written as it should be is left out.
func Of(facts []evidence.Fact) []Shape {
	var out []Shape
	for i := range facts {
		if f := &facts[i]; f.Kind == evidence.FactMetadata && f.Name == "image:Shapes" {
			for part := range strings.FieldsSeq(f.Value) {
				if s, ok := Parse(part); ok && len(out) < maxShapes {
					out = append(out, s)
				}
			}
		}
	}
	return out
}

// Parse reads x,y,w,h,COSINE,GRADIENT: whole numbers of pixels and hashes of 16
// hexadecimal digits. Shapes that are too simple to tell organisations apart are
// refused.
func Parse(s string) (Shape, bool) {
	f := strings.Split(s, ",")
	if len(f) != 6 || len(f[4]) != 16 || len(f[5]) != 16 {
		return Shape{}, false
	}
	var box [4]int
	for i := range box {
		n, err := strconv.Atoi(f[i])
		if err != nil || n < 0 || n > 1<<24 {
			return Shape{}, false
		}
		box[i] = n
	}
	c, err1 := strconv.ParseUint(f[4], 16, 64)
	g, err2 := strconv.ParseUint(f[5], 16, 64)
	if err1 != nil || err2 != nil || box[2] == 0 || box[3] == 0 {
		return Shape{}, false
	}
	sh := Shape{Hash{c, g, float64(box[2]) / float64(box[3])}, evidence.Box{X: box[0], Y: box[1], W: box[2], H: box[3]}}
	return sh, !sh.Poor()
}

// Poor reports whether a hash holds too little to be compared: a shape with little
// structure has few or nearly all bits of its gradient set, or a transform that is
// the same in every row.
func (h Hash) Poor() bool {
	n, m := bits.OnesCount64(h.Gradient), bits.OnesCount64(h.Cosine)
	if n < 10 || n > 54 || m < 10 || m > 54 {
		return true
	}
	rows := map[byte]bool{}
	for i := range 8 {
		rows[byte(h.Gradient>>(8*i))] = true
	}
	return len(rows) < 3
}

// String writes a hash as Read takes it: COSINE-GRADIENT-ASPECT, the aspect in
// hundredths.
func (h Hash) String() string {
	return fmt.Sprintf("%016x-%016x-%d", h.Cosine, h.Gradient, int(math.Round(h.Aspect*100)))
}

// Read reads what String writes. Poor hashes are refused.
func Read(s string) (Hash, error) {
	f := strings.Split(s, "-")
	if len(f) != 3 || len(f[0]) != 16 || len(f[1]) != 16 {
		return Hash{}, fmt.Errorf("logo %q: not COSINE-GRADIENT-ASPECT", s)
	}
	c, err := strconv.ParseUint(f[0], 16, 64)
	if err != nil {
		return Hash{}, fmt.Errorf("logo %q: %w", s, err)
	}
	g, err := strconv.ParseUint(f[1], 16, 64)
	if err != nil {
		return Hash{}, fmt.Errorf("logo %q: %w", s, err)
	}
	a, err := strconv.Atoi(f[2])
	if err != nil || a < 1 || a > 100_000 {
		return Hash{}, fmt.Errorf("logo %q: an aspect of %q hundredths", s, f[2])
	}
	h := Hash{c, g, float64(a) / 100}
	if h.Poor() {
		return Hash{}, fmt.Errorf("logo %q: too simple a shape to tell organisations apart", s)
	}
	return h, nil
}

// Likeness is how alike two shapes are, in (0,1], 1 for equal hashes, and 0 where they
// are two different shapes.
func (h Hash) Likeness(o Hash) float64 {
	c, g := bits.OnesCount64(h.Cosine^o.Cosine), bits.OnesCount64(h.Gradient^o.Gradient)
	r := h.Aspect / o.Aspect
	if c > MaxCosine || g > MaxGradient || !(r <= maxAspect && r >= 1/maxAspect) {
		return 0
	}
	return 1 - float64(c+g)/float64(2*(MaxCosine+MaxGradient))
}

// Group puts shapes that look alike together, each beside the first it is like, and
// returns for each group its most central member and the members' numbers.
func Group(list []Hash) (centres []Hash, members [][]int) {
	var heads []int
	for i, h := range list {
		found := false
		for k, head := range heads {
			if h.Likeness(list[head]) > 0 {
				members[k] = append(members[k], i)
				found = true
				break
			}
		}
		if !found {
			heads = append(heads, i)
			members = append(members, []int{i})
		}
	}
	for _, m := range members {
		m = slices.Clone(m[:min(len(m), 50)])
		best, sum := m[0], -1.0
		for _, i := range m {
			total := 0.0
			for _, j := range m {
				total += list[i].Likeness(list[j])
			}
			if total > sum {
				best, sum = i, total
			}
		}
		centres = append(centres, list[best])
	}
	return centres, members
}
