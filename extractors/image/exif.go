package image

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"

	"github.com/rwcarlsen/goexif/tiff"

	"evscan/evidence"
)

// Exif 2.32, CIPA DC-008. Directories are decoded by goexif's tiff package, whose
// own walk trusts counts: 40 bytes made it ask for 8.6 GB. So each directory's
// counts are compared with the bytes at hand before it sees them. What it lacks is
// added around it: all directories and not the first two, their sub-directories,
// encodings other than ASCII.

// Tags that point at other directories or hold a block of another kind.
const (
	tagSubIFDs     = 0x014a
	tagXMP         = 0x02bc
	tagIPTC        = 0x83bb
	tagPhotoshop   = 0x8649
	tagExifIFD     = 0x8769
	tagICC         = 0x8773
	tagGPS         = 0x8825
	tagMakerNote   = 0x927c
	tagInteropIFD  = 0xa005
	tagJPEGOffset  = 0x0201
	tagJPEGLength  = 0x0202
	tagCompression = 0x0103
	tagStrips      = 0x0111
	tagStripBytes  = 0x0117
	tagPrintIM     = 0xc4a5
)

// maxEntries bounds the tags that are looked at in one block.
const maxEntries = 50_000

// maxValueBytes bounds one value: what is longer is no text that a person wrote.
const maxValueBytes = 256 << 10

// maxAllValues bounds the values of one block together: entries may share theirs.
const maxAllValues = 4 << 20

// placement lists tags that say where something lies in the file or hold a
// table for the decoder: nothing that was said about the picture.
func placement(id uint16) bool {
	switch id {
	case tagStrips, tagStripBytes, 0x0120, 0x0121, 0x0122, 0x0123, 0x012d, 0x0140, 0x0144, 0x0145, tagSubIFDs, 0x015b, 0x0200, tagJPEGOffset, tagJPEGLength,
		0x0203, 0x0205, 0x0206, 0x0207, 0x0208, 0x0209, tagXMP, tagIPTC, tagPhotoshop, tagExifIFD, tagICC, tagGPS, tagMakerNote, tagInteropIFD, tagPrintIM,
		0xbc01, 0xbc02, 0xbc03, 0xbc04, 0xbcc0, 0xbcc1, 0xbcc2, 0xbcc3, 0xc634, 0xea1c, 0x935c:
		return true
	}
	return false
}

// pushExif pushes what a TIFF block of size bytes says.
func pushExif(p *props, r io.ReaderAt, size int64) *exifBlock {
	head := make([]byte, 8)
	n, err := r.ReadAt(head, 0)
	b := &exifBlock{p: p, r: io.NewSectionReader(r, 0, size), size: size, order: binary.LittleEndian, seen: map[uint32]bool{}, left: maxEntries, values: maxAllValues}
	switch {
	case n >= 4 && (string(head[:2]) == "II" || string(head[:2]) == "MM") && isTIFF(head):
	default:
		p.problem(evidence.ProblemCorrupt, "EXIF", "no TIFF header")
		return b
	}
	if head[0] == 'M' {
		b.order = binary.BigEndian
	}
	if n < 8 {
		p.problem(evidence.ProblemCorrupt, "EXIF", "cut off in its header: %v", err)
		return b
	}
	b.names, b.gps = tagNames(), gpsNames()
	at := b.order.Uint32(head[4:])
	for i := 0; at != 0 && !b.seen[at] && b.left > 0; i++ {
		b.number = i + 1
		at = b.dir(at, fmt.Sprintf("IFD%d", i), 0)
	}
	if b.left <= 0 {
		p.problem(evidence.ProblemLimit, "EXIF", "more than %d tags", maxEntries)
	}
	if b.bad != "" {
		p.problem(evidence.ProblemCorrupt, "EXIF", "%s", b.bad)
	}
	return b
}

type exifBlock struct {
	p          *props
	r          *io.SectionReader
	size       int64
	order      binary.ByteOrder
	names, gps map[uint16]string
	seen       map[uint32]bool // directories
	number     int             // of the directory in the chain, from 1 on
	left       int             // entries that may still be looked at
	values     int64           // bytes of values that may still be decoded
	bad        string          // the first thing that was wrong
	blocks     []block         // blocks of other kinds, in order
	previews   [][2]int64      // offset and length of JPEG pictures of the same scene
}

// block is a value that another reader reads.
type block struct {
	tag  uint16
	data []byte
}

func (b *exifBlock) fault(format string, args ...any) {
	if b.bad == "" {
		b.bad = fmt.Sprintf(format, args...)
	}
}

// dir pushes the directory at the offset and returns the offset of the next. Entries
// whose values do not lie inside the block are left out.
func (b *exifBlock) dir(at uint32, name string, depth int) uint32 {
	if b.seen[at] || depth > 4 || b.p.err != nil {
		return 0
	}
	b.seen[at] = true
	var head [2]byte
	if n, _ := b.r.ReadAt(head[:], int64(at)); n < 2 {
		b.fault("a directory at %d of %d bytes", at, b.size)
		return 0
	}
	n := int(b.order.Uint16(head[:]))
	tags := map[uint16]*tiff.Tag{}
	var order []uint16
	for i := range n {
		if b.left--; b.left <= 0 {
			return 0
		}
		off := int64(at) + 2 + int64(i)*12
		e := make([]byte, 12)
		if k, _ := b.r.ReadAt(e, off); k < 12 {
			b.fault("a directory of %d entries is cut off after %d", n, i)
			break
		}
		id := b.order.Uint16(e)
		if _, twice := tags[id]; twice {
			continue
		}
		if tag := b.tag(e, off); tag != nil {
			tags[id] = tag
			order = append(order, id)
		}
	}
	for _, id := range order {
		b.entry(id, tags[id], name, depth)
	}
	b.preview(tags, name)
	if depth == 0 {
		b.p.orient(b, b.number, tags[tagOrientation])
		if b.number == 1 {
			b.p.pieces(b, tags)
		}
	}
	if name == "GPS" {
		if pos, ok := gpsPosition(tags, b.order); ok {
			b.p.add("exif:GPSPosition", pos, name)
		}
	}
	var next [4]byte
	if k, _ := b.r.ReadAt(next[:], int64(at)+2+int64(n)*12); k < 4 || b.p.err != nil {
		return 0
	}
	return b.order.Uint32(next[:])
}

// tag decodes one entry by goexif, or returns nil where it says nothing.
func (b *exifBlock) tag(e []byte, off int64) *tiff.Tag {
	size := [14]uint64{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4}
	id, kind, count := b.order.Uint16(e), b.order.Uint16(e[2:]), uint64(b.order.Uint32(e[4:]))
	if kind == 0 || int(kind) >= len(size) || count == 0 {
		return nil
	}
	if kind == 13 { // IFD: a LONG that goexif does not know
		e = bytes.Clone(e)
		b.order.PutUint16(e[2:], 4)
	}
	bytes := count * size[kind]
	if bytes > 4 && uint64(b.order.Uint32(e[8:]))+bytes > uint64(b.size) {
		if !placement(id) {
			b.fault("tag 0x%04x has a value of %d bytes outside the block", id, bytes)
		}
		return nil
	}
	switch id {
	case tagXMP, tagIPTC, tagPhotoshop, tagICC:
		if bytes > 4 && bytes <= blockBytes && len(b.blocks) < 16 {
			data := make([]byte, bytes)
			n, _ := b.r.ReadAt(data, int64(b.order.Uint32(e[8:])))
			b.blocks = append(b.blocks, block{id, data[:n]})
		}
		return nil
	case tagMakerNote, tagPrintIM:
		return nil
	}
	if b.values -= int64(bytes); bytes > maxValueBytes || b.values < 0 {
		return nil
	}
	tag, err := tiff.DecodeTag(entryReader{e, b.r, new(int)}, b.order)
	if err != nil {
		b.fault("tag 0x%04x: %v", id, err)
		return nil
	}
	return tag
}

// entryReader gives goexif the twelve bytes of an entry and, by offset, the block.
type entryReader struct {
	entry []byte
	io.ReaderAt
	pos *int
}

func (r entryReader) Read(p []byte) (int, error) {
	n := copy(p, r.entry[*r.pos:])
	if *r.pos += n; n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// entry pushes one tag or goes where it points.
func (b *exifBlock) entry(id uint16, tag *tiff.Tag, dir string, depth int) {
	switch {
	case dir == "GPS":
		if name := b.gps[id]; name != "" {
			b.p.add("exif:"+name, gpsText(id, tag, b.order), dir)
		}
		return
	case id == tagExifIFD || id == tagGPS || id == tagInteropIFD:
		if at := numbers(tag, b.order); len(at) > 0 {
			b.dir(uint32(at[0]), map[uint16]string{tagExifIFD: "ExifIFD", tagGPS: "GPS", tagInteropIFD: "InteropIFD"}[id], depth+1)
		}
		return
	case id == tagSubIFDs:
		for i, at := range numbers(tag, b.order) {
			name := "SubIFD"
			if i > 0 {
				name = fmt.Sprintf("SubIFD%d", i)
			}
			if i < 64 {
				b.dir(uint32(at), name, depth+1)
			}
		}
		return
	case placement(id):
		return
	}
	name, known := b.names[id]
	switch {
	case known:
		b.p.add("exif:"+name, tagText(id, tag, b.order), dir)
	case tag.Type == tiff.DTAscii: // a maker's own words
		b.p.add(fmt.Sprintf("exif:Tag0x%04x", id), tagText(id, tag, b.order), dir)
	}
}

// preview notes JPEG pictures: the thumbnail of IFD1 and what a camera puts into
// its raw files.
func (b *exifBlock) preview(tags map[uint16]*tiff.Tag, dir string) {
	one := func(id uint16) int64 {
		v := numbers(tags[id], b.order)
		if len(v) != 1 {
			return 0
		}
		return v[0]
	}
	at, n := one(tagJPEGOffset), one(tagJPEGLength)
	if c := one(tagCompression); at == 0 && (c == 6 || c == 7) {
		at, n = one(tagStrips), one(tagStripBytes)
	}
	if at <= 0 || n < 4 || at >= b.size {
		return
	}
	n = min(n, b.size-at)
	var soi [2]byte
	if _, err := b.r.ReadAt(soi[:], at); err != nil || soi != [2]byte{0xff, 0xd8} {
		return
	}
	if dir == "IFD1" && n <= maxThumbBytes {
		data := make([]byte, n)
		k, _ := b.r.ReadAt(data, at)
		b.p.thumb(data[:k], "EXIF thumbnail")
		return
	}
	b.previews = append(b.previews, [2]int64{at, n})
}

// gpsPosition writes latitude and longitude in degrees, as exiftool -n does.
func gpsPosition(tags map[uint16]*tiff.Tag, order binary.ByteOrder) (string, bool) {
	lat, ok1 := degrees(tags[2], tags[1], "S", order)
	lon, ok2 := degrees(tags[4], tags[3], "W", order)
	if !ok1 || !ok2 {
		return "", false
	}
	return fmt.Sprintf("%.6f %.6f", lat, lon), true
}

func degrees(tag, ref *tiff.Tag, negative string, order binary.ByteOrder) (float64, bool) {
	v, ok := sexagesimal(tag, order)
	if ok && ref != nil && strings.HasPrefix(string(ref.Val), negative) {
		v = -v
	}
	return v, ok
}
