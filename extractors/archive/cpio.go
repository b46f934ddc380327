package archive

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"strconv"

	"evscan/evidence"
)

// The cpio dialects are described in cpio(5) of libarchive,
// https://man.freebsd.org/cgi/man.cgi?query=cpio&sektion=5

const (
	cpioTrailer  = "TRAILER!!!"
	cpioMaxName  = 64 << 10
	cpioTypeMask = 0o170000
	cpioDir      = 0o040000
	cpioLink     = 0o120000
	cpioRegular  = 0o100000
)

func cpioFormat() evidence.Format {
	return evidence.Format{ID: "cpio", MIME: "application/x-cpio", Version: 1, Exts: []string{"cpio"}, Match: matchCpio, Extract: extractCpio}
}

// matchCpio wants more than a signature of two bytes: the first header must hold.
func matchCpio(p evidence.Probe) (string, bool) {
	h, ok := readCpio(p.At, 0, p.Size)
	return "signature of cpio " + h.dialect + " at 0", ok && h.mode != 0
}

// cpioEntry is one header, whatever its dialect.
type cpioEntry struct {
	dialect    string
	mode       uint32
	size       int64
	sum        uint32
	summed     bool
	name       []byte
	data, next int64
}

// readCpio reads the header at off.
func readCpio(r io.ReaderAt, off, end int64) (cpioEntry, bool) {
	b := make([]byte, 110)
	n, _ := r.ReadAt(b, off)
	b = b[:n]
	var e cpioEntry
	var nameLen, headLen, align int64
	ok := true
	number := func(from, to, base int) int64 {
		v, err := strconv.ParseUint(string(b[from:to]), base, 40)
		ok = ok && err == nil
		return int64(v)
	}
	switch {
	case len(b) == 110 && (string(b[:6]) == "070701" || string(b[:6]) == "070702"):
		e.dialect, e.summed = "newc", b[5] == '2'
		e.mode, e.size, nameLen = uint32(number(14, 22, 16)), number(54, 62, 16), number(94, 102, 16)
		e.sum = uint32(number(102, 110, 16))
		headLen, align = 110, 4
	case len(b) >= 76 && string(b[:6]) == "070707":
		e.dialect = "odc"
		e.mode, nameLen, e.size = uint32(number(18, 24, 8)), number(59, 65, 8), number(65, 76, 8)
		headLen, align = 76, 1
	case len(b) >= 26 && (string(b[:2]) == "\xc7\x71" || string(b[:2]) == "\x71\xc7"):
		var o binary.ByteOrder = binary.LittleEndian
		if b[0] == 0x71 {
			o = binary.BigEndian
		}
		e.dialect = "bin"
		e.mode, nameLen = uint32(o.Uint16(b[6:])), int64(o.Uint16(b[20:]))
		// Long numbers have their high half first, whatever the order in the halves.
		e.size = int64(o.Uint16(b[22:]))<<16 | int64(o.Uint16(b[24:]))
		headLen, align = 26, 2
	default:
		return e, false
	}
	if !ok || nameLen < 1 || nameLen > cpioMaxName || off+headLen+nameLen > end {
		return e, false
	}
	e.name = make([]byte, nameLen)
	if n, _ := r.ReadAt(e.name, off+headLen); int64(n) < nameLen || e.name[nameLen-1] != 0 {
		return e, false
	}
	e.name = e.name[:nameLen-1]
	e.data = up(off+headLen+nameLen, off, align)
	e.next = up(e.data+e.size, off, align)
	return e, true
}

// up rounds at up to a multiple of align, counted from the header at start.
func up(at, start, align int64) int64 {
	return start + (at-start+align-1)/align*align
}

func extractCpio(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	members, err := cpioMembers(ctx, in, out)
	if pushErr := pushMembers(ctx, in, out, members); pushErr != nil {
		return pushErr
	}
	return err
}

func cpioMembers(ctx context.Context, in evidence.Input, out evidence.Sink) ([]member, error) {
	var members []member
	for pos := int64(0); ; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if len(members) > in.Limits.Items {
			return members, nil // the sink says so
		}
		e, ok := readCpio(in.At, pos, in.Size)
		if !ok {
			return members, fmt.Errorf("%w: no header at %d of %d bytes", evidence.ErrCorrupt, pos, in.Size)
		}
		pos = e.next
		if string(e.name) == cpioTrailer {
			if !onlyZeros(in, pos) {
				out.Warn(fmt.Sprintf("other data after the archive's end at %d", pos))
			}
			return members, nil
		}
		m := member{raw: e.name, at: e.data, size: e.size}
		switch e.mode & cpioTypeMask {
		case cpioDir:
			continue
		case cpioLink:
			m.link = make([]byte, max(0, min(e.size, cpioMaxName, in.Size-e.data)))
			if n, _ := in.At.ReadAt(m.link, e.data); n < len(m.link) {
				m.link = m.link[:n]
			}
		case cpioRegular:
			if e.summed {
				m.sum = &e.sum
			}
		default:
			m.problem = problem(evidence.ProblemUnsupported, fmt.Sprintf("entry of mode %o, which has no content of its own", e.mode))
		}
		members = append(members, m)
	}
}

// onlyZeros reports whether the item holds nothing but padding from off on, as far
// as a tape's last block goes.
func onlyZeros(in evidence.Input, off int64) bool {
	b := make([]byte, max(0, min(in.Size-off, 64<<10)))
	n, _ := in.At.ReadAt(b, off)
	return len(bytes.Trim(b[:n], "\x00")) == 0
}
