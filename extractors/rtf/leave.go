package rtf

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/embed"
	"evscan/extractors/internal/fieldcode"
	"evscan/extractors/internal/push"
)

// leave hands over what a group with a destination of its own has collected.
func (r *reader) leave() {
	if r.cur.dest == destText && r.cur.name == "story" && len(r.texts) > 1 {
		r.push(r.story())
		r.texts = r.texts[:len(r.texts)-1]
		return
	}
	switch r.cur.dest {
	case destField:
		r.property(r.cur.name, strings.TrimSpace(r.field.String()))
		r.field.Reset()
	case destTime:
		r.out.Meta("rtf:"+times[r.cur.name], r.date(), "info")
	case destStyles:
		r.styles()
	case destPict:
		r.picture()
	case destObject:
		r.object()
	}
}

func (r *reader) property(word, value string) {
	switch word {
	case "fldinst":
		r.instruction(value)
	case "revtbl":
		// Names in groups of their own, each ending in a semicolon.
		for _, name := range strings.Split(value, ";") {
			if name = strings.TrimSpace(name); name != "Unknown" {
				r.out.Meta("rtf:RevisionAuthor", name, "revtbl")
			}
		}
	case "propname":
		r.userName = value
	case "staticval":
		r.out.Custom("rtf", r.userName, value, "userprops")
	case "objclass":
		r.class = value
	case "writereservhash", "passwordhash", "linkval", "fname", "filetbl", "docvar":
	default:
		r.out.Meta("rtf:"+fields[word], push.Connection(value), word)
	}
}

// instruction looks for what a field points at.
func (r *reader) instruction(s string) {
	if kind, target := fieldcode.Reference(s); kind != "" {
		r.out.Meta("rtf:"+kind, target, "fldinst")
	}
}

// styles pushes the names of styles that are not Word's own, which numbers tell
// from 0 upwards in the specification; names that anybody may have made stay.
func (r *reader) styles() {
	for i, name := range strings.Split(r.styleName.String(), ";") {
		name, _, _ = strings.Cut(strings.TrimSpace(name), ",")
		if i < 500 && name != "" && !fieldcode.BuiltinStyle(name) {
			r.out.Meta("rtf:Style", name, "stylesheet")
		}
	}
	r.styleName.Reset()
}

// hex takes a digit of a picture or an object.
func (r *reader) hex(c byte) {
	n, ok := nibble(c)
	if !ok {
		return
	}
	if r.half < 0 {
		r.half = int(n)
		return
	}
	b := byte(r.half)<<4 | n
	r.half = -1
	if len(r.binary) >= maxBinary {
		r.tooLong = true
		return
	}
	r.binary = append(r.binary, b)
}

// bin takes bytes that are written as they are. The number is believed only as
// far as bytes come.
func (r *reader) bin(n int) {
	if n <= 0 {
		return
	}
	if r.cur.dest != destPict && r.cur.dest != destObject {
		_, _ = io.CopyN(io.Discard, r.lex.r, int64(n)) // the end is found by the next token
		return
	}
	left := max(0, maxBinary-len(r.binary))
	b, _ := io.ReadAll(io.LimitReader(r.lex.r, int64(min(n, left))))
	r.binary = append(r.binary, b...)
	if n > left {
		r.tooLong = true
		_, _ = io.CopyN(io.Discard, r.lex.r, int64(n-left))
	}
}

func (r *reader) cut(where string) {
	if r.tooLong {
		r.out.Problem(fmt.Errorf("%w: longer than %d bytes", evidence.ErrLimit, maxBinary), where)
	}
}

func (r *reader) picture() {
	b := r.binary
	r.binary = nil
	if len(b) == 0 {
		return
	}
	r.pictures++
	name := "picture" + strconv.Itoa(r.pictures)
	r.cut(name)
	if r.pictKind == "wmf" && !bytes.HasPrefix(b, []byte("\xd7\xcd\xc6\x9a")) {
		b = placeable(b)
	}
	if r.pictKind == "dib" {
		b = bitmap(b)
	}
	if r.pictKind != "" {
		name += "." + r.pictKind
	}
	r.child(name, b)
}

// object unpacks an object: a package gives its file, anything else its native
// data, which is a compound file or what the class keeps.
func (r *reader) object() {
	b := r.binary
	r.binary = nil
	if len(b) == 0 {
		return
	}
	r.objects++
	name := "object" + strconv.Itoa(r.objects)
	r.cut(name)
	o, ok := embed.ReadObject(b, r.page)
	if !ok {
		r.out.Problem(fmt.Errorf("%w: no object of OLE 1.0", evidence.ErrCorrupt), name)
		r.child(name, b)
		return
	}
	r.out.Meta("rtf:ObjectClass", o.Class, "objdata")
	if o.Linked {
		r.out.Meta("rtf:ExternalLink", o.Topic, "objdata")
		return
	}
	if p, ok := embed.ReadPackage(o.Data, r.page); ok {
		r.out.Meta("rtf:PackagePath", p.Source, "objdata")
		r.out.Meta("rtf:PackagePath", p.Temp, "objdata")
		if !p.Whole {
			r.out.Problem(fmt.Errorf("%w: the package is cut off", evidence.ErrCorrupt), name)
		}
		if n := p.Name(); n != "" {
			name = n
		}
		r.child(name, p.Data)
		return
	}
	if len(o.Data) > 0 {
		r.child(name, o.Data)
	}
}

func (r *reader) child(name string, b []byte) {
	r.out.Child(r.ctx, evidence.ChildName{Name: push.Clean(path.Base(name)), Origin: evidence.OriginEmbedded}, bytes.NewReader(b))
}

// placeable puts the header before a metafile that makes it a file, [MS-WMF] 2.3.2.3.
func placeable(b []byte) []byte {
	head := []byte{0xd7, 0xcd, 0xc6, 0x9a, 0, 0, 0, 0, 0, 0, 0xe8, 3, 0xe8, 3, 0xa0, 5, 0, 0, 0, 0, 0, 0}
	var sum uint16
	for i := 0; i < 20; i += 2 {
		sum ^= uint16(head[i]) | uint16(head[i+1])<<8
	}
	head[20], head[21] = byte(sum), byte(sum>>8)
	return append(head, b...)
}

// bitmap puts the file header before a device independent bitmap.
func bitmap(b []byte) []byte {
	if len(b) < 40 {
		return b
	}
	size := 14 + len(b)
	colours := int(b[32]) | int(b[33])<<8
	if bits := int(b[14]); colours == 0 && bits <= 8 {
		colours = 1 << bits
	}
	start := 14 + int(b[0]) + 4*colours
	head := []byte{'B', 'M', byte(size), byte(size >> 8), byte(size >> 16), byte(size >> 24), 0, 0, 0, 0, byte(start), byte(start >> 8), byte(start >> 16), byte(start >> 24)}
	return append(head, b...)
}

// pushRsids pushes the numbers of editing sessions in one line: documents made
// from one template share them.
func (r *reader) pushRsids() {
	slices.Sort(r.rsids)
	r.rsids = slices.Compact(r.rsids)
	r.out.Meta("rtf:Rsids", strings.Join(r.rsids, " "), "rsidtbl")
}
