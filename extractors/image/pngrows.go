package image

import (
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"image"
	"io"

	"evscan/evidence"
)

// A PNG is read row by row into grey where its colours would not fit into a worker, or
// where it is damaged: the rows that arrived are worth reading, and the standard
// library's decoder keeps none of them. https://www.w3.org/TR/png-3/

// colour types, section 11.2.1.
const (
	pngGrey      = 0
	pngRGB       = 2
	pngPalette   = 3
	pngGreyAlpha = 4
	pngRGBA      = 6
)

// pngPass is one of the seven passes of an interlaced picture, section 8.1: where its
// pixels begin, how far apart they stand, and how much of what is still missing each
// of them stands for.
type pngPass struct{ x, y, dx, dy, w, h int }

func pngPasses(interlaced bool) []pngPass {
	if !interlaced {
		return []pngPass{{0, 0, 1, 1, 1, 1}}
	}
	return []pngPass{{0, 0, 8, 8, 8, 8}, {4, 0, 8, 8, 4, 8}, {0, 4, 4, 8, 4, 4}, {2, 0, 4, 4, 2, 4}, {0, 2, 2, 4, 2, 2}, {1, 0, 2, 2, 1, 2}, {0, 1, 1, 2, 1, 1}}
}

// pngRows is a PNG that is being read.
type pngRows struct {
	idat *pngData
	w, h int
	kind byte // colour type
	bits int  // of a sample
	lace bool
	pal  []byte // three bytes a colour
	trns []byte
	back uint32 // grey, 0 to 255, that shows through
	out  *image.Gray
}

// greyPNG reads the rows of a PNG of at most so many pixels, laid on white. What is
// missing is cut off; the error is then that which ended the rows. Checksums are not
// looked at.
func greyPNG(r io.Reader, pixels int64) (*image.Gray, error) {
	p := &pngRows{back: 255}
	if err := p.head(r, pixels); err != nil {
		return nil, err
	}
	z, err := zlib.NewReader(p.idat)
	if err != nil {
		return nil, fmt.Errorf("%w: pixels: %w", evidence.ErrCorrupt, err)
	}
	defer func() { _ = z.Close() }()
	p.out = image.NewGray(image.Rect(0, 0, p.w, p.h))
	for n, pass := range pngPasses(p.lace) {
		rows, err := p.pass(z, pass)
		if err == nil {
			continue
		}
		if n == 0 { // later passes only refine
			p.out.Rect.Max.Y = min(p.h, rows*pass.dy)
		}
		if p.out.Rect.Empty() {
			return nil, fmt.Errorf("%w: no row of pixels: %w", evidence.ErrCorrupt, err)
		}
		return p.out, fmt.Errorf("%w: %w", evidence.ErrCorrupt, err)
	}
	return p.out, nil
}

// head reads the chunks before the pixels.
func (p *pngRows) head(r io.Reader, pixels int64) error {
	p.idat = &pngData{r: r}
	var sign [8]byte
	if _, err := io.ReadFull(r, sign[:]); err != nil || string(sign[:]) != "\x89PNG\r\n\x1a\n" {
		return fmt.Errorf("%w: no PNG", evidence.ErrCorrupt)
	}
	for {
		kind, err := p.idat.chunk()
		if err != nil {
			return fmt.Errorf("%w: no pixels: %w", evidence.ErrCorrupt, err)
		}
		if kind == "IDAT" {
			if p.w == 0 || p.kind == pngPalette && len(p.pal) == 0 {
				return fmt.Errorf("%w: pixels before their description", evidence.ErrCorrupt)
			}
			return nil
		}
		if kind != "IHDR" && kind != "PLTE" && kind != "tRNS" || p.idat.left > 1024 {
			continue
		}
		b := make([]byte, p.idat.left)
		if _, err := io.ReadFull(r, b); err != nil {
			return fmt.Errorf("%w: chunk %s is cut off", evidence.ErrCorrupt, kind)
		}
		p.idat.left = 0
		switch kind {
		case "IHDR":
			if err := p.describe(b, pixels); err != nil {
				return err
			}
		case "PLTE":
			p.pal = b[:len(b)/3*3]
		default:
			p.trns = b
		}
	}
}

func (p *pngRows) describe(b []byte, pixels int64) error {
	if len(b) != 13 {
		return fmt.Errorf("%w: a header of %d bytes", evidence.ErrCorrupt, len(b))
	}
	w, h := int64(binary.BigEndian.Uint32(b)), int64(binary.BigEndian.Uint32(b[4:]))
	if w == 0 || h == 0 || w > pixels/h {
		return fmt.Errorf("%w: %d x %d pixels", evidence.ErrCorrupt, w, h)
	}
	p.w, p.h, p.bits, p.kind, p.lace = int(w), int(h), int(b[8]), b[9], b[12] == 1
	ok := p.bits == 8 || p.bits == 16 && p.kind != pngPalette ||
		(p.kind == pngGrey || p.kind == pngPalette) && (p.bits == 1 || p.bits == 2 || p.bits == 4)
	if !ok || p.samples() == 0 || b[10] != 0 || b[11] != 0 || b[12] > 1 {
		return fmt.Errorf("%w: colour type %d with %d bits", evidence.ErrCorrupt, p.kind, p.bits)
	}
	return nil
}

// samples of a pixel, 0 where there is no such colour type.
func (p *pngRows) samples() int {
	switch p.kind {
	case pngGrey, pngPalette:
		return 1
	case pngGreyAlpha:
		return 2
	case pngRGB:
		return 3
	case pngRGBA:
		return 4
	}
	return 0
}

// pass reads the rows of one pass and returns how many arrived.
func (p *pngRows) pass(z io.Reader, s pngPass) (int, error) {
	w, h := (p.w-s.x+s.dx-1)/s.dx, (p.h-s.y+s.dy-1)/s.dy
	if w <= 0 || h <= 0 {
		return 0, nil
	}
	bpp := max(1, p.samples()*p.bits/8)
	size := (w*p.samples()*p.bits + 7) / 8
	last, row, shown := make([]byte, 1+size), make([]byte, 1+size), make([]uint8, w)
	greys := p.greys()
	for i := range h {
		if _, err := io.ReadFull(z, row); err != nil {
			return i, fmt.Errorf("row %d: %w", i, err)
		}
		if err := unfilter(row[0], row[1:], last[1:], bpp); err != nil {
			return i, fmt.Errorf("row %d: %w", i, err)
		}
		p.show(shown, row[1:], greys)
		p.put(shown, s, s.y+i*s.dy)
		last, row = row, last
	}
	return h, nil
}

// put writes a row of a pass, each pixel over the place it stands for.
func (p *pngRows) put(shown []uint8, s pngPass, y int) {
	if s.dx == 1 && s.h == 1 {
		copy(p.out.Pix[y*p.out.Stride:], shown)
		return
	}
	for yy := y; yy < min(p.h, y+s.h); yy++ {
		row := p.out.Pix[yy*p.out.Stride : yy*p.out.Stride+p.w]
		for i, v := range shown {
			x := s.x + i*s.dx
			for xx := x; xx < min(p.w, x+s.w); xx++ {
				row[xx] = v
			}
		}
	}
}

// over lays brightness v with opacity a, both 0 to 255, on the ground.
func (p *pngRows) over(v, a uint32) uint8 { return uint8((v*a + p.back*(255-a)) / 255) }

func brightnessOf(r, g, b byte) uint32 { return (299*uint32(r) + 587*uint32(g) + 114*uint32(b)) / 1000 }

// greys are those of the values that a sample of at most 8 bits may have, nil where a
// pixel has several samples or longer ones.
func (p *pngRows) greys() []uint8 {
	if p.kind != pngGrey && p.kind != pngPalette || p.bits == 16 {
		return nil
	}
	out := make([]uint8, 1<<p.bits)
	for i := range out {
		switch {
		case p.kind == pngGrey:
			out[i] = uint8(i * 255 / (len(out) - 1))
			if len(p.trns) == 2 && int(binary.BigEndian.Uint16(p.trns)) == i {
				out[i] = uint8(p.back)
			}
		case 3*i+3 <= len(p.pal):
			a := uint32(255)
			if i < len(p.trns) {
				a = uint32(p.trns[i])
			}
			out[i] = p.over(brightnessOf(p.pal[3*i], p.pal[3*i+1], p.pal[3*i+2]), a)
		default: // hostile
			out[i] = 255
		}
	}
	return out
}

// show turns the samples of a row into grey. Of 16 bits the upper 8 count.
func (p *pngRows) show(out []uint8, row []byte, greys []uint8) {
	if greys != nil {
		mask := byte(len(greys) - 1)
		for x := range out {
			at := x * p.bits
			out[x] = greys[row[at/8]>>(8-p.bits-at%8)&mask]
		}
		return
	}
	wide := p.bits / 8
	clear := p.kind <= pngRGB && len(p.trns) == 2*p.samples()
	for x := range out {
		q := row[x*wide*p.samples() : (x+1)*wide*p.samples()]
		switch {
		case clear && p.isClear(q, wide):
			out[x] = uint8(p.back)
		case p.kind == pngGrey:
			out[x] = q[0]
		case p.kind == pngGreyAlpha:
			out[x] = p.over(uint32(q[0]), uint32(q[wide]))
		case p.kind == pngRGB:
			out[x] = uint8(brightnessOf(q[0], q[wide], q[2*wide]))
		default:
			out[x] = p.over(brightnessOf(q[0], q[wide], q[2*wide]), uint32(q[3*wide]))
		}
	}
}

// isClear tells whether a pixel has the colour that stands for transparent.
func (p *pngRows) isClear(q []byte, wide int) bool {
	for i := range p.samples() {
		v := uint16(q[i*wide])
		if wide == 2 {
			v = binary.BigEndian.Uint16(q[2*i:])
		}
		if v != binary.BigEndian.Uint16(p.trns[2*i:]) {
			return false
		}
	}
	return true
}

// unfilter undoes the filter of a row, section 9.2. Above is the row over it.
func unfilter(kind byte, row, above []byte, bpp int) error {
	switch kind {
	case 0:
	case 1:
		for i := bpp; i < len(row); i++ {
			row[i] += row[i-bpp]
		}
	case 2:
		for i, v := range above {
			row[i] += v
		}
	case 3:
		for i := range row {
			left := 0
			if i >= bpp {
				left = int(row[i-bpp])
			}
			row[i] += uint8((left + int(above[i])) / 2)
		}
	case 4:
		for i := range row {
			var left, corner int
			if i >= bpp {
				left, corner = int(row[i-bpp]), int(above[i-bpp])
			}
			row[i] += uint8(paeth(left, int(above[i]), corner))
		}
	default:
		return fmt.Errorf("unknown filter %d", kind)
	}
	return nil
}

// paeth is the neighbour nearest to a + b - c, section 9.4.
func paeth(a, b, c int) int {
	p := a + b - c
	pa, pb, pc := max(p-a, a-p), max(p-b, b-p), max(p-c, c-p)
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}

// pngData reads the contents of consecutive IDAT chunks as one stream.
type pngData struct {
	r     io.Reader
	left  int64 // of the chunk
	begun bool
}

// chunk goes to the next chunk and returns its kind.
func (d *pngData) chunk() (string, error) {
	if d.begun {
		if _, err := io.CopyN(io.Discard, d.r, d.left+4); err != nil {
			return "", err
		}
	}
	d.begun = true
	var head [8]byte
	if _, err := io.ReadFull(d.r, head[:]); err != nil {
		return "", err
	}
	d.left = int64(binary.BigEndian.Uint32(head[:]))
	return string(head[4:]), nil
}

func (d *pngData) Read(b []byte) (int, error) {
	for d.left == 0 {
		kind, err := d.chunk()
		if err != nil {
			return 0, err
		}
		if kind != "IDAT" {
			return 0, io.EOF
		}
	}
	n, err := d.r.Read(b[:min(int64(len(b)), d.left)])
	d.left -= int64(n)
	return n, err
}
