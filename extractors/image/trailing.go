package image

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"

	"evscan/evidence"
)

// A picture is a popular place to carry something else: viewers stop at its end.

// trailingName is how a person reads the name of what was appended.
const trailingName = "data after the picture"

// paddingBytes bounds the NULs that may stand between a picture and an archive.
const paddingBytes = 64 << 10

// archiveSignatures are the first bytes of what is handed over as a file of its own.
func archiveSignatures() []string {
	return []string{
		"PK\x03\x04",           // zip
		"Rar!\x1a\x07",         // rar
		"7z\xbc\xaf\x27\x1c",   // 7z
		"\x1f\x8b\x08",         // gzip
		"\xfd7zXZ\x00",         // xz
		"BZh",                  // bzip2
		"\x28\xb5\x2f\xfd",     // Zstandard
		"\x04\x22\x4d\x18",     // LZ4 frame
		"MSCF\x00\x00\x00\x00", // cabinet
		"!<arch>\n",            // ar
	}
}

// pushTrailing warns of what stands behind the end of a picture, and hands it over
// where it is an archive. An end of 0 says that it is not known.
func pushTrailing(ctx context.Context, in evidence.Input, out evidence.Sink, end int64) error {
	if end <= 0 || end >= in.Size {
		return nil
	}
	out.Warn(fmt.Sprintf("%d bytes of other data after the picture", in.Size-end))
	head := readAt(in, end, paddingBytes)
	at := end + int64(len(head)-len(bytes.TrimLeft(head, "\x00")))
	head = head[at-end:]
	for _, s := range archiveSignatures() {
		if bytes.HasPrefix(head, []byte(s)) {
			size := in.Size - at
			return out.Child(ctx, evidence.ChildName{Name: trailingName, Origin: evidence.OriginEmbedded, Size: size},
				io.NewSectionReader(in.At, at, size))
		}
	}
	return nil
}

// endPNG finds the end of the IEND chunk.
func endPNG(in evidence.Input) int64 {
	for pos := int64(8); pos+12 <= in.Size; {
		h := readAt(in, pos, 8)
		if len(h) < 8 {
			break
		}
		pos += 12 + int64(binary.BigEndian.Uint32(h))
		if string(h[4:]) == "IEND" {
			return pos
		}
	}
	return 0
}

// endJPEG finds the end of the EOI marker: segments by their lengths, the coded data
// of scans by the marker that ends it (ITU-T T.81, B.1.1).
func endJPEG(in evidence.Input) int64 {
	r := &window{in: in, pos: 2}
	for r.pos < in.Size && r.next() == 0xff {
		m := r.next()
		switch {
		case m == 0xd9 && r.pos <= in.Size:
			return r.pos
		case m == 0xff: // fill byte
			r.pos--
			continue
		case m == 0x01, m >= 0xd0 && m <= 0xd8: // no length
			continue
		}
		n := int64(r.next())<<8 | int64(r.next())
		if n < 2 {
			return 0
		}
		r.pos += n - 2
		if m == 0xda && !scanEnd(r) {
			return 0
		}
	}
	return 0
}

// scanEnd moves r to the marker that ends the coded data, and reports whether there
// is one.
func scanEnd(r *window) bool {
	for r.pos < r.in.Size {
		if r.next() != 0xff {
			continue
		}
		if c := r.next(); c != 0 && (c < 0xd0 || c > 0xd7) && r.pos <= r.in.Size {
			r.pos -= 2
			return true
		}
	}
	return false
}

// endGIF walks the blocks of GIF89a, appendix A, up to the trailer.
func endGIF(in evidence.Input) int64 {
	h := readAt(in, 0, 13)
	if len(h) < 13 {
		return 0
	}
	table := func(flags byte) int64 {
		if flags&0x80 == 0 {
			return 0
		}
		return 3 << (flags&7 + 1)
	}
	r := &window{in: in, pos: 13 + table(h[10])}
	for {
		switch r.next() {
		case 0x3b:
			if r.pos > in.Size {
				return 0
			}
			return r.pos
		case 0x21:
			r.pos++
		case 0x2c:
			r.pos += 8
			r.pos += table(r.next()) + 1
		default:
			return 0
		}
		for n := r.next(); n != 0; n = r.next() {
			r.pos += int64(n)
		}
		if r.pos >= in.Size {
			return 0
		}
	}
}

// window reads single bytes of an item through a buffer; behind the end stand zeros.
type window struct {
	in   evidence.Input
	pos  int64
	from int64
	buf  []byte
}

func (w *window) next() byte {
	if i := w.pos - w.from; i < 0 || i >= int64(len(w.buf)) {
		w.from, w.buf = w.pos, readAt(w.in, w.pos, 64<<10)
	}
	if i := w.pos - w.from; i < int64(len(w.buf)) {
		w.pos++
		return w.buf[i]
	}
	w.pos++
	return 0
}

// endBMP computes the end from the header: the size that the header states for the
// whole file would hide what was appended by whoever changed it.
func endBMP(in evidence.Input) int64 {
	h := readAt(in, 0, 14+124)
	if len(h) < 26 {
		return 0
	}
	le := binary.LittleEndian
	info, offset := le.Uint32(h[14:]), int64(le.Uint32(h[10:]))
	if info == 12 {
		w, ht, bits := int64(le.Uint16(h[18:])), int64(le.Uint16(h[20:])), int64(le.Uint16(h[24:]))
		return offset + (w*bits+31)/32*4*ht
	}
	if len(h) < 54 {
		return 0
	}
	w, ht := int64(int32(le.Uint32(h[18:]))), int64(int32(le.Uint32(h[22:])))
	if ht < 0 {
		ht = -ht
	}
	bits, method := int64(le.Uint16(h[28:])), le.Uint32(h[30:])
	end := offset + int64(le.Uint32(h[34:])) // packed pixels state their length
	if method == 0 || method == 3 || method == 6 {
		if w <= 0 || bits > 32 {
			return 0
		}
		end = offset + (w*bits+31)/32*4*ht
	}
	if info == 124 && len(h) >= 14+120 { // a colour profile stands behind the pixels
		end = max(end, 14+int64(le.Uint32(h[14+112:]))+int64(le.Uint32(h[14+116:])))
	}
	return end
}

// endWebP believes the size of the RIFF chunk, RFC 9649.
func endWebP(in evidence.Input) int64 {
	h := readAt(in, 0, 8)
	if len(h) < 8 {
		return 0
	}
	n := int64(binary.LittleEndian.Uint32(h[4:]))
	return 8 + n + n&1
}
