package archive

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"

	"evscan/evidence"
)

// disagreements collects where the two headers of an entry contradict each other:
// programs differ in which they believe, so one shows what the other hides.
type disagreements struct {
	list []string
	more int
}

const (
	maxDisagreements = 5
	localSlack       = 1 << 10 // bytes by which a local extra field may be longer than the directory's
)

// compare reads the local header in front of an entry's bytes and returns where it
// stands, or should.
func (d *disagreements) compare(in evidence.Input, f *zip.File, dataAt int64) int64 {
	guess := max(0, dataAt-localSize-int64(len(f.Name)))
	window := int64(localSize+len(f.Name)+len(f.Extra)) + localSlack
	start := max(0, dataAt-window)
	b := make([]byte, dataAt-start)
	if n, _ := in.At.ReadAt(b, start); n < len(b) {
		return guess
	}
	l := binary.LittleEndian
	for end := len(b); ; {
		i := bytes.LastIndex(b[:end], []byte("PK\x03\x04"))
		if i < 0 {
			return guess // its extra field is longer than the window: nothing to compare
		}
		end = i + 3
		h := b[i:]
		if len(h) < localSize || localSize+int(l.Uint16(h[26:]))+int(l.Uint16(h[28:])) != len(h) {
			continue
		}
		d.note(f, h)
		return start + int64(i)
	}
}

// note compares the local header h, 4.3.7, with the directory's; where the sizes
// follow the data, or stand in a zip64 field, they are not in it.
func (d *disagreements) note(f *zip.File, h []byte) {
	l := binary.LittleEndian
	name := string(h[localSize : localSize+int(l.Uint16(h[26:]))])
	flags, method := l.Uint16(h[6:]), l.Uint16(h[8:])
	if flags&(1<<13) != 0 { // masked by strong encryption
		return
	}
	var what []string
	say := func(thing string, local, dir any) {
		what = append(what, fmt.Sprintf("%s %v and %v", thing, local, dir))
	}
	if name != f.Name {
		say("name", fmt.Sprintf("%+q", name), fmt.Sprintf("%+q", f.Name))
	}
	if method != f.Method {
		say("method", method, f.Method)
	}
	const telling = 1<<0 | 1<<6 // encryption
	if flags&telling != f.Flags&telling {
		say("flags", fmt.Sprintf("%04x", flags), fmt.Sprintf("%04x", f.Flags))
	}
	packed, size := l.Uint32(h[18:]), l.Uint32(h[22:])
	if flags&(1<<3) == 0 {
		if packed != 1<<32-1 && uint64(packed) != f.CompressedSize64 {
			say("packed size", packed, f.CompressedSize64)
		}
		if size != 1<<32-1 && uint64(size) != f.UncompressedSize64 {
			say("size", size, f.UncompressedSize64)
		}
	}
	switch {
	case len(what) == 0:
	case len(d.list) < maxDisagreements:
		d.list = append(d.list, fmt.Sprintf("the headers of entry %+q disagree: %s", f.Name, strings.Join(what, "; ")))
	default:
		d.more++
	}
}

func (d *disagreements) warn(out evidence.Sink) {
	for _, w := range d.list {
		out.Warn(w)
	}
	if d.more > 0 {
		out.Warn(fmt.Sprintf("the headers of %d further entries disagree", d.more))
	}
}
