// Package embed unpacks files that office documents carry within objects: the
// package of Windows' Object Packager and the presentation of OLE 1.0, [MS-OLEDS].
package embed

import (
	"bytes"
	"encoding/binary"
	"path"
	"strings"
	"unicode/utf16"

	"evscan/extractors/internal/codepage"
)

// Package is a file that was dropped into a document.
type Package struct {
	Label  string // what the icon shows
	Source string // where the file lay when it was dropped
	Temp   string // where it was put on the way
	Data   []byte
	Whole  bool // false where the stream ends before the data
}

// Name is the file's own name, "" where none is given.
func (p Package) Name() string {
	for _, s := range []string{p.Label, p.Source, p.Temp} {
		if name := path.Base(strings.ReplaceAll(s, `\`, "/")); s != "" && name != "." && name != "/" {
			return name
		}
	}
	return ""
}

// ReadPackage reads the native data of an object of the class Package, which is
// written down nowhere official: a mark of two, label, source, a kind of three
// for embedded files, the temporary path, the data, and in newer files the three
// names once more in UTF-16. Names of one byte are decoded by the page.
func ReadPackage(b []byte, page int) (Package, bool) {
	r := reader{b: b}
	if r.u16() != 2 {
		return Package{}, false
	}
	var p Package
	p.Label, p.Source = r.text(page), r.text(page)
	r.u16()
	if kind := r.u16(); kind != 3 || r.bad {
		return Package{}, false
	}
	if n := int64(r.u32()); n > int64(len(r.b)) {
		return Package{}, false
	} else {
		p.Temp = codepage.Decode(bytes.TrimRight(r.take(n), "\x00"), page)
	}
	n := int64(r.u32())
	if r.bad {
		return Package{}, false
	}
	p.Whole = n <= int64(len(r.b))
	p.Data = r.take(n)
	for _, s := range []*string{&p.Temp, &p.Label, &p.Source} {
		units := int64(r.u32())
		if r.bad || units == 0 || 2*units > int64(len(r.b)) {
			break
		}
		*s = wide(r.take(2 * units))
	}
	return p, true
}

// ReadNative reads the stream \1Ole10Native: the length of the native data, then
// the data. It is a package, or whatever the class of the object keeps.
func ReadNative(b []byte) []byte {
	if len(b) < 4 {
		return nil
	}
	n := binary.LittleEndian.Uint32(b)
	b = b[4:]
	return b[:min(uint64(n), uint64(len(b)))]
}

// Object is an object of OLE 1.0 as RTF keeps it.
type Object struct {
	Linked bool
	Class  string // e.g. Package, Excel.Sheet.8
	Topic  string // file that a linked object comes from
	Item   string
	Data   []byte // native data; nil for linked objects
}

// ReadObject reads an object, [MS-OLEDS] 2.2.4 to 2.2.6. Data that is cut off is given as
// far as it goes.
func ReadObject(b []byte, page int) (Object, bool) {
	r := reader{b: b}
	r.u32() // version
	kind := r.u32()
	if r.bad || kind != 1 && kind != 2 {
		return Object{}, false
	}
	o := Object{Linked: kind == 1}
	for _, s := range []*string{&o.Class, &o.Topic, &o.Item} {
		n := int64(r.u32())
		if r.bad && o.Class != "" {
			return o, true // some writers end here
		}
		if r.bad || n > int64(len(r.b)) || n > 1<<16 {
			return Object{}, false
		}
		*s = codepage.Decode(bytes.TrimRight(r.take(n), "\x00"), page)
	}
	if !o.Linked {
		n := int64(r.u32())
		o.Data = r.take(n)
	}
	return o, true
}

type reader struct {
	b   []byte
	bad bool
}

func (r *reader) take(n int64) []byte {
	if n > int64(len(r.b)) {
		n, r.bad = int64(len(r.b)), true
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

func (r *reader) u16() uint16 {
	if b := r.take(2); len(b) == 2 {
		return binary.LittleEndian.Uint16(b)
	}
	return 0
}

func (r *reader) u32() uint32 {
	if b := r.take(4); len(b) == 4 {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (r *reader) text(page int) string {
	i := bytes.IndexByte(r.b, 0)
	if i < 0 || i > 1<<16 {
		r.bad = true
		return ""
	}
	return codepage.Decode(r.take(int64(i) + 1)[:i], page)
}

func wide(b []byte) string {
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		units = append(units, binary.LittleEndian.Uint16(b[i:]))
	}
	return strings.TrimRight(string(utf16.Decode(units)), "\x00")
}
