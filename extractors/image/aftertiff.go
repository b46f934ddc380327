package image

import (
	"encoding/binary"

	"evscan/evidence"
)

// Bounds on the walk through a TIFF file: real ones stay far below, and a chain of
// directories may run in a circle.
const (
	maxDirs    = 4096
	maxOffsets = 1 << 20 // strips, tiles and directories that are pointed at, in all
)

// endTIFF is the end of the last thing that the directories point at, TIFF 6.0,
// https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf, section 2. A TIFF
// file has no end of its own.
func endTIFF(in evidence.Input) (int64, bool) {
	h := readAt(in, 0, 8)
	if len(h) < 8 {
		return 0, false
	}
	t := &tiffEnd{in: in, order: binary.LittleEndian, seen: map[int64]bool{}, end: 8, left: maxOffsets}
	if h[0] == 'M' {
		t.order = binary.BigEndian
	}
	todo := []int64{int64(t.order.Uint32(h[4:]))}
	for len(todo) > 0 && len(t.seen) < maxDirs {
		at := todo[0]
		todo = todo[1:]
		if at == 0 || t.seen[at] {
			continue
		}
		t.seen[at] = true
		todo = append(todo, t.dir(at)...)
	}
	return t.end, !t.bad && len(todo) == 0
}

type tiffEnd struct {
	in    evidence.Input
	order binary.ByteOrder
	seen  map[int64]bool
	end   int64
	left  int64 // of maxOffsets
	bad   bool
}

// reach takes note of bytes that belong to the picture. What lies outside the item
// is cut off, so nothing can follow.
func (t *tiffEnd) reach(end int64) {
	t.end = max(t.end, end)
	t.bad = t.bad || end > t.in.Size
}

// dir looks at one directory and returns those it points to.
func (t *tiffEnd) dir(at int64) []int64 {
	h := readAt(t.in, at, 2)
	if len(h) < 2 {
		t.bad = true
		return nil
	}
	n := int64(t.order.Uint16(h))
	entries := readAt(t.in, at+2, n*12+4)
	t.reach(at + 2 + n*12 + 4)
	if t.bad {
		return nil
	}
	values := map[uint16][]int64{}
	for e := entries[:n*12]; len(e) > 0; e = e[12:] {
		if id := t.order.Uint16(e); values[id] == nil {
			values[id] = t.values(e[:12])
		}
	}
	// Offsets and lengths of strips, tiles, free space, and of a preview.
	for _, pair := range [][2]uint16{{273, 279}, {324, 325}, {288, 289}, {513, 514}} {
		for i, off := range values[pair[0]] {
			if lengths := values[pair[1]]; i < len(lengths) {
				t.reach(off + lengths[i])
			}
		}
	}
	next := []int64{int64(t.order.Uint32(entries[n*12:]))}
	for _, id := range []uint16{330, 34665, 34853, 40965} { // sub-directories, Exif, GPS, interoperability
		next = append(next, values[id]...)
	}
	return next
}

// values notes where an entry's values end and returns them where they are
// unsigned integers of a tag that points somewhere.
func (t *tiffEnd) values(e []byte) []int64 {
	sizes := [14]int64{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4}
	id, kind, count := t.order.Uint16(e), t.order.Uint16(e[2:]), int64(t.order.Uint32(e[4:]))
	if int(kind) >= len(sizes) || kind == 0 {
		return nil
	}
	size := sizes[kind]
	raw := e[8:12]
	at := int64(t.order.Uint32(e[8:]))
	if count*size > 4 {
		t.reach(at + count*size)
	}
	if t.bad || !points(id) {
		return nil
	}
	if t.left -= count; t.left < 0 {
		t.bad = true
		return nil
	}
	if count*size > 4 {
		raw = readAt(t.in, at, count*size)
	}
	var out []int64
	for i := int64(0); i < count && (i+1)*size <= int64(len(raw)); i++ {
		switch kind {
		case 3:
			out = append(out, int64(t.order.Uint16(raw[i*2:])))
		case 4, 13:
			out = append(out, int64(t.order.Uint32(raw[i*4:])))
		default:
			return nil
		}
	}
	return out
}

func points(id uint16) bool {
	switch id {
	case 273, 279, 324, 325, 288, 289, 513, 514, 330, 34665, 34853, 40965:
		return true
	}
	return false
}
