// Package bmff walks the boxes of ISO base media files, ISO/IEC 14496-12: parts of
// a size and a kind of four letters each.
package bmff

import (
	"encoding/binary"
	"io"
	"slices"
)

// MaxBoxes bounds the boxes of one list.
const MaxBoxes = 10_000

// Box is a part of a file: its content lies from At to End.
type Box struct {
	Kind    string
	At, End int64
}

// List lists the boxes from at to end in the order of the file. A box that claims
// to be longer ends at end; one that is shorter than its own head ends the list.
func List(r io.ReaderAt, at, end int64) []Box {
	var out []Box
	for at+8 <= end && len(out) < MaxBoxes {
		h := make([]byte, min(16, end-at))
		k, _ := r.ReadAt(h, at)
		if h = h[:k]; len(h) < 8 {
			break
		}
		n, head := int64(binary.BigEndian.Uint32(h)), int64(8)
		switch {
		case n == 0: // to the end
			n = end - at
		case n == 1 && len(h) == 16:
			n, head = int64(min(binary.BigEndian.Uint64(h[8:]), uint64(end-at))), 16
		}
		if n < head {
			break
		}
		out = append(out, Box{string(h[4:8]), at + head, min(at+n, end)})
		at += n
	}
	return out
}

// Find returns the first box of the kind.
func Find(list []Box, kind string) (Box, bool) {
	i := slices.IndexFunc(list, func(b Box) bool { return b.Kind == kind })
	if i < 0 {
		return Box{}, false
	}
	return list[i], true
}

// Data reads the content of a box, at most limit bytes of it.
func (b Box) Data(r io.ReaderAt, limit int64) []byte {
	data := make([]byte, max(0, min(b.End-b.At, limit)))
	n, _ := r.ReadAt(data, b.At)
	return data[:n]
}
