// Package picture adds metadata to JPEG and PNG files and makes photograph-like
// pictures for tests. Equal values give equal bytes.
package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"time"
)

// EXIF is what a camera writes into a picture. Empty fields are left out.
type EXIF struct {
	Description, Make, Model, Software, Artist, Copyright string
	Comment                                               string // UserComment, ASCII
	Taken                                                 time.Time
	ExposureDenominator                                   uint32 // 1/n seconds
	FNumberTenths                                         uint32
	ISO                                                   uint16
	FocalTenths                                           uint32 // millimetres
	GPS                                                   *Position
}

// Position is a place on earth in degrees and metres.
type Position struct{ Latitude, Longitude, Altitude float64 }

const (
	typeByte     = 1
	typeASCII    = 2
	typeShort    = 3
	typeLong     = 4
	typeRational = 5
	typeUndef    = 7
)

// entry is an IFD entry whose value is already encoded.
type entry struct {
	tag, kind uint16
	count     uint32
	data      []byte
}

func asciiEntry(tag uint16, s string) entry {
	return entry{tag, typeASCII, uint32(len(s) + 1), append([]byte(s), 0)}
}

func shortEntry(tag, v uint16) entry {
	return entry{tag, typeShort, 1, binary.LittleEndian.AppendUint16(nil, v)}
}

func longEntry(tag uint16, v uint32) entry {
	return entry{tag, typeLong, 1, binary.LittleEndian.AppendUint32(nil, v)}
}

func rationalEntry(tag uint16, pairs ...uint32) entry {
	var b []byte
	for _, v := range pairs {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return entry{tag, typeRational, uint32(len(pairs) / 2), b}
}

// ifd lays out one directory at the given offset; values follow the entries.
func ifd(list []entry, at uint32) []byte {
	le := binary.LittleEndian
	out := le.AppendUint16(nil, uint16(len(list)))
	next := at + 2 + uint32(len(list))*12 + 4
	var values []byte
	for _, e := range list {
		out = le.AppendUint16(out, e.tag)
		out = le.AppendUint16(out, e.kind)
		out = le.AppendUint32(out, e.count)
		if len(e.data) <= 4 {
			out = append(out, append(append([]byte(nil), e.data...), make([]byte, 4-len(e.data))...)...)
			continue
		}
		out = le.AppendUint32(out, next+uint32(len(values)))
		values = append(values, e.data...)
		if len(values)%2 == 1 {
			values = append(values, 0)
		}
	}
	out = le.AppendUint32(out, 0)
	return append(out, values...)
}

// tiff encodes the EXIF block (CIPA DC-008), little-endian.
func (x EXIF) tiff() []byte {
	var zeroth, exif, gps []entry
	str := func(list *[]entry, tag uint16, s string) {
		if s != "" {
			*list = append(*list, asciiEntry(tag, s))
		}
	}
	str(&zeroth, 0x010e, x.Description)
	str(&zeroth, 0x010f, x.Make)
	str(&zeroth, 0x0110, x.Model)
	zeroth = append(zeroth, shortEntry(0x0112, 1))
	str(&zeroth, 0x0131, x.Software)
	taken := ""
	if !x.Taken.IsZero() {
		taken = x.Taken.Format("2006:01:02 15:04:05")
	}
	str(&zeroth, 0x0132, taken)
	str(&zeroth, 0x013b, x.Artist)
	str(&zeroth, 0x8298, x.Copyright)

	if x.ExposureDenominator > 0 {
		exif = append(exif, rationalEntry(0x829a, 1, x.ExposureDenominator))
	}
	if x.FNumberTenths > 0 {
		exif = append(exif, rationalEntry(0x829d, x.FNumberTenths, 10))
	}
	if x.ISO > 0 {
		exif = append(exif, shortEntry(0x8827, x.ISO))
	}
	exif = append(exif, entry{0x9000, typeUndef, 4, []byte("0230")})
	str(&exif, 0x9003, taken)
	if x.FocalTenths > 0 {
		exif = append(exif, rationalEntry(0x920a, x.FocalTenths, 10))
	}
	if x.Comment != "" {
		data := append([]byte("ASCII\x00\x00\x00"), x.Comment...)
		exif = append(exif, entry{0x9286, typeUndef, uint32(len(data)), data})
	}
	if p := x.GPS; p != nil {
		gps = []entry{{0, typeByte, 4, []byte{2, 3, 0, 0}},
			asciiEntry(1, hemisphere(p.Latitude, "N", "S")), rationalEntry(2, degrees(p.Latitude)...),
			asciiEntry(3, hemisphere(p.Longitude, "E", "W")), rationalEntry(4, degrees(p.Longitude)...),
			{5, typeByte, 1, []byte{0}}, rationalEntry(6, uint32(math.Round(p.Altitude*10)), 10)}
	}

	// The pointers' places must be known before the directories are laid out; an
	// entry has the same length whatever its value.
	zeroth = append(zeroth, longEntry(0x8769, 0))
	if gps != nil {
		zeroth = append(zeroth, longEntry(0x8825, 0))
	}
	const head = 8
	exifAt := head + uint32(len(ifd(zeroth, head)))
	gpsAt := exifAt + uint32(len(ifd(exif, exifAt)))
	for i := range zeroth {
		switch zeroth[i].tag {
		case 0x8769:
			zeroth[i] = longEntry(0x8769, exifAt)
		case 0x8825:
			zeroth[i] = longEntry(0x8825, gpsAt)
		}
	}
	out := append([]byte("II*\x00\x08\x00\x00\x00"), ifd(zeroth, head)...)
	out = append(out, ifd(exif, exifAt)...)
	if gps != nil {
		out = append(out, ifd(gps, gpsAt)...)
	}
	return out
}

func hemisphere(v float64, positive, negative string) string {
	if v < 0 {
		return negative
	}
	return positive
}

func degrees(v float64) []uint32 {
	v = math.Abs(v)
	d := math.Floor(v)
	m := math.Floor((v - d) * 60)
	s := ((v-d)*60 - m) * 60
	return []uint32{uint32(d), 1, uint32(m), 1, uint32(math.Round(s * 100)), 100}
}

// AddEXIF returns the JPEG file with an EXIF segment after its start marker.
func AddEXIF(jpeg []byte, x EXIF) ([]byte, error) {
	if len(jpeg) < 2 || jpeg[0] != 0xff || jpeg[1] != 0xd8 {
		return nil, errors.New("no JPEG file")
	}
	data := append([]byte("Exif\x00\x00"), x.tiff()...)
	if len(data)+2 > 0xffff {
		return nil, fmt.Errorf("EXIF data of %d bytes does not fit into a segment", len(data))
	}
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1}, byte((len(data)+2)>>8), byte(len(data)+2))
	out = append(out, data...)
	return append(out, jpeg[2:]...), nil
}

// AddText returns the PNG file with tEXt chunks (keyword and Latin-1 text) after
// its header chunk.
func AddText(png []byte, pairs ...[2]string) ([]byte, error) {
	const head = 8 + 25 // signature and IHDR
	if len(png) < head || !bytes.HasPrefix(png, []byte("\x89PNG\r\n\x1a\n")) {
		return nil, errors.New("no PNG file")
	}
	out := append([]byte(nil), png[:head]...)
	for _, p := range pairs {
		body := append([]byte("tEXt"), p[0]+"\x00"+p[1]...)
		out = binary.BigEndian.AppendUint32(out, uint32(len(body)-4))
		out = append(out, body...)
		out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(body))
	}
	return append(out, png[head:]...), nil
}
