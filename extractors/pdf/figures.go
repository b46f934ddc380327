package pdf

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"evscan/evidence"
)

const (
	figureW, figureH = 200, 100 // pixels; smaller pictures hold no text to read
	maxFigures       = 300      // pictures handed over of one file
	maxOnPage        = 64       // pictures of one page; more are strips and tiles of a drawing
)

// picture is a line of pdfimages -list.
type picture struct {
	page, w, h   int
	kind, object string
}

// figures hands over large pictures that stand on pages with text. Pages without
// text are rendered whole.
func (d *document) figures(pages int, bare []int) {
	var list []picture
	for _, r := range d.ranges(pages) {
		b, err := d.run(maxInfo, "pdfimages", append(r.options(), "-list")...)
		d.out.Problem(err, "pictures")
		list = append(list, pictures(b)...)
	}
	d.list, d.huge = list, map[int]int{}
	for n, p := range list {
		if _, ok := d.huge[p.page]; !ok && int64(p.w)*int64(p.h) > d.pixels() {
			d.huge[p.page] = n
		}
	}
	seen := map[string]bool{}
	count := 0
	for i := 0; i < len(list) && d.out.Err == nil && d.ctx.Err() == nil; {
		j := i
		for j < len(list) && list[j].page == list[i].page {
			j++
		}
		page := list[i:j]
		i = j
		if slices.Contains(bare, page[0].page) {
			continue
		}
		if d.late() {
			d.out.Problem(fmt.Errorf("%w: the item's time for programs is over; pictures are not read from here on", evidence.ErrLimit), fmt.Sprintf("page %d", page[0].page))
			return
		}
		want := d.wanted(page, seen)
		if len(want) == 0 {
			continue
		}
		if count += len(want); count > maxFigures || len(page) > maxOnPage {
			d.out.Problem(fmt.Errorf("%w: %d pictures on the page, %d in all; they are not read from here on",
				evidence.ErrLimit, len(page), count), fmt.Sprintf("page %d", page[0].page))
			if count > maxFigures {
				return
			}
			continue
		}
		d.savePictures(page[0].page, len(page), want)
	}
}

// pixels is the size of the largest picture that is decoded.
func (d *document) pixels() int64 {
	if limit := d.in.Limits.Pixels; limit > 0 {
		return limit
	}
	return evidence.DefaultLimits().Pixels
}

// wanted picks the numbers of a page's pictures that are large and new. One picture
// too large to decode spares the whole page, because pdfimages writes all of them.
func (d *document) wanted(page []picture, seen map[string]bool) map[int]bool {
	want := map[int]bool{}
	for n, p := range page {
		if int64(p.w)*int64(p.h) > d.pixels() {
			d.out.Problem(fmt.Errorf("%w: a picture of %d x %d pixels", evidence.ErrLimit, p.w, p.h), fmt.Sprintf("page %d", p.page))
			return nil
		}
		if p.kind != "image" || p.w < figureW || p.h < figureH || p.object != "" && seen[p.object] {
			continue
		}
		seen[p.object] = p.object != ""
		want[n] = true
	}
	return want
}

func (d *document) savePictures(page, count int, want map[int]bool) {
	n := strconv.Itoa(page)
	where := "page " + n
	// JPEG as it lies in the file, the rest as TIFF: poppler packs PNG so hard that a
	// page of a scan takes seconds.
	_, err := d.runAfter(maxInfo, "pdfimages", []string{"-f", n, "-l", n, "-j", "-tiff"}, []string{filepath.Join(d.in.Temp, "figure")})
	d.out.Problem(err, where)
	for i := range count {
		for _, ext := range []string{"jpg", "tif"} {
			path := filepath.Join(d.in.Temp, fmt.Sprintf("figure-%03d.%s", i, ext))
			if !want[i] {
				_ = os.Remove(path)
				continue
			}
			if _, err := os.Stat(path); err == nil {
				d.file(path, evidence.ChildName{Name: fmt.Sprintf("page %d figure %d.%s", page, i+1, ext), Origin: evidence.OriginEmbedded})
			}
		}
	}
}

// pictures reads pdfimages -list: two lines of titles, then page, number, type,
// width, height, colour, components, bits, encoding, interpolation, object, generation.
func pictures(b []byte) []picture {
	var list []picture
	for _, line := range strings.Split(string(b), "\n") {
		f := strings.Fields(line)
		if len(f) < 10 {
			continue
		}
		var v [3]int
		bad := false
		for i, at := range []int{0, 3, 4} {
			n, err := strconv.Atoi(f[at])
			bad = bad || err != nil || n < 0 || n > 1<<30
			v[i] = n
		}
		if bad {
			continue
		}
		p := picture{page: v[0], kind: f[2], w: v[1], h: v[2]}
		if len(f) > 11 && f[10] != "[inline]" {
			p.object = f[10] + " " + f[11]
		}
		list = append(list, p)
	}
	return list
}
