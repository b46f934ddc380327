// Package image reads pictures: what their metadata says, and the text that a
// recogniser finds in them.
package image

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"strconv"
	"strings"

	"github.com/h2non/filetype/matchers"
	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"

	"evscan/evidence"
)

// codec is what one picture format needs beside its signature.
type codec struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
	mend   func(r io.Reader, pixels int64) io.Reader // nil, or how to go on past the end of a truncated picture
	meta   func(in evidence.Input, p *props) error
	end    func(in evidence.Input) (int64, bool) // where the picture ends; false where it is cut off

	lossless bool // screenshots are saved so

	frames frames // nil where there is one picture only

	weight func(in evidence.Input, p *props, cfg image.Config) int64 // bytes that decoding takes
	rows   func(r io.Reader, pixels int64) (*image.Gray, error)      // nil, or what reads row by row
}

// Formats lists the picture formats that are read.
func Formats() []evidence.Format {
	format := func(id, mime, basis string, match matchers.Matcher, c codec, exts ...string) evidence.Format {
		return evidence.Format{ID: id, MIME: mime, Version: 4, Exts: exts,
			Match:   func(p evidence.Probe) (string, bool) { return basis, match(p.Head) },
			Extract: c.extract}
	}
	return append([]evidence.Format{
		format("jpeg", "image/jpeg", "signature FF D8 FF at 0", matchers.Jpeg, codec{jpeg.DecodeConfig, jpeg.Decode, padJPEG, metaJPEG, endJPEG, false, nil, weightJPEG, nil}, "jpg", "jpeg", "jpe", "jfif"),
		format("png", "image/png", "signature 89 50 4E 47 at 0", matchers.Png, codec{png.DecodeConfig, png.Decode, nil, metaPNG, endPNG, true, framesPNG, weightOf, greyPNG}, "png"),
		format("gif", "image/gif", "signature GIF at 0", matchers.Gif, codec{gif.DecodeConfig, gif.Decode, nil, metaGIF, endGIF, true, framesGIF, weightOf, nil}, "gif"),
		format("bmp", "image/bmp", "signature BM at 0 and header size at 14", isBMP, codec{bmp.DecodeConfig, bmp.Decode, nil, nil, endBMP, true, nil, weightOf, nil}, "bmp", "dib"),
		format("tiff", "image/tiff", "TIFF byte order mark at 0", isTIFF, codec{tiff.DecodeConfig, tiff.Decode, nil, metaTIFF, endTIFF, false, framesTIFF, weightTIFF, nil}, "tif", "tiff"),
		described("heif", "image/heif", matchBrand("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "mif2"), metaHEIF, "heic", "heif", "hif"),
		described("avif", "image/avif", matchBrand("avif", "avis"), metaHEIF, "avif"),
		described("jp2", "image/jp2", matchStart("\x00\x00\x00\x0cjP  \r\n\x87\n"), metaJP2, "jp2", "jpf", "jpx", "jpm", "mj2"),
		described("jxl", "image/jxl", matchStart("\x00\x00\x00\x0cJXL \r\n\x87\n"), metaJXL, "jxl"),
		described("psd", "image/vnd.adobe.photoshop", matchStart("8BPS\x00\x01", "8BPS\x00\x02"), metaPSD, "psd", "psb", "psdt"),
		described("bpg", "image/bpg", matchStart("BPG\xfb"), metaBPG, "bpg"),
		format("webp", "image/webp", "signature RIFF....WEBP at 0", matchers.Webp, codec{webp.DecodeConfig, webp.Decode, nil, metaWebP, endWebP, false, framesWebP, weightWebP, nil}, "webp"),
	}, metafiles()...)
}

// codecOf is how a picture with these first bytes is decoded; false where it is not.
func codecOf(head []byte) (codec, bool) {
	switch {
	case matchers.Jpeg(head):
		return codec{config: jpeg.DecodeConfig, decode: jpeg.Decode, mend: padJPEG, weight: weightJPEG}, true
	case matchers.Png(head) && !isCrushed(head):
		return codec{config: png.DecodeConfig, decode: png.Decode, weight: weightOf, rows: greyPNG}, true
	case matchers.Gif(head):
		return codec{config: gif.DecodeConfig, decode: gif.Decode, weight: weightOf}, true
	case isBMP(head):
		return codec{config: bmp.DecodeConfig, decode: bmp.Decode, weight: weightOf}, true
	case isTIFF(head):
		return codec{config: tiff.DecodeConfig, decode: tiff.Decode, weight: weightTIFF}, true
	case matchers.Webp(head):
		return codec{config: webp.DecodeConfig, decode: webp.Decode, weight: weightWebP}, true
	}
	return codec{}, false
}

// Decode returns the pixels of an item as Extract hands them to the recogniser, so that
// the boxes of its words fit. Errors are those of Extract.
func Decode(in evidence.Input) (image.Image, error) {
	c, ok := codecOf(readAt(in, 0, 64))
	if !ok {
		return nil, fmt.Errorf("%w: no picture that is decoded", evidence.ErrUnsupported)
	}
	cfg, err := c.config(bufio.NewReader(in.Reader()))
	if err != nil {
		return nil, fmt.Errorf("%w: header: %w", evidence.ErrCorrupt, err)
	}
	if cfg.Width <= 0 || cfg.Height <= 0 || int64(cfg.Width) > in.Limits.Pixels/int64(cfg.Height) {
		return nil, fmt.Errorf("%w: %d x %d pixels", evidence.ErrLimit, cfg.Width, cfg.Height)
	}
	pixels, weight := int64(cfg.Width)*int64(cfg.Height), c.weight(in, &props{}, cfg)
	if weight > maxHeld && c.rows == nil {
		return nil, fmt.Errorf("%w: %d x %d pixels of this kind take %d bytes to decode, more than %d", evidence.ErrLimit, cfg.Width, cfg.Height, weight, maxHeld)
	}
	var img image.Image
	if weight <= largeHeld || c.rows == nil {
		img, err = c.decode(in.Reader())
	}
	if c.rows != nil && img == nil { // too large, or damaged
		var g *image.Gray
		if g, err = c.rows(bufio.NewReader(in.Reader()), pixels); g != nil {
			return g, nil
		}
	}
	if err != nil && c.mend != nil {
		img, err = c.decode(bufio.NewReader(c.mend(in.Reader(), pixels)))
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: picture: %w", evidence.ErrCorrupt, err)
	case img.Bounds().Empty():
		return nil, fmt.Errorf("%w: the first picture has no pixels", evidence.ErrCorrupt)
	}
	return img, nil
}

// isBMP asks for more than two letters: a text may begin with BM.
func isBMP(b []byte) bool {
	if len(b) < 26 || !matchers.Bmp(b) {
		return false
	}
	switch b[14] {
	case 12, 40, 52, 56, 64, 108, 124:
		return b[15] == 0 && b[16] == 0 && b[17] == 0
	}
	return false
}

func isTIFF(b []byte) bool {
	return bytes.HasPrefix(b, []byte("II*\x00")) || bytes.HasPrefix(b, []byte("MM\x00*")) ||
		bytes.HasPrefix(b, []byte("IIRO")) || bytes.HasPrefix(b, []byte("IIRS")) || bytes.HasPrefix(b, []byte("MMOR")) || // Olympus
		bytes.HasPrefix(b, []byte("IIU\x00")) // Panasonic
}

// isBigTIFF knows TIFF with offsets of 64 bits, which is as sound as the other.
func isBigTIFF(b []byte) bool {
	return bytes.HasPrefix(b, []byte("II+\x00\x08\x00")) || bytes.HasPrefix(b, []byte("MM\x00+\x00\x08"))
}

// isCrushed knows what Apple's tools make of a PNG: a chunk CgBI before the header, and
// pixels that are packed without the header of zlib.
func isCrushed(b []byte) bool {
	return bytes.HasPrefix(b, []byte("\x89PNG")) && len(b) >= 16 && string(b[12:16]) == "CgBI"
}

func (c codec) extract(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	p := newProps(out)
	head := readAt(in, 0, 16)
	if isBigTIFF(head) {
		return fmt.Errorf("%w: a TIFF with offsets of 64 bits is not read", evidence.ErrUnsupported)
	}
	if c.meta != nil {
		if err := c.meta(in, p); err != nil {
			return err
		}
	}
	if err := pushAfter(ctx, in, out, c.end); err != nil {
		return err
	}
	cfg, err := c.config(bufio.NewReader(in.Reader()))
	if len(p.previews) > 0 && (err != nil || in.Ext != "tif" && in.Ext != "tiff") {
		return p.pushPreview(ctx, in)
	}
	var unsupported tiff.UnsupportedError
	if errors.As(err, &unsupported) {
		return fmt.Errorf("%w: %w", evidence.ErrUnsupported, err)
	}
	if err != nil {
		return fmt.Errorf("%w: header: %w", evidence.ErrCorrupt, err)
	}
	p.add("image:Width", strconv.Itoa(cfg.Width), "header")
	p.add("image:Height", strconv.Itoa(cfg.Height), "header")
	p.width, p.height = int64(cfg.Width), int64(cfg.Height)
	p.system(in, c.lossless)
	if p.err != nil {
		return p.err
	}
	if cfg.Width <= 0 || cfg.Height <= 0 {
		return fmt.Errorf("%w: a picture of %d x %d pixels", evidence.ErrCorrupt, cfg.Width, cfg.Height)
	}
	if int64(cfg.Width) > in.Limits.Pixels/int64(cfg.Height) {
		return fmt.Errorf("%w: %d x %d pixels, more than %d; not decoded", evidence.ErrLimit, cfg.Width, cfg.Height, in.Limits.Pixels)
	}
	if isCrushed(head) {
		return fmt.Errorf("%w: the pixels of a PNG that Apple's tools made anew are not decoded; text in the picture is not read", evidence.ErrUnsupported)
	}
	weight := c.weight(in, p, cfg)
	if weight > maxHeld && c.rows == nil {
		return fmt.Errorf("%w: %d x %d pixels of this kind take %d bytes to decode, more than %d; not decoded", evidence.ErrLimit, cfg.Width, cfg.Height, weight, maxHeld)
	}
	img, whole, err := c.picture(in, out, int64(cfg.Width)*int64(cfg.Height), weight > largeHeld)
	if whole { // else the hash would be that of the padding
		p.add("image:DHash", differenceHash(img), "pixels")
		p.look(img)
		if err = p.err; err == nil {
			err = p.pushThumbs(ctx, in, img)
		}
	}
	switch {
	case err != nil:
		return err
	case in.OCR == nil && in.NoOCR != "":
		out.Problem(evidence.ProblemUnsupported, "text recognition", in.NoOCR)
		return nil
	case in.OCR == nil:
		out.Problem(evidence.ProblemToolMissing, "text recognition", "no text recognition is available")
		return nil
	case img == nil:
		return nil
	}
	if weight > largeHeld {
		img = lighten(img)
		giveBack()
	}
	if c.frames == nil || !c.several(in) {
		return recognise(ctx, in, out, img, 0, p.orientation(0))
	}
	if err := recognise(ctx, in, out, img, 1, p.orientation(1)); err != nil {
		return err
	}
	return p.recogniseFrames(ctx, in, out, img, c.frames)
}

// picture decodes the item, a large one into grey where the format allows. It returns
// nil without an error where nothing could be decoded and the problem has been told, and
// whether nothing of it is missing.
func (c codec) picture(in evidence.Input, out evidence.Sink, pixels int64, large bool) (img image.Image, whole bool, err error) {
	if large && c.rows != nil {
		g, err := c.rows(bufio.NewReader(in.Reader()), pixels)
		if g == nil {
			return nil, false, err
		}
		if err != nil {
			out.Problem(evidence.ProblemCorrupt, "picture", "damaged or cut off: "+err.Error())
		}
		return g, err == nil, nil
	}
	img, err = c.decode(in.Reader())
	if err != nil {
		if first := c.firstFrame(in); first != nil {
			img, err = first, nil
		}
	}
	whole = err == nil
	if err != nil && c.rows != nil {
		if g, _ := c.rows(bufio.NewReader(in.Reader()), pixels); g != nil {
			out.Problem(evidence.ProblemCorrupt, "picture", "damaged or cut off: "+err.Error())
			return g, false, nil
		}
	}
	if err != nil && c.mend != nil {
		out.Problem(evidence.ProblemCorrupt, "picture", "damaged or cut off: "+err.Error())
		if img, err = c.decode(bufio.NewReader(c.mend(in.Reader(), pixels))); err != nil {
			return nil, false, nil
		}
	}
	var unsupported tiff.UnsupportedError
	switch {
	case errors.As(err, &unsupported):
		return nil, false, fmt.Errorf("%w: picture: %w", evidence.ErrUnsupported, err)
	case err != nil:
		return nil, false, fmt.Errorf("%w: picture: %w", evidence.ErrCorrupt, err)
	case img.Bounds().Empty(): // a GIF may begin with such a frame
		return nil, false, fmt.Errorf("%w: the first picture has no pixels", evidence.ErrCorrupt)
	}
	return img, whole, nil
}

// Recognise pushes the text that the recogniser finds in img, a picture or a page
// of a document (page 1-based, 0: the item is the picture).
func Recognise(ctx context.Context, in evidence.Input, out evidence.Sink, img image.Image, page int) error {
	return recognise(ctx, in, out, img, page, 1)
}

// recognise reads img as it is to be shown. Boxes lie on img as it is stored.
func recognise(ctx context.Context, in evidence.Input, out evidence.Sink, img image.Image, page int, o orientation) error {
	stored := img.Bounds()
	if !o.upright() {
		img = o.turn(img)
	}
	rec, err := in.OCR.Recognise(ctx, img)
	if !o.upright() {
		for i, w := range rec.Words {
			b := o.box(w.Box, stored.Dx(), stored.Dy())
			b.X, b.Y = b.X+stored.Min.X, b.Y+stored.Min.Y
			rec.Words[i].Box = b
		}
	}
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if errors.Is(err, evidence.ErrToolMissing) {
			out.Problem(evidence.ProblemToolMissing, "text recognition", err.Error())
			return nil
		}
		return fmt.Errorf("text recognition: %w", err)
	}
	if len(rec.Missing) > 0 {
		fix := "apt-get install"
		for _, m := range rec.Missing {
			fix += " tesseract-ocr-" + strings.ReplaceAll(m, "_", "-")
		}
		out.Problem(evidence.ProblemToolMissing, "text recognition",
			fmt.Sprintf("models not installed: %s; read with %s only; try: %s", strings.Join(rec.Missing, ", "), strings.Join(rec.Languages, ", "), fix))
	}
	if len(rec.Words) == 0 {
		return out.Fact(evidence.Fact{Kind: evidence.FactMetadata, Name: "ocr:Result", Value: "no text found", Source: "text recognition",
			At: evidence.Locator{Page: page, Zone: evidence.ZoneProperty}})
	}
	for _, f := range evidence.OCRFacts(rec.Words, page) {
		if err := out.Fact(f); err != nil {
			return err
		}
	}
	return nil
}

// padJPEG lets the decoder go on past the end of a truncated picture: what is
// missing comes out in one colour, and what was there is kept. The padding is what
// a picture of so many pixels can use: at most two bytes for each of its samples.
func padJPEG(r io.Reader, pixels int64) io.Reader {
	return io.MultiReader(r, io.LimitReader(zeroReader{}, min(6*pixels+4096, maxPad)), strings.NewReader("\xff\xd9"))
}

const maxPad = 32 << 20

type zeroReader struct{}

func (zeroReader) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
