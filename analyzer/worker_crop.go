package analyzer

import (
	"context"
	"image"
	"os"

	"golang.org/x/image/draw"

	"evscan/evidence"
)

// cropReply is the part of a picture around one place, as bare pixels: whoever gets
// it parses nothing.
type cropReply struct {
	Index  int // in job.Crops
	W, H   int
	At     evidence.Box // of the place, in the crop's pixels
	Pixels []byte       // red, green and blue of every pixel, row by row
}

// crop cuts the places of a job out of its picture. What can't be decoded gives none.
func (w *worker) crop(ctx context.Context, j job) error {
	for i, c := range w.cut(ctx, j) {
		if c == nil {
			continue
		}
		c.Index = i
		if err := w.out.write(reply{Crop: c}); err != nil {
			return err
		}
	}
	return w.out.write(reply{Done: &doneReply{}})
}

func (w *worker) cut(ctx context.Context, j job) (out []*cropReply) {
	defer func() {
		if recover() != nil {
			out = nil
		}
	}()
	if w.reader.Picture == nil {
		return nil
	}
	f, err := os.Open(string(j.File))
	if err != nil {
		return nil
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil
	}
	img, err := w.reader.Picture(evidence.Input{At: unnamed{f}, Size: info.Size(), Ext: j.Ext, Limits: w.settings.Limits})
	if err != nil {
		return nil
	}
	for _, box := range j.Crops {
		if ctx.Err() != nil {
			return out
		}
		out = append(out, cutOut(img, box))
	}
	return out
}

// How much of a picture is shown around a place, in the picture's pixels.
const (
	cropMinWidth  = 480
	cropMinHeight = 170
	cropMargin    = 48
)

// cutOut is the part of img around box, scaled down where it is large; nil where box
// lies outside.
func cutOut(img image.Image, box evidence.Box) *cropReply {
	b := img.Bounds()
	if box.W < 1 || box.H < 1 || box.W > b.Dx() || box.H > b.Dy() || box.X < 0 || box.Y < 0 || box.X >= b.Dx() || box.Y >= b.Dy() {
		return nil
	}
	x, w := around(box.X, box.W, cropMinWidth, b.Dx())
	y, h := around(box.Y, box.H, cropMinHeight, b.Dy())
	scale := 1.0
	for int(float64(w)*scale)*int(float64(h)*scale) > maxCropPixels {
		scale *= 0.97
	}
	out := &cropReply{W: max(1, int(float64(w)*scale)), H: max(1, int(float64(h)*scale))}
	if out.W*out.H > maxCropPixels {
		return nil // a line of more pixels than a crop has
	}
	dst := image.NewRGBA(image.Rect(0, 0, out.W, out.H))
	draw.Draw(dst, dst.Bounds(), image.White, image.Point{}, draw.Src) // below what is transparent
	src := image.Rect(b.Min.X+x, b.Min.Y+y, b.Min.X+x+w, b.Min.Y+y+h)
	if scale == 1 {
		draw.Draw(dst, dst.Bounds(), img, src.Min, draw.Over)
	} else {
		draw.BiLinear.Scale(dst, dst.Bounds(), img, src, draw.Over, nil)
	}
	out.Pixels = make([]byte, 0, 3*out.W*out.H)
	for i := 0; i < len(dst.Pix); i += 4 {
		out.Pixels = append(out.Pixels, dst.Pix[i], dst.Pix[i+1], dst.Pix[i+2])
	}
	place := func(v int) int { return int(float64(v) * scale) }
	at := evidence.Box{X: min(place(box.X-x), out.W-1), Y: min(place(box.Y-y), out.H-1)}
	at.W = min(max(1, place(box.W)), out.W-at.X)
	at.H = min(max(1, place(box.H)), out.H-at.Y)
	out.At = at
	return out
}

// around is where a piece of at least least pixels around [at,at+size) begins and how
// long it is, within a line of all pixels.
func around(at, size, least, all int) (from, length int) {
	length = min(all, max(least, size+2*cropMargin))
	from = min(max(0, at+size/2-length/2), all-length)
	return from, length
}
