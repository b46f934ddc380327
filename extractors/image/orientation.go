package image

import (
	"bytes"
	"image"

	"github.com/rwcarlsen/goexif/tiff"

	"evscan/evidence"
)

const tagOrientation = 0x0112

// orientation is how a stored picture is to be shown, 1 to 8 as EXIF 2.32 (CIPA
// DC-008), section 4.6.4, tag 274, counts them; whatever else means 1.
type orientation int

// orientation is that of the frame, from 1 on, or of the only picture, 0. Only
// the pages of a TIFF have one each.
func (p *props) orientation(page int) orientation { return p.orientations[max(page, 1)] }

// orient notes what directory number of the first block that says something says.
func (p *props) orient(b *exifBlock, number int, tag *tiff.Tag) {
	if v := numbers(tag, b.order); len(v) == 1 && v[0] >= 1 && v[0] <= 8 {
		if p.orientations == nil {
			p.orientations, p.oriented = map[int]orientation{}, b
		}
		if p.oriented == b {
			p.orientations[number] = orientation(v[0])
		}
	}
}

// upright tells whether nothing is to be done.
func (o orientation) upright() bool { return o < 2 || o > 8 }

// across tells whether the stored columns are shown as rows.
func (o orientation) across() bool { return o >= 5 && o <= 8 }

// stored maps a place of the shown picture to the stored one of w x h: the corner of
// pixels, or with w and h less by one the pixel itself.
func (o orientation) stored(p image.Point, w, h int) image.Point {
	switch o {
	case 2:
		return image.Pt(w-p.X, p.Y)
	case 3:
		return image.Pt(w-p.X, h-p.Y)
	case 4:
		return image.Pt(p.X, h-p.Y)
	case 5:
		return image.Pt(p.Y, p.X)
	case 6:
		return image.Pt(p.Y, h-p.X)
	case 7:
		return image.Pt(w-p.Y, h-p.X)
	case 8:
		return image.Pt(w-p.Y, p.X)
	}
	return p
}

// turn is the grey of img as it is to be shown. Lossy pictures keep the type of those
// that come out of a JPEG: a recogniser looks at their noise in another way.
func (o orientation) turn(img image.Image) image.Image {
	from, lossy := luma(img)
	w, h := from.Rect.Dx(), from.Rect.Dy()
	area := image.Rect(0, 0, w, h)
	if o.across() {
		area = image.Rect(0, 0, h, w)
	}
	out := image.NewGray(area)
	for y := range area.Max.Y {
		row := out.Pix[y*out.Stride : (y+1)*out.Stride]
		start := o.stored(image.Pt(0, y), w-1, h-1)
		step := o.stored(image.Pt(1, y), w-1, h-1).Sub(start)
		at, by := start.Y*from.Stride+start.X, step.Y*from.Stride+step.X
		for x := range row {
			row[x] = from.Pix[at]
			at += by
		}
	}
	if !lossy {
		return out
	}
	return asLossy(out)
}

// asLossy is g as the type of picture that comes out of a JPEG.
func asLossy(g *image.Gray) *image.YCbCr {
	none := bytes.Repeat([]byte{128}, g.Rect.Dx()) // all rows share it
	return &image.YCbCr{Y: g.Pix, Cb: none, Cr: none, YStride: g.Stride, SubsampleRatio: image.YCbCrSubsampleRatio444, Rect: g.Rect}
}

// luma is the brightness of img from (0,0) on, and whether it was told from colour in
// a lossy picture, whose memory it then shares.
func luma(img image.Image) (*image.Gray, bool) {
	if c, ok := img.(*image.YCbCr); ok && !c.Rect.Empty() {
		return &image.Gray{Pix: c.Y[c.YOffset(c.Rect.Min.X, c.Rect.Min.Y):], Stride: c.YStride, Rect: image.Rectangle{Max: c.Rect.Size()}}, true
	}
	return brightness(img), false
}

// box is where a box of the shown picture lies on the stored one of w x h.
func (o orientation) box(b evidence.Box, w, h int) evidence.Box {
	p := o.stored(image.Pt(b.X, b.Y), w, h)
	q := o.stored(image.Pt(b.X+b.W, b.Y+b.H), w, h)
	r := image.Rectangle{Min: p, Max: q}.Canon()
	return evidence.Box{X: r.Min.X, Y: r.Min.Y, W: r.Dx(), H: r.Dy()}
}
