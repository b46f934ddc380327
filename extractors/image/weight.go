package image

import (
	"encoding/binary"
	"image"
	"image/color"
	"runtime/debug"

	"github.com/rwcarlsen/goexif/tiff"

	"evscan/evidence"
)

// maxHeld bounds the bytes that decoding one picture may take: with what recognition
// needs beside it a worker stays below 700 MB.
const maxHeld = 400 << 20

// largeHeld is what a picture may take in colour while it is read. Of larger ones only
// the grey is kept.
const largeHeld = 96 << 20

const (
	tagRowsPerStrip = 0x0116
	tagTileWidth    = 0x0142
	tagTileLength   = 0x0143
)

// perPixel is how many bytes a pixel takes in the standard library's picture.
func perPixel(m color.Model) int64 {
	if _, ok := m.(color.Palette); ok {
		return 1
	}
	switch m {
	case color.GrayModel, color.AlphaModel:
		return 1
	case color.Gray16Model, color.Alpha16Model:
		return 2
	case color.YCbCrModel:
		return 3
	case color.RGBAModel, color.NRGBAModel, color.CMYKModel, color.NYCbCrAModel:
		return 4
	}
	return 8
}

// weight is how many bytes decoding takes at its peak, at most.
func weightOf(_ evidence.Input, _ *props, cfg image.Config) int64 {
	return int64(cfg.Width) * int64(cfg.Height) * perPixel(cfg.ColorModel)
}

// weightWebP counts what lossless pictures and planes of opacity are unpacked through.
func weightWebP(in evidence.Input, p *props, cfg image.Config) int64 {
	if cfg.ColorModel == color.YCbCrModel {
		return weightOf(in, p, cfg)
	}
	return 8 * int64(cfg.Width) * int64(cfg.Height)
}

// weightTIFF adds the strip or tile that is being unpacked.
func weightTIFF(in evidence.Input, p *props, cfg image.Config) int64 {
	whole := weightOf(in, p, cfg)
	if p.strip <= 0 {
		return 2 * whole
	}
	strip := min(p.strip, int64(cfg.Height)) * int64(cfg.Width) // of rows
	if p.tile {
		strip = min(p.strip, int64(cfg.Width)*int64(cfg.Height))
	}
	return whole + strip*perPixel(cfg.ColorModel)
}

// pieces notes how large the pieces are in which the first page of a TIFF is stored:
// rows of a strip or pixels of a tile.
func (p *props) pieces(b *exifBlock, tags map[uint16]*tiff.Tag) {
	one := func(id uint16) int64 {
		v := numbers(tags[id], b.order)
		if len(v) != 1 {
			return 0
		}
		return v[0]
	}
	if w, h := one(tagTileWidth), one(tagTileLength); w > 0 && h > 0 && w < 1<<31 && h < 1<<31 {
		p.strip, p.tile = w*h, true
		return
	}
	p.strip, p.tile = one(tagRowsPerStrip), false
}

// weightJPEG goes by the frame header, ITU-T T.81 section B.2.2: a progressive picture
// is kept as coefficients of 4 bytes beside its samples.
func weightJPEG(in evidence.Input, _ *props, cfg image.Config) int64 {
	pixels := int64(cfg.Width) * int64(cfg.Height)
	for pos, n := int64(2), 0; n < maxJPEGWalk; n++ {
		h := readAt(in, pos, 4)
		if len(h) < 4 || h[0] != 0xff {
			break
		}
		if h[1] == 0xff {
			pos++
			continue
		}
		size := int64(binary.BigEndian.Uint16(h[2:]))
		if h[1] >= 0xc0 && h[1] <= 0xc2 {
			return pixels * frameBytes(readAt(in, pos+4, size-2), h[1] == 0xc2) / 16
		}
		pos += 2 + size
	}
	return pixels * 15 // 4:4:4, progressive
}

// frameBytes is how many bytes sixteen pixels of a JPEG take.
func frameBytes(sof []byte, progressive bool) int64 {
	if len(sof) < 6 || len(sof) < 6+3*int(sof[5]) || sof[5] == 0 {
		return 16 * 15
	}
	n, most, sum := int(sof[5]), int64(1), int64(0)
	for i := range n {
		s := int64(sof[7+3*i]>>4) * int64(sof[7+3*i]&15)
		most = max(most, s)
		sum += s
	}
	bytes := (16*sum + most - 1) / most
	if n == 1 {
		bytes = 16
	}
	if progressive {
		bytes *= 5
	}
	if n == 4 { // to inks, or colours
		bytes += 16 * 4
	}
	return bytes
}

// lighten is a large picture without its colours. What they took is given back at
// once: recognition needs as much again.
func lighten(img image.Image) image.Image {
	if _, ok := img.(*image.Gray); ok {
		return img
	}
	g, lossy := luma(img)
	if lossy { // the planes are one piece of memory
		g = &image.Gray{Pix: append([]uint8(nil), g.Pix[:(g.Rect.Max.Y-1)*g.Stride+g.Rect.Max.X]...), Stride: g.Stride, Rect: g.Rect}
		return asLossy(g)
	}
	return g
}

// giveBack returns what is not used to the system.
func giveBack() { debug.FreeOSMemory() }
