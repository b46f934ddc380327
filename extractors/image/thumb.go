package image

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"math/bits"
	"strconv"

	"evscan/evidence"
)

// thumbDistance is how many of the 64 bits of the difference hashes of a picture
// and its own thumbnail may differ. Copies of a tenth of the size and quality 40
// stay below it; other pictures differ in 24 bits and more.
const thumbDistance = 16

// pushThumbs hands over thumbnails that show something else than the picture:
// what was cut away or covered before it was passed on.
func (p *props) pushThumbs(ctx context.Context, in evidence.Input, img image.Image) error {
	for _, t := range p.thumbs {
		cfg, err := jpeg.DecodeConfig(bytes.NewReader(t.data))
		if err != nil || cfg.Width < 16 || cfg.Height < 16 || int64(cfg.Width)*int64(cfg.Height) > in.Limits.Pixels {
			continue
		}
		small, err := jpeg.Decode(bytes.NewReader(t.data))
		if err != nil || !differs(img, small) {
			continue
		}
		p.out.Warn(fmt.Sprintf("the %s shows another picture", t.source))
		if err := p.out.Child(ctx, evidence.ChildName{Name: "thumbnail.jpg", Origin: evidence.OriginEmbedded, Size: int64(len(t.data))},
			bytes.NewReader(t.data)); err != nil {
			return err
		}
	}
	return nil
}

// differs compares the picture with the thumbnail in each of four positions: one
// is turned upright by some programs and not the other.
func differs(img, small image.Image) bool {
	whole, err := strconv.ParseUint(differenceHash(img), 16, 64)
	if err != nil {
		return false
	}
	g := reduce(small).trimmed()
	if flat(g) || whole == 0 {
		return false
	}
	for range 4 {
		h, err := strconv.ParseUint(hashOf(g), 16, 64)
		if err != nil || bits.OnesCount64(h^whole) <= thumbDistance {
			return false
		}
		g = g.turned()
	}
	return true
}

// flat reports whether a picture shows too little to be compared.
func flat(g grey) bool { return hashOf(g) == "0000000000000000" }

// turned is the picture turned to the right.
func (g grey) turned() grey {
	out := grey{w: g.h, h: g.w, pix: make([]uint32, 0, len(g.pix))}
	for y := range out.h {
		for x := range out.w {
			out.pix = append(out.pix, g.at(y, g.h-1-x))
		}
	}
	return out
}

// pushPreview hands over the largest JPEG picture of a camera's raw file, whose own
// pixels are not decoded: it is what the camera's maker would show.
func (p *props) pushPreview(ctx context.Context, in evidence.Input) error {
	best := p.previews[0]
	for _, v := range p.previews[1:] {
		if v[1] > best[1] {
			best = v
		}
	}
	return p.out.Child(ctx, evidence.ChildName{Name: "preview.jpg", Origin: evidence.OriginEmbedded, Size: best[1]},
		io.NewSectionReader(in.At, best[0], best[1]))
}

// pushPicture hands over the largest picture that is known of an item whose own
// pixels are not decoded.
func (p *props) pushPicture(ctx context.Context, in evidence.Input) error {
	if len(p.previews) == 0 {
		return nil
	}
	p.shown = true
	return p.pushPreview(ctx, in)
}
