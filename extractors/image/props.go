package image

import (
	"fmt"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/push"
)

// maxProps bounds the properties of one picture: the history that an editor keeps
// may have a hundred thousand lines.
const maxProps = 5000

// props hands the properties of one picture over, each value of a name once. The
// sink's first error sticks and later calls do nothing.
type props struct {
	out    evidence.Sink
	err    error
	n      int
	seen   map[string]bool
	thumbs []thumbnail
	marks  marks

	width, height int64      // 0: not known
	shown         bool       // a picture of it was handed over or decoded
	previews      [][2]int64 // offset and length of JPEG pictures in a raw file

	orientations map[int]orientation // by directory of the EXIF block, from 1 on
	oriented     *exifBlock          // that said so

	strip int64 // rows of a strip or pixels of a tile in the first page of a TIFF, 0: not known
	tile  bool
}

func newProps(out evidence.Sink) *props { return &props{out: out, seen: map[string]bool{}} }

// add pushes a property; what is not UTF-8 is replaced.
func (p *props) add(name, value, source string) {
	value = strings.TrimSpace(strings.ToValidUTF8(strings.Trim(value, "\x00"), "\uFFFD"))
	key := name + "\x00" + value
	if p.err != nil || value == "" || p.seen[key] {
		return
	}
	if p.n++; p.n > maxProps {
		if p.n == maxProps+1 {
			p.out.Problem(evidence.ProblemLimit, source, fmt.Sprintf("more than %d properties", maxProps))
		}
		return
	}
	p.seen[key] = true
	p.marks.see(name, value)
	// Latin-1 and U+FFFD are longer in UTF-8 than what was read.
	p.err = p.out.Fact(evidence.Fact{Kind: evidence.FactMetadata, Name: push.Cut(strings.ToValidUTF8(name, "\uFFFD"), 256),
		Value: push.Cut(value, evidence.MaxFactBytes), Source: source, At: evidence.Locator{Zone: evidence.ZoneProperty}})
}

// problem says what of the metadata could not be read.
func (p *props) problem(kind evidence.ProblemKind, where, format string, args ...any) {
	if p.err == nil {
		p.out.Problem(kind, where, fmt.Sprintf(format, args...))
	}
}

// thumbnail is a small picture that a picture carries of itself.
type thumbnail struct {
	data   []byte
	source string
}

// maxThumbBytes bounds a thumbnail; the format's own bound is 64 KiB in a JPEG.
const maxThumbBytes = 1 << 20

func (p *props) thumb(data []byte, source string) {
	if len(data) > 0 && len(data) <= maxThumbBytes && len(p.thumbs) < 4 {
		p.thumbs = append(p.thumbs, thumbnail{data, source})
	}
}
