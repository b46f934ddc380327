package image

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/gif"
	"image/png"
	"io"

	"golang.org/x/image/draw"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"

	"evscan/evidence"
)

// maxFrames bounds the frames of a picture that are looked at: a recording of a
// screen has hundreds of nearly equal ones.
const maxFrames = 1000

// maxFrameBytes bounds what one frame of an animation takes in the file.
const maxFrameBytes = 64 << 20

// caret is how many pixels may change between frames that are read once: what
// blinks in a window is no larger.
const caret = 64

// errEnough ends a walk over frames.
var errEnough = errors.New("no more frames are looked at")

// errLarge is told instead of the second frame of a picture that is too large to be
// drawn on.
var errLarge = errors.New("the frames behind the first are not read: the picture is too large")

// canvasOf is what frames are drawn on, nil where a quarter of the limit does not hold it:
// it stands in memory beside what was decoded.
func canvasOf(in evidence.Input, w, h int) *image.NRGBA {
	if w <= 0 || h <= 0 || int64(w) > in.Limits.Pixels/4/int64(h) {
		return nil
	}
	return image.NewNRGBA(image.Rect(0, 0, w, h))
}

// frames calls take with the frames in order, numbered from 1. It ends with take's
// error. The picture is drawn over after take returns.
type frames func(in evidence.Input, take func(number int, img image.Image) error) error

// several tells whether there is a second frame, or what should be one.
func (c codec) several(in evidence.Input) bool {
	return c.frames(in, func(number int, _ image.Image) error {
		if number > 1 {
			return errEnough
		}
		return nil
	}) != nil
}

// firstFrame decodes the first frame of an animation whose decoder knows none.
func (c codec) firstFrame(in evidence.Input) image.Image {
	var first image.Image
	if c.frames == nil {
		return nil
	}
	if err := c.frames(in, func(_ int, img image.Image) error { first = img; return errEnough }); !errors.Is(err, errEnough) {
		return nil
	}
	return first
}

// recogniseFrames reads the frames behind the first that differ from the one read
// before and from all that equal another exactly.
func (p *props) recogniseFrames(ctx context.Context, in evidence.Input, out evidence.Sink, first image.Image, walk frames) error {
	left := in.Limits.Pixels
	last := brightness(first)
	seen := map[[sha256.Size]byte]bool{sha256.Sum256(last.Pix): true}
	err := walk(in, func(number int, img image.Image) error {
		if err := ctx.Err(); err != nil || number == 1 {
			return err
		}
		left -= int64(img.Bounds().Dx()) * int64(img.Bounds().Dy())
		if number > maxFrames || left < 0 {
			out.Problem(evidence.ProblemLimit, "picture", fmt.Sprintf("frames from number %d on are not read", number))
			return errEnough
		}
		g := brightness(img)
		sum := sha256.Sum256(g.Pix)
		if seen[sum] || alike(g, last) {
			return nil
		}
		seen[sum], last = true, g
		return recognise(ctx, in, out, img, number, p.orientation(number))
	})
	switch {
	case errors.Is(err, errEnough):
		return nil
	case errors.Is(err, errLarge):
		out.Problem(evidence.ProblemLimit, "picture", err.Error())
		return nil
	}
	return err
}

// brightness is the picture on white, from (0,0) on.
func brightness(img image.Image) *image.Gray {
	b := img.Bounds()
	out := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	row := image.NewRGBA(image.Rect(0, 0, b.Dx(), 1))
	for y := range b.Dy() {
		draw.Draw(row, row.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(row, row.Rect, img, b.Min.Add(image.Pt(0, y)), draw.Over)
		for x := range b.Dx() {
			q := row.Pix[4*x : 4*x+3 : 4*x+3]
			out.Pix[y*out.Stride+x] = uint8((299*int(q[0]) + 587*int(q[1]) + 114*int(q[2])) / 1000)
		}
	}
	return out
}

// alike tells whether two frames differ in no more than a caret.
func alike(a, b *image.Gray) bool {
	if a.Rect != b.Rect {
		return false
	}
	const step = 32
	n := 0
	for i, v := range a.Pix {
		if d := int(v) - int(b.Pix[i]); d > step || d < -step {
			if n++; n > caret {
				return false
			}
		}
	}
	return true
}

// framesTIFF follows the chain of directories, TIFF 6.0 section 2, and shows the
// decoder one after the other as the first.
func framesTIFF(in evidence.Input, take func(int, image.Image) error) error {
	head := readAt(in, 0, 8)
	if len(head) < 8 {
		return nil
	}
	var order binary.ByteOrder = binary.LittleEndian
	if head[0] == 'M' {
		order = binary.BigEndian
	}
	seen := map[uint32]bool{0: true}
	at := order.Uint32(head[4:])
	for number := 1; !seen[at] && number <= maxFrames+1; number++ {
		seen[at] = true
		start := bytes.Clone(head)
		order.PutUint32(start[4:], at)
		img, err := decodeTIFF(in, io.NewSectionReader(&patched{in.At, start}, 0, in.Size))
		if err != nil {
			return fmt.Errorf("%w: page %d: %w", evidence.ErrCorrupt, number, err)
		}
		if err := take(number, img); err != nil {
			return err
		}
		n := readAt(in, int64(at), 2)
		if len(n) < 2 {
			return nil
		}
		next := readAt(in, int64(at)+2+12*int64(order.Uint16(n)), 4)
		if len(next) < 4 {
			return nil
		}
		at = order.Uint32(next)
	}
	return nil
}

func decodeTIFF(in evidence.Input, r *io.SectionReader) (image.Image, error) {
	cfg, err := tiff.DecodeConfig(r)
	if err != nil {
		return nil, err
	}
	if cfg.Width <= 0 || cfg.Height <= 0 || int64(cfg.Width) > in.Limits.Pixels/int64(cfg.Height) {
		return nil, fmt.Errorf("%d x %d pixels, the limit is %d", cfg.Width, cfg.Height, in.Limits.Pixels)
	}
	if weight := weightOf(in, nil, cfg); weight > maxHeld {
		return nil, fmt.Errorf("%d bytes to decode, the limit is %d", weight, maxHeld)
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	return tiff.Decode(r)
}

// patched is a file with another beginning.
type patched struct {
	io.ReaderAt
	start []byte
}

func (p *patched) ReadAt(b []byte, off int64) (int, error) {
	n, err := p.ReaderAt.ReadAt(b, off)
	if off < int64(len(p.start)) {
		copy(b[:n], p.start[off:])
	}
	return n, err
}

// framesGIF draws the frames one over the other as
// https://www.w3.org/Graphics/GIF/spec-gif89a.txt, section 23, says. Each is decoded
// by itself, as a file with the head of the whole.
func framesGIF(in evidence.Input, take func(int, image.Image) error) error {
	head := readAt(in, 0, 13)
	if len(head) < 13 {
		return nil
	}
	head = readAt(in, 0, 13+colours(head[10]))
	canvas := canvasOf(in, int(binary.LittleEndian.Uint16(head[6:])), int(binary.LittleEndian.Uint16(head[8:])))
	g := &blocks{in: in, pos: int64(len(head))}
	var control []byte
	for number := 1; ; {
		switch from := g.pos; g.next() {
		case 0x21:
			if label := g.next(); label == 0xf9 {
				control = readAt(in, from, 8)
			}
			g.skip()
		case 0x2c:
			desc := readAt(in, g.pos, 9)
			if len(desc) < 9 {
				return nil
			}
			g.pos += 9 + colours(desc[8]) + 1
			g.skip()
			if canvas == nil {
				if number++; number > 2 {
					return errLarge
				}
				continue
			}
			img, err := gif.Decode(io.MultiReader(bytes.NewReader(head), bytes.NewReader(control),
				io.NewSectionReader(in.At, from, min(g.pos, in.Size)-from), bytes.NewReader([]byte{0x3b})))
			if err != nil {
				return fmt.Errorf("%w: frame %d: %w", evidence.ErrCorrupt, number, err)
			}
			disposal := byte(0)
			if len(control) == 8 {
				disposal = control[3] >> 2 & 7
			}
			if err := show(canvas, img, img.Bounds(), draw.Over, disposal, number, take); err != nil {
				return err
			}
			number++
			control = nil
		default:
			return nil
		}
	}
}

// show draws a frame, hands over what is seen then, and disposes of it: 2 clears
// its place, 3 brings back what was there before.
func show(canvas *image.NRGBA, img image.Image, at image.Rectangle, op draw.Op, disposal byte, number int, take func(int, image.Image) error) error {
	var before []byte
	if disposal == 3 {
		before = bytes.Clone(canvas.Pix)
	}
	draw.Draw(canvas, at, img, img.Bounds().Min, op)
	if err := take(number, canvas); err != nil {
		return err
	}
	switch disposal {
	case 2:
		draw.Draw(canvas, at, image.Transparent, image.Point{}, draw.Src)
	case 3:
		copy(canvas.Pix, before)
	}
	return nil
}

// framesPNG reads the frames of https://www.w3.org/TR/png-3/#apng-frame-based-animation:
// each is made a PNG of its own with the chunks of the whole.
func framesPNG(in evidence.Input, take func(int, image.Image) error) error {
	var ihdr, common, data, control []byte
	var canvas *image.NRGBA
	number, animated := 0, false
	flush := func() error {
		if control == nil || len(data) == 0 {
			return nil
		}
		if number++; canvas == nil {
			data = data[:0]
			if number > 1 {
				return errLarge
			}
			return nil
		}
		be := binary.BigEndian
		w, h, x, y := be.Uint32(control[4:]), be.Uint32(control[8:]), be.Uint32(control[12:]), be.Uint32(control[16:])
		area := image.Rect(int(x), int(y), int(x)+int(w), int(y)+int(h))
		if !area.In(canvas.Bounds()) {
			return fmt.Errorf("%w: frame %d lies outside the picture", evidence.ErrCorrupt, number)
		}
		own := bytes.Clone(ihdr)
		copy(own, control[4:12])
		var b bytes.Buffer
		b.WriteString("\x89PNG\r\n\x1a\n")
		putChunk(&b, "IHDR", own)
		b.Write(common)
		putChunk(&b, "IDAT", data)
		putChunk(&b, "IEND", nil)
		img, err := png.Decode(&b)
		if err != nil {
			return fmt.Errorf("%w: frame %d: %w", evidence.ErrCorrupt, number, err)
		}
		op := draw.Src
		if control[25] == 1 {
			op = draw.Over
		}
		disposal := control[24] + 1 // 0 leaves, 1 clears, 2 brings back
		data = data[:0]
		return show(canvas, img, area, op, disposal, number, take)
	}
	for pos := int64(8); ; {
		h := readAt(in, pos, 8)
		if len(h) < 8 {
			return flush()
		}
		kind, size := string(h[4:]), int64(binary.BigEndian.Uint32(h))
		if animated && size > maxFrameBytes-int64(len(data)) {
			return errLarge
		}
		content := func() []byte { return readAt(in, pos+8, size) }
		switch kind {
		case "IHDR":
			if ihdr = content(); len(ihdr) != 13 {
				return nil
			}
		case "acTL":
			if ihdr == nil {
				return nil
			}
			canvas = canvasOf(in, int(binary.BigEndian.Uint32(ihdr)), int(binary.BigEndian.Uint32(ihdr[4:])))
			animated = true
		case "PLTE", "tRNS":
			if size <= 1024 {
				common = append(common, readAt(in, pos, size+12)...)
			}
		case "fcTL":
			if err := flush(); err != nil {
				return err
			}
			if control = content(); len(control) != 26 || !animated {
				return nil
			}
		case "IDAT":
			if control != nil {
				data = append(data, content()...)
			} else if number == 0 {
				number = 1 // a picture for those that know no animation
			}
		case "fdAT":
			if c := content(); len(c) > 4 {
				data = append(data, c[4:]...)
			}
		case "IEND":
			return flush()
		}
		pos += 12 + size
	}
}

func putChunk(b *bytes.Buffer, kind string, data []byte) {
	var n [4]byte
	binary.BigEndian.PutUint32(n[:], uint32(len(data)))
	b.Write(n[:])
	body := append([]byte(kind), data...)
	b.Write(body)
	binary.BigEndian.PutUint32(n[:], crc32.ChecksumIEEE(body))
	b.Write(n[:])
}

// framesWebP reads the frames of RFC 9649 section 2.7.1.1: each is made a file of
// its own.
func framesWebP(in evidence.Input, take func(int, image.Image) error) error {
	le := binary.LittleEndian
	head := readAt(in, 12, 18)
	if len(head) < 18 || string(head[:4]) != "VP8X" || head[8]&2 == 0 {
		return nil
	}
	u24 := func(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }
	canvas := canvasOf(in, u24(head[12:])+1, u24(head[15:])+1)
	if canvas == nil {
		return errLarge
	}
	for pos, number := int64(12), 1; ; {
		h := readAt(in, pos, 8)
		if len(h) < 8 {
			return nil
		}
		size := int64(le.Uint32(h[4:]))
		if string(h[:4]) == "ANMF" {
			if size > maxFrameBytes {
				return errLarge
			}
			data := readAt(in, pos+8, size)
			if len(data) < 16 {
				return fmt.Errorf("%w: frame %d is cut off", evidence.ErrCorrupt, number)
			}
			x, y := 2*u24(data), 2*u24(data[3:])
			area := image.Rect(x, y, x+u24(data[6:])+1, y+u24(data[9:])+1)
			if !area.In(canvas.Bounds()) {
				return fmt.Errorf("%w: frame %d lies outside the picture", evidence.ErrCorrupt, number)
			}
			img, err := webp.Decode(bytes.NewReader(stillWebP(data[6:12], data[16:])))
			if err != nil {
				return fmt.Errorf("%w: frame %d: %w", evidence.ErrCorrupt, number, err)
			}
			op := draw.Over
			if data[15]&2 != 0 {
				op = draw.Src
			}
			if err := show(canvas, img, area, op, data[15]&1*2, number, take); err != nil {
				return err
			}
			number++
		}
		pos += 8 + size + size&1
	}
}

// stillWebP makes a file of a frame's chunks; size is width and height as the frame
// declares them.
func stillWebP(size, chunks []byte) []byte {
	b := []byte("RIFF\x00\x00\x00\x00WEBP")
	if bytes.HasPrefix(chunks, []byte("ALPH")) {
		b = append(b, "VP8X\x0a\x00\x00\x00\x10\x00\x00\x00"...)
		b = append(b, size...)
	}
	b = append(b, chunks...)
	binary.LittleEndian.PutUint32(b[4:], uint32(len(b)-8))
	return b
}
