package upright

import (
	"image"
	"math"
	"slices"
)

// Angles in degrees.
const (
	maxSkew   = 16.0
	coarse    = 0.5
	fine      = 0.05
	leastSkew = 0.3 // what stays below is read as it is
)

// When a skew is believed.
const (
	minParts   = 24
	maxParts   = 6000 // looked at: more say nothing new
	overLevel  = 1.24 // sharpness of the lines over that at 0 degrees
	overOthers = 1.6  // and over the median of all angles
)

// Skew finds by how many degrees the lines of text that parts (the boxes of
// glyphs) make fall to the right: negative where they rise. It projects the feet
// of the glyphs along every angle and takes the one at which they pile up most.
// False where there are too few, where no angle stands out, or where the text is level.
func Skew(parts []image.Rectangle) (degrees float64, ok bool) {
	feet, size := glyphs(parts)
	if len(feet) < minParts {
		return 0, false
	}
	bin := max(1, size/6)
	var scores []float64
	best, at := 0.0, 0.0
	for i := range int(2*maxSkew/coarse) + 1 {
		a := -maxSkew + float64(i)*coarse
		s := sharpness(feet, a, bin)
		scores = append(scores, s)
		if s > best {
			best, at = s, a
		}
	}
	sharpest := 0.0
	for a, end := at-coarse, at+coarse; a <= end; a += fine {
		best = max(best, sharpness(feet, a, bin))
		if s := sharpness(feet, a, bin/2); s > sharpest {
			sharpest, at = s, a
		}
	}
	slices.Sort(scores)
	level := sharpness(feet, 0, bin)
	if math.Abs(at) < leastSkew || math.Abs(at) > maxSkew-coarse || best < overLevel*level || best < overOthers*scores[len(scores)/2] {
		return 0, false
	}
	return math.Round(at/fine) * fine, true
}

// glyphs are the parts of about the usual size, thinned out evenly, and that size.
func glyphs(parts []image.Rectangle) (feet []image.Rectangle, size float64) {
	var sides []int
	for _, r := range parts {
		if r.Dx() >= 2 && r.Dy() >= 4 {
			sides = append(sides, r.Dy())
		}
	}
	if len(sides) == 0 {
		return nil, 0
	}
	slices.Sort(sides)
	size = float64(sides[len(sides)/2])
	for _, r := range parts {
		if h := float64(r.Dy()); h >= 0.5*size && h <= 2.2*size && r.Dx() >= 2 {
			feet = append(feet, r)
		}
	}
	if n := len(feet); n > maxParts {
		for i := range maxParts {
			feet[i] = feet[i*n/maxParts]
		}
		feet = feet[:maxParts]
	}
	return feet, size
}

// sharpness is the sum of squares of how many feet fall into each bin across the angle.
func sharpness(feet []image.Rectangle, degrees, bin float64) float64 {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	tan := math.Abs(sin / cos)
	lo, hi := math.Inf(1), math.Inf(-1)
	at := make([]float64, len(feet))
	for i, r := range feet {
		// The corner of a slanted word's box lies below its baseline's middle.
		y := float64(r.Max.Y) - tan*float64(r.Dx())/2
		t := (y*cos - float64(r.Min.X+r.Max.X)/2*sin) / bin
		at[i] = t
		lo, hi = min(lo, t), max(hi, t)
	}
	count := make([]float64, int(hi-lo)+2)
	for _, t := range at {
		k := int(t - lo)
		f := t - lo - float64(k)
		count[k] += 1 - f
		count[k+1] += f
	}
	sum := 0.0
	for _, c := range count {
		sum += c * c
	}
	return sum
}
