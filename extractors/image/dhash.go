package image

import (
	"fmt"
	"image"

	"evscan/evidence"
	"evscan/extractors/ocr/grey"
)

// The difference hash: a picture is laid on white, its uniform borders are cut off,
// the rest is shrunk to 9 x 8 grey cells, and each of the 64 bits says whether a
// cell is darker than its right neighbour, row by row, the first in the highest bit.
const (
	hashW, hashH = 9, 8
	// hashStep is the least difference that counts: equal cells differ by rounding
	// and by what lossy compression leaves.
	hashStep = 2
	// borderNoise is how far a pixel of a uniform border may be from the first one
	// of its edge, in grey values.
	borderNoise = 16
)

// DifferenceHash is a fingerprint of what img looks like: that of a scaled or
// recompressed copy differs in a few bits, that of another picture in about half of
// those that its content sets. A uniform picture has the hash 0.
func DifferenceHash(img image.Image) uint64 {
	p := grey.From(img)
	p = p.Crop(content(p))
	if p.W == 0 || p.H == 0 {
		return 0
	}
	cells := shrink(p)
	var hash uint64
	for _, row := range cells {
		for x := range hashW - 1 {
			hash <<= 1
			if row[x]+hashStep <= row[x+1] {
				hash |= 1
			}
		}
	}
	return hash
}

// shrink averages p over cells of equal area, exactly: the taps of grey.Resize are
// too coarse for a shrinking by hundreds. Pixels count by the share of a cell that
// they cover, in units of one pixel divided by the number of cells.
func shrink(p *grey.Picture) (cells [hashH][hashW]uint64) {
	for y := range p.H {
		var sums [hashW]uint64
		for x, v := range p.Row(y) {
			spread(x, p.W, hashW, func(cell int, part uint64) { sums[cell] += part * uint64(v) })
		}
		spread(y, p.H, hashH, func(cell int, part uint64) {
			for x, v := range sums {
				cells[cell][x] += part * v
			}
		})
	}
	area := uint64(p.W) * uint64(p.H)
	for y := range cells {
		for x := range cells[y] {
			cells[y][x] = (cells[y][x] + area/2) / area
		}
	}
	return cells
}

// spread calls f for each of the cells that pixel i of n touches.
func spread(i, n, cells int, f func(cell int, part uint64)) {
	from, to := i*cells, (i+1)*cells
	for from < to {
		cell := from / n
		end := min(to, (cell+1)*n)
		f(cell, uint64(end-from))
		from = end
	}
}

// content is the part of p inside its uniform borders; empty where p is uniform.
func content(p *grey.Picture) image.Rectangle {
	r := image.Rect(0, 0, p.W, p.H)
	if r.Empty() {
		return r
	}
	near := func(v, ref uint8) bool { return max(v, ref)-min(v, ref) <= borderNoise }
	row := func(y int, ref uint8) bool {
		for _, v := range p.Row(y)[r.Min.X:r.Max.X] {
			if !near(v, ref) {
				return false
			}
		}
		return true
	}
	column := func(x int, ref uint8) bool {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			if !near(p.Pix[y*p.W+x], ref) {
				return false
			}
		}
		return true
	}
	at := func(x, y int) uint8 { return p.Pix[y*p.W+x] }
	for ref := at(0, 0); r.Min.Y < r.Max.Y && row(r.Min.Y, ref); r.Min.Y++ {
	}
	if r.Empty() {
		return image.Rectangle{}
	}
	for ref := at(0, p.H-1); row(r.Max.Y-1, ref); r.Max.Y-- {
		if r.Max.Y-1 == r.Min.Y {
			return image.Rectangle{}
		}
	}
	for ref := at(0, r.Min.Y); r.Min.X < r.Max.X && column(r.Min.X, ref); r.Min.X++ {
	}
	for ref := at(p.W-1, r.Min.Y); r.Max.X > r.Min.X && column(r.Max.X-1, ref); r.Max.X-- {
	}
	return r
}

func pushHash(out evidence.Sink, img image.Image) error {
	return pushMeta(out, "image:DHash", fmt.Sprintf("%016x", DifferenceHash(img)), "pixels")
}
