package analyzer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"sync"
	"time"

	"evscan/evidence"
)

// Crop is the part of a picture around a piece of evidence, for people to see.
type Crop struct {
	Item string       // ID
	Box  evidence.Box // of the evidence, in the picture's pixels
	W, H int          // of the crop, in its own pixels
	At   evidence.Box // of the evidence, in the crop's pixels
	MIME string       // image/png or image/jpeg
	Data []byte
}

// Bounds of what is shown of pictures.
const (
	maxCrops       = 48      // of one scan
	maxCropsFirst  = 24      // of the best candidate
	maxCropsOther  = 6       // of each other one
	maxCropBytes   = 4 << 20 // of one scan, encoded
	maxCropPixels  = 640 * 360
	maxKeptBytes   = 512 << 20 // of pictures that stay in the spool until the marks are known
	cropQuality    = 80        // of JPEG
	maxBoxesPerJob = 16
)

// wantedCrop is a place in a picture and the unit that has the picture's bytes.
type wantedCrop struct {
	item string
	box  evidence.Box
	unit *unit
}

// wantedCrops chooses the evidence that is worth a picture: the strongest of every
// candidate, the best candidate first, each place once.
func wantedCrops(res *Result, units []*unit) []wantedCrop {
	index := make(map[string]int, len(res.Items))
	for i := range res.Items {
		index[res.Items[i].ID] = i
	}
	var out []wantedCrop
	for i, c := range res.Attribution.Candidates {
		room := maxCropsOther
		if i == 0 {
			room = maxCropsFirst
		}
		for _, e := range c.Evidence {
			if len(out) == maxCrops || room == 0 {
				break
			}
			at, known := index[e.Item]
			if e.At.Box == nil || e.At.Page > 0 || !known || units[at] == nil || units[at].file == "" || !isPicture(res.Items[at].Type) {
				continue
			}
			w := wantedCrop{e.Item, *e.At.Box, units[at]}
			if !slices.Contains(out, w) {
				out = append(out, w)
				room--
			}
		}
	}
	return out
}

func isPicture(t evidence.Type) bool { return strings.HasPrefix(t.MIME, "image/") }

// crops cuts the pieces of evidence out of their pictures. Pictures are decoded by
// workers, as everything of the package is; what comes back are bare pixels, which
// are encoded here. A worker that fails costs its crops and nothing else: the evidence
// stands without them.
func (r *reading) crops(ctx context.Context, res *Result) ([]Crop, error) {
	wanted := wantedCrops(res, r.commit.units)
	if len(wanted) == 0 || r.commit.late.Load() {
		return nil, nil
	}
	var jobs [][]int // indices into wanted, by picture
	at := map[*unit]int{}
	for i, w := range wanted {
		j, known := at[w.unit]
		if !known || len(jobs[j]) == maxBoxesPerJob {
			j = len(jobs)
			at[w.unit] = j
			jobs = append(jobs, nil)
		}
		jobs[j] = append(jobs[j], i)
	}
	made := make([]*Crop, len(wanted))
	next := make(chan []int)
	var wg sync.WaitGroup
	for n := range min(max(1, r.cfg.Jobs), len(jobs)) {
		out, err := r.spool.workerDir(n)
		if err != nil {
			close(next)
			wg.Wait()
			return nil, err
		}
		s := &supervisor{launch: r.cfg.Workers, settings: r.cfg.Settings, out: out, spool: r.spool, sources: r.sources}
		wg.Go(func() {
			defer s.close()
			for list := range next {
				for k, c := range s.crop(ctx, wanted, list) {
					made[list[k]] = c
				}
			}
		})
	}
	for _, list := range jobs {
		next <- list
	}
	close(next)
	wg.Wait()
	var out []Crop
	total := 0
	for _, c := range made {
		if c != nil && total+len(c.Data) <= maxCropBytes {
			total += len(c.Data)
			out = append(out, *c)
		}
	}
	return out, ctx.Err()
}

// crop has a worker cut places out of one picture. The result has an element for each
// place, nil where there is no crop.
func (s *supervisor) crop(ctx context.Context, wanted []wantedCrop, list []int) []*Crop {
	out := make([]*Crop, len(list))
	u := wanted[list[0]].unit
	j := job{File: []byte(u.file), Out: s.out, Ext: u.key.ext}
	for _, i := range list {
		j.Crops = append(j.Crops, wanted[i].box)
	}
	if ctx.Err() != nil || s.start(ctx) != nil {
		return out
	}
	if err := s.orders.write(order{Job: &j}); err != nil {
		s.bury()
		return out
	}
	process := s.process
	deadline := time.AfterFunc(s.settings.Limits.ItemTime, process.Kill)
	defer deadline.Stop()
	stop := context.AfterFunc(ctx, process.Kill)
	defer stop()
	for {
		var r reply
		if err := s.replies.read(&r); err != nil {
			s.bury()
			return out
		}
		if r.Done != nil {
			return out
		}
		// One that says anything else has been taken over by the picture.
		if r.Crop == nil || r.Crop.Index < 0 || r.Crop.Index >= len(list) || out[r.Crop.Index] != nil {
			s.bury()
			return out
		}
		w := wanted[list[r.Crop.Index]]
		c, err := encodeCrop(*r.Crop)
		if err != nil {
			s.bury()
			return out
		}
		c.Item, c.Box = w.item, w.box
		out[r.Crop.Index] = &c
	}
}

// encodeCrop makes a picture of the pixels that a worker sent, in the shorter of two
// ways: screenshots are shorter as PNG, scans and photographs as JPEG.
func encodeCrop(r cropReply) (Crop, error) {
	if r.W < 1 || r.H < 1 || r.W > maxCropPixels || r.H > maxCropPixels || r.W*r.H > maxCropPixels || len(r.Pixels) != 3*r.W*r.H {
		return Crop{}, fmt.Errorf("%d bytes for %d x %d pixels", len(r.Pixels), r.W, r.H)
	}
	at := image.Rect(r.At.X, r.At.Y, r.At.X+r.At.W, r.At.Y+r.At.H)
	if r.At.X < 0 || r.At.Y < 0 || r.At.W < 1 || r.At.H < 1 || r.At.W > r.W || r.At.H > r.H || !at.In(image.Rect(0, 0, r.W, r.H)) {
		return Crop{}, errors.New("a place outside of the crop")
	}
	img := image.NewRGBA(image.Rect(0, 0, r.W, r.H))
	for i, j := 0, 0; i < len(r.Pixels); i, j = i+3, j+4 {
		img.Pix[j], img.Pix[j+1], img.Pix[j+2], img.Pix[j+3] = r.Pixels[i], r.Pixels[i+1], r.Pixels[i+2], 255
	}
	var asPNG, asJPEG bytes.Buffer
	if err := png.Encode(&asPNG, img); err != nil {
		return Crop{}, err
	}
	if err := jpeg.Encode(&asJPEG, img, &jpeg.Options{Quality: cropQuality}); err != nil {
		return Crop{}, err
	}
	c := Crop{W: r.W, H: r.H, At: r.At, MIME: "image/png", Data: asPNG.Bytes()}
	if asJPEG.Len() < asPNG.Len() {
		c.MIME, c.Data = "image/jpeg", asJPEG.Bytes()
	}
	return c, nil
}
