package ole

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strconv"
	"time"
	"unicode/utf16"

	"evscan/evidence"
	"evscan/extractors/internal/codepage"
)

const (
	maxProperties = 2000
	wide          = 1200 // code page number of UTF-16
)

// properties reads the property sets that Office keeps in two streams.
func (f *file) properties() {
	for _, set := range []struct {
		stream string
		names  map[uint32]string
	}{
		{"SummaryInformation", map[uint32]string{2: "Title", 3: "Subject", 4: "Author", 5: "Keywords", 6: "Comments", 7: "Template",
			8: "LastSavedBy", 9: "Revision", 11: "LastPrinted", 12: "Created", 13: "LastSaved", 18: "Application"}},
		{"DocumentSummaryInformation", map[uint32]string{2: "Category", 14: "Manager", 15: "Company", 26: "ContentType", 27: "ContentStatus"}},
	} {
		b, err := f.stream("", set.stream, maxProperty)
		if b == nil {
			continue // not every kind has both
		}
		f.out.Problem(err, set.stream)
		f.out.Problem(f.propertySets(b, set.stream, set.names), set.stream)
	}
}

// view reads little-endian numbers; what lies outside comes out as zero.
type view []byte

func (v view) from(at uint32) view {
	if uint64(at) > uint64(len(v)) {
		return nil
	}
	return v[at:]
}

func (v view) u16(at uint32) uint16 {
	if b := v.from(at); len(b) >= 2 {
		return binary.LittleEndian.Uint16(b)
	}
	return 0
}

func (v view) u32(at uint32) uint32 {
	if b := v.from(at); len(b) >= 4 {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (v view) bytes(at, n uint32) []byte {
	b := v.from(at)
	return b[:min(uint64(n), uint64(len(b)))]
}

// propertySets reads a property set stream, [MS-OLEPS] 2.21.
func (f *file) propertySets(b view, stream string, names map[uint32]string) error {
	if b.u16(0) != 0xfffe || len(b) < 48 {
		return fmt.Errorf("%w: no property set", evidence.ErrCorrupt)
	}
	for i := range min(b.u32(24), 2) {
		set := b.from(b.u32(28 + 20*i + 16))
		if len(set) < 8 {
			return fmt.Errorf("%w: a property set lies outside its stream", evidence.ErrCorrupt)
		}
		if i == 1 {
			names = nil // the second one is the user's own
		}
		f.propertySet(set, stream, names)
	}
	return nil
}

func (f *file) propertySet(set view, stream string, names map[uint32]string) {
	count := min(set.u32(4), maxProperties, uint32(len(set))/8)
	page := 1252
	var dictionary view
	for i := range count {
		at := set.u32(8 + 8*i + 4)
		switch set.u32(8 + 8*i) {
		case 0:
			dictionary = set.from(at)
		case 1:
			page = int(set.u16(at + 4))
			f.page = page
		}
	}
	custom := map[uint32]string{}
	if names == nil && dictionary != nil {
		custom = dictionaryNames(dictionary, page)
	}
	for i := range count {
		id, v := set.u32(8+8*i), value(set.from(set.u32(8+8*i+4)), page)
		switch {
		case names != nil && names[id] != "":
			f.out.Meta("ole:"+names[id], v, stream)
		case custom[id] != "" && id > 1:
			f.out.Custom("ole", custom[id], v, stream)
		}
	}
}

// dictionaryNames reads the names of a set's own properties, [MS-OLEPS] 2.17.
func dictionaryNames(d view, page int) map[uint32]string {
	names := map[uint32]string{}
	at := uint32(4)
	for range min(d.u32(0), maxProperties) {
		if uint64(at)+8 > uint64(len(d)) {
			break
		}
		id, n := d.u32(at), d.u32(at+4)
		if page == wide {
			n *= 2
		}
		if n > uint32(len(d)) {
			break
		}
		names[id] = decode(d.bytes(at+8, n), page)
		at += 8 + n
		if page == wide {
			at = (at + 3) &^ 3
		}
	}
	return names
}

// value turns a typed value, [MS-OLEPS] 2.15, into text; "" for types that tell
// nothing of people.
func value(v view, page int) string {
	switch v.u16(0) {
	case 0x02: // VT_I2
		return strconv.Itoa(int(int16(v.u16(4))))
	case 0x03: // VT_I4
		return strconv.Itoa(int(int32(v.u32(4))))
	case 0x1e: // VT_LPSTR
		return decode(v.bytes(8, v.u32(4)), page)
	case 0x1f: // VT_LPWSTR, counted in units
		return decode(v.bytes(8, uint32(min(uint64(v.u32(4))*2, uint64(len(v))))), wide)
	case 0x40: // VT_FILETIME: 100 ns since 1601
		t := int64(uint64(v.u32(4)) | uint64(v.u32(8))<<32)
		const epoch = 116444736000000000
		if t < 864_000_000_000*365 { // durations are kept in the same type
			return ""
		}
		return time.Unix((t-epoch)/10_000_000, 0).UTC().Format(time.RFC3339)
	}
	return ""
}

// decode reads text of a code page up to its first NUL.
func decode(b []byte, page int) string {
	if page == wide {
		return utf16Text(b, true)
	}
	if i := bytes.IndexByte(b, 0); i >= 0 {
		b = b[:i]
	}
	return codepage.Decode(b, page)
}

// utf16Text decodes little-endian UTF-16, up to its first NUL if told to stop there.
func utf16Text(b []byte, stop bool) string {
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		u := binary.LittleEndian.Uint16(b[i:])
		if u == 0 && stop {
			break
		}
		units = append(units, u)
	}
	return string(utf16.Decode(units))
}
