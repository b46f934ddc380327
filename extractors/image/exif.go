package image

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/rwcarlsen/goexif/tiff"

	"evscan/evidence"
	"evscan/extractors/charset"
)

// Exif 2.32, CIPA DC-008. Directories are decoded by goexif's tiff package, whose
// own walk trusts counts: 40 bytes made it ask for 8.6 GB. So each directory's
// counts are compared with the bytes at hand before it sees them.

// field is a tag that is reported, by the name that exiftool gives it.
type field struct {
	id   uint16
	name string
	kind int
}

const (
	kindText    = iota // ASCII
	kindWide           // UTF-16LE in bytes, as Windows writes
	kindComment        // UserComment with its encoding in front
	kindNumber
)

func imageFields() []field {
	return []field{
		{0x010d, "DocumentName", kindText}, {0x010e, "ImageDescription", kindText}, {0x010f, "Make", kindText}, {0x0110, "Model", kindText},
		{0x0112, "Orientation", kindNumber}, {0x0131, "Software", kindText}, {0x0132, "ModifyDate", kindText}, {0x013b, "Artist", kindText},
		{0x013c, "HostComputer", kindText}, {0x8298, "Copyright", kindText},
		{0x9c9b, "XPTitle", kindWide}, {0x9c9c, "XPComment", kindWide}, {0x9c9d, "XPAuthor", kindWide}, {0x9c9e, "XPKeywords", kindWide}, {0x9c9f, "XPSubject", kindWide},
	}
}

func exifFields() []field {
	return []field{
		{0x8827, "ISO", kindNumber}, {0x9003, "DateTimeOriginal", kindText}, {0x9004, "CreateDate", kindText}, {0x9010, "OffsetTime", kindText},
		{0x9011, "OffsetTimeOriginal", kindText}, {0x9286, "UserComment", kindComment}, {0xa002, "ExifImageWidth", kindNumber}, {0xa003, "ExifImageHeight", kindNumber},
		{0xa420, "ImageUniqueID", kindText}, {0xa430, "OwnerName", kindText}, {0xa431, "SerialNumber", kindText},
		{0xa433, "LensMake", kindText}, {0xa434, "LensModel", kindText}, {0xa435, "LensSerialNumber", kindText},
	}
}

const (
	exifPointer = 0x8769
	gpsPointer  = 0x8825
)

// pushExif pushes what a TIFF block says.
func pushExif(out evidence.Sink, block []byte) error {
	var order binary.ByteOrder = binary.LittleEndian
	switch {
	case bytes.HasPrefix(block, []byte("II*\x00")):
	case bytes.HasPrefix(block, []byte("MM\x00*")):
		order = binary.BigEndian
	default:
		out.Problem(evidence.ProblemCorrupt, "EXIF", "no TIFF header")
		return nil
	}
	if len(block) < 8 {
		out.Problem(evidence.ProblemCorrupt, "EXIF", "cut off in its header")
		return nil
	}
	b := &exifBlock{data: bytes.Clone(block), order: order}
	ifd0 := b.dir(order.Uint32(block[4:]))
	if err := b.push(out, ifd0, imageFields(), "IFD0"); err != nil {
		return err
	}
	if at, ok := number(ifd0[exifPointer]); ok {
		if err := b.push(out, b.dir(uint32(at)), exifFields(), "ExifIFD"); err != nil {
			return err
		}
	}
	if at, ok := number(ifd0[gpsPointer]); ok {
		if pos, ok := gpsPosition(b.dir(uint32(at))); ok {
			if err := pushMeta(out, "exif:GPSPosition", pos, "GPS"); err != nil {
				return err
			}
		}
	}
	if b.bad != "" {
		out.Problem(evidence.ProblemCorrupt, "EXIF", b.bad)
	}
	return nil
}

type exifBlock struct {
	data  []byte
	order binary.ByteOrder
	bad   string // the first thing that was wrong
}

func (b *exifBlock) fault(format string, args ...any) {
	if b.bad == "" {
		b.bad = fmt.Sprintf(format, args...)
	}
}

// dir decodes the directory at the offset. Entries whose values do not lie inside
// the block are left out.
func (b *exifBlock) dir(at uint32) map[uint16]*tiff.Tag {
	size := [14]uint64{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4}
	tags := map[uint16]*tiff.Tag{}
	if uint64(at)+2 > uint64(len(b.data)) {
		b.fault("a directory at %d of %d bytes", at, len(b.data))
		return tags
	}
	n := int(b.order.Uint16(b.data[at:]))
	for i := range n {
		off := uint64(at) + 2 + uint64(i)*12
		if off+12 > uint64(len(b.data)) {
			b.fault("a directory of %d entries is cut off after %d", n, i)
			break
		}
		e := b.data[off : off+12]
		kind, count := b.order.Uint16(e[2:]), uint64(b.order.Uint32(e[4:]))
		if kind == 0 || int(kind) >= len(size) || kind == 13 {
			continue
		}
		if bytes := count * size[kind]; count == 0 || bytes > 4 && uint64(b.order.Uint32(e[8:]))+bytes > uint64(len(b.data)) {
			b.fault("tag 0x%04x has a value of %d bytes outside the block", b.order.Uint16(e), bytes)
			continue
		}
		r := bytes.NewReader(b.data)
		if _, err := r.Seek(int64(off), 0); err != nil {
			break
		}
		tag, err := tiff.DecodeTag(r, b.order)
		if err != nil {
			b.fault("tag 0x%04x: %v", b.order.Uint16(e), err)
			continue
		}
		if _, seen := tags[tag.Id]; !seen {
			tags[tag.Id] = tag
		}
	}
	return tags
}

func (b *exifBlock) push(out evidence.Sink, tags map[uint16]*tiff.Tag, fields []field, source string) error {
	for _, f := range fields {
		tag := tags[f.id]
		if tag == nil || len(tag.Val) > evidence.MaxFactBytes/4 {
			continue
		}
		if err := pushMeta(out, "exif:"+f.name, f.text(tag, b.order), source); err != nil {
			return err
		}
	}
	return nil
}

func (f field) text(tag *tiff.Tag, order binary.ByteOrder) string {
	switch f.kind {
	case kindNumber:
		if n, ok := number(tag); ok {
			return fmt.Sprint(n)
		}
		return ""
	case kindWide:
		return wide(tag.Val, binary.LittleEndian)
	case kindComment:
		return userComment(tag.Val, order)
	}
	s, _, _ := bytes.Cut(tag.Val, []byte{0})
	return anyText(s)
}

// anyText decodes what ought to be ASCII and, in Japan, often is Shift_JIS.
func anyText(b []byte) string {
	if g, ok := charset.Detect(b); ok {
		return g.Decode(b)
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}

func userComment(b []byte, order binary.ByteOrder) string {
	if len(b) < 8 {
		return ""
	}
	if string(b[:7]) == "UNICODE" {
		return wide(b[8:], order)
	}
	return anyText(bytes.TrimRight(b[8:], "\x00 "))
}

func wide(b []byte, order binary.ByteOrder) string {
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		u := order.Uint16(b[i:])
		if u == 0 {
			break
		}
		units = append(units, u)
	}
	return string(utf16.Decode(units))
}

func number(tag *tiff.Tag) (int, bool) {
	if tag == nil || tag.Format() != tiff.IntVal {
		return 0, false
	}
	n, err := tag.Int(0)
	return n, err == nil
}

// gpsPosition writes latitude and longitude in degrees, as exiftool -n does.
func gpsPosition(tags map[uint16]*tiff.Tag) (string, bool) {
	lat, ok1 := degrees(tags[2], tags[1], "S")
	lon, ok2 := degrees(tags[4], tags[3], "W")
	if !ok1 || !ok2 {
		return "", false
	}
	return fmt.Sprintf("%.6f %.6f", lat, lon), true
}

func degrees(tag, ref *tiff.Tag, negative string) (float64, bool) {
	if tag == nil || tag.Format() != tiff.RatVal || tag.Count < 3 {
		return 0, false
	}
	var v float64
	unit := 1.0
	for i := range 3 {
		num, den, err := tag.Rat2(i)
		if err != nil || den == 0 {
			return 0, false
		}
		v += float64(num) / float64(den) / unit
		unit *= 60
	}
	if ref != nil && strings.HasPrefix(string(ref.Val), negative) {
		v = -v
	}
	return v, true
}
