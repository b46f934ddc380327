package image

import (
	"fmt"
	"image"
	"image/draw"

	"evscan/evidence"
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
	p := flatten(img)
	r := content(p)
	if r.Empty() {
		return 0
	}
	cells := shrink(p, r)
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

// flatten lays img on white and makes it grey, some rows at a time: four bytes for
// each pixel of the largest picture would be too many.
func flatten(img image.Image) *image.Gray {
	const rows = 64
	b := img.Bounds()
	p := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	band := image.NewRGBA(image.Rect(0, 0, b.Dx(), min(rows, b.Dy())))
	for y := 0; y < b.Dy(); y += rows {
		draw.Draw(band, band.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(band, band.Rect, img, image.Pt(b.Min.X, b.Min.Y+y), draw.Over)
		out := p.Pix[y*p.Stride : min(y+rows, b.Dy())*p.Stride]
		for i := range out {
			c := band.Pix[4*i : 4*i+3 : 4*i+3]
			out[i] = uint8((uint32(c[0])*77 + uint32(c[1])*150 + uint32(c[2])*29) >> 8) // ITU-R BT.601
		}
	}
	return p
}

// shrink averages the part r of p over cells of equal area, exactly. Pixels count
// by the share of a cell that they cover, in units of one pixel divided by the
// number of cells.
func shrink(p *image.Gray, r image.Rectangle) (cells [hashH][hashW]uint64) {
	for y := range r.Dy() {
		var sums [hashW]uint64
		for x, v := range row(p, r.Min.Y+y)[r.Min.X:r.Max.X] {
			spread(x, r.Dx(), hashW, func(cell int, part uint64) { sums[cell] += part * uint64(v) })
		}
		spread(y, r.Dy(), hashH, func(cell int, part uint64) {
			for x, v := range sums {
				cells[cell][x] += part * v
			}
		})
	}
	area := uint64(r.Dx()) * uint64(r.Dy())
	for y := range cells {
		for x := range cells[y] {
			cells[y][x] = (cells[y][x] + area/2) / area
		}
	}
	return cells
}

func row(p *image.Gray, y int) []uint8 { return p.Pix[y*p.Stride : y*p.Stride+p.Rect.Dx()] }

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
func content(p *image.Gray) image.Rectangle {
	r := p.Rect
	if r.Empty() {
		return r
	}
	near := func(v, ref uint8) bool { return max(v, ref)-min(v, ref) <= borderNoise }
	flatRow := func(y int, ref uint8) bool {
		for _, v := range row(p, y)[r.Min.X:r.Max.X] {
			if !near(v, ref) {
				return false
			}
		}
		return true
	}
	flatColumn := func(x int, ref uint8) bool {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			if !near(row(p, y)[x], ref) {
				return false
			}
		}
		return true
	}
	for ref := row(p, 0)[0]; !r.Empty() && flatRow(r.Min.Y, ref); r.Min.Y++ {
	}
	for ref := row(p, p.Rect.Max.Y-1)[0]; !r.Empty() && flatRow(r.Max.Y-1, ref); r.Max.Y-- {
	}
	if r.Empty() {
		return r
	}
	for ref := row(p, r.Min.Y)[0]; !r.Empty() && flatColumn(r.Min.X, ref); r.Min.X++ {
	}
	for ref := row(p, r.Min.Y)[p.Rect.Max.X-1]; !r.Empty() && flatColumn(r.Max.X-1, ref); r.Max.X-- {
	}
	return r
}

func pushHash(out evidence.Sink, img image.Image) error {
	return pushMeta(out, "image:DHash", fmt.Sprintf("%016x", DifferenceHash(img)), "pixels")
}
